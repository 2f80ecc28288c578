import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../src/json.ts';
import { INVENTORY_PROFILE } from '../../src/profile/inventory/inventory.ts';
import { parseCloudTrailEvent } from '../../src/records/cloudtrail/parse.ts';
import type { Addendum } from '../../src/sightings/addenda.ts';
import { mergeSightings } from '../../src/sightings/merge.ts';
import { createSieve, type Sifted } from '../../src/sightings/sift.ts';
import { inTrail } from './made-sightings.ts';

const EVENT: JsonObject = {
  eventVersion: '1.11',
  userIdentity: {
    type: 'IAMUser',
    arn: 'arn:aws:iam::444455556666:user/alice',
    accountId: '444455556666',
    userName: 'alice',
  },
  eventTime: '2026-02-10T12:00:00Z',
  eventSource: 's3.amazonaws.com',
  eventName: 'PutBucketPolicy',
  awsRegion: 'eu-west-1',
  sourceIPAddress: '203.0.113.7',
  userAgent: '[aws-cli/2]',
  requestParameters: { bucketName: 'acme-reports', bucketPolicy: { Version: '2012-10-17' } },
  requestID: 'REQ1',
  eventID: 'event-1',
  recipientAccountId: '444455556666',
};

const BOB: JsonObject = {
  type: 'IAMUser',
  arn: 'arn:aws:iam::444455556666:user/bob',
  accountId: '444455556666',
  userName: 'bob',
};

function addendum(updatedFields: JsonObject[string], overrides: JsonObject): JsonObject {
  return {
    ...EVENT,
    eventID: `addendum ${JSON.stringify(overrides)}`,
    eventTime: '2026-02-11T09:00:00Z',
    addendum: { reason: 'UPDATED_DATA', updatedFields, originalRequestID: 'REQ1', originalEventID: 'event-1' },
    ...overrides,
  };
}

function sift(...events: readonly JsonObject[]): Sifted {
  const sieve = createSieve(INVENTORY_PROFILE);
  const { at } = inTrail();
  for (const [index, event] of events.entries()) {
    const parsed = parseCloudTrailEvent(event, 'file');
    if (!parsed.ok) throw new TypeError(parsed.reason);
    sieve.take({ kind: 'cloudtrail', record: parsed.record, at: { ...at, record: index } });
  }
  return sieve.finish();
}

function merge(...events: readonly JsonObject[]) {
  const { sightings, addenda } = sift(...events);
  return mergeSightings(sightings, addenda);
}

describe('an addendum', () => {
  it('replaces the members that it names, no others, and is cited', () => {
    const [call, ...others] = merge(EVENT, addendum('userIdentity', { userIdentity: BOB, errorCode: 'AccessDenied' }));
    expect(others).toEqual([]);
    expect(call).toMatchObject({
      time: Date.UTC(2026, 1, 10, 12),
      eventId: 'event-1',
      succeeded: true,
      contradiction: null,
      actor: { arn: BOB['arn'], userName: 'bob', sourceIp: '203.0.113.7' },
    });
    expect(call?.evidence.map(({ record }) => record)).toEqual([0, 1]);
  });

  it.each<[string, JsonObject[string]]>([
    ['text', 'requestParameters, errorCode'],
    ['a list', ['requestParameters.bucketPolicy', 'errorCode']],
  ])('names several members in %s', (_, updatedFields) => {
    const requestParameters = { bucketName: 'acme-reports', bucketPolicy: { Version: '2008-10-17' } };
    const [call] = merge(EVENT, addendum(updatedFields, { requestParameters, errorCode: 'AccessDenied' }));
    expect(call).toMatchObject({
      succeeded: false,
      errorCode: 'AccessDenied',
      action: { policy: { value: { Version: '2008-10-17' } } },
    });
  });

  it('replaces also where it lacks all that it does not name', () => {
    const { requestParameters: _, ...bare } = addendum('userIdentity', { userIdentity: BOB });
    const [call, ...others] = merge(EVENT, bare);
    expect(others).toEqual([]);
    expect(call).toMatchObject({ actor: { userName: 'bob' }, action: { policy: { state: 'known' } } });
  });

  it('stands for its event where that is not in evidence', () => {
    const [call, ...others] = merge(addendum('userIdentity', { userIdentity: BOB }));
    expect(others).toEqual([]);
    expect(call).toMatchObject({ eventName: 'PutBucketPolicy', actor: { userName: 'bob' } });
  });

  it('contradicts another of the same event that puts another value in the same place', () => {
    const carol = { ...BOB, arn: 'arn:aws:iam::444455556666:user/carol', userName: 'carol' };
    const [call, ...others] = merge(
      EVENT,
      addendum('userIdentity', { userIdentity: BOB }),
      addendum('userIdentity', { userIdentity: carol }),
    );
    expect(others).toEqual([]);
    expect(call?.contradiction?.callers.map(({ userName }) => userName)).toEqual(['bob', 'carol']);
  });

  it('joins others that name other members', () => {
    const [call] = merge(
      EVENT,
      addendum('userIdentity', { userIdentity: BOB }),
      addendum('sourceIPAddress', { sourceIPAddress: '198.51.100.9' }),
    );
    expect(call).toMatchObject({ contradiction: null, actor: { userName: 'bob', sourceIp: '198.51.100.9' } });
  });

  it('is a record of its own where it only came late', () => {
    const late = { ...EVENT, addendum: { reason: 'DELIVERY_DELAY' } };
    const { sightings, addenda } = sift(late);
    expect([sightings.length, addenda]).toEqual([1, [] satisfies Addendum[]]);
  });
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Actor } from '../../src/records/actor.ts';
import { known, NOT_RECORDED } from '../../src/records/recorded.ts';
import { mergeSightings } from '../../src/sightings/merge.ts';
import type { Sighting } from '../../src/sightings/sighting.ts';
import type { SourceTally } from '../../src/sources/tally.ts';

const TALLY: SourceTally = {
  source: 'x',
  kind: 'cloudtrail',
  sha256: '',
  bytes: 0,
  records: 0,
  rejected: 0,
  rejects: [],
  from: null,
  to: null,
  failure: null,
  isRead: true,
};

const ALICE: Actor = {
  type: 'IAMUser',
  arn: 'arn:aws:iam::444455556666:user/alice',
  accountId: '444455556666',
  principalId: 'AIDAALICE',
  userName: 'alice',
  sessionName: null,
  sessionIssuerArn: null,
  accessKeyId: 'AKIAALICE',
  mfaAuthenticated: null,
  sourceIdentity: null,
  sourceIp: '203.0.113.7',
  userAgent: 'aws-cli/2',
  tool: 'aws-cli',
  invokedBy: null,
  chain: [],
  origin: null,
};

const NOON = Date.UTC(2026, 1, 10, 12);

function inTrail(overrides: Partial<Sighting> = {}): Sighting {
  return {
    log: 'cloudtrail',
    time: NOON,
    action: { kind: 'put-bucket-policy', bucket: 'acme-reports', policy: known({ Version: '2012-10-17' }) },
    eventName: 'PutBucketPolicy',
    operation: null,
    status: null,
    errorCode: null,
    errorMessage: null,
    succeeded: true,
    requestId: 'REQ1',
    hostId: 'HOST1',
    eventId: 'event-1',
    sharedEventId: null,
    recipientAccountId: '444455556666',
    ownerAccountId: null,
    region: 'eu-west-1',
    actor: ALICE,
    sessionCreated: null,
    durationMs: null,
    at: { source: TALLY, line: null, record: 1 },
    ...overrides,
  };
}

function inAccessLog(overrides: Partial<Sighting> = {}): Sighting {
  return inTrail({
    log: 'access-log',
    time: NOON - 1_000,
    action: { kind: 'put-bucket-policy', bucket: 'acme-reports', policy: NOT_RECORDED },
    operation: 'REST.PUT.BUCKETPOLICY',
    status: 204,
    eventId: null,
    recipientAccountId: null,
    region: null,
    actor: { ...ALICE, accessKeyId: null, principalId: null },
    ...overrides,
  });
}

describe('mergeSightings', () => {
  it('joins the two logs of one request: CloudTrail’s time and identity, the access log’s status', () => {
    const [call, ...others] = mergeSightings([inAccessLog(), inTrail()]);
    expect(others).toEqual([]);
    expect(call).toMatchObject({
      time: NOON,
      status: 204,
      operation: 'REST.PUT.BUCKETPOLICY',
      eventId: 'event-1',
      seenIn: ['cloudtrail', 'access-log'],
      joinedWeakly: false,
      actor: { accessKeyId: 'AKIAALICE' },
    });
    expect(call?.action).toMatchObject({ policy: { state: 'known' } });
  });

  it('joins on x-amz-id-2 where a request ID is missing', () => {
    expect(mergeSightings([inTrail({ requestId: null }), inAccessLog()])).toHaveLength(1);
  });

  it('joins on bucket, operation, principal and second as a last resort, and marks it', () => {
    const calls = mergeSightings([inTrail({ requestId: null, hostId: null }), inAccessLog({ time: NOON })]);
    expect(calls).toHaveLength(1);
    expect(calls[0]?.joinedWeakly).toBe(true);
  });

  it('keeps calls with different request IDs apart, whatever else they share', () => {
    expect(mergeSightings([inTrail(), inAccessLog({ time: NOON, requestId: 'REQ2', hostId: 'HOST2' })])).toHaveLength(
      2,
    );
  });

  it('keeps the objects of one batch delete apart: they share request IDs', () => {
    const remove = (key: string): Sighting =>
      inAccessLog({ action: { kind: 'delete-object', bucket: 'acme-reports', key, by: 'call' } });
    expect(mergeSightings([remove('a'), remove('b'), remove('a')])).toHaveLength(2);
  });

  it('collapses repeats of an event and the copies that two accounts received', () => {
    const copy = inTrail({
      eventId: 'event-2',
      sharedEventId: 'shared-1',
      recipientAccountId: '111122223333',
      actor: { ...ALICE, arn: null, accessKeyId: null },
    });
    const calls = mergeSightings([
      copy,
      inTrail({ sharedEventId: 'shared-1' }),
      inTrail({ sharedEventId: 'shared-1' }),
    ]);
    expect(calls).toHaveLength(1);
    expect(calls[0]?.actor.arn).toBe(ALICE.arn);
  });

  it('believes the log that says the call failed', () => {
    const [call] = mergeSightings([
      inTrail({ errorCode: 'AccessDenied', succeeded: false }),
      inAccessLog({ status: 403, succeeded: false }),
    ]);
    expect(call).toMatchObject({ succeeded: false, errorCode: 'AccessDenied', status: 403 });
  });

  it('gives the same calls in the same order for any order of sightings', () => {
    const sightings = [
      inTrail(),
      inAccessLog(),
      inTrail({ eventId: 'event-3', requestId: 'REQ3', hostId: 'HOST3' }),
      inTrail({ eventId: 'event-4', requestId: null, hostId: null, time: NOON + 5_000 }),
      inAccessLog({ requestId: 'REQ4', hostId: 'HOST4', time: NOON + 5_000 }),
      inTrail({
        eventId: 'event-5',
        requestId: 'REQ5',
        hostId: null,
        action: { kind: 'delete-bucket-policy', bucket: 'acme-reports' },
      }),
    ];
    const expected = mergeSightings(sightings);
    fc.assert(
      fc.property(fc.shuffledSubarray(sightings, { minLength: sightings.length }), (shuffled) => {
        expect(mergeSightings(shuffled)).toEqual(expected);
      }),
    );
  });
});

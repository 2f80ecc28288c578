import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { known, NOT_RECORDED } from '../../src/records/recorded.ts';
import { isDisputed } from '../../src/sightings/call.ts';
import { mergeSightings } from '../../src/sightings/merge.ts';
import type { Sighting } from '../../src/sightings/sighting.ts';
import { ALICE, BOB, inAccessLog, inTrail, NOON } from './made-sightings.ts';

function allow(index: number) {
  return { Effect: 'Allow', Principal: '*', Action: 's3:GetObject', Resource: `arn:aws:s3:::acme-reports/${index}` };
}

const OPEN = { Version: '2012-10-17', Statement: [allow(0)] };

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

  it('does not join on x-amz-id-2 where both have request IDs, and they differ', () => {
    expect(mergeSightings([inTrail(), inAccessLog({ requestId: 'REQ2' })])).toHaveLength(2);
  });

  it('does not join on x-amz-id-2 where it stands for two requests', () => {
    const calls = mergeSightings([
      inTrail(),
      inTrail({ eventId: 'event-2', requestId: 'REQ2' }),
      inAccessLog({ requestId: null, actor: { ...ALICE, arn: null } }),
    ]);
    expect(calls).toHaveLength(3);
    expect(calls.map(({ contradiction }) => contradiction)).toEqual([null, null, null]);
  });

  it('takes the caller from whichever log names it best', () => {
    const nameless = { ...ALICE, type: 'AWSAccount', arn: null, accessKeyId: null, userName: null };
    const [call, ...others] = mergeSightings([inTrail({ actor: nameless }), inAccessLog()]);
    expect(others).toEqual([]);
    expect(call).toMatchObject({ time: NOON, contradiction: null, actor: { type: 'IAMUser', arn: ALICE.arn } });
  });

  it('takes deeds under one request ID at another time for an ID that was used again', () => {
    const calls = mergeSightings([
      inTrail(),
      inAccessLog({ action: { kind: 'delete-bucket-policy', bucket: 'acme-reports' }, time: NOON + 60_000 }),
    ]);
    expect(calls.map(({ contradiction }) => contradiction)).toEqual([null, null]);
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

  describe('copies that contradict each other', () => {
    it('in who made it are one call by nobody settled, and all callers are told', () => {
      const [call, ...others] = mergeSightings([inTrail(), inTrail({ actor: BOB })]);
      expect(others).toEqual([]);
      expect(call?.contradiction).toEqual({ differences: ['actor'], callers: [ALICE, BOB] });
      expect(call?.actor).toMatchObject({
        arn: null,
        userName: null,
        accessKeyId: null,
        principalId: null,
        origin: null,
        type: 'IAMUser',
        accountId: '444455556666',
        sourceIp: '203.0.113.7',
      });
      expect(call?.evidence).toHaveLength(2);
    });

    it.each<[string, Partial<Sighting>]>([
      ['body', { action: { kind: 'put-bucket-policy', bucket: 'acme-reports', policy: known(OPEN) } }],
      ['action', { action: { kind: 'put-bucket-policy', bucket: 'acme-website', policy: NOT_RECORDED } }],
      ['action', { action: { kind: 'delete-bucket-policy', bucket: 'acme-reports' }, eventName: 'DeleteBucketPolicy' }],
      ['outcome', { succeeded: false, errorCode: 'AccessDenied' }],
      ['time', { time: NOON + 6_000 }],
    ])('in the %s stay apart, each with its own caller', (difference, overrides) => {
      const calls = mergeSightings([inTrail(), inTrail({ actor: BOB, ...overrides })]);
      expect(calls.map(({ actor }) => actor.arn).sort()).toEqual([ALICE.arn, BOB.arn]);
      expect(calls.every(isDisputed)).toBe(true);
      for (const { contradiction } of calls) expect(contradiction?.differences).toEqual(['actor', difference]);
    });

    it('across the logs: a 403 beside a success', () => {
      const calls = mergeSightings([
        inTrail(),
        inAccessLog({ status: 403, succeeded: false, errorCode: 'AccessDenied' }),
      ]);
      expect(calls.map(({ succeeded, seenIn }) => [succeeded, seenIn])).toEqual([
        [false, ['access-log']],
        [true, ['cloudtrail']],
      ]);
    });

    it('under one request ID at one time, in what was done', () => {
      const calls = mergeSightings([
        inTrail(),
        inAccessLog({ action: { kind: 'delete-bucket-policy', bucket: 'acme-reports' } }),
      ]);
      expect(calls.map(({ contradiction }) => contradiction?.differences)).toEqual([['action'], ['action']]);
    });

    it('leave what agrees with both where its caller is', () => {
      const other = inTrail({ actor: BOB, errorCode: 'AccessDenied', succeeded: false });
      const calls = mergeSightings([inTrail(), other, inAccessLog({ status: null })]);
      expect(calls.map(({ actor, seenIn }) => [actor.arn, seenIn])).toEqual(
        expect.arrayContaining([[ALICE.arn, ['cloudtrail', 'access-log']]]),
      );
      expect(calls).toHaveLength(2);
    });

    it('are told the same whatever their order, also in great numbers', () => {
      const copies = Array.from({ length: 80 }, (_, index) =>
        inTrail({
          action: {
            kind: 'put-bucket-policy',
            bucket: 'acme-reports',
            policy: index % 3 === 0 ? NOT_RECORDED : known({ ...OPEN, Id: `${index}`, Statement: [allow(index)] }),
          },
          actor: index % 2 === 0 ? ALICE : BOB,
        }),
      );
      const expected = mergeSightings(copies);
      expect(expected.length).toBeGreaterThan(1);
      fc.assert(
        fc.property(fc.shuffledSubarray(copies, { minLength: copies.length }), (shuffled) => {
          expect(mergeSightings(shuffled)).toEqual(expected);
        }),
        { numRuns: 10 },
      );
    });
  });
});

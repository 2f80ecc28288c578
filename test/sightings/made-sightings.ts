import type { Actor } from '../../src/records/actor.ts';
import { known, NOT_RECORDED } from '../../src/records/recorded.ts';
import type { Sighting } from '../../src/sightings/sighting.ts';
import { createTally, type SourceTally } from '../../src/sources/tally.ts';

const TALLY: SourceTally = { ...createTally('x'), kind: 'cloudtrail', isRead: true };

export const ALICE: Actor = {
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

export const BOB: Actor = {
  ...ALICE,
  arn: 'arn:aws:iam::444455556666:user/bob',
  principalId: 'AIDABOB',
  userName: 'bob',
  accessKeyId: 'AKIABOB',
};

export const NOON: number = Date.UTC(2026, 1, 10, 12);

/** Alice puts a bucket policy, as CloudTrail has it. */
export function inTrail(overrides: Partial<Sighting> = {}): Sighting {
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

/** The same request in the access log of the bucket. */
export function inAccessLog(overrides: Partial<Sighting> = {}): Sighting {
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

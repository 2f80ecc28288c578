import { createSessionIndex } from '../../src/attribution/session-index.ts';
import type { CaseOptions } from '../../src/case/options.ts';
import { parseDeliveryKey } from '../../src/profile/inventory/keys.ts';
import type { Actor } from '../../src/records/actor.ts';
import type { Call } from '../../src/sightings/call.ts';
import type { Gathered } from '../../src/sightings/gather.ts';
import type { LogCoverage } from '../../src/sightings/log-coverage.ts';
import { mergeSightings } from '../../src/sightings/merge.ts';
import type { Sighting } from '../../src/sightings/sighting.ts';
import type { SourceTally } from '../../src/sources/tally.ts';

/** Milliseconds of an ISO time. */
export function at(time: string): number {
  return Date.parse(time);
}

const SOURCE: SourceTally = {
  source: 'made',
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

const DANA: Actor = {
  type: 'IAMUser',
  arn: 'arn:aws:iam::444455556666:user/dana',
  accountId: '444455556666',
  principalId: 'AIDADANA',
  userName: 'dana',
  sessionName: null,
  sessionIssuerArn: null,
  accessKeyId: 'AKIADANA',
  mfaAuthenticated: null,
  sourceIdentity: null,
  sourceIp: null,
  userAgent: null,
  tool: null,
  invokedBy: null,
  chain: [],
  origin: null,
};

/** S3 itself, as it writes reports. */
export const S3: Actor = {
  ...DANA,
  type: 'AWSService',
  arn: null,
  accountId: null,
  principalId: null,
  userName: null,
  accessKeyId: null,
  invokedBy: 's3.amazonaws.com',
};

/** One event of the destination's trail. */
export function seen(time: string, action: Sighting['action'], overrides: Partial<Sighting> = {}): Sighting {
  return {
    log: 'cloudtrail',
    time: at(time),
    action,
    eventName: action.kind,
    operation: null,
    status: null,
    errorCode: null,
    errorMessage: null,
    succeeded: true,
    requestId: null,
    hostId: null,
    eventId: `${time} ${action.kind}`,
    sharedEventId: null,
    recipientAccountId: '444455556666',
    ownerAccountId: null,
    region: 'eu-west-1',
    actor: DANA,
    sessionCreated: null,
    at: { source: SOURCE, line: null, record: null },
    ...overrides,
  };
}

export function callOf(sighting: Sighting): Call {
  const [call] = mergeSightings([sighting]);
  if (call === undefined) throw new RangeError('one sighting is one call');
  return call;
}

export const CASE: CaseOptions = {
  sourceBucket: 'acme-lake',
  sourceAccount: '111122223333',
  destinationBucket: 'acme-reports',
  destinationAccount: '444455556666',
  destinationPrefix: 'inv',
  configurationId: 'daily-full',
  frequency: 'Daily',
  encryption: 'SSE-S3',
  now: at('2026-02-20T12:00:00Z'),
};

/** Evidence with a whole listing of the destination that holds the checksums of the given runs. */
export function evidence(
  sightings: readonly Sighting[],
  arrivals: Readonly<Record<string, string>>,
  coverage: readonly LogCoverage[] = [TRAIL],
): Gathered {
  const place = { source: SOURCE, line: null, record: null };
  const objects = Object.entries(arrivals).flatMap(([run, time]) => {
    const key = `inv/acme-lake/daily-full/${run}/manifest.checksum`;
    const parts = parseDeliveryKey(key);
    const object = { key, lastModified: at(time), timeIsApproximate: false };
    return parts === null ? [] : [{ object, key: parts, at: place }];
  });
  const scope = {
    bucket: 'acme-reports',
    prefix: null,
    delimiter: null,
    startAfter: null,
    continuationToken: null,
    nextContinuationToken: null,
    isTruncated: false,
    incomplete: false,
    objects: objects.length,
    newest: null,
  };
  return {
    sightings,
    sessions: createSessionIndex(),
    listings: [{ scope, objects, at: place }],
    manifests: [],
    configurations: [],
    bucketPolicies: [],
    keyPolicies: [],
    keyDescriptions: [],
    caseOptions: CASE,
    coverage,
  };
}

/** The destination's trail, over the whole story. */
export const TRAIL: LogCoverage = {
  identity: { kind: 'cloudtrail', account: '444455556666', region: null, bucket: null, query: null },
  from: at('2026-02-01T00:00:00Z'),
  to: at('2026-02-20T00:00:00Z'),
  gaps: [],
};

import { createIssuingEvents } from '../../src/attribution/issuing-events.ts';
import type { Case, CaseOptions } from '../../src/case/case.ts';
import type { ConfigurationState } from '../../src/delivery-path/configuration-state.ts';
import type { Delivery, DeniedAttempt } from '../../src/delivery-path/delivery.ts';
import { DAY, HOUR } from '../../src/instant.ts';
import type { Interval } from '../../src/interval.ts';
import type { JsonValue } from '../../src/json.ts';
import type { DeliveryConfiguration } from '../../src/profile/configuration.ts';
import { INVENTORY_PROFILE } from '../../src/profile/inventory/inventory.ts';
import { parseDeliveryKey, runName, runTime } from '../../src/profile/inventory/keys.ts';
import type { KeyTransition } from '../../src/records/action.ts';
import type { Actor } from '../../src/records/actor.ts';
import type { ListedObject } from '../../src/records/item.ts';
import { known, NOT_RECORDED } from '../../src/records/recorded.ts';
import type { Call } from '../../src/sightings/call.ts';
import type { Gathered } from '../../src/sightings/gather.ts';
import type { LogCoverage } from '../../src/sightings/log-coverage.ts';
import { mergeSightings } from '../../src/sightings/merge.ts';
import type { Sighting } from '../../src/sightings/sighting.ts';
import { createTally, type SourceTally } from '../../src/sources/tally.ts';
import { buildTimeline, type Timeline } from '../../src/timeline/build.ts';

/** Milliseconds of an ISO time. */
export function at(time: string): number {
  return Date.parse(time);
}

/** A configuration in force by an event. */
export const STATE: ConfigurationState = {
  exists: true,
  isEnabled: true,
  destinationBucket: 'acme-reports',
  destinationPrefix: 'inv',
  frequency: 'Daily',
  encryption: null,
  format: null,
  encryptionIsInferred: false,
  document: null,
  basis: 'event',
};

const SOURCE: SourceTally = { ...createTally('made'), kind: 'cloudtrail', isRead: true };

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
    durationMs: null,
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
    const object: ListedObject = { key, version: 'current', lastModified: at(time), timeIsApproximate: false };
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
    calls: mergeSightings(sightings, []),
    sessions: createIssuingEvents(),
    listings: [{ scope, objects, at: place }],
    objectEvents: [],
    inventory: [],
    untiedInventories: [],
    manifests: [],
    configurations: [],
    bucketPolicies: [],
    keyPolicies: [],
    keyDescriptions: [],
    captured: [],
    failedExports: [],
    awsErrors: [],
    cases: [CASE],
    coverage,
    digests: null,
    namelessAnswers: [],
  };
}

/** The destination's trail, over the whole story. */
export const TRAIL: LogCoverage = {
  identity: { kind: 'cloudtrail', account: '444455556666', region: null, bucket: null, query: null },
  from: at('2026-02-01T00:00:00Z'),
  to: at('2026-02-20T00:00:00Z'),
  gaps: [],
  vouched: vouchingFor({ from: at('2026-02-01T00:00:00Z'), to: at('2026-02-20T00:00:00Z') }),
  hasWrites: true,
  has: ['s3', 'kms'],
  digests: null,
};

/** That every change in these stretches would be in the log. */
export function vouchingFor(...stretches: Interval[]): LogCoverage['vouched'] {
  return { s3: stretches, kms: stretches, organizations: stretches };
}

export const SOURCE_TRAIL: LogCoverage = {
  ...TRAIL,
  identity: { ...TRAIL.identity, account: '111122223333' },
};

export const ALLOWING: JsonValue = {
  Version: '2012-10-17',
  Statement: { Effect: 'Allow', Principal: { Service: 's3.amazonaws.com' }, Action: 's3:PutObject', Resource: '*' },
};

export const DENYING: JsonValue = {
  Version: '2012-10-17',
  Statement: { Effect: 'Deny', Principal: '*', Action: 's3:*', Resource: '*' },
};

/** Allows all of the service, but denies the action, that of writing unless given, where the condition is met. */
export function denyingWhere(condition: JsonValue, action = 's3:PutObject'): JsonValue {
  return {
    Version: '2012-10-17',
    Statement: [
      { Effect: 'Allow', Principal: '*', Action: action.replace(/:.*/, ':*'), Resource: '*' },
      { Effect: 'Deny', Principal: '*', Action: action, Resource: '*', Condition: condition },
    ],
  };
}

/** A policy of the destination; null for one that no log holds. */
export function putPolicy(time: string, policy: JsonValue | null, bucket = 'acme-reports'): Sighting {
  return seen(time, { kind: 'put-bucket-policy', bucket, policy: policy === null ? NOT_RECORDED : known(policy) });
}

/** What AWS Config captured of the destination, which is found by the name of its source. */
export function capturedPolicy(time: string, policy: JsonValue): Gathered['captured'][number] {
  const resource = {
    kind: 'bucket',
    name: 'acme-reports',
    exists: true,
    policy: known(policy),
    encryption: NOT_RECORDED,
  } as const;
  return {
    value: { capturedAt: at(time), account: '444455556666', region: 'eu-west-1', resource },
    at: { source: { ...SOURCE, source: `item of ${time}` }, line: null, record: null },
  };
}

export const CONFIGURATION: DeliveryConfiguration = {
  id: 'daily-full',
  isEnabled: true,
  destinationBucket: 'acme-reports',
  destinationAccount: null,
  destinationPrefix: 'inv',
  frequency: 'Daily',
  encryption: { type: 'SSE-S3' },
  format: 'CSV',
  document: null,
};

export function putConfiguration(time: string, overrides: Partial<DeliveryConfiguration> = {}): Sighting {
  const configuration = known({ ...CONFIGURATION, ...overrides });
  const action = { kind: 'put-inventory-configuration', bucket: 'acme-lake', id: 'daily-full', configuration } as const;
  return seen(time, action, { recipientAccountId: '111122223333' });
}

export const KEY = 'arn:aws:kms:eu-west-1:444455556666:key/k-1';

export function putKeyPolicy(time: string, policy: JsonValue, arn: string = KEY): Sighting {
  return seen(time, { kind: 'put-key-policy', key: { arn, id: null }, policy: known(policy) });
}

export function keyCall(time: string, transition: KeyTransition): Sighting {
  return seen(time, { kind: 'key-state', key: { arn: KEY, id: null }, transition });
}

/** A write that S3 was refused; a key under `data/` tells no run. */
export function refusedWrite(
  time: string,
  key = 'inv/acme-lake/daily-full/data/',
  errorCode = 'AccessDenied',
): Sighting {
  const action = { kind: 'put-object', bucket: 'acme-reports', key } as const;
  return seen(time, action, { actor: S3, succeeded: false, errorCode });
}

/** S3 wrote an object of a report under `data/`. */
export function wroteData(time: string): Sighting {
  return seen(
    time,
    { kind: 'put-object', bucket: 'acme-reports', key: 'inv/acme-lake/daily-full/data/a.csv.gz' },
    { actor: S3 },
  );
}

/** A run of 01:00 and when its checksum arrived, some hours later; one for each of the days before another. */
export function arrivals(lags: readonly number[], until: string): Record<string, string> {
  const end = at(until);
  return Object.fromEntries(
    lags.map((lag, index) => {
      const time = end - (lags.length - index) * DAY;
      return [runName(time), new Date(time + lag * HOUR).toISOString()];
    }),
  );
}

export interface Story {
  readonly case?: CaseOptions;
  readonly coverage?: readonly LogCoverage[];
  readonly configurations?: readonly DeliveryConfiguration[];
  readonly bucketPolicies?: readonly JsonValue[];
  readonly captured?: Gathered['captured'];
  readonly failedExports?: readonly string[];
  readonly graceMs?: number;
}

export function timelineOf(
  sightings: readonly Sighting[],
  came: Readonly<Record<string, string>>,
  story: Story = {},
): Timeline {
  const { case: options = CASE, coverage = [TRAIL, SOURCE_TRAIL], failedExports = [] } = story;
  const kept = <T>(value: T) => ({ value, of: null, at: { source: SOURCE, line: null, record: null } });
  const gathered: Gathered = {
    ...evidence(sightings, came, coverage),
    configurations: (story.configurations ?? []).map(kept),
    bucketPolicies: (story.bucketPolicies ?? []).map(kept),
    captured: story.captured ?? [],
    cases: [options],
  };
  return buildTimeline(gathered, {
    profile: INVENTORY_PROFILE,
    case: options,
    asOf: { time: options.now ?? 0, basis: 'given' },
    graceMs: story.graceMs ?? 2 * DAY,
    failedExports: failedExports.map(at),
  });
}

export function delivered(run: string, lagHours = 10): Delivery {
  const time = runTime(run) ?? 0;
  return {
    run,
    runTime: time,
    deliveredAt: time + lagHours * HOUR,
    timeIsApproximate: false,
    manifestKey: null,
    bucket: 'acme-reports',
    prefix: 'inv',
    removed: null,
    evidence: [],
  };
}

export function refused(time: string, run: string | null = null): DeniedAttempt {
  return {
    time: at(time),
    key: 'k',
    bucket: 'acme-reports',
    prefix: 'inv',
    run,
    errorCode: 'AccessDenied',
    evidence: [],
  };
}

/** The case of which nothing but its names is known. */
export const SUBJECT: Case = {
  profile: INVENTORY_PROFILE,
  sourceBucket: 'acme-lake',
  sourceAccount: null,
  destinationBucket: 'acme-reports',
  destinationAccount: null,
  destinationPrefix: 'inv',
  configurationId: 'daily-full',
  frequency: null,
  encryption: null,
  now: CASE.now ?? 0,
};

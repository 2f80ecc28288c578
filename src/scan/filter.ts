import type { Instant } from '../instant.ts';
import { actorOfAccessLog } from '../records/access-log/actor.ts';
import { actorOfCloudTrail } from '../records/cloudtrail/actor.ts';
import { bucketNameOf } from '../records/cloudtrail/events/bucket-name.ts';
import type { WantedNames } from '../records/name-search.ts';
import { type LogItem, operationOf } from './log-item.ts';

/** Which records are wanted; null asks for nothing in that respect. */
export interface ScanFilter {
  /** Tells whether an access-log operation or a CloudTrail event name is wanted. */
  readonly operation: ((name: string) => boolean) | null;
  /** Name of the bucket, whole. */
  readonly bucket: string | null;
  /** Part of the requester, ARN, user name, session name, principal id or access key id; case does not matter. */
  readonly requester: string | null;
  readonly status: StatusFilter | null;
  readonly since: Instant | null;
  /** Still wanted itself. */
  readonly until: Instant | null;
}

/** `http`: an HTTP status from `from` to `to`, which CloudTrail records never have. */
export type StatusFilter =
  | { readonly kind: 'ok' }
  | { readonly kind: 'failed' }
  | { readonly kind: 'http'; readonly from: number; readonly to: number };

/**
 * Calls that change who may write to a bucket or use a key: where a search begins. No operation of an access log is
 * named as CloudTrail names them, since all have a dot.
 */
export const POLICY_CHANGES: WantedNames = {
  accessLog: ['REST.PUT.BUCKETPOLICY', 'REST.DELETE.BUCKETPOLICY'],
  cloudTrail: [
    'PutBucketPolicy',
    'DeleteBucketPolicy',
    'PutKeyPolicy',
    'REST.PUT.BUCKETPOLICY',
    'REST.DELETE.BUCKETPOLICY',
  ],
};
const NAMES_OF_CHANGES: ReadonlySet<string> = new Set(POLICY_CHANGES.cloudTrail);

export function isPolicyChange(name: string): boolean {
  return NAMES_OF_CHANGES.has(name);
}

export function matches(item: LogItem, filter: ScanFilter): boolean {
  if (filter.operation !== null) {
    const name = operationOf(item);
    if (name === null || !filter.operation(name)) return false;
  }
  const time = item.kind === 'access-log' ? item.record.time : item.record.eventTime;
  if (filter.since !== null && time < filter.since) return false;
  if (filter.until !== null && time > filter.until) return false;
  if (filter.bucket !== null && bucketOf(item) !== filter.bucket) return false;
  if (filter.status !== null && !hasStatus(item, filter.status)) return false;
  return filter.requester === null || madeBy(item, filter.requester.toLowerCase());
}

function bucketOf(item: LogItem): string | null {
  return item.kind === 'access-log' ? item.record.bucket : bucketNameOf(item.record);
}

function hasStatus(item: LogItem, wanted: StatusFilter): boolean {
  switch (wanted.kind) {
    case 'ok':
      return !hasFailed(item);
    case 'failed':
      return hasFailed(item);
    case 'http': {
      const status = item.kind === 'access-log' ? item.record.httpStatus : null;
      return status !== null && status >= wanted.from && status <= wanted.to;
    }
    default:
      return wanted satisfies never;
  }
}

/** An error code, or a status outside 2xx. What S3 does by itself, such as expiry, may have neither. */
export function hasFailed(item: LogItem): boolean {
  if (item.record.errorCode !== null) return true;
  const status = item.kind === 'access-log' ? item.record.httpStatus : null;
  return status !== null && (status < 200 || status > 299);
}

function madeBy(item: LogItem, part: string): boolean {
  const actor = item.kind === 'access-log' ? actorOfAccessLog(item.record) : actorOfCloudTrail(item.record);
  const requester = item.kind === 'access-log' ? item.record.requester : null;
  const names = [
    requester,
    actor.arn,
    actor.userName,
    actor.sessionName,
    actor.sessionIssuerArn,
    actor.principalId,
    actor.accessKeyId,
    actor.sourceIdentity,
    actor.invokedBy,
  ];
  return names.some((name) => name?.toLowerCase().includes(part));
}

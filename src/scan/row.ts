import { formatInstant } from '../instant.ts';
import { actorOfAccessLog } from '../records/access-log/actor.ts';
import { eventNameOfOperation, interpretAccessLog } from '../records/access-log/interpret.ts';
import type { AccessLogRecord } from '../records/access-log/record.ts';
import type { Actor, Tool } from '../records/actor.ts';
import { actorOfCloudTrail } from '../records/cloudtrail/actor.ts';
import { bucketNameOf, objectKeyOf } from '../records/cloudtrail/events/bucket-name.ts';
import type { CloudTrailRecord } from '../records/cloudtrail/record.ts';
import type { Position } from '../sources/tally.ts';
import type { LogItem } from './log-item.ts';

/** One record as `scan` shows it, the same for both logs; null where that log does not say. */
export interface ScanRow {
  /** ISO 8601, UTC. */
  readonly time: string;
  readonly log: 'access-log' | 'cloudtrail';
  /** The access log's operation; null for CloudTrail. */
  readonly operation: string | null;
  /** CloudTrail's event name; for an access-log operation the name of the same call, where there is one. */
  readonly eventName: string | null;
  readonly bucket: string | null;
  /** Object key, as that log writes it: URL-encoded in access logs. */
  readonly key: string | null;
  /** ARN of the KMS key that a KMS event is about. */
  readonly keyArn: string | null;
  /** As in the access log; null for CloudTrail. */
  readonly requester: string | null;
  readonly actor: ScanActor;
  readonly sourceIp: string | null;
  /** HTTP status; CloudTrail has none. */
  readonly status: number | null;
  readonly errorCode: string | null;
  readonly requestId: string | null;
  readonly eventId: string | null;
  readonly userAgent: string | null;
  readonly tool: Tool | null;
  readonly source: string;
  readonly line: number | null;
  readonly record: number | null;
  /** The way to the record inside of what stands there; null where it stands there itself. */
  readonly within: string | null;
}

/** Who called, as far as the record itself says: `scan` follows no sessions to their origin. */
export type ScanActor = Pick<
  Actor,
  | 'type'
  | 'arn'
  | 'accountId'
  | 'principalId'
  | 'userName'
  | 'sessionName'
  | 'sessionIssuerArn'
  | 'accessKeyId'
  | 'mfaAuthenticated'
  | 'sourceIdentity'
  | 'invokedBy'
>;

export function scanRow(item: LogItem): ScanRow {
  return item.kind === 'access-log' ? accessLogRow(item.record, item.at) : cloudTrailRow(item.record, item.at);
}

function accessLogRow(record: AccessLogRecord, at: Position): ScanRow {
  const actor = actorOfAccessLog(record);
  return {
    time: formatInstant(record.time),
    log: 'access-log',
    operation: record.operation,
    eventName: eventNameOf(record),
    bucket: record.bucket,
    key: record.key,
    keyArn: null,
    requester: record.requester,
    actor: scanActor(actor),
    sourceIp: record.remoteIp,
    status: record.httpStatus,
    errorCode: record.errorCode,
    requestId: record.requestId,
    eventId: null,
    userAgent: record.userAgent,
    tool: actor.tool,
    source: at.source.source,
    line: at.line,
    record: at.record,
    within: at.within ?? null,
  };
}

function cloudTrailRow(record: CloudTrailRecord, at: Position): ScanRow {
  const actor = actorOfCloudTrail(record);
  return {
    time: formatInstant(record.eventTime),
    log: 'cloudtrail',
    operation: null,
    eventName: record.eventName,
    bucket: bucketNameOf(record),
    key: objectKeyOf(record),
    keyArn: kmsKeyOf(record),
    requester: null,
    actor: scanActor(actor),
    sourceIp: record.sourceIPAddress,
    status: null,
    errorCode: record.errorCode,
    requestId: record.requestID,
    eventId: record.eventID,
    userAgent: record.userAgent,
    tool: actor.tool,
    source: at.source.source,
    line: at.line,
    record: at.record,
    within: at.within ?? null,
  };
}

/** null for operations that CloudTrail has no event for, and for those that touch no delivery. */
function eventNameOf(record: AccessLogRecord): string | null {
  if (record.operation === null) return null;
  const name = eventNameOfOperation(interpretAccessLog(record), record.operation);
  return name === record.operation ? null : name;
}

function scanActor(actor: Actor): ScanActor {
  const { type, arn, accountId, principalId, userName, sessionName, sessionIssuerArn } = actor;
  const { accessKeyId, mfaAuthenticated, sourceIdentity, invokedBy } = actor;
  return {
    type,
    arn,
    accountId,
    principalId,
    userName,
    sessionName,
    sessionIssuerArn,
    accessKeyId,
    mfaAuthenticated,
    sourceIdentity,
    invokedBy,
  };
}

function kmsKeyOf(record: CloudTrailRecord): string | null {
  if (record.eventSource !== 'kms.amazonaws.com') return null;
  return record.resources.find(({ arn }) => arn?.includes(':key/'))?.arn ?? null;
}

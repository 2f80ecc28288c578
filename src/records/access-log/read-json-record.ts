import { type Instant, SECOND } from '../../instant.ts';
import type { JsonObject, JsonValue } from '../../json.ts';
import { parseEventTime } from '../cloudtrail/event-time.ts';
import { textOf } from '../cloudtrail/members.ts';
import type { Reading } from '../documents/reading.ts';
import type { AccessLogRecord } from './record.ts';

/** Members that every version of the format has. */
export const JSON_RECORD_MEMBERS: readonly string[] = ['schema_version_id', 'operation', 'request_time'];

/**
 * A record of a server access log as S3 delivers it to CloudWatch Logs: JSON with a member for each field of a line,
 * `null` for its `-`. null for any other object. Two spellings of some members are in use.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/sal-cw-log-format.html
 */
export function readJsonRecord(value: JsonObject): Reading | null {
  if (JSON_RECORD_MEMBERS.some((member) => value[member] === undefined)) return null;
  const written = textOf(value['request_time']);
  const time = written === null ? null : parseEventTime(written);
  if (time === null) return { state: 'unreadable', kind: 'access-log', reason: 'request_time is not a time' };
  const record = recordOf(value, Math.floor(time / SECOND) * SECOND);
  return { state: 'read', kind: 'access-log', content: { kind: 'access-log', record }, time: record.time };
}

function recordOf(value: JsonObject, time: Instant): AccessLogRecord {
  const text = (...members: readonly string[]): string | null => textOf(firstOf(value, members));
  const number = (...members: readonly string[]): number | null => numberOf(firstOf(value, members));
  return {
    kind: 'access-log',
    bucketOwner: text('bucket_owner_id'),
    bucket: text('bucket_name'),
    time,
    remoteIp: text('remote_ip'),
    requester: text('requester'),
    requestId: text('request_id'),
    operation: text('operation'),
    key: text('key_name'),
    requestUri: text('request_uri'),
    httpStatus: number('http_status'),
    errorCode: text('error_code'),
    bytesSent: number('bytes_sent_size', 'bytes_sent'),
    objectSize: number('object_size'),
    totalTimeMs: number('total_duration'),
    turnAroundTimeMs: number('turn_around_duration', 'turnaround_duration'),
    referer: text('referer', 'referrer'),
    userAgent: text('user_agent'),
    versionId: text('version_id'),
    hostId: text('host_id'),
    signatureVersion: text('signature_version'),
    cipherSuite: text('cipher_suite'),
    authenticationType: text('authentication_type', 'auth_type'),
    hostHeader: text('host_header'),
    tlsVersion: text('tls_version'),
    accessPointArn: text('access_point_arn'),
    // A line says `Yes` or nothing.
    aclRequired: value['acl_required'] === true ? 'Yes' : text('acl_required'),
    sourceRegion: text('source_region'),
    extra: [],
  };
}

function firstOf(value: JsonObject, members: readonly string[]): JsonValue | undefined {
  return members.map((member) => value[member]).find((found) => found !== undefined);
}

function numberOf(value: JsonValue | undefined): number | null {
  const number = typeof value === 'string' && value !== '' ? Number(value) : value;
  return typeof number === 'number' && Number.isSafeInteger(number) && number >= 0 ? number : null;
}

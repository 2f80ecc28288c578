import type { JsonObject, JsonValue } from '../../json.ts';
import type { Reading } from '../documents/reading.ts';
import { parseIsoInstant } from '../iso-time.ts';
import type { AccessLogRecord } from './record.ts';

/**
 * One record of a server access log that S3 delivers to CloudWatch Logs: the fields of a line as members of an object,
 * null where a line has `-`. Versions of the schema to come are read as far as they are alike.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/LogFormat.html
 */
export function readJsonRecord(value: JsonObject): Reading | null {
  if (value['schema_version_id'] === undefined || value['operation'] === undefined) return null;
  const written = textIn(value, ['request_time']);
  const time = written === null ? null : parseIsoInstant(written);
  if (time === null) return { state: 'unreadable', kind: 'access-log', reason: 'request_time is not a time' };
  const text = (...members: string[]): string | null => textIn(value, members);
  const number = (...members: string[]): number | null => numberIn(value, members);
  const record: AccessLogRecord = {
    kind: 'access-log',
    bucketOwner: text('bucket_owner_id'),
    bucket: text('bucket_name'),
    // Lines are to the second.
    time: Math.floor(time / 1000) * 1000,
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
    aclRequired: value['acl_required'] === true ? 'Yes' : text('acl_required'),
    sourceRegion: text('source_region'),
    extra: [],
  };
  return { state: 'read', kind: 'access-log', content: { kind: 'access-log', record }, time: record.time };
}

function memberIn(value: JsonObject, members: readonly string[]): JsonValue | undefined {
  return value[members.find((member) => value[member] !== undefined) ?? ''];
}

function textIn(value: JsonObject, members: readonly string[]): string | null {
  const text = memberIn(value, members);
  return typeof text === 'string' && text !== '-' ? text : null;
}

function numberIn(value: JsonObject, members: readonly string[]): number | null {
  const number = memberIn(value, members);
  return typeof number === 'number' ? number : null;
}

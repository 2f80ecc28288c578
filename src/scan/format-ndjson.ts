import { escapeJson } from '../display/escape-terminal.ts';
import { formatInstant } from '../instant.ts';
import type { AccessLogRecord } from '../records/access-log/record.ts';
import type { LogItem } from './log-item.ts';
import type { ScanRow } from './row.ts';

/** A row as one line of JSON; keys in the order of {@link ScanRow}. */
export function ndjsonRow(row: ScanRow): string {
  return jsonLine(row);
}

/**
 * The record itself as one line of JSON, with everything the log says: an access-log line with its fields in the
 * order of the log, `-` as null and numbers as numbers; a CloudTrail event as CloudTrail wrote it.
 */
export function ndjsonRecord(item: LogItem): string {
  return jsonLine(item.kind === 'access-log' ? accessLogObject(item.record) : item.record.raw);
}

/** The fields of https://docs.aws.amazon.com/AmazonS3/latest/userguide/LogFormat.html and those that came after them. */
function accessLogObject(record: AccessLogRecord): Omit<AccessLogRecord, 'kind' | 'time'> & { readonly time: string } {
  return {
    bucketOwner: record.bucketOwner,
    bucket: record.bucket,
    time: formatInstant(record.time),
    remoteIp: record.remoteIp,
    requester: record.requester,
    requestId: record.requestId,
    operation: record.operation,
    key: record.key,
    requestUri: record.requestUri,
    httpStatus: record.httpStatus,
    errorCode: record.errorCode,
    bytesSent: record.bytesSent,
    objectSize: record.objectSize,
    totalTimeMs: record.totalTimeMs,
    turnAroundTimeMs: record.turnAroundTimeMs,
    referer: record.referer,
    userAgent: record.userAgent,
    versionId: record.versionId,
    hostId: record.hostId,
    signatureVersion: record.signatureVersion,
    cipherSuite: record.cipherSuite,
    authenticationType: record.authenticationType,
    hostHeader: record.hostHeader,
    tlsVersion: record.tlsVersion,
    accessPointArn: record.accessPointArn,
    aclRequired: record.aclRequired,
    sourceRegion: record.sourceRegion,
    extra: record.extra,
  };
}

function jsonLine(value: object): string {
  return `${escapeJson(JSON.stringify(value))}\n`;
}

import { formatDay, type Instant } from '../../instant.ts';
import type { AccessLogRecord } from '../../records/access-log/record.ts';
import type { AccessLogColumn } from '../../records/athena/access-log-columns.ts';

/**
 * One line as Athena's table has it: `-` where the line has `-`, quotes around URI, referer and user agent, numbers
 * as text except for the two sizes. A field that an older line does not have is `-` too, where Athena has NULL.
 */
export function accessLogRow(record: AccessLogRecord): Readonly<Record<AccessLogColumn, string | number | null>> {
  return {
    bucketowner: record.bucketOwner ?? '-',
    bucket_name: record.bucket ?? '-',
    requestdatetime: logTime(record.time),
    remoteip: record.remoteIp ?? '-',
    requester: record.requester ?? '-',
    requestid: record.requestId ?? '-',
    operation: record.operation ?? '-',
    key: record.key ?? '-',
    request_uri: quoted(record.requestUri),
    httpstatus: textOf(record.httpStatus),
    errorcode: record.errorCode ?? '-',
    bytessent: record.bytesSent,
    objectsize: record.objectSize,
    totaltime: textOf(record.totalTimeMs),
    turnaroundtime: textOf(record.turnAroundTimeMs),
    referrer: quoted(record.referer),
    useragent: quoted(record.userAgent),
    versionid: record.versionId ?? '-',
    hostid: record.hostId ?? '-',
    sigv: record.signatureVersion ?? '-',
    ciphersuite: record.cipherSuite ?? '-',
    authtype: record.authenticationType ?? '-',
    endpoint: record.hostHeader ?? '-',
    tlsversion: record.tlsVersion ?? '-',
    accesspointarn: record.accessPointArn ?? '-',
    aclrequired: record.aclRequired ?? '-',
    sourceregion: record.sourceRegion ?? '-',
  };
}

/** `2026/02/10`: a day as the partition columns have it. */
export function partitionDay(time: Instant): string {
  return formatDay(time).replaceAll('-', '/');
}

/** `10/Feb/2026:09:14:27 +0000` */
function logTime(time: Instant): string {
  const [date = '', clock = ''] = new Date(time).toISOString().split('T');
  const [year = '', month = '', day = ''] = date.split('-');
  return `${day}/${MONTHS[Number(month) - 1] ?? ''}/${year}:${clock.slice(0, 8)} +0000`;
}

/** A referer or user agent that is absent is logged as `"-"`, quotes and all. */
function quoted(value: string | null): string {
  return `"${value ?? '-'}"`;
}

function textOf(value: number | null): string {
  return value === null ? '-' : String(value);
}

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

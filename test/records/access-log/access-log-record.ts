import type { AccessLogRecord } from '../../../src/records/access-log/record.ts';

/** A logged request with nothing in it but what `members` say. */
export function logRecord(members: Partial<AccessLogRecord>): AccessLogRecord {
  return {
    kind: 'access-log',
    bucketOwner: null,
    bucket: 'acme-reports',
    time: Date.UTC(2026, 1, 10, 14, 22, 31),
    remoteIp: '198.51.100.7',
    requester: null,
    requestId: '3E57427F33A59F07',
    operation: null,
    key: null,
    requestUri: null,
    httpStatus: 200,
    errorCode: null,
    bytesSent: null,
    objectSize: null,
    totalTimeMs: null,
    turnAroundTimeMs: null,
    referer: null,
    userAgent: null,
    versionId: null,
    hostId: null,
    signatureVersion: null,
    cipherSuite: null,
    authenticationType: null,
    hostHeader: null,
    tlsVersion: null,
    accessPointArn: null,
    aclRequired: null,
    sourceRegion: null,
    extra: [],
    ...members,
  };
}

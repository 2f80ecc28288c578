import type { AccessLogRecord } from '../../src/records/access-log/record.ts';
import type { CloudTrailRecord, UserIdentity } from '../../src/records/cloudtrail/record.ts';
import { NOT_RECORDED } from '../../src/records/recorded.ts';
import type { LogItem } from '../../src/scan/log-item.ts';
import { createTally, type SourceTally } from '../../src/sources/tally.ts';

export function tally(overrides: Partial<SourceTally> = {}): SourceTally {
  return { ...createTally('logs/access.log'), kind: 'access-log', ...overrides };
}

/** The support article's sample line, read. */
export function accessLogItem(
  overrides: Partial<AccessLogRecord> = {},
  at: { source?: string; line?: number } = {},
): Extract<LogItem, { kind: 'access-log' }> {
  const record: AccessLogRecord = {
    kind: 'access-log',
    bucketOwner: '79a59df900b949e55d96a1e698fbacedfd6e09d98eacf8f8d5218e7cd47ef2be',
    bucket: 'acme-reports',
    time: Date.UTC(2019, 1, 6, 0, 0, 38),
    remoteIp: '192.0.2.3',
    requester: 'arn:aws:iam::444455556666:user/alice',
    requestId: '891CE47D2EXAMPLE',
    operation: 'REST.PUT.BUCKETPOLICY',
    key: null,
    requestUri: 'GET /acme-reports?logging HTTP/1.1',
    httpStatus: 200,
    errorCode: null,
    bytesSent: 242,
    objectSize: null,
    totalTimeMs: 11,
    turnAroundTimeMs: null,
    referer: null,
    userAgent: 'S3Console/0.4',
    versionId: null,
    hostId: '9vKBE6vMhrNiWHZmb2L0mXOcqPGzQOI5XLnCtZNPxev+Hf+7tpT6sxDwDty4LHBUOZJG96N1234=',
    signatureVersion: 'SigV2',
    cipherSuite: 'ECDHE-RSA-AES128-GCM-SHA256',
    authenticationType: 'AuthHeader',
    hostHeader: 'acme-reports.s3.us-west-1.amazonaws.com',
    tlsVersion: 'TLSV1.1',
    accessPointArn: null,
    aclRequired: null,
    sourceRegion: null,
    extra: [],
    ...overrides,
  };
  return {
    kind: 'access-log',
    record,
    at: { source: tally({ source: at.source ?? 'logs/access.log' }), line: at.line ?? 1, record: null },
  };
}

const ALICE: UserIdentity = {
  type: 'IAMUser',
  principalId: 'AIDAEXAMPLEALICE',
  arn: 'arn:aws:iam::444455556666:user/alice',
  accountId: '444455556666',
  accessKeyId: 'AKIAEXAMPLEALICE0001',
  userName: 'alice',
  invokedBy: null,
  sessionIssuer: null,
  sessionCreationDate: null,
  mfaAuthenticated: null,
  sourceIdentity: null,
  federatedProvider: null,
};

export function cloudTrailItem(
  overrides: Partial<Omit<CloudTrailRecord, 'userIdentity'>> & { userIdentity?: Partial<UserIdentity> } = {},
  at: { source?: string; record?: number } = {},
): Extract<LogItem, { kind: 'cloudtrail' }> {
  const record: CloudTrailRecord = {
    kind: 'cloudtrail',
    form: 'file',
    eventVersion: '1.11',
    eventTime: Date.UTC(2026, 1, 10, 14, 3, 11),
    eventSource: 's3.amazonaws.com',
    eventName: 'PutBucketPolicy',
    awsRegion: 'eu-west-1',
    sourceIPAddress: '203.0.113.7',
    userAgent: 'aws-cli/2.15.0',
    errorCode: null,
    errorMessage: null,
    requestParameters: { state: 'known', value: { bucketName: 'acme-reports' } },
    responseElements: NOT_RECORDED,
    additionalEventData: NOT_RECORDED,
    requestID: '79104EXAMPLEB723',
    eventID: '5a9b2d1e-11aa-4b6f-8f0c-1d2e3f405162',
    eventType: 'AwsApiCall',
    recipientAccountId: '444455556666',
    sharedEventID: null,
    resources: [],
    raw: { eventVersion: '1.11', eventName: 'PutBucketPolicy', zeta: 1, alpha: ['\u009bx'] },
    ...overrides,
    userIdentity: { ...ALICE, ...overrides.userIdentity },
  };
  return {
    kind: 'cloudtrail',
    record,
    at: {
      source: tally({ source: at.source ?? 'trail/a.json.gz', kind: 'cloudtrail' }),
      line: null,
      record: at.record ?? 3,
    },
  };
}

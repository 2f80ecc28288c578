import type { JsonObject } from '../../src/json.ts';

const OWNER = '5f2c1e0a9b8d7c6f5e4d3c2b1a09f8e7d6c5b4a39281706f5e4d3c2b1a0f9e8d';

/** One access log line of this second of 6 February 2026. */
export function logLine(second: number, operation = 'REST.PUT.BUCKETPOLICY'): string {
  const time = `06/Feb/2026:00:00:${String(second).padStart(2, '0')} +0000`;
  return `${OWNER} acme-reports [${time}] 192.0.2.3 arn:aws:iam::444455556666:user/priya REQ${second} ${operation} - "PUT /acme-reports?policy HTTP/1.1" 204 - - - 11 - "-" "aws-cli/2.15.0" - hostid${second} SigV4 TLS_AES_128_GCM_SHA256 AuthHeader acme-reports.s3.amazonaws.com TLSv1.3 - - eu-west-1`;
}

export function logTime(second: number): number {
  return Date.UTC(2026, 1, 6, 0, 0, second);
}

/** One CloudTrail event of this second of 6 February 2026. */
export function event(second: number, rest: JsonObject = {}): JsonObject {
  return {
    eventVersion: '1.11',
    userIdentity: {
      type: 'IAMUser',
      arn: 'arn:aws:iam::444455556666:user/priya',
      accountId: '444455556666',
      userName: 'priya',
    },
    eventTime: new Date(logTime(second)).toISOString().replace('.000Z', 'Z'),
    eventSource: 's3.amazonaws.com',
    eventName: 'PutBucketPolicy',
    awsRegion: 'eu-west-1',
    requestParameters: { bucketName: 'acme-reports', bucketPolicy: { Version: '2012-10-17', Statement: [] } },
    eventID: `event-${second}`,
    ...rest,
  };
}

export function lookupEvent(second: number): JsonObject {
  const { eventName = '', eventID = '' } = event(second) as { eventName?: string; eventID?: string };
  return {
    EventId: eventID,
    EventName: eventName,
    ReadOnly: 'false',
    EventTime: new Date(logTime(second)).toISOString(),
    Username: 'priya',
    Resources: [{ ResourceType: 'AWS::S3::Bucket', ResourceName: 'acme-reports' }],
    CloudTrailEvent: JSON.stringify(event(second)),
  };
}

export const CONSOLE_HEADER: string =
  'User name,AWS access key,Event time,Event source,Event name,AWS region,Source IP address,User agent,Error code,Resources,Request ID,Event ID,Read-only,Event type,Recipient Account Id,Event category';

export function consoleRow(second: number): string {
  const time = new Date(logTime(second)).toISOString().replace('.000Z', 'Z');
  return `priya,AKIAEXAMPLE,${time},s3.amazonaws.com,PutBucketPolicy,eu-west-1,192.0.2.3,"[S3Console/0.4, aws-internal/3]",,"[{""resourceType"":""AWS::S3::Bucket"",""resourceName"":""acme-reports""}]",REQ${second},event-${second},false,AwsApiCall,444455556666,Management`;
}

export const INVENTORY: JsonObject = {
  Destination: {
    S3BucketDestination: {
      AccountId: '444455556666',
      Bucket: 'arn:aws:s3:::acme-reports',
      Format: 'CSV',
      Prefix: 'inv',
    },
  },
  IsEnabled: true,
  Id: 'daily-full',
  IncludedObjectVersions: 'Current',
  Schedule: { Frequency: 'Daily' },
};

export const MANIFEST: JsonObject = {
  sourceBucket: 'acme-lake',
  destinationBucket: 'arn:aws:s3:::acme-reports',
  version: '2016-11-30',
  creationTimestamp: '1770598800000',
  fileFormat: 'CSV',
  fileSchema: 'Bucket, Key',
  files: [{ key: 'inv/acme-lake/daily-full/data/a.csv.gz', size: 21, MD5checksum: 'f11166069f1990abeb9c97ace9cdfabc' }],
};

export const BUCKET_POLICY: JsonObject = {
  Version: '2012-10-17',
  Statement: [
    {
      Sid: 'Inventory',
      Effect: 'Allow',
      Principal: { Service: 's3.amazonaws.com' },
      Action: 's3:PutObject',
      Resource: 'arn:aws:s3:::acme-reports/*',
    },
  ],
};

export const KEY_POLICY: JsonObject = {
  Version: '2012-10-17',
  Statement: [
    { Effect: 'Allow', Principal: { Service: 's3.amazonaws.com' }, Action: 'kms:GenerateDataKey', Resource: '*' },
  ],
};

/** As GetResourceConfigHistory answers it: texts within texts. */
export const CONFIG_ITEM: JsonObject = {
  version: '1.3',
  accountId: '444455556666',
  configurationItemCaptureTime: '2026-02-06T10:04:20.118000+00:00',
  configurationItemStatus: 'OK',
  configurationStateId: '1770372260118',
  arn: 'arn:aws:s3:::acme-reports',
  resourceType: 'AWS::S3::Bucket',
  resourceId: 'acme-reports',
  awsRegion: 'eu-west-1',
  relatedEvents: [],
  relationships: [],
  configuration: '{"name":"acme-reports"}',
  supplementaryConfiguration: {
    BucketPolicy: JSON.stringify({ policyText: JSON.stringify(BUCKET_POLICY) }),
    ServerSideEncryptionConfiguration: JSON.stringify({
      rules: [{ applyServerSideEncryptionByDefault: { sseAlgorithm: 'AES256', kmsMasterKeyID: null } }],
    }),
  },
};

import { createRandom, HEX, type Random } from './random.ts';

/** One log file of a trail, as CloudTrail writes it: compact JSON of `records` events, about 1.4 KB each. */
export function trailFile(seed: number, records: number, start: number, hasChange: boolean): string {
  const random = createRandom(seed);
  const events = Array.from({ length: records }, (_, index) =>
    hasChange && index === records >> 1
      ? policyChange(random, start + index * 1000)
      : ordinary(random, start + index * 1000),
  );
  return JSON.stringify({ Records: events });
}

function ordinary(random: Random, time: number): object {
  const [service, eventName, readOnly] = random.pick(CALLS);
  return {
    ...caller(random, time),
    eventSource: `${service}.amazonaws.com`,
    eventName,
    awsRegion: 'eu-west-1',
    sourceIPAddress: `10.${random.int(256)}.${random.int(256)}.${random.int(256)}`,
    userAgent: '[aws-sdk-java/2.25.11 Linux/5.10.210-201.852.amzn2.x86_64 Java/17.0.10 exec-env/AWS_ECS_FARGATE]',
    requestParameters: parametersOf(random, service),
    responseElements: null,
    additionalEventData: {
      SignatureVersion: 'SigV4',
      CipherSuite: 'TLS_AES_128_GCM_SHA256',
      bytesTransferredIn: 0,
      AuthenticationMethod: 'AuthHeader',
      'x-amz-id-2': random.text(HEX, 64),
      bytesTransferredOut: random.int(100_000),
    },
    ...ending(random, readOnly),
    tlsDetails: {
      tlsVersion: 'TLSv1.3',
      cipherSuite: 'TLS_AES_128_GCM_SHA256',
      clientProvidedHostHeader: `${service}.eu-west-1.amazonaws.com`,
    },
  };
}

function parametersOf(random: Random, service: string): object {
  if (service === 's3') return { bucketName: 'acme-lake', Host: 'acme-lake.s3.eu-west-1.amazonaws.com', acl: '' };
  if (service === 'sts') {
    return { roleArn: 'arn:aws:iam::111122223333:role/lake-etl', roleSessionName: `i-${random.text(HEX, 17)}` };
  }
  return { encryptionContext: { 'aws:s3:arn': `arn:aws:s3:::acme-lake/${random.text(HEX, 40)}` } };
}

function policyChange(random: Random, time: number): object {
  const read = { Effect: 'Allow', Action: 's3:GetObject', Resource: 'arn:aws:s3:::acme-lake/*' };
  const principal = { AWS: 'arn:aws:iam::111122223333:role/lake-etl' };
  return {
    ...caller(random, time),
    eventSource: 's3.amazonaws.com',
    eventName: 'PutBucketPolicy',
    awsRegion: 'eu-west-1',
    sourceIPAddress: '192.0.2.10',
    userAgent: '[aws-cli/2.15.0 Python/3.11.6]',
    requestParameters: {
      bucketPolicy: {
        Version: '2012-10-17',
        Statement: [{ Sid: `Lake${random.int(1000)}`, Principal: principal, ...read }],
      },
      bucketName: 'acme-lake',
      Host: 'acme-lake.s3.eu-west-1.amazonaws.com',
      policy: '',
    },
    responseElements: null,
    ...ending(random, false),
  };
}

function caller(random: Random, time: number): object {
  const session = `i-${random.text(HEX, 17)}`;
  return {
    eventVersion: '1.09',
    userIdentity: {
      type: 'AssumedRole',
      principalId: `AROAEXAMPLEETLROLE000:${session}`,
      arn: `arn:aws:sts::111122223333:assumed-role/lake-etl/${session}`,
      accountId: '111122223333',
      accessKeyId: `ASIA${random.text(HEX, 16)}`,
      sessionContext: {
        sessionIssuer: {
          type: 'Role',
          principalId: 'AROAEXAMPLEETLROLE000',
          arn: 'arn:aws:iam::111122223333:role/lake-etl',
          accountId: '111122223333',
          userName: 'lake-etl',
        },
        attributes: { creationDate: iso(time - 3_600_000), mfaAuthenticated: 'false' },
      },
    },
    eventTime: iso(time),
  };
}

function ending(random: Random, readOnly: boolean): object {
  return {
    requestID: random.text(HEX, 16),
    eventID: uuid(random),
    readOnly,
    resources: [{ accountId: '111122223333', type: 'AWS::S3::Bucket', ARN: 'arn:aws:s3:::acme-lake' }],
    eventType: 'AwsApiCall',
    managementEvent: true,
    recipientAccountId: '111122223333',
    eventCategory: 'Management',
  };
}

function uuid(random: Random): string {
  const hex = random.text('0123456789abcdef', 32);
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}

function iso(time: number): string {
  return `${new Date(time).toISOString().slice(0, 19)}Z`;
}

const CALLS = [
  ['kms', 'GenerateDataKey', true],
  ['kms', 'Decrypt', true],
  ['s3', 'GetBucketAcl', true],
  ['s3', 'ListBuckets', true],
  ['s3', 'GetBucketPolicy', true],
  ['sts', 'AssumeRole', true],
  ['kms', 'Decrypt', true],
  ['s3', 'GetBucketLocation', true],
] as const;

/** A service of which calls are made at all. */
export type AwsService = 's3' | 'cloudtrail' | 'kms' | 'sts' | 'athena';

/** A command of this program that reaches AWS. */
export type LiveCommand = 'collect' | 'query';

/** What a call is made on; the ARN for each is written by `iam-policy.ts`. */
export type CallResource =
  | 'source-bucket'
  | 'destination-bucket'
  | 'key'
  | 'workgroup'
  /** The action knows no narrower resource. */
  | 'any';

/** One kind of request that this program may send. */
export interface AllowedCall {
  readonly service: AwsService;
  /** The operation as the API names it, which is the SDK's command without `Command`. */
  readonly operation: string;
  /** The IAM action that grants it; its name is not always that of the operation. */
  readonly action: string;
  readonly resources: readonly CallResource[];
  readonly commands: readonly LiveCommand[];
  /** What the answer is needed for. */
  readonly why: string;
}

const COLLECTING: readonly LiveCommand[] = ['collect'];

/**
 * Every request that this program can make. The clients refuse what is not here, `iam-policy` prints it, and a
 * missing permission is told by it. All of them read, but for the two
 * with which Athena starts and stops a query: they run for `query` alone.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/using-with-s3-policy-actions.html
 * https://docs.aws.amazon.com/service-authorization/latest/reference/list_awscloudtrail.html
 */
export const ALLOWED_CALLS: readonly AllowedCall[] = [
  {
    service: 'sts',
    operation: 'GetCallerIdentity',
    action: 'sts:GetCallerIdentity',
    resources: ['any'],
    commands: COLLECTING,
    why: 'whose credentials these are; needs no permission',
  },
  ...onBucket(
    'GetBucketInventoryConfiguration',
    'GetInventoryConfiguration',
    ['source-bucket'],
    'the inventory configuration',
  ),
  ...onBucket(
    'GetBucketLocation',
    'GetBucketLocation',
    ['source-bucket', 'destination-bucket'],
    'the Region of each bucket',
  ),
  ...onBucket('GetBucketPolicy', 'GetBucketPolicy', ['destination-bucket'], 'whether S3 may deliver'),
  ...onBucket(
    'GetBucketEncryption',
    'GetEncryptionConfiguration',
    ['destination-bucket'],
    'the default encryption and its key',
  ),
  ...onBucket('ListObjectsV2', 'ListBucket', ['destination-bucket'], 'which reports arrived'),
  ...onTrail('LookupEvents', ['any'], 'changes of the last 90 days, by resource name'),
  ...onKey('DescribeKey', 'the state of the key'),
  ...onKey('GetKeyPolicy', 'whether S3 may use the key'),
  ...ofAthena('StartQueryExecution', 'the query itself'),
  ...ofAthena('GetQueryExecution', 'whether it has ended, and what it read'),
  ...ofAthena('GetQueryResults', 'its rows'),
  ...ofAthena('StopQueryExecution', 'an interrupted query must not go on costing'),
];

/** The entry for a request, or null when it may not be made. */
export function allowedCall(service: string, operation: string): AllowedCall | null {
  return ALLOWED_CALLS.find((call) => call.service === service && call.operation === operation) ?? null;
}

function onBucket(operation: string, action: string, resources: readonly CallResource[], why: string): [AllowedCall] {
  return [{ service: 's3', operation, action: `s3:${action}`, resources, commands: COLLECTING, why }];
}

function onTrail(operation: string, resources: readonly CallResource[], why: string): [AllowedCall] {
  const action = `cloudtrail:${operation}`;
  return [{ service: 'cloudtrail', operation, action, resources, commands: COLLECTING, why }];
}

function onKey(operation: string, why: string): [AllowedCall] {
  return [{ service: 'kms', operation, action: `kms:${operation}`, resources: ['key'], commands: COLLECTING, why }];
}

function ofAthena(operation: string, why: string): [AllowedCall] {
  const action = `athena:${operation}`;
  return [{ service: 'athena', operation, action, resources: ['workgroup'], commands: ['query'], why }];
}

/** A service of which calls are made at all. */
export type AwsService = 's3' | 'cloudtrail' | 'kms' | 'sts' | 'config' | 'logs' | 'cloudformation' | 'athena';

/** A command of this program that reaches AWS. */
export type LiveCommand = 'collect' | 'investigate' | 'check' | 'scan' | 'query';

/** What a call is made on; the ARN for each is written by `iam-policy.ts`. */
export type CallResource =
  | 'source-bucket'
  | 'destination-bucket'
  /** Everything in the destination bucket. */
  | 'destination-objects'
  /** A bucket that holds access logs, trail files or other evidence; and everything in it. */
  | 'log-bucket'
  | 'log-objects'
  | 'key'
  /** Of CloudWatch Logs, into which a trail writes. */
  | 'log-group'
  /** A role that is assumed, where one is named. */
  | 'role'
  | 'workgroup'
  /** Of Athena: tables are asked for in it. */
  | 'data-catalog'
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

/** `investigate --live` is a collection first, and `check --live` asks for the settings that one begins with. */
const COLLECTING: readonly LiveCommand[] = ['collect', 'investigate'];
const CHECKING: readonly LiveCommand[] = ['collect', 'investigate', 'check'];
/** Commands that take `s3://` evidence. */
const READING: readonly LiveCommand[] = ['collect', 'investigate', 'scan', 'query'];

/**
 * Every request that this program can make. The clients refuse what is not here, `iam-policy` prints it, and a
 * missing permission is told by it. All of them read, but for the two with which Athena starts and stops a query, which
 * run for `query` and `investigate --athena` alone, and the one that assumes a role that is named.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/using-with-s3-policy-actions.html
 * https://docs.aws.amazon.com/service-authorization/latest/reference/list_awscloudtrail.html
 */
export const ALLOWED_CALLS: readonly AllowedCall[] = [
  {
    service: 'sts',
    operation: 'GetCallerIdentity',
    action: 'sts:GetCallerIdentity',
    resources: ['any'],
    commands: CHECKING,
    why: 'whose credentials these are; needs no permission',
  },
  {
    service: 'sts',
    operation: 'AssumeRole',
    action: 'sts:AssumeRole',
    resources: ['role'],
    commands: ['collect', 'investigate', 'check', 'scan', 'query'],
    why: 'the role that --role-arn names; nothing is assumed without',
  },
  ...onBucket(
    'GetBucketInventoryConfiguration',
    'GetInventoryConfiguration',
    ['source-bucket'],
    CHECKING,
    'the inventory configuration',
  ),
  ...onBucket(
    'ListBucketInventoryConfigurations',
    'GetInventoryConfiguration',
    ['source-bucket'],
    CHECKING,
    'which configurations there are, and deliver to the destination, when no id is told',
  ),
  ...onBucket(
    'GetBucketLocation',
    'GetBucketLocation',
    ['source-bucket', 'destination-bucket'],
    CHECKING,
    'the Region',
  ),
  // Asked for where the location may not be: a refusal tells the Region as well, so that nothing is to be granted.
  ...onBucket('HeadBucket', 'ListBucket', [], CHECKING, 'the Region, where the location may not be asked for'),
  ...onBucket('GetBucketPolicy', 'GetBucketPolicy', ['destination-bucket'], CHECKING, 'whether S3 may deliver'),
  ...onBucket(
    'GetBucketEncryption',
    'GetEncryptionConfiguration',
    ['destination-bucket'],
    CHECKING,
    'the default encryption and its key',
  ),
  ...onBucket(
    'GetBucketOwnershipControls',
    'GetBucketOwnershipControls',
    ['destination-bucket'],
    CHECKING,
    'context that the report shows',
  ),
  ...onBucket(
    'GetPublicAccessBlock',
    'GetBucketPublicAccessBlock',
    ['destination-bucket'],
    CHECKING,
    'context that the report shows',
  ),
  ...onBucket(
    'GetBucketLogging',
    'GetBucketLogging',
    ['source-bucket', 'destination-bucket'],
    COLLECTING,
    'where the access logs of the bucket are',
  ),
  ...onBucket(
    'ListObjectsV2',
    'ListBucket',
    ['destination-bucket', 'log-bucket'],
    READING,
    'which reports arrived, which log files there are, and how large',
  ),
  ...onBucket(
    'GetObject',
    'GetObject',
    ['destination-objects', 'log-objects'],
    READING,
    'the log files themselves, and results of Athena',
  ),
  ...onTrail(
    'LookupEvents',
    'changes of the last 90 days, by resource name; where configurations that are gone sent their reports',
    CHECKING,
  ),
  ...onTrail('DescribeTrails', 'which trails there are, and where they write'),
  ...onTrail('GetEventSelectors', 'which management events a trail records, and whether data events of the buckets'),
  ...onTrail('GetTrailStatus', 'whether a trail is on, and was stopped'),
  ...onTrail('ListPublicKeys', 'the keys by which digests are verified'),
  ...onKey('DescribeKey', 'the state of the key'),
  ...onKey('GetKeyPolicy', 'whether S3 may use the key'),
  ...onKey('ListGrants', 'whether a grant lets S3 use the key'),
  {
    service: 'config',
    operation: 'GetResourceConfigHistory',
    action: 'config:GetResourceConfigHistory',
    resources: ['any'],
    commands: COLLECTING,
    why: 'policies and keys as they stood, where AWS Config records them',
  },
  {
    service: 'logs',
    operation: 'FilterLogEvents',
    action: 'logs:FilterLogEvents',
    resources: ['log-group'],
    commands: COLLECTING,
    why: 'changes in a log group that a trail writes into, where its files cannot be had',
  },
  ...onStack('DescribeStackResources', 'which stack a bucket or key that CloudFormation changed belongs to'),
  ...onStack('DescribeStackEvents', 'what that stack did, and when'),
  ...ofAthena('StartQueryExecution', 'the query itself'),
  ...ofAthena('GetQueryExecution', 'whether it has ended, and what it read'),
  ...ofAthena('GetQueryResults', 'its rows'),
  ...ofAthena('StopQueryExecution', 'an interrupted query must not go on costing'),
  ...ofAthena('GetWorkGroup', 'where results go, and what one query may scan'),
  {
    service: 'athena',
    operation: 'GetTableMetadata',
    action: 'athena:GetTableMetadata',
    resources: ['data-catalog'],
    commands: ['query'],
    why: 'where the partitions of a table lie, for --dry-run',
  },
];

/** The entry for a request, or null when it may not be made. */
export function allowedCall(service: string, operation: string): AllowedCall | null {
  return ALLOWED_CALLS.find((call) => call.service === service && call.operation === operation) ?? null;
}

function onBucket(
  operation: string,
  action: string,
  resources: readonly CallResource[],
  commands: readonly LiveCommand[],
  why: string,
): [AllowedCall] {
  return [{ service: 's3', operation, action: `s3:${action}`, resources, commands, why }];
}

function onTrail(operation: string, why: string, commands: readonly LiveCommand[] = COLLECTING): [AllowedCall] {
  const action = `cloudtrail:${operation}`;
  return [{ service: 'cloudtrail', operation, action, resources: ['any'], commands, why }];
}

function onKey(operation: string, why: string): [AllowedCall] {
  return [{ service: 'kms', operation, action: `kms:${operation}`, resources: ['key'], commands: CHECKING, why }];
}

function onStack(operation: string, why: string): [AllowedCall] {
  const action = `cloudformation:${operation}`;
  return [{ service: 'cloudformation', operation, action, resources: ['any'], commands: COLLECTING, why }];
}

function ofAthena(operation: string, why: string): [AllowedCall] {
  const action = `athena:${operation}`;
  return [{ service: 'athena', operation, action, resources: ['workgroup'], commands: ['query', 'investigate'], why }];
}

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
const QUERYING: readonly LiveCommand[] = ['query', 'investigate'];
const EVERY: readonly LiveCommand[] = ['collect', 'investigate', 'check', 'scan', 'query'];

/**
 * Every request that this program can make. The clients refuse what is not here, `iam-policy` prints it, and a
 * missing permission is told by it. All of them read, but for the two with which Athena starts and stops a query, which
 * run for `query` and `investigate --athena` alone, and the one that assumes a role that is named.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/using-with-s3-policy-actions.html
 * https://docs.aws.amazon.com/service-authorization/latest/reference/list_awscloudtrail.html
 */
export const ALLOWED_CALLS: readonly AllowedCall[] = [
  call('sts', 'GetCallerIdentity', ['any'], CHECKING, 'whose credentials these are; needs no permission'),
  call('sts', 'AssumeRole', ['role'], EVERY, 'the role that --role-arn names; nothing is assumed without'),
  call(
    's3',
    'GetBucketInventoryConfiguration',
    ['source-bucket'],
    CHECKING,
    'the inventory configuration',
    's3:GetInventoryConfiguration',
  ),
  call(
    's3',
    'ListBucketInventoryConfigurations',
    ['source-bucket'],
    CHECKING,
    'which configurations there are, and deliver to the destination, when no id is told',
    's3:GetInventoryConfiguration',
  ),
  call('s3', 'GetBucketLocation', ['source-bucket', 'destination-bucket'], CHECKING, 'the Region'),
  // Asked for where the location may not be: a refusal tells the Region as well, so that nothing is to be granted.
  call('s3', 'HeadBucket', [], CHECKING, 'the Region, where the location may not be asked for', 's3:ListBucket'),
  call('s3', 'GetBucketPolicy', ['destination-bucket'], CHECKING, 'whether S3 may deliver'),
  call(
    's3',
    'GetBucketEncryption',
    ['destination-bucket'],
    CHECKING,
    'the default encryption and its key',
    's3:GetEncryptionConfiguration',
  ),
  call('s3', 'GetBucketOwnershipControls', ['destination-bucket'], CHECKING, 'context that the report shows'),
  call(
    's3',
    'GetPublicAccessBlock',
    ['destination-bucket'],
    CHECKING,
    'context that the report shows',
    's3:GetBucketPublicAccessBlock',
  ),
  call(
    's3',
    'GetBucketLogging',
    ['source-bucket', 'destination-bucket'],
    COLLECTING,
    'where the access logs of the bucket are',
  ),
  call(
    's3',
    'ListObjectsV2',
    ['destination-bucket', 'log-bucket'],
    READING,
    'which reports arrived, which log files there are, and how large',
    's3:ListBucket',
  ),
  call(
    's3',
    'GetObject',
    ['destination-objects', 'log-objects'],
    READING,
    'the log files themselves, and results of Athena',
  ),
  call(
    'cloudtrail',
    'LookupEvents',
    ['any'],
    CHECKING,
    'changes of the last 90 days, by resource name; where configurations that are gone sent their reports',
  ),
  call('cloudtrail', 'DescribeTrails', ['any'], COLLECTING, 'which trails there are, and where they write'),
  call(
    'cloudtrail',
    'GetEventSelectors',
    ['any'],
    COLLECTING,
    'which management events a trail records, and whether data events of the buckets',
  ),
  call('cloudtrail', 'GetTrailStatus', ['any'], COLLECTING, 'whether a trail is on, and was stopped'),
  call('cloudtrail', 'ListPublicKeys', ['any'], COLLECTING, 'the keys by which digests are verified'),
  call('kms', 'DescribeKey', ['key'], CHECKING, 'the state of the key'),
  call('kms', 'GetKeyPolicy', ['key'], CHECKING, 'whether S3 may use the key'),
  call('kms', 'ListGrants', ['key'], CHECKING, 'whether a grant lets S3 use the key'),
  call(
    'config',
    'GetResourceConfigHistory',
    ['any'],
    COLLECTING,
    'policies and keys as they stood, where AWS Config records them',
  ),
  call(
    'logs',
    'FilterLogEvents',
    ['log-group'],
    COLLECTING,
    'changes in a log group that a trail writes into, where its files cannot be had',
  ),
  call(
    'cloudformation',
    'DescribeStackResources',
    ['any'],
    COLLECTING,
    'which stack a bucket or key that CloudFormation changed belongs to',
  ),
  call('cloudformation', 'DescribeStackEvents', ['any'], COLLECTING, 'what that stack did, and when'),
  call('athena', 'StartQueryExecution', ['workgroup'], QUERYING, 'the query itself'),
  call('athena', 'GetQueryExecution', ['workgroup'], QUERYING, 'whether it has ended, and what it read'),
  call('athena', 'GetQueryResults', ['workgroup'], QUERYING, 'its rows'),
  call('athena', 'StopQueryExecution', ['workgroup'], QUERYING, 'an interrupted query must not go on costing'),
  call('athena', 'GetWorkGroup', ['workgroup'], QUERYING, 'where results go, and what one query may scan'),
  call('athena', 'GetTableMetadata', ['data-catalog'], ['query'], 'where the partitions of a table lie, for --dry-run'),
];

/** The entry for a request, or null when it may not be made. */
export function allowedCall(service: string, operation: string): AllowedCall | null {
  return ALLOWED_CALLS.find((one) => one.service === service && one.operation === operation) ?? null;
}

/** Of most calls the action is named as the operation is. */
function call(
  service: AwsService,
  operation: string,
  resources: readonly CallResource[],
  commands: readonly LiveCommand[],
  why: string,
  action: string = `${service}:${operation}`,
): AllowedCall {
  return { service, operation, action, resources, commands, why };
}

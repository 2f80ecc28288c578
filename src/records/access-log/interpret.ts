import type { BucketSetting } from '../../profile/settings.ts';
import type { Action } from '../action.ts';
import { isOtherKnownOperation, OPERATIONS, type OperationRow } from './operations.ts';
import type { AccessLogRecord } from './record.ts';
import { methodOf, queryOf } from './request-uri.ts';

/**
 * What a logged request did. The operation field decides, whatever the request URI says: a line
 * `REST.PUT.BUCKETPOLICY ... "GET /bucket?logging"` is a policy change. Only where the operation is missing or
 * not yet known to this program may a PUT's or DELETE's query string tell. Bodies are never logged
 * (`not-recorded`), and keys are as logged, URL-encoded.
 *
 * Failed requests read the same as successful ones; whether it succeeded is said by the record's status.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/LogFormat.html
 */
export function interpretAccessLog(record: AccessLogRecord): Action {
  const operation = (record.operation ?? '').toUpperCase();
  const row = BY_NAME.get(operation) ?? (isOtherKnownOperation(operation) ? undefined : rowOfUri(record));
  return row === undefined || record.bucket === null ? UNRELATED : row.act(record.bucket, record);
}

/**
 * CloudTrail's event name for a logged operation: `PutBucketPolicy` for `REST.PUT.BUCKETPOLICY`. Operations that
 * CloudTrail has no event for (lifecycle's) keep their own name; operations not in the list are named by what
 * they were found to do.
 */
export function eventNameOfOperation(action: Action, operation: string): string {
  const row = BY_NAME.get(operation.toUpperCase());
  if (row !== undefined) {
    return row.eventName ?? operation;
  }
  return (action.kind === 'bucket-setting' ? SETTING_EVENTS[action.setting] : DEED_EVENTS[action.kind]) ?? operation;
}

/** Whether an operation, written in capitals, touches no delivery whatever the rest of its line says. */
export function isIdleOperation(operation: string): boolean {
  return !BY_NAME.has(operation) && isOtherKnownOperation(operation);
}

/** The row whose method and query parameter the request has, for requests on a bucket: objects have other settings. */
function rowOfUri(record: AccessLogRecord): OperationRow | undefined {
  if (record.key !== null) {
    return undefined;
  }
  const method = methodOf(record.requestUri);
  const query = queryOf(record.requestUri);
  return BY_URI.find(({ uri }) => uri !== undefined && uri[0] === method && query.has(uri[1]));
}

const UNRELATED: Action = { kind: 'unrelated' };

const BY_NAME: ReadonlyMap<string, OperationRow> = new Map(OPERATIONS.map((row) => [row.operation, row]));
const BY_URI: readonly OperationRow[] = OPERATIONS.filter((row) => row.uri !== undefined);

const SETTING_EVENTS: Readonly<Record<BucketSetting, string>> = {
  'public-access-block': 'PutBucketPublicAccessBlock',
  'ownership-controls': 'PutBucketOwnershipControls',
  acl: 'PutBucketAcl',
  'object-lock': 'PutBucketObjectLockConfiguration',
  'request-payment': 'PutBucketRequestPayment',
  versioning: 'PutBucketVersioning',
  logging: 'PutBucketLogging',
};

/** null: no request on a bucket does this, or the event depends on more than the deed. */
const DEED_EVENTS: Readonly<Record<Exclude<Action['kind'], 'bucket-setting'>, string | null>> = {
  'put-bucket-policy': 'PutBucketPolicy',
  'delete-bucket-policy': 'DeleteBucketPolicy',
  'put-inventory-configuration': 'PutBucketInventoryConfiguration',
  'delete-inventory-configuration': 'DeleteBucketInventoryConfiguration',
  'create-bucket': 'CreateBucket',
  'delete-bucket': 'DeleteBucket',
  'put-bucket-encryption': 'PutBucketEncryption',
  'delete-bucket-encryption': 'DeleteBucketEncryption',
  'put-bucket-lifecycle': 'PutBucketLifecycle',
  'delete-bucket-lifecycle': 'DeleteBucketLifecycle',
  'put-key-policy': null,
  'key-state': null,
  'create-grant': null,
  'revoke-grant': null,
  'organization-policy': null,
  'put-object': 'PutObject',
  'delete-object': null,
  'issue-session': null,
  unrelated: null,
};

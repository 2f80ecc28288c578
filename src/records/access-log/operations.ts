import type { BucketSetting } from '../../profile/settings.ts';
import type { Action } from '../action.ts';
import { NOT_RECORDED } from '../recorded.ts';
import type { AccessLogRecord } from './record.ts';
import { inventoryIdInUri } from './request-uri.ts';

/** One operation of the log, by its name in capitals. */
export interface OperationRow {
  readonly operation: string;
  /** null when CloudTrail records no such event. */
  readonly eventName: string | null;
  readonly act: (bucket: string, record: AccessLogRecord) => Action;
  /** Method and query parameter by which a request of a yet unknown operation name is recognised. */
  readonly uri?: readonly [method: 'PUT' | 'DELETE', parameter: string];
}

/**
 * The operations that can touch a delivery, with the CloudTrail event that the same request makes. Names follow the
 * families `REST.<method>.<resource>`, `SOAP.<operation>`, `BATCH.<...>` and `S3.<action>.<resource>` of
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/LogFormat.html, which lists no single names.
 */
export const OPERATIONS: readonly OperationRow[] = [
  {
    operation: 'REST.PUT.BUCKETPOLICY',
    eventName: 'PutBucketPolicy',
    act: (bucket) => ({ kind: 'put-bucket-policy', bucket, policy: NOT_RECORDED }),
    uri: ['PUT', 'policy'],
  },
  {
    operation: 'REST.DELETE.BUCKETPOLICY',
    eventName: 'DeleteBucketPolicy',
    act: (bucket) => ({ kind: 'delete-bucket-policy', bucket }),
    uri: ['DELETE', 'policy'],
  },
  {
    operation: 'REST.PUT.INVENTORY',
    eventName: 'PutBucketInventoryConfiguration',
    act: (bucket, record) => ({
      kind: 'put-inventory-configuration',
      bucket,
      id: inventoryIdInUri(record.requestUri),
      configuration: NOT_RECORDED,
    }),
    uri: ['PUT', 'inventory'],
  },
  {
    operation: 'REST.DELETE.INVENTORY',
    eventName: 'DeleteBucketInventoryConfiguration',
    act: (bucket, record) => ({
      kind: 'delete-inventory-configuration',
      bucket,
      id: inventoryIdInUri(record.requestUri),
    }),
    uri: ['DELETE', 'inventory'],
  },
  {
    operation: 'REST.PUT.ENCRYPTION',
    eventName: 'PutBucketEncryption',
    act: (bucket) => ({ kind: 'put-bucket-encryption', bucket, encryption: NOT_RECORDED }),
    uri: ['PUT', 'encryption'],
  },
  {
    operation: 'REST.DELETE.ENCRYPTION',
    eventName: 'DeleteBucketEncryption',
    act: (bucket) => ({ kind: 'delete-bucket-encryption', bucket }),
    uri: ['DELETE', 'encryption'],
  },
  {
    operation: 'REST.PUT.LIFECYCLE',
    eventName: 'PutBucketLifecycle',
    act: (bucket) => ({ kind: 'put-bucket-lifecycle', bucket, rules: NOT_RECORDED }),
    uri: ['PUT', 'lifecycle'],
  },
  {
    operation: 'REST.DELETE.LIFECYCLE',
    eventName: 'DeleteBucketLifecycle',
    act: (bucket) => ({ kind: 'delete-bucket-lifecycle', bucket }),
    uri: ['DELETE', 'lifecycle'],
  },
  {
    operation: 'REST.PUT.BUCKET',
    eventName: 'CreateBucket',
    act: (bucket) => ({ kind: 'create-bucket', bucket, region: null }),
  },
  { operation: 'REST.DELETE.BUCKET', eventName: 'DeleteBucket', act: (bucket) => ({ kind: 'delete-bucket', bucket }) },
  ...settingRows('public-access-block', 'PUBLIC_ACCESS_BLOCK', 'publicAccessBlock', 'BucketPublicAccessBlock'),
  ...settingRows('ownership-controls', 'OWNERSHIP_CONTROLS', 'ownershipControls', 'BucketOwnershipControls'),
  ...settingRows('acl', 'ACL', 'acl', 'BucketAcl'),
  ...settingRows('object-lock', 'OBJECT_LOCK', 'object-lock', 'BucketObjectLockConfiguration'),
  ...settingRows('object-lock', 'OBJECT_LOCK_CONFIGURATION', 'object-lock', 'BucketObjectLockConfiguration'),
  ...settingRows('request-payment', 'REQUEST_PAYMENT', 'requestPayment', 'BucketRequestPayment'),
  ...settingRows('versioning', 'VERSIONING', 'versioning', 'BucketVersioning'),
  ...settingRows('logging', 'LOGGING_STATUS', 'logging', 'BucketLogging'),
  ...settingRows('logging', 'LOGGING', 'logging', 'BucketLogging'),
  { operation: 'REST.PUT.OBJECT', eventName: 'PutObject', act: putObject },
  { operation: 'REST.POST.OBJECT', eventName: 'PutObject', act: putObject },
  { operation: 'REST.COPY.OBJECT', eventName: 'CopyObject', act: putObject },
  { operation: 'REST.POST.UPLOAD', eventName: 'CompleteMultipartUpload', act: putObject },
  { operation: 'REST.DELETE.OBJECT', eventName: 'DeleteObject', act: deleteObject('call') },
  { operation: 'BATCH.DELETE.OBJECT', eventName: 'DeleteObjects', act: deleteObject('call') },
  { operation: 'S3.EXPIRE.OBJECT', eventName: null, act: deleteObject('lifecycle') },
  { operation: 'S3.CREATE.DELETEMARKER', eventName: null, act: deleteObject('lifecycle') },
  { operation: 'SOAP.PUTOBJECT', eventName: 'PutObject', act: putObject },
  { operation: 'SOAP.PUTOBJECTINLINE', eventName: 'PutObject', act: putObject },
  { operation: 'SOAP.COPYOBJECT', eventName: 'CopyObject', act: putObject },
  { operation: 'SOAP.DELETEOBJECT', eventName: 'DeleteObject', act: deleteObject('call') },
  {
    operation: 'SOAP.CREATEBUCKET',
    eventName: 'CreateBucket',
    act: (bucket) => ({ kind: 'create-bucket', bucket, region: null }),
  },
  { operation: 'SOAP.DELETEBUCKET', eventName: 'DeleteBucket', act: (bucket) => ({ kind: 'delete-bucket', bucket }) },
  { operation: 'SOAP.SETBUCKETACCESSCONTROLPOLICY', eventName: 'PutBucketAcl', act: setting('acl') },
  { operation: 'SOAP.SETBUCKETLOGGINGSTATUS', eventName: 'PutBucketLogging', act: setting('logging') },
];

/**
 * Writes known to touch no delivery. With reads, website traffic, lifecycle's own work and SOAP, they are operations
 * that no request URI overrules.
 */
export function isOtherKnownOperation(operation: string): boolean {
  return KNOWN_FAMILIES.test(operation) || KNOWN_UNRELATED.has(operation);
}

const KNOWN_FAMILIES = /^(?:REST\.(?:GET|HEAD|OPTIONS)|WEBSITE|S3|SOAP)\./;
const KNOWN_UNRELATED: ReadonlySet<string> = new Set(
  (
    'PUT.PART PUT.TAGGING PUT.OBJECT_TAGGING PUT.OBJECT_RETENTION PUT.OBJECT_LEGAL_HOLD PUT.CORS PUT.NOTIFICATION ' +
    'PUT.WEBSITE PUT.REPLICATION PUT.ANALYTICS PUT.METRICS PUT.ACCELERATE PUT.INTELLIGENT_TIERING ' +
    'POST.UPLOADS POST.RESTORE POST.SELECT POST.MULTI_OBJECT_DELETE COPY.PART COPY.OBJECT_GET COPY.PART_GET ' +
    'DELETE.UPLOAD DELETE.TAGGING DELETE.OBJECT_TAGGING DELETE.CORS DELETE.WEBSITE DELETE.REPLICATION ' +
    'DELETE.ANALYTICS DELETE.METRICS DELETE.INTELLIGENT_TIERING'
  )
    .split(' ')
    .map((name) => `REST.${name}`),
);

const UNRELATED: Action = { kind: 'unrelated' };

function settingRows(name: BucketSetting, resource: string, parameter: string, noun: string): OperationRow[] {
  return (['PUT', 'DELETE'] as const).map((method) => ({
    operation: `REST.${method}.${resource}`,
    eventName: `${method === 'PUT' ? 'Put' : 'Delete'}${noun}`,
    act: setting(name),
    uri: [method, parameter] as const,
  }));
}

/** A setting of the bucket; the same operation on a key (an object's ACL) is another matter. */
function setting(name: BucketSetting): OperationRow['act'] {
  return (bucket, record) => (record.key === null ? { kind: 'bucket-setting', bucket, setting: name } : UNRELATED);
}

function putObject(bucket: string, { key }: AccessLogRecord): Action {
  return key === null ? UNRELATED : { kind: 'put-object', bucket, key };
}

function deleteObject(by: 'call' | 'lifecycle'): OperationRow['act'] {
  return (bucket, { key }) => (key === null ? UNRELATED : { kind: 'delete-object', bucket, key, by });
}

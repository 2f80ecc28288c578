import type { JsonObject } from '../../../json.ts';
import { regionOfLocation } from '../../../partition.ts';
import { parseInventoryConfiguration } from '../../../profile/inventory/parse-configuration.ts';
import type { BucketSetting } from '../../../profile/settings.ts';
import type { Action, DefaultEncryption } from '../../action.ts';
import { known, NOT_RECORDED, type Recorded, recordedValue } from '../../recorded.ts';
import { listOf, objectOf, textOf, wordOf } from '../members.ts';
import type { CloudTrailRecord } from '../record.ts';
import { bucketNameOf } from './bucket-name.ts';
import { type EventInterpreter, type ServiceEvents, UNRELATED } from './interpreter.ts';
import { lifecycleRulesOf } from './lifecycle-rules.ts';
import { policyDocumentOf } from './policy-document.ts';

/**
 * Calls on buckets, under the names that CloudTrail gives them, which are not always the API's.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/cloudtrail-logging-s3-info.html
 */
export const S3_BUCKET_EVENTS: ServiceEvents = {
  eventSource: 's3.amazonaws.com',
  events: {
    PutBucketPolicy: onBucket(putBucketPolicy),
    DeleteBucketPolicy: onBucket((bucket) => ({ kind: 'delete-bucket-policy', bucket })),
    PutBucketInventoryConfiguration: onBucket(putInventoryConfiguration),
    PutInventoryConfiguration: onBucket(putInventoryConfiguration),
    DeleteBucketInventoryConfiguration: onBucket(deleteInventoryConfiguration),
    DeleteInventoryConfiguration: onBucket(deleteInventoryConfiguration),
    CreateBucket: onBucket(createBucket),
    DeleteBucket: onBucket((bucket) => ({ kind: 'delete-bucket', bucket })),
    PutBucketEncryption: onBucket(putBucketEncryption),
    DeleteBucketEncryption: onBucket((bucket) => ({ kind: 'delete-bucket-encryption', bucket })),
    PutBucketLifecycle: onBucket(putBucketLifecycle),
    PutBucketLifecycleConfiguration: onBucket(putBucketLifecycle),
    DeleteBucketLifecycle: onBucket((bucket) => ({ kind: 'delete-bucket-lifecycle', bucket })),
    PutBucketPublicAccessBlock: setting('public-access-block'),
    PutPublicAccessBlock: setting('public-access-block'),
    DeleteBucketPublicAccessBlock: setting('public-access-block'),
    DeletePublicAccessBlock: setting('public-access-block'),
    PutBucketOwnershipControls: setting('ownership-controls'),
    DeleteBucketOwnershipControls: setting('ownership-controls'),
    PutBucketAcl: setting('acl'),
    PutBucketObjectLockConfiguration: setting('object-lock'),
    PutObjectLockConfiguration: setting('object-lock'),
    PutBucketRequestPayment: setting('request-payment'),
    PutBucketVersioning: setting('versioning'),
    PutBucketLogging: setting('logging'),
  },
};

/** A call that names no bucket at all cannot be placed, and is as good as unrelated. */
function onBucket(interpret: (bucket: string, record: CloudTrailRecord) => Action): EventInterpreter {
  return (record) => {
    const bucket = bucketNameOf(record);
    return bucket === null ? UNRELATED : interpret(bucket, record);
  };
}

function setting(name: BucketSetting): EventInterpreter {
  return onBucket((bucket) => ({ kind: 'bucket-setting', bucket, setting: name }));
}

function putBucketPolicy(bucket: string, record: CloudTrailRecord): Action {
  const parameters = recordedValue(record.requestParameters);
  const policy = policyDocumentOf(parameters?.['bucketPolicy'] ?? parameters?.['policy'], record.requestParameters);
  return { kind: 'put-bucket-policy', bucket, policy };
}

/** The body stands under its XML root element, `InventoryConfiguration`; `inventory` is the query parameter. */
function putInventoryConfiguration(bucket: string, record: CloudTrailRecord): Action {
  const body = bodyOf(record, 'InventoryConfiguration');
  const id = inventoryIdOf(record) ?? wordOf(recordedValue(body)?.['Id']);
  if (body.state !== 'known') {
    return { kind: 'put-inventory-configuration', bucket, id, configuration: body };
  }
  const parsed = parseInventoryConfiguration(body.value);
  return {
    kind: 'put-inventory-configuration',
    bucket,
    id,
    configuration: parsed.ok ? known(parsed.configuration) : unreadable(parsed.reason),
  };
}

function deleteInventoryConfiguration(bucket: string, record: CloudTrailRecord): Action {
  return { kind: 'delete-inventory-configuration', bucket, id: inventoryIdOf(record) };
}

/** Outside us-east-1 the Region is in the body; the call's own Region is the bucket's otherwise. */
function createBucket(bucket: string, record: CloudTrailRecord): Action {
  const body = recordedValue(bodyOf(record, 'CreateBucketConfiguration'));
  const constraint = wordOf(body?.['LocationConstraint'] ?? body?.['locationConstraint']);
  return {
    kind: 'create-bucket',
    bucket,
    region: constraint === null ? record.awsRegion : regionOfLocation(constraint),
  };
}

function putBucketEncryption(bucket: string, record: CloudTrailRecord): Action {
  const body = bodyOf(record, 'ServerSideEncryptionConfiguration');
  const encryption = body.state === 'known' ? defaultEncryptionOf(body.value) : body;
  return { kind: 'put-bucket-encryption', bucket, encryption };
}

function defaultEncryptionOf(configuration: JsonObject): Recorded<DefaultEncryption> {
  for (const rule of listOf(configuration['Rule'] ?? configuration['Rules'])) {
    const byDefault = objectOf(objectOf(rule)?.['ApplyServerSideEncryptionByDefault']);
    const algorithm = textOf(byDefault?.['SSEAlgorithm']);
    if (byDefault !== null && algorithm !== null) {
      return known({ algorithm, keyId: wordOf(byDefault['KMSMasterKeyID']) });
    }
  }
  return unreadable('no SSEAlgorithm');
}

function putBucketLifecycle(bucket: string, record: CloudTrailRecord): Action {
  const body = bodyOf(record, 'LifecycleConfiguration');
  const rules = body.state === 'known' ? known(lifecycleRulesOf(body.value)) : body;
  return { kind: 'put-bucket-lifecycle', bucket, rules };
}

function inventoryIdOf(record: CloudTrailRecord): string | null {
  return wordOf(recordedValue(record.requestParameters)?.['id']);
}

/** The request body under its root element, with why it is missing when it is. */
function bodyOf(record: CloudTrailRecord, root: string): Recorded<JsonObject> {
  const parameters = record.requestParameters;
  if (parameters.state !== 'known') {
    return parameters;
  }
  const body = objectOf(parameters.value[root]);
  return body === null ? NOT_RECORDED : known(body);
}

/** Recorded, yet of no use: told as lost, with why. */
function unreadable(reason: string): { readonly state: 'omitted'; readonly reason: string } {
  return { state: 'omitted', reason: `not readable: ${reason}` };
}

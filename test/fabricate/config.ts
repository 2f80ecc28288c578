import type { JsonObject, JsonValue } from '../../src/json.ts';
import { DESTINATION_ACCOUNT, DESTINATION_BUCKET, KEY_ACCOUNT, KEY_ARN, KEY_ID, REGION } from './cast.ts';
import { type EvidenceFile, jsonFile, textFile } from './evidence-file.ts';
import { storedGzip } from './gzip.ts';

/** What stood at the moment of a capture; what is absent, the item does not tell. */
interface CapturedBucket {
  /** null where the bucket had none. */
  readonly policy?: JsonValue;
  /** A key by default, or SSE-S3. */
  readonly encryption?: string | 'SSE-S3';
  readonly status?: 'OK' | 'ResourceDeleted';
}

/**
 * An item on the destination as files and notifications hold it.
 * https://docs.aws.amazon.com/config/latest/developerguide/example-s3-bucket-policies.html
 */
export function bucketItem(time: string, { policy, encryption, status = 'OK' }: CapturedBucket): JsonObject {
  const byDefault =
    encryption === 'SSE-S3'
      ? { sseAlgorithm: 'AES256', kmsMasterKeyID: null }
      : { sseAlgorithm: 'aws:kms', kmsMasterKeyID: encryption ?? null };
  return {
    ...itemHead(time, status, DESTINATION_ACCOUNT),
    ARN: `arn:aws:s3:::${DESTINATION_BUCKET}`,
    resourceType: 'AWS::S3::Bucket',
    resourceId: DESTINATION_BUCKET,
    resourceName: DESTINATION_BUCKET,
    configuration: status === 'OK' ? { name: DESTINATION_BUCKET, creationDate: '2025-11-02T08:00:00.000Z' } : null,
    supplementaryConfiguration: {
      ...(policy === undefined
        ? {}
        : { BucketPolicy: { policyText: policy === null ? null : JSON.stringify(policy) } }),
      ...(encryption === undefined
        ? {}
        : {
            ServerSideEncryptionConfiguration: {
              rules: [{ applyServerSideEncryptionByDefault: byDefault, bucketKeyEnabled: false }],
            },
          }),
    },
  };
}

/** An item on the key of the stories. */
export function keyItem(time: string, keyState: string, policy?: JsonObject): JsonObject {
  return {
    ...itemHead(time, 'OK', KEY_ACCOUNT),
    ARN: KEY_ARN,
    resourceType: 'AWS::KMS::Key',
    resourceId: KEY_ID,
    configuration: { keyId: KEY_ID, arn: KEY_ARN, keyState, enabled: keyState === 'Enabled', keyManager: 'CUSTOMER' },
    supplementaryConfiguration: policy === undefined ? {} : { Policy: JSON.stringify(policy) },
  };
}

function itemHead(time: string, status: string, account: string): JsonObject {
  return {
    configurationItemVersion: '1.3',
    configurationItemCaptureTime: time.replace('Z', '.118Z'),
    configurationStateId: Date.parse(time) + 118,
    awsAccountId: account,
    configurationItemStatus: status,
    awsRegion: REGION,
    relatedEvents: [],
    relationships: [],
  };
}

/** As `aws configservice get-resource-config-history` answers it: newest first, members as texts. */
export function configHistory(path: string, items: readonly JsonObject[]): EvidenceFile {
  return jsonFile(path, { configurationItems: [...items].sort(newestFirst).map(asAnswered) });
}

/** As AWS Config delivers it to S3: one line, gzipped. */
export function configHistoryFile(path: string, items: readonly JsonObject[]): EvidenceFile {
  return {
    path,
    bytes: storedGzip(Buffer.from(JSON.stringify({ fileVersion: '1.0', configurationItems: [...items] }))),
  };
}

/** Notifications, one a line, as a queue or a stream leaves them. */
export function configNotifications(path: string, items: readonly JsonObject[]): EvidenceFile {
  const lines = items.map((configurationItem) =>
    JSON.stringify({
      configurationItemDiff: { changeType: 'UPDATE', changedProperties: {} },
      configurationItem,
      notificationCreationTime: configurationItem['configurationItemCaptureTime'],
      messageType: 'ConfigurationItemChangeNotification',
      recordVersion: '1.3',
    }),
  );
  return textFile(path, lines.map((line) => `${line}\n`).join(''));
}

function newestFirst(a: JsonObject, b: JsonObject): number {
  return String(b['configurationItemCaptureTime']).localeCompare(String(a['configurationItemCaptureTime']));
}

function asAnswered({ awsAccountId, ARN, configurationItemVersion, ...item }: JsonObject): JsonObject {
  const more = item['supplementaryConfiguration'] as JsonObject;
  return {
    ...item,
    version: configurationItemVersion,
    accountId: awsAccountId,
    arn: ARN,
    configurationItemCaptureTime: String(item['configurationItemCaptureTime']).replace('Z', '000+00:00'),
    configurationStateId: String(item['configurationStateId']),
    configuration: JSON.stringify(item['configuration']),
    supplementaryConfiguration: Object.fromEntries(
      Object.entries(more).map(([name, value]) => [name, typeof value === 'string' ? value : JSON.stringify(value)]),
    ),
  };
}

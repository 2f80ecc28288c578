import type { JsonObject, JsonValue } from '../../src/json.ts';
import { DESTINATION_ACCOUNT, DESTINATION_BUCKET, KEY_ACCOUNT, SOURCE_ACCOUNT, SOURCE_BUCKET } from './cast.ts';

const BUCKET_ARN = `arn:aws:s3:::${DESTINATION_BUCKET}`;

export function policy(...statements: readonly JsonObject[]): JsonObject {
  return { Version: '2012-10-17', Statement: statements as JsonValue[] };
}

/**
 * What the S3 console writes for an inventory destination.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/configure-inventory.html
 */
export function allowInventory(
  replace: {
    readonly sid?: string;
    readonly bucket?: string;
    readonly sourceArn?: string;
    readonly sourceAccount?: string;
  } = {},
): JsonObject {
  return {
    Sid: replace.sid ?? 'InventoryDelivery',
    Effect: 'Allow',
    Principal: { Service: 's3.amazonaws.com' },
    Action: 's3:PutObject',
    Resource: `arn:aws:s3:::${replace.bucket ?? DESTINATION_BUCKET}/*`,
    Condition: {
      ArnLike: { 'aws:SourceArn': replace.sourceArn ?? `arn:aws:s3:::${SOURCE_BUCKET}` },
      StringEquals: {
        'aws:SourceAccount': replace.sourceAccount ?? SOURCE_ACCOUNT,
        's3:x-amz-acl': 'bucket-owner-full-control',
      },
    },
  };
}

/** Lets a role of the destination's account read reports: has nothing to do with deliveries. */
export function allowReaders(sid = 'AnalyticsRead', role = 'analytics'): JsonObject {
  return {
    Sid: sid,
    Effect: 'Allow',
    Principal: { AWS: `arn:aws:iam::${DESTINATION_ACCOUNT}:role/${role}` },
    Action: ['s3:GetObject', 's3:ListBucket'],
    Resource: [BUCKET_ARN, `${BUCKET_ARN}/*`],
  };
}

/** A Deny on everything in the destination, for everyone, under `condition` if there is one. */
export function denyAll(sid: string, condition?: JsonObject, action: JsonValue = 's3:*'): JsonObject {
  return {
    Sid: sid,
    Effect: 'Deny',
    Principal: '*',
    Action: action,
    Resource: [BUCKET_ARN, `${BUCKET_ARN}/*`],
    ...(condition === undefined ? {} : { Condition: condition }),
  };
}

export function denyOutsideOffice(sid = 'OfficeOnly'): JsonObject {
  return denyAll(sid, { NotIpAddress: { 'aws:SourceIp': ['203.0.113.0/24', '198.51.100.0/24', '192.0.2.0/24'] } });
}

export function denyPlainHttp(): JsonObject {
  return denyAll('TlsOnly', { Bool: { 'aws:SecureTransport': 'false' } });
}

/** The statement that every key policy written by the console starts with. */
export function keyAdministration(): JsonObject {
  return {
    Sid: 'Enable IAM User Permissions',
    Effect: 'Allow',
    Principal: { AWS: `arn:aws:iam::${KEY_ACCOUNT}:root` },
    Action: 'kms:*',
    Resource: '*',
  };
}

/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/configure-inventory.html#configure-inventory-kms-key-policy */
export function allowInventoryToUseKey(sourceAccount: string = SOURCE_ACCOUNT): JsonObject {
  return {
    Sid: 'Allow Amazon S3 use of the KMS key',
    Effect: 'Allow',
    Principal: { Service: 's3.amazonaws.com' },
    Action: 'kms:GenerateDataKey',
    Resource: '*',
    Condition: {
      StringEquals: { 'aws:SourceAccount': sourceAccount },
      ArnLike: { 'aws:SourceArn': `arn:aws:s3:::${SOURCE_BUCKET}` },
    },
  };
}

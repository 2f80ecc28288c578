import type { JsonObject, JsonValue } from '../../src/json.ts';

export const KEY = 'arn:aws:kms:eu-west-1:777788889999:key/1234abcd-12ab-34cd-56ef-1234567890ab';

/** What the console writes for a destination, with any member replaced. */
export function inventoryAllow(changes: JsonObject = {}): JsonObject {
  return {
    Sid: 'InventoryPolicy',
    Effect: 'Allow',
    Principal: { Service: 's3.amazonaws.com' },
    Action: 's3:PutObject',
    Resource: 'arn:aws:s3:::acme-reports/*',
    Condition: {
      StringEquals: { 'aws:SourceAccount': '111122223333', 's3:x-amz-acl': 'bucket-owner-full-control' },
      ArnLike: { 'aws:SourceArn': 'arn:aws:s3:::acme-lake' },
    },
    ...changes,
  };
}

export function policyOf(...statements: readonly JsonValue[]): JsonObject {
  return { Version: '2012-10-17', Statement: [...statements] };
}

export function deny(sid: string, condition: JsonObject, changes: JsonObject = {}): JsonObject {
  return {
    Sid: sid,
    Effect: 'Deny',
    Principal: '*',
    Action: 's3:*',
    Resource: ['arn:aws:s3:::acme-reports', 'arn:aws:s3:::acme-reports/*'],
    Condition: condition,
    ...changes,
  };
}

export function keyPolicyOf(...statements: readonly JsonValue[]): JsonObject {
  const owner = {
    Sid: 'Owner',
    Effect: 'Allow',
    Principal: { AWS: 'arn:aws:iam::777788889999:root' },
    Action: 'kms:*',
    Resource: '*',
  };
  return { Version: '2012-10-17', Statement: [owner, ...statements] };
}

export const KEY_ALLOW: JsonObject = {
  Sid: 'S3MayEncrypt',
  Effect: 'Allow',
  Principal: { Service: 's3.amazonaws.com' },
  Action: 'kms:GenerateDataKey',
  Resource: '*',
  Condition: {
    StringEquals: { 'aws:SourceAccount': '111122223333' },
    ArnLike: { 'aws:SourceArn': 'arn:aws:s3:::acme-lake' },
  },
};

/** As get-bucket-inventory-configuration prints it. */
export function configurationOf(changes: JsonObject = {}, encryption?: JsonObject): JsonObject {
  return {
    Destination: {
      S3BucketDestination: {
        AccountId: '444455556666',
        Bucket: 'arn:aws:s3:::acme-reports',
        Format: 'CSV',
        Prefix: 'inv',
        ...(encryption === undefined ? {} : { Encryption: encryption }),
      },
    },
    IsEnabled: true,
    Id: 'daily-full',
    IncludedObjectVersions: 'Current',
    Schedule: { Frequency: 'Daily' },
    ...changes,
  };
}

/** The denying policy of AWS's article on Access Denied, whose buckets and account it keeps. */
export const ARTICLE_DENYING: JsonObject = {
  Version: '2012-10-17',
  Id: 'S3PolicyId',
  Statement: [
    {
      Sid: 'IPAllow',
      Effect: 'Deny',
      Principal: '*',
      Action: 's3:*',
      Resource: ['arn:aws:s3:::destinationbucket', 'arn:aws:s3:::destinationbucket/*'],
      Condition: { NotIpAddress: { 'aws:SourceIp': '54.240.143.0/24' } },
    },
  ],
};

export const ARTICLE_CORRECTED: JsonObject = {
  Version: '2012-10-17',
  Id: 'S3PolicyId',
  Statement: [
    {
      Sid: 'IPAllow',
      Action: 's3:*',
      Effect: 'Deny',
      Resource: ['arn:aws:s3:::destinationbucket', 'arn:aws:s3:::destinationbucket/*'],
      Condition: {
        NotIpAddress: { 'aws:SourceIp': '54.240.143.0/24' },
        ArnNotLike: { 'aws:SourceArn': 'arn:aws:s3:::sourcebucket' },
      },
      Principal: '*',
    },
    {
      Sid: 'InventoryAndAnalyticsExamplePolicy',
      Action: ['s3:PutObject'],
      Effect: 'Allow',
      Resource: ['arn:aws:s3:::destinationbucket/*'],
      Condition: {
        ArnLike: { 'aws:SourceArn': 'arn:aws:s3:::sourcebucket' },
        StringEquals: { 'aws:SourceAccount': '123456789012', 's3:x-amz-acl': 'bucket-owner-full-control' },
      },
      Principal: { AWS: ['s3.amazonaws.com'] },
    },
  ],
};

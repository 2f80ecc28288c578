import type { JsonObject } from '../../src/json.ts';
import { CONFIGURATION_ID, DESTINATION_ACCOUNT, DESTINATION_BUCKET, PREFIX } from './cast.ts';

/** An inventory configuration in a story; everything has the usual value unless told. */
export interface Configuration {
  readonly id?: string;
  readonly enabled?: boolean;
  readonly bucket?: string;
  readonly account?: string;
  readonly prefix?: string;
  readonly frequency?: 'Daily' | 'Weekly';
  /** `none`, `SSE-S3` or a key ARN. */
  readonly encryption?: string;
  readonly format?: string;
}

/** Below the root element of a PutBucketInventoryConfiguration event: XML names, booleans coerced. */
export function configurationInEvent(configuration: Configuration = {}): JsonObject {
  return {
    Id: configuration.id ?? CONFIGURATION_ID,
    IsEnabled: configuration.enabled ?? true,
    Destination: destination(configuration),
    Schedule: { Frequency: configuration.frequency ?? 'Daily' },
    IncludedObjectVersions: 'All',
    OptionalFields: { Field: ['Size', 'LastModifiedDate', 'StorageClass', 'ETag'] },
  };
}

/** What `aws s3api get-bucket-inventory-configuration` prints. */
export function configurationDocument(configuration: Configuration = {}): JsonObject {
  return {
    InventoryConfiguration: {
      Destination: destination(configuration),
      IsEnabled: configuration.enabled ?? true,
      Id: configuration.id ?? CONFIGURATION_ID,
      IncludedObjectVersions: 'All',
      OptionalFields: ['Size', 'LastModifiedDate', 'StorageClass', 'ETag'],
      Schedule: { Frequency: configuration.frequency ?? 'Daily' },
    },
  };
}

function destination(configuration: Configuration): JsonObject {
  return {
    S3BucketDestination: {
      AccountId: configuration.account ?? DESTINATION_ACCOUNT,
      Bucket: `arn:aws:s3:::${configuration.bucket ?? DESTINATION_BUCKET}`,
      Format: configuration.format ?? 'CSV',
      ...(configuration.prefix === '' ? {} : { Prefix: configuration.prefix ?? PREFIX }),
      ...encryption(configuration.encryption ?? 'SSE-S3'),
    },
  };
}

function encryption(how: string): JsonObject {
  if (how === 'none') return {};
  return { Encryption: how === 'SSE-S3' ? { 'SSE-S3': {} } : { 'SSE-KMS': { KeyId: how } } };
}

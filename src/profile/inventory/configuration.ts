import type { JsonObject } from '../../json.ts';

/**
 * One inventory configuration, as `get-bucket-inventory-configuration` prints it or as a
 * PutBucketInventoryConfiguration event carries it.
 * https://docs.aws.amazon.com/AmazonS3/latest/API/API_InventoryConfiguration.html
 */
export interface InventoryConfiguration {
  readonly id: string;
  readonly isEnabled: boolean;
  /** Destination bucket name (not ARN). */
  readonly destinationBucket: string;
  readonly destinationAccount: string | null;
  /** Without trailing slash as configured by most; as written, `''` when absent. */
  readonly destinationPrefix: string;
  readonly frequency: 'Daily' | 'Weekly';
  readonly encryption: InventoryEncryption;
  readonly format: string | null;
  /** The filter's prefix; null when the whole bucket is listed. */
  readonly filterPrefix: string | null;
  /** The whole of it as the AWS CLI takes it back; null where something of it is not known. */
  readonly document: JsonObject | null;
}

/** How the configuration tells S3 to encrypt the reports. `none` sends no encryption header at all. */
export type InventoryEncryption =
  | { readonly type: 'none' }
  | { readonly type: 'SSE-S3' }
  | { readonly type: 'SSE-KMS'; readonly keyId: string };

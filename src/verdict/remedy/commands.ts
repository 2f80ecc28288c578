import { shellOption, shellWord } from '../../display/shell-word.ts';
import { regionOfKey } from '../../policy/document/key-name.ts';

interface OfBucket {
  readonly bucket: string;
  /** null where it is not known: then the profile's own Region is asked. */
  readonly region: string | null;
}

interface OfConfiguration extends OfBucket {
  readonly id: string;
}

/** https://docs.aws.amazon.com/cli/latest/reference/s3api/put-bucket-policy.html */
export function putBucketPolicy({ bucket, region }: OfBucket, file: string): string {
  return `aws s3api put-bucket-policy${shellOption('bucket', bucket)}${shellOption('policy', `file://${file}`)}${shellOption('region', region)}`;
}

export function getBucketPolicy({ bucket, region }: OfBucket): string {
  return `aws s3api get-bucket-policy${shellOption('bucket', bucket)}${shellOption('region', region)} --output json > bucket-policy.json`;
}

/** https://docs.aws.amazon.com/cli/latest/reference/s3api/put-bucket-inventory-configuration.html */
export function putConfiguration({ bucket, id, region }: OfConfiguration, file: string): string {
  return `aws s3api put-bucket-inventory-configuration${shellOption('bucket', bucket)}${shellOption('id', id)}${shellOption('inventory-configuration', `file://${file}`)}${shellOption('region', region)}`;
}

/** Writes the configuration to the file as `putConfiguration` takes it. */
export function getConfiguration({ bucket, id, region }: OfConfiguration, file: string): string {
  return `aws s3api get-bucket-inventory-configuration${shellOption('bucket', bucket)}${shellOption('id', id)}${shellOption('region', region)} --query InventoryConfiguration --output json > ${shellWord(file)}`;
}

/** https://docs.aws.amazon.com/cli/latest/reference/s3api/put-bucket-encryption.html */
export function putBucketEncryption({ bucket, region }: OfBucket, file: string): string {
  return `aws s3api put-bucket-encryption${shellOption('bucket', bucket)}${shellOption('server-side-encryption-configuration', `file://${file}`)}${shellOption('region', region)}`;
}

/** A key, and the Region of the bucket, in which S3 looks for it. */
interface OfKey {
  readonly key: string;
  readonly region: string | null;
}

function onKey({ key, region }: OfKey): string {
  return `${shellOption('key-id', key)}${shellOption('region', regionOfKey(key) ?? region)}`;
}

/** https://docs.aws.amazon.com/cli/latest/reference/kms/put-key-policy.html */
export function putKeyPolicy(key: OfKey, file: string): string {
  return `aws kms put-key-policy${onKey(key)} --policy-name default${shellOption('policy', `file://${file}`)}`;
}

export function getKeyPolicy(key: OfKey): string {
  return `aws kms get-key-policy${onKey(key)} --policy-name default --output json > key-policy.json`;
}

export function describeKey(key: OfKey): string {
  return `aws kms describe-key${onKey(key)} --output json > describe-key.json`;
}

export function enableKey(key: OfKey): string {
  return `aws kms enable-key${onKey(key)}`;
}

/** A key whose deletion was cancelled is disabled: https://docs.aws.amazon.com/kms/latest/developerguide/key-state.html */
export function cancelKeyDeletion(key: OfKey): string {
  return `aws kms cancel-key-deletion${onKey(key)} && ${enableKey(key)}`;
}

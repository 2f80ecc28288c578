import { shellWord } from '../../display/shell-word.ts';
import { regionOfKey } from '../../policy/document/key-name.ts';

/** An option of the AWS CLI with its value, which may come from a log: never taken for another option. */
function option(name: string, value: string | null | undefined): string {
  if (value === null || value === undefined) return '';
  return value.startsWith('-') ? ` --${name}=${shellWord(value)}` : ` --${name} ${shellWord(value)}`;
}

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
  return `aws s3api put-bucket-policy${option('bucket', bucket)}${option('policy', `file://${file}`)}${option('region', region)}`;
}

export function getBucketPolicy({ bucket, region }: OfBucket): string {
  return `aws s3api get-bucket-policy${option('bucket', bucket)}${option('region', region)} --output json > bucket-policy.json`;
}

/** https://docs.aws.amazon.com/cli/latest/reference/s3api/put-bucket-inventory-configuration.html */
export function putConfiguration({ bucket, id, region }: OfConfiguration, file: string): string {
  return `aws s3api put-bucket-inventory-configuration${option('bucket', bucket)}${option('id', id)}${option('inventory-configuration', `file://${file}`)}${option('region', region)}`;
}

/** Writes the configuration to the file as `putConfiguration` takes it. */
export function getConfiguration({ bucket, id, region }: OfConfiguration, file: string): string {
  return `aws s3api get-bucket-inventory-configuration${option('bucket', bucket)}${option('id', id)}${option('region', region)} --query InventoryConfiguration --output json > ${shellWord(file)}`;
}

/** https://docs.aws.amazon.com/cli/latest/reference/s3api/put-bucket-encryption.html */
export function putBucketEncryption({ bucket, region }: OfBucket, file: string): string {
  return `aws s3api put-bucket-encryption${option('bucket', bucket)}${option('server-side-encryption-configuration', `file://${file}`)}${option('region', region)}`;
}

/** A key, and the Region of the bucket, in which S3 looks for it. */
interface OfKey {
  readonly key: string;
  readonly region: string | null;
}

function onKey({ key, region }: OfKey): string {
  return `${option('key-id', key)}${option('region', regionOfKey(key) ?? region)}`;
}

/** https://docs.aws.amazon.com/cli/latest/reference/kms/put-key-policy.html */
export function putKeyPolicy(key: OfKey, file: string): string {
  return `aws kms put-key-policy${onKey(key)} --policy-name default${option('policy', `file://${file}`)}`;
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

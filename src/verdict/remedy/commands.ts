import { shellOption, shellWord } from '../../display/shell-word.ts';
import { regionOfKey } from '../../policy/document/key-name.ts';
import { kms, s3api } from '../aws-cli.ts';

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
  return s3api('put-bucket-policy', bucket, from('policy', file), shellOption('region', region));
}

export function getBucketPolicy({ bucket, region }: OfBucket): string {
  return s3api('get-bucket-policy', bucket, shellOption('region', region), into('bucket-policy.json'));
}

/** https://docs.aws.amazon.com/cli/latest/reference/s3api/put-bucket-inventory-configuration.html */
export function putConfiguration({ bucket, id, region }: OfConfiguration, file: string): string {
  return s3api(
    'put-bucket-inventory-configuration',
    bucket,
    shellOption('id', id),
    from('inventory-configuration', file),
    shellOption('region', region),
  );
}

/** Writes the configuration to the file as `putConfiguration` takes it. */
export function getConfiguration({ bucket, id, region }: OfConfiguration, file: string): string {
  return s3api(
    'get-bucket-inventory-configuration',
    bucket,
    shellOption('id', id),
    shellOption('region', region),
    ' --query InventoryConfiguration',
    into(file),
  );
}

/** https://docs.aws.amazon.com/cli/latest/reference/s3api/put-bucket-encryption.html */
export function putBucketEncryption({ bucket, region }: OfBucket, file: string): string {
  return s3api(
    'put-bucket-encryption',
    bucket,
    from('server-side-encryption-configuration', file),
    shellOption('region', region),
  );
}

/** A key, and the Region of the bucket, in which S3 looks for it. */
interface OfKey {
  readonly key: string;
  readonly region: string | null;
}

/** https://docs.aws.amazon.com/cli/latest/reference/kms/put-key-policy.html */
export function putKeyPolicy(key: OfKey, file: string): string {
  return onKey('put-key-policy', key, ' --policy-name default', from('policy', file));
}

export function getKeyPolicy(key: OfKey): string {
  return onKey('get-key-policy', key, ' --policy-name default', into('key-policy.json'));
}

export function describeKey(key: OfKey): string {
  return onKey('describe-key', key, into('describe-key.json'));
}

export function enableKey(key: OfKey): string {
  return onKey('enable-key', key);
}

/** A key whose deletion was cancelled is disabled: https://docs.aws.amazon.com/kms/latest/developerguide/key-state.html */
export function cancelKeyDeletion(key: OfKey): string {
  return `${onKey('cancel-key-deletion', key)} && ${enableKey(key)}`;
}

function onKey(operation: string, { key, region }: OfKey, ...options: readonly string[]): string {
  return kms(operation, key, shellOption('region', regionOfKey(key) ?? region), ...options);
}

function from(option: string, file: string): string {
  return shellOption(option, `file://${file}`);
}

function into(file: string): string {
  return ` --output json > ${shellWord(file)}`;
}

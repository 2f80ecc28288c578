import { isJsonObject, type JsonObject } from '../../json.ts';
import { parseAwsErrorDocument } from '../aws-error/aws-error.ts';
import type { KeyDescription } from '../item.ts';
import type { Reading } from './reading.ts';

/** One of the files that `collect` lists as collected. */
export function readCollected(_value: JsonObject, list: string | null): Reading | null {
  return list === 'collected' ? { state: 'read', kind: 'collection', content: null, time: null } : null;
}

/**
 * An error that AWS answered, kept in place of an answer. What it says is not there is evidence of the state at `now`;
 * a setting that a bucket may do without is a setting all the same, and a key that there is not is a deleted one.
 */
export function readAwsError(value: JsonObject): Reading | null {
  const error = parseAwsErrorDocument(value);
  if (error === null) return null;
  if (UNSET.has(error.code)) return SETTING;
  const { code, operation, bucket: on } = error;
  if (code === 'NotFoundException' && OF_KEYS.has(operation ?? '') && KEY_ARN.test(on ?? '')) {
    return keyDescription({ arn: on ?? '', state: 'Deleted', isAwsManaged: false });
  }
  return { state: 'read', kind: 'aws-error', content: { kind: 'aws-error', error }, time: null };
}

/** The description of a key, which tells its state. */
export function readKeyDescription(value: JsonObject): Reading | null {
  const metadata = value['KeyMetadata'];
  if (!isJsonObject(metadata) || typeof metadata['Arn'] !== 'string' || typeof metadata['KeyState'] !== 'string') {
    return null;
  }
  return keyDescription({
    arn: metadata['Arn'],
    state: metadata['KeyState'],
    isAwsManaged: metadata['KeyManager'] === 'AWS',
  });
}

function keyDescription(description: KeyDescription): Reading {
  return { state: 'read', kind: 'key-description', content: { kind: 'key-description', description }, time: null };
}

/** What KMS answers of a key that there is not. */
const OF_KEYS: ReadonlySet<string> = new Set(['DescribeKey', 'GetKeyPolicy', 'ListGrants']);
const KEY_ARN = /^arn:[^:]+:kms:[^:]+:\d{12}:key\/[\w-]+$/;

/** An answer of AWS that `collect` keeps beside the evidence: a setting that a reader may want to see. */
export function readSetting(value: JsonObject): Reading | null {
  return Object.keys(value).some((name) => SETTINGS.has(name)) ? SETTING : null;
}

const UNSET: ReadonlySet<string> = new Set([
  'ServerSideEncryptionConfigurationNotFoundError',
  'OwnershipControlsNotFoundError',
  'NoSuchPublicAccessBlockConfiguration',
]);

const SETTING: Reading = { state: 'read', kind: 'aws-setting', content: null, time: null };

/** Members by which the answers of these calls are known. */
const SETTINGS: ReadonlySet<string> = new Set([
  'LocationConstraint',
  'BucketRegion',
  'ServerSideEncryptionConfiguration',
  'OwnershipControls',
  'PublicAccessBlockConfiguration',
  'LoggingEnabled',
  'KeyMetadata',
  'Grants',
  'trailList',
  'PublicKeyList',
  'StackResources',
  'StackEvents',
]);

import { isJsonObject, type JsonObject } from '../../json.ts';
import type { Reading } from './reading.ts';

/**
 * Answers of AWS that `collect` keeps beside the evidence: settings that a reader may want to see, and errors that
 * say that a setting is not there. Of those a missing bucket policy is evidence, as the policy at `now`, and so is the
 * description of a key, which tells its state at `now`.
 */
export function readSetting(value: JsonObject, member: string | null): Reading | null {
  if (member === 'collected') return { state: 'read', kind: 'collection', content: null, time: null };
  const error = value['Error'];
  if (isJsonObject(error) && typeof error['Code'] === 'string') {
    return error['Code'] === 'NoSuchBucketPolicy'
      ? { state: 'read', kind: 'bucket-policy', content: { kind: 'bucket-policy', document: null }, time: null }
      : SETTING;
  }
  const metadata = value['KeyMetadata'];
  if (isJsonObject(metadata) && typeof metadata['Arn'] === 'string' && typeof metadata['KeyState'] === 'string') {
    const isAwsManaged = metadata['KeyManager'] === 'AWS';
    const description = { arn: metadata['Arn'], state: metadata['KeyState'], isAwsManaged };
    return { state: 'read', kind: 'key-description', content: { kind: 'key-description', description }, time: null };
  }
  return Object.keys(value).some((name) => SETTINGS.has(name)) ? SETTING : null;
}

const SETTING: Reading = { state: 'read', kind: 'aws-setting', content: null, time: null };

/** Members by which the answers of these calls are known. */
const SETTINGS: ReadonlySet<string> = new Set([
  'LocationConstraint',
  'ServerSideEncryptionConfiguration',
  'OwnershipControls',
  'PublicAccessBlockConfiguration',
  'LoggingEnabled',
  'KeyMetadata',
  'Grants',
  'trailList',
  'EventSelectors',
  'AdvancedEventSelectors',
  'PublicKeyList',
]);

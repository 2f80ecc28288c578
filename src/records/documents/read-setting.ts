import { isJsonObject, type JsonObject } from '../../json.ts';
import { parseAwsErrorDocument } from '../aws-error/aws-error.ts';
import { readTrailAnswer } from './read-trail-answer.ts';
import type { Reading } from './reading.ts';

/**
 * Answers of AWS that `collect` keeps beside the evidence: settings that a reader may want to see, and errors. What an
 * error says is not there is evidence of the state at `now`, and so is the description of a key, which tells its state.
 */
export function readSetting(value: JsonObject, member: string | null): Reading | null {
  if (member === 'collected') return { state: 'read', kind: 'collection', content: null, time: null };
  const error = parseAwsErrorDocument(value);
  if (error !== null) {
    if (UNSET.has(error.code)) return SETTING;
    return { state: 'read', kind: 'aws-error', content: { kind: 'aws-error', error }, time: null };
  }
  const metadata = value['KeyMetadata'];
  if (isJsonObject(metadata) && typeof metadata['Arn'] === 'string' && typeof metadata['KeyState'] === 'string') {
    const isAwsManaged = metadata['KeyManager'] === 'AWS';
    const description = { arn: metadata['Arn'], state: metadata['KeyState'], isAwsManaged };
    return { state: 'read', kind: 'key-description', content: { kind: 'key-description', description }, time: null };
  }
  const trail = readTrailAnswer(value);
  if (trail !== null) return trail;
  return Object.keys(value).some((name) => SETTINGS.has(name)) ? SETTING : null;
}

/** Settings that a bucket may do without. */
const UNSET: ReadonlySet<string> = new Set([
  'ServerSideEncryptionConfigurationNotFoundError',
  'OwnershipControlsNotFoundError',
  'NoSuchPublicAccessBlockConfiguration',
]);

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
  'PublicKeyList',
]);

import { isJsonObject, type JsonObject, type JsonValue } from '../../json.ts';
import { isAwsManagedAlias } from '../../policy/document/key-name.ts';
import type { BucketSetting } from '../../profile/settings.ts';
import type { CodeSetting, DefaultEncryption } from '../code.ts';
import type { TemplateScope } from './resolve.ts';
import { type Resource, switchIn, textIn } from './resource.ts';

/** The default encryption of a bucket; a key of the templates is called by its logical id. */
export function defaultOf({ id, properties }: Resource, scope: TemplateScope): [string, DefaultEncryption][] {
  const bucket = textIn({ Ref: id }, scope);
  const encryption = properties['BucketEncryption'];
  const rules = isJsonObject(encryption) ? encryption['ServerSideEncryptionConfiguration'] : undefined;
  const rule = Array.isArray(rules) ? rules[0] : undefined;
  if (bucket === null || !isJsonObject(rule)) return [];
  const byDefault = isJsonObject(rule['ServerSideEncryptionByDefault']) ? rule['ServerSideEncryptionByDefault'] : {};
  const used = rule['BucketKeyEnabled'];
  return [[bucket, { key: keyIn(byDefault, scope), bucketKey: used === undefined ? false : switchIn(used, scope) }]];
}

function keyIn(byDefault: JsonObject, scope: TemplateScope): DefaultEncryption['key'] {
  if (textIn(byDefault['SSEAlgorithm'], scope)?.startsWith('aws:kms') !== true) return null;
  const key = byDefault['KMSMasterKeyID'];
  if (key === undefined) return 'AWS managed';
  const id = textIn(key, scope) ?? logicalIdIn(key) ?? 'a key that is not known';
  return isAwsManagedAlias(id) ? 'AWS managed' : { id };
}

function logicalIdIn(value: JsonValue): string | null {
  if (!isJsonObject(value)) return null;
  const attribute = value['Fn::GetAtt'];
  const [id] = Array.isArray(attribute) ? attribute : [value['Ref'] ?? attribute];
  return typeof id === 'string' ? id.replace(/\..*$/s, '') : null;
}

/** Settings of a bucket that are shown beside the answer. */
export function settingsOf({ id, properties }: Resource, scope: TemplateScope): CodeSetting[] {
  const bucket = textIn({ Ref: id }, scope);
  return SETTINGS.filter(([property]) => properties[property] !== undefined).map(([property, setting]) => ({
    address: `${id}.${property}`,
    bucket,
    setting,
  }));
}

const SETTINGS: readonly (readonly [string, BucketSetting])[] = [
  ['PublicAccessBlockConfiguration', 'public-access-block'],
  ['OwnershipControls', 'ownership-controls'],
  ['ObjectLockConfiguration', 'object-lock'],
];

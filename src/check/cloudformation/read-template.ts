import { isJsonObject, type JsonObject, type JsonValue } from '../../json.ts';
import type { BucketSetting } from '../../profile/settings.ts';
import type { CodeKey, CodePolicy, CodeSetting, DefaultKey, DeliveryCode } from '../code.ts';
import type { CheckNote } from '../contract.ts';
import type { ConfigurationInput, PolicyInput } from '../inputs.ts';
import type { NamedText } from '../read-json.ts';
import { acceptPolicy } from '../read-policy.ts';
import { partitionOfRegion } from '../target.ts';
import { parseTemplate } from './parse-template.ts';
import { resolveValue, type TemplateScope } from './resolve.ts';

/** What the template itself cannot know. */
export interface StackOptions {
  readonly parameters: ReadonlyMap<string, string>;
  readonly region: string | null;
  readonly account: string | null;
}

/**
 * What a CloudFormation template says of a delivery.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-s3-bucketpolicy.html
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-properties-s3-bucket-inventoryconfiguration.html
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-kms-key.html
 *
 * @throws ForensicsError `unreadable-input`
 */
export function readCloudFormationTemplate(file: NamedText, options: StackOptions): DeliveryCode {
  const template = parseTemplate(file);
  const scope: TemplateScope = {
    template,
    given: options.parameters,
    region: options.region,
    account: options.account,
    partition: options.region === null ? 'aws' : partitionOfRegion(options.region),
    defaultsTaken: new Set(),
  };
  const resources = resourcesOf(template);
  const ofType = (type: string): readonly Resource[] => resources.filter((resource) => resource.type === type);
  const buckets = ofType('AWS::S3::Bucket');
  const found = {
    policies: ofType('AWS::S3::BucketPolicy').map((resource) => bucketPolicyOf(resource, scope, file.name)),
    keys: ofType('AWS::KMS::Key').map((resource) => keyOf(resource, scope, file.name)),
    configurations: buckets.flatMap((bucket) => configurationsOf(bucket, scope)),
    defaultKeys: new Map(buckets.flatMap((bucket) => defaultKeyOf(bucket, scope))),
    settings: buckets.flatMap((bucket) => settingsOf(bucket, scope)),
    stackBuckets: new Set(buckets.flatMap(({ id }) => textIn({ Ref: id }, scope) ?? [])),
  };
  const relevant = [...ofType('AWS::S3::BucketPolicy'), ...ofType('AWS::KMS::Key'), ...buckets];
  return { name: file.name, ...found, regions: new Map(), warnings: notesOn(relevant, scope) };
}

interface Resource {
  /** Its logical id. */
  readonly id: string;
  readonly type: string;
  readonly properties: JsonObject;
  readonly isConditional: boolean;
}

function resourcesOf(template: JsonObject): Resource[] {
  const resources = template['Resources'];
  if (!isJsonObject(resources)) return [];
  return Object.entries(resources).flatMap(([id, resource]): Resource[] => {
    if (!isJsonObject(resource) || typeof resource['Type'] !== 'string') return [];
    const properties = isJsonObject(resource['Properties']) ? resource['Properties'] : {};
    return [{ id, type: resource['Type'], properties, isConditional: resource['Condition'] !== undefined }];
  });
}

function bucketPolicyOf({ id, properties }: Resource, scope: TemplateScope, name: string): CodePolicy {
  return {
    address: id,
    bucket: textIn(properties['Bucket'], scope),
    policy: policyIn(properties['PolicyDocument'], { id, kind: 'bucket', name }, scope),
  };
}

function keyOf({ id, properties }: Resource, scope: TemplateScope, name: string): CodeKey {
  return {
    address: id,
    keyId: scope.given.get(id) ?? scope.given.get(`${id}.Arn`) ?? null,
    policy: policyIn(properties['KeyPolicy'], { id, kind: 'key', name }, scope),
  };
}

interface PolicyPlace {
  readonly id: string;
  readonly kind: 'bucket' | 'key';
  readonly name: string;
}

/** Values that stay open are told for each statement, so that the others still count. */
function policyIn(value: JsonValue | undefined, { id, kind, name }: PolicyPlace, scope: TemplateScope): PolicyInput {
  const source = `${name}: ${id}`;
  const unknown = (reason: string): PolicyInput => ({
    state: 'unknown',
    reason: `the policy in ${id} is not known: ${reason}`,
  });
  if (!isJsonObject(value)) return unknown('the template does not write it out');
  const { Statement: written, ...rest } = value;
  const statements = Array.isArray(written) ? written : written === undefined ? [] : [written];
  const resolved = statements
    .map((statement) => resolveValue(statement, scope))
    .flatMap(({ value: statement, problems }) => (statement === undefined ? [] : [{ statement, problems }]));
  const around = resolveValue(rest, scope);
  const [problem] = around.problems;
  if (problem !== undefined || !isJsonObject(around.value)) return unknown(problem ?? 'it is no object');
  const unresolved = new Map<number, string>();
  for (const [index, { statement, problems }] of resolved.entries()) {
    const effect = isJsonObject(statement) ? statement['Effect'] : undefined;
    const isOpen = problems.length > 0;
    if (isOpen && effect !== 'Allow' && effect !== 'Deny')
      return unknown(`Statement[${index}]: ${problems.join('; ')}`);
    if (isOpen) unresolved.set(index, problems.join('; '));
  }
  const list = written === undefined ? {} : { Statement: resolved.map(({ statement }) => statement) };
  const document: JsonObject = { ...around.value, ...list };
  return acceptPolicy({ state: 'document', document, source, unresolved, writer: 'cloudformation' }, kind);
}

function configurationsOf({ id, properties }: Resource, scope: TemplateScope): ConfigurationInput[] {
  const list = properties['InventoryConfigurations'];
  const sourceBucket = textIn({ Ref: id }, scope);
  return (Array.isArray(list) ? list : []).filter(isJsonObject).map((configuration, index) => {
    const destination = isJsonObject(configuration['Destination']) ? configuration['Destination'] : {};
    const arn = textIn(destination['BucketArn'], scope);
    const enabled = resolveValue(configuration['Enabled'], scope);
    return {
      source: `${id}.InventoryConfigurations[${index}]`,
      id: textIn(configuration['Id'], scope),
      isEnabled: enabled.problems.length > 0 ? null : booleanOf(enabled.value),
      sourceBucket,
      destinationBucket: arn === null ? null : arn.replace(/^arn:[^:]*:s3:::/, ''),
      destinationPrefix: destination['Prefix'] === undefined ? '' : textIn(destination['Prefix'], scope),
      // The template has no place for an encryption of the reports.
      encryption: destination['Encryption'] === undefined ? { type: 'none' } : null,
      partition: arn === null ? null : (/^arn:([a-z-]+):/.exec(arn)?.[1] ?? null),
      document: null,
    };
  });
}

/** The default encryption of a bucket, where it is a KMS key; a key of the template is called by its logical id. */
function defaultKeyOf({ id, properties }: Resource, scope: TemplateScope): [string, DefaultKey][] {
  const bucket = textIn({ Ref: id }, scope);
  const encryption = properties['BucketEncryption'];
  const rules = isJsonObject(encryption) ? encryption['ServerSideEncryptionConfiguration'] : undefined;
  const rule = Array.isArray(rules) ? rules[0] : undefined;
  const byDefault = isJsonObject(rule) ? rule['ServerSideEncryptionByDefault'] : undefined;
  if (bucket === null || !isJsonObject(byDefault)) return [];
  if (textIn(byDefault['SSEAlgorithm'], scope)?.startsWith('aws:kms') !== true) return [];
  const key = byDefault['KMSMasterKeyID'];
  return [
    [
      bucket,
      { keyId: key === undefined ? null : (textIn(key, scope) ?? logicalIdIn(key) ?? 'a key that is not known') },
    ],
  ];
}

function logicalIdIn(value: JsonValue): string | null {
  if (!isJsonObject(value)) return null;
  const attribute = value['Fn::GetAtt'];
  const [id] = Array.isArray(attribute) ? attribute : [value['Ref'] ?? attribute];
  return typeof id === 'string' ? id.replace(/\..*$/s, '') : null;
}

function settingsOf({ id, properties }: Resource, scope: TemplateScope): CodeSetting[] {
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

function booleanOf(value: JsonValue | undefined): boolean | null {
  if (typeof value === 'boolean') return value;
  const word = typeof value === 'string' ? value.toLowerCase() : '';
  if (word === 'true' || word === 'yes') return true;
  return word === 'false' || word === 'no' ? false : null;
}

/** A text that the template tells; null for one that it leaves open. */
function textIn(value: JsonValue | undefined, scope: TemplateScope): string | null {
  const resolved = resolveValue(value, scope);
  return typeof resolved.value === 'string' && resolved.problems.length === 0 ? resolved.value : null;
}

function notesOn(resources: readonly Resource[], scope: TemplateScope): CheckNote[] {
  const conditional = resources.filter(({ isConditional }) => isConditional).map(({ id }) => id);
  const defaults = [...scope.defaultsTaken].sort();
  return [
    ...(conditional.length === 0
      ? []
      : [{ code: 'conditional-resource', message: `taken as if their conditions held: ${conditional.join(', ')}` }]),
    ...(defaults.length === 0
      ? []
      : [
          {
            code: 'parameter-default',
            message: `the default was taken for ${defaults.map((name) => `parameter ${name}`).join(', ')}`,
          },
        ]),
  ];
}

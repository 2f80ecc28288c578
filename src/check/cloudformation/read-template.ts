import { isJsonObject, type JsonObject, type JsonValue } from '../../json.ts';
import { partitionOfRegion } from '../../partition.ts';
import { reportFormatOf } from '../../profile/configuration.ts';
import { readDestinationArn } from '../bucket-arn.ts';
import {
  type CodeBucket,
  type CodeKey,
  type CodePlace,
  type CodePolicy,
  type DeliveryCode,
  lineOf,
  mergeCode,
} from '../code.ts';
import type { CheckNote } from '../contract.ts';
import type { ConfigurationInput, PolicyInput } from '../inputs.ts';
import type { NamedText } from '../read-json.ts';
import { acceptPolicy } from '../read-policy.ts';
import { parseTemplate } from './parse-template.ts';
import { defaultOf, settingsOf } from './read-settings.ts';
import { conditionHolds, resolveValue, type StackExport, type TemplateScope } from './resolve.ts';
import { type Resource, resourcesOf, switchIn, textIn } from './resource.ts';

/** What templates themselves cannot know. */
export interface StackOptions {
  readonly parameters: ReadonlyMap<string, string>;
  readonly region: string | null;
  readonly account: string | null;
}

/** A template, with what is known of the stack that is made from it. */
export interface NamedTemplate extends NamedText {
  readonly stackName?: string;
  readonly region?: string;
  readonly account?: string;
}

/**
 * What CloudFormation templates say of deliveries, read together: a stack may import what another one exports.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-s3-bucketpolicy.html
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-properties-s3-bucket-inventoryconfiguration.html
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-kms-key.html
 *
 * @throws ForensicsError `unreadable-input`
 */
export function readCloudFormationTemplates(files: readonly NamedTemplate[], options: StackOptions): DeliveryCode {
  const stacks: Stack[] = [];
  // The names of exports are made from parameters, never from what is imported.
  let exported: ReadonlyMap<string, StackExport> = new Map();
  for (const file of files) stacks.push({ file, scope: scopeOf(file, options, () => exported, stacks) });
  exported = new Map(stacks.flatMap(({ scope }) => exportsOf(scope)));
  return mergeCode(stacks.map(readStack));
}

interface Stack {
  readonly file: NamedTemplate;
  readonly scope: TemplateScope;
}

function scopeOf(
  file: NamedTemplate,
  options: StackOptions,
  exports: TemplateScope['exports'],
  before: readonly Stack[],
): TemplateScope {
  const template = parseTemplate(file);
  const region = options.region ?? file.region ?? null;
  return {
    template,
    given: options.parameters,
    region,
    account: options.account ?? file.account ?? null,
    partition: region === null ? 'aws' : partitionOfRegion(region),
    stackName: file.stackName ?? null,
    standIns: standInsOf(template, before),
    exports,
    defaultsTaken: new Set(),
  };
}

/** Logical ids are unique in one template only. */
function standInsOf(template: JsonObject, before: readonly Stack[]): ReadonlyMap<string, string> {
  const taken = new Set(before.flatMap(({ scope }) => [...scope.standIns.values()]));
  return new Map(
    resourcesOf(template)
      .filter(({ type, properties }) => type === 'AWS::S3::Bucket' && properties['BucketName'] === undefined)
      .map(({ id }) => [id, taken.has(id) ? `${id}-${before.length + 1}` : id]),
  );
}

function exportsOf(scope: TemplateScope): [string, StackExport][] {
  const outputs = scope.template['Outputs'];
  return Object.values(isJsonObject(outputs) ? outputs : {}).flatMap((output): [string, StackExport][] => {
    const name =
      isJsonObject(output) && isJsonObject(output['Export']) ? textIn(output['Export']['Name'], scope) : null;
    return name === null || !isJsonObject(output) ? [] : [[name, { value: output['Value'], scope }]];
  });
}

function readStack(stack: Stack): DeliveryCode {
  const { file, scope } = stack;
  const resources = resourcesOf(scope.template).filter(({ condition }) => isMade(condition, scope));
  const ofType = (type: string): readonly Resource[] => resources.filter((resource) => resource.type === type);
  const [buckets, policies, keys] = [
    ofType('AWS::S3::Bucket'),
    ofType('AWS::S3::BucketPolicy'),
    ofType('AWS::KMS::Key'),
  ];
  return {
    name: file.name,
    buckets: buckets.flatMap((bucket) => bucketOf(bucket, stack)),
    policies: policies.map((resource) => bucketPolicyOf(resource, stack)),
    keys: keys.map((resource) => keyOf(resource, stack)),
    configurations: buckets.flatMap((bucket) => configurationsOf(bucket, stack)),
    defaults: new Map(buckets.flatMap((bucket) => defaultOf(bucket, scope))),
    settings: buckets.flatMap((bucket) => settingsOf(bucket, scope)),
    warnings: notesOn([...policies, ...keys, ...buckets], scope),
  };
}

/** A resource whose condition does not hold is not made; where that is not known, it is taken for made. */
function isMade(condition: string | null, scope: TemplateScope): boolean {
  return condition === null || conditionHolds(condition, scope) !== false;
}

function placeOf(id: string, { name, text }: NamedTemplate): CodePlace {
  return { file: name, address: id, line: lineOf(text, id) };
}

function bucketOf({ id }: Resource, { file, scope }: Stack): CodeBucket[] {
  const name = textIn({ Ref: id }, scope);
  if (name === null) return [];
  return [
    {
      ...placeOf(id, file),
      name,
      region: scope.region,
      account: scope.account,
      stack: file.name,
      isUnnamed: scope.standIns.get(id) === name,
      otherPolicy: 'none',
    },
  ];
}

function bucketPolicyOf({ id, properties }: Resource, stack: Stack): CodePolicy {
  return {
    ...placeOf(id, stack.file),
    bucket: textIn(properties['Bucket'], stack.scope),
    policy: policyIn(properties['PolicyDocument'], 'bucket', id, stack),
  };
}

function keyOf({ id, properties }: Resource, stack: Stack): CodeKey {
  const { given, region } = stack.scope;
  return {
    ...placeOf(id, stack.file),
    region,
    keyId: given.get(id) ?? given.get(`${id}.Arn`) ?? null,
    policy: policyIn(properties['KeyPolicy'], 'key', id, stack),
  };
}

/** Values that stay open are told for each statement, so that the others still count. */
function policyIn(
  value: JsonValue | undefined,
  kind: 'bucket' | 'key',
  id: string,
  { file, scope }: Stack,
): PolicyInput {
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
  const source = `${file.name}: ${id}`;
  return acceptPolicy({ state: 'document', document, source, unresolved, writer: 'cloudformation' }, kind);
}

function configurationsOf({ id, properties }: Resource, { file, scope }: Stack): ConfigurationInput[] {
  const list = properties['InventoryConfigurations'];
  const sourceBucket = textIn({ Ref: id }, scope);
  return (Array.isArray(list) ? list : []).filter(isJsonObject).map((configuration, index) => {
    const destination = isJsonObject(configuration['Destination']) ? configuration['Destination'] : {};
    const arn = textIn(destination['BucketArn'], scope);
    return {
      source: `${id}.InventoryConfigurations[${index}]`,
      place: { ...placeOf(id, file), address: `${id}.InventoryConfigurations[${index}]` },
      id: textIn(configuration['Id'], scope),
      isEnabled: switchIn(configuration['Enabled'], scope),
      sourceBucket,
      destination: arn === null ? null : readDestinationArn(arn),
      destinationAccount: textIn(destination['BucketAccountId'], scope),
      destinationPrefix: destination['Prefix'] === undefined ? '' : textIn(destination['Prefix'], scope),
      // The template has no place for an encryption of the reports.
      encryption: destination['Encryption'] === undefined ? { type: 'none' } : null,
      takesEncryption: false,
      keyProblem: null,
      format: reportFormatOf(textIn(destination['Format'], scope)),
      document: null,
    };
  });
}

function notesOn(resources: readonly Resource[], scope: TemplateScope): CheckNote[] {
  const conditional = resources
    .filter(({ condition }) => condition !== null && conditionHolds(condition, scope) === null)
    .map(({ id }) => id);
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

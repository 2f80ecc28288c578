import { isJsonObject, type JsonValue } from '../../json.ts';
import { regionOfKey } from '../../policy/document/key-name.ts';
import { type DeliveryEncryption, reportFormatOf } from '../../profile/configuration.ts';
import { readDestinationArn } from '../bucket-arn.ts';
import type { CodeBucket, CodeKey, CodePlace, CodePolicy, DeliveryCode } from '../code.ts';
import type { CheckNote } from '../contract.ts';
import type { ConfigurationInput, PolicyInput } from '../inputs.ts';
import { keyProblemOf } from '../read-configuration.ts';
import { CODE_BOUNDS, type NamedText, readJson, unreadable } from '../read-json.ts';
import { acceptPolicy, parsePolicyText, policyDocument } from '../read-policy.ts';
import { bucketNameOf, followReference, nameOfBucket } from './follow-reference.ts';
import {
  MAKE_PLAN,
  memberOf,
  type PlanModule,
  type PlanResource,
  readPlanModules,
  resourcesOf,
  textOf,
} from './plan.ts';
import { defaultsOf, settingsOf } from './read-settings.ts';
import { regionOf } from './region-of.ts';

/**
 * What a Terraform plan (or state) as `terraform show -json` prints it says of a delivery: bucket policies, keys and
 * inventory configurations as they will be, and those that the plan takes away.
 * https://developer.hashicorp.com/terraform/internals/json-format
 *
 * @throws ForensicsError `unreadable-input`
 */
export function readTerraformPlan(file: NamedText): DeliveryCode {
  if (isHcl(file.text)) {
    throw unreadable(file.name, 'this is the code of Terraform (HCL), and not a plan', MAKE_PLAN);
  }
  const document = readJson(file, CODE_BOUNDS);
  const root = readPlanModules(document, file.name);
  const removed = removedResources(document, file.name);
  const configurations = resourcesOf(root, ['aws_s3_bucket_inventory']).map(configurationOf);
  const policies = policiesOf(root);
  // What is deleted under one address and stays under another has only moved.
  const gonePolicies = removedPolicies(removed).filter(
    (gone) => !policies.some(({ bucket }) => bucket === gone.bucket),
  );
  const goneConfigurations = removedConfigurations(removed).filter(
    (gone) => !configurations.some(({ id, sourceBucket }) => id === gone.id && sourceBucket === gone.sourceBucket),
  );
  return {
    name: file.name,
    buckets: resourcesOf(root, ['aws_s3_bucket']).map(bucketOf),
    policies: [...policies, ...gonePolicies],
    keys: keysOf(root),
    configurations: [...configurations, ...goneConfigurations],
    defaults: defaultsOf(root),
    settings: settingsOf(root),
    warnings: openNotes(configurations),
  };
}

/** A policy that Terraform does not write may have been written by something else, while the bucket is there already. */
function bucketOf(resource: PlanResource): CodeBucket {
  const { address, values, module } = resource;
  const isNew = module.plan.created.has(address) || values['policy'] === '';
  return {
    ...placeOf(resource),
    name: nameOfBucket(resource),
    region: regionOf(resource),
    account: null,
    stack: null,
    isUnnamed: textOf(values['bucket']) === null,
    otherPolicy: isNew ? 'none' : 'unknown',
  };
}

/** Plans are written on one line. */
function placeOf({ address, module: { plan } }: PlanResource): CodePlace {
  return { file: plan.file, address, line: 1 };
}

/** A block of the language, on a line of its own. */
function isHcl(text: string): boolean {
  return HCL_BLOCK.test(text.slice(0, 100_000));
}

const HCL_BLOCK =
  /^\s*(?:terraform|locals|(?:provider|module|variable|output|data|resource)\s+"[^"]*"(?:\s+"[^"]*")?)\s*\{/m;

function policiesOf(root: PlanModule): CodePolicy[] {
  const own = resourcesOf(root, ['aws_s3_bucket_policy']).map((resource) => ({
    ...placeOf(resource),
    bucket: bucketNameOf(resource.values['bucket'], resource, ['bucket']),
    policy: policyIn(resource, 'bucket'),
  }));
  // The attribute of old providers, where it is written in the code.
  const inline = resourcesOf(root, ['aws_s3_bucket'])
    .filter(({ values }) => textOf(values['policy']) !== null)
    .map((resource) => ({
      ...placeOf(resource),
      bucket: textOf(resource.values['bucket']),
      policy: policyIn(resource, 'bucket'),
    }));
  return [...own, ...inline.filter(({ bucket }) => bucket !== null && !own.some((policy) => policy.bucket === bucket))];
}

function keysOf(root: PlanModule): CodeKey[] {
  const keys = resourcesOf(root, ['aws_kms_key', 'aws_kms_replica_key']).map((resource) => ({
    ...placeOf(resource),
    region: regionOfKey(textOf(resource.values['arn']) ?? '') ?? regionOf(resource),
    keyId: textOf(resource.values['arn']) ?? textOf(resource.values['key_id']),
    policy: policyIn(resource, 'key'),
  }));
  const policies = resourcesOf(root, ['aws_kms_key_policy']).map((resource) => {
    const key = followReference(resource, ['key_id'], 'aws_kms_key');
    const made = keys.find(({ address }) => address === key?.address);
    return {
      ...placeOf(key ?? resource),
      region: made?.region ?? regionOf(resource),
      keyId: textOf(resource.values['key_id']) ?? made?.keyId ?? null,
      policy: policyIn(resource, 'key'),
    };
  });
  const replaced = new Set(policies.map(({ address }) => address));
  return [...keys.filter(({ address }) => !replaced.has(address)), ...policies];
}

function policyIn({ address, values, module: { plan } }: PlanResource, kind: 'bucket' | 'key'): PolicyInput {
  const text = textOf(values['policy']);
  if (text === null) return { state: 'unknown', reason: `the policy in ${address} is known only after apply` };
  const source = `${plan.file}: ${address}`;
  const document = parsePolicyText(text, source);
  return acceptPolicy(policyDocument(document, source, 'terraform'), kind);
}

function configurationOf(resource: PlanResource): ConfigurationInput {
  const { values, address } = resource;
  const destination = memberOf(memberOf(values, 'destination'), 'bucket');
  const arn = textOf(memberOf(destination, 'bucket_arn'));
  const referred = followReference(resource, ['destination', 'bucket', 'bucket_arn'], 'aws_s3_bucket');
  const bucket = referred === null ? null : { bucket: nameOfBucket(referred), partition: null, problem: null };
  const { encryption, isNamed } = encryptionIn(destination, resource);
  return {
    source: address,
    place: placeOf(resource),
    id: textOf(values['name']),
    isEnabled: typeof values['enabled'] === 'boolean' ? values['enabled'] : null,
    sourceBucket: bucketNameOf(values['bucket'], resource, ['bucket']),
    destination: arn === null ? bucket : readDestinationArn(arn),
    destinationAccount: textOf(memberOf(destination, 'account_id')),
    destinationPrefix: textOf(memberOf(destination, 'prefix')) ?? '',
    format: reportFormatOf(textOf(memberOf(destination, 'format'))),
    encryption,
    takesEncryption: true,
    keyProblem: isNamed ? keyProblemOf(encryption) : null,
    document: null,
  };
}

/** A key that does not exist yet is called by its address. */
function encryptionIn(
  destination: JsonValue | undefined,
  resource: PlanResource,
): { readonly encryption: DeliveryEncryption; readonly isNamed: boolean } {
  const encryption = memberOf(destination, 'encryption');
  const kms = memberOf(encryption, 'sse_kms');
  if (isFilled(kms)) {
    const path = ['destination', 'bucket', 'encryption', 'sse_kms', 'key_id'];
    const referred = followReference(resource, path, 'aws_kms_key')?.address;
    const named = textOf(memberOf(kms, 'key_id'));
    const keyId = named ?? referred ?? `the key in ${resource.address}`;
    return { encryption: { type: 'SSE-KMS', keyId }, isNamed: named !== null };
  }
  return {
    encryption: isFilled(memberOf(encryption, 'sse_s3')) ? { type: 'SSE-S3' } : { type: 'none' },
    isNamed: false,
  };
}

function isFilled(block: JsonValue | undefined): boolean {
  return Array.isArray(block) ? block.length > 0 : isJsonObject(block);
}

/** What the plan deletes and does not make again, with the values it had. */
interface Removed {
  readonly type: JsonValue | undefined;
  readonly place: CodePlace;
  readonly before: JsonValue | undefined;
}

function removedResources(document: JsonValue, file: string): Removed[] {
  const changes = memberOf(document, 'resource_changes');
  return (Array.isArray(changes) ? changes : []).filter(isJsonObject).flatMap(({ address, type, change }) => {
    const actions = memberOf(change, 'actions');
    const isRemoved = Array.isArray(actions) && actions.length === 1 && actions[0] === 'delete';
    const place = { file, address: textOf(address) ?? String(type), line: 1 };
    return isRemoved ? [{ type, place, before: memberOf(change, 'before') }] : [];
  });
}

function removedPolicies(removed: readonly Removed[]): CodePolicy[] {
  return removed
    .filter(({ type }) => type === 'aws_s3_bucket_policy')
    .map(({ place, before }) => ({
      ...place,
      bucket: textOf(memberOf(before, 'bucket')),
      policy: { state: 'none', reason: `the plan deletes the bucket policy (${place.address})` },
    }));
}

/** A configuration that is taken away delivers no more than one that is disabled. */
function removedConfigurations(removed: readonly Removed[]): ConfigurationInput[] {
  return removed
    .filter(({ type }) => type === 'aws_s3_bucket_inventory')
    .map(({ place, before }) => {
      const destination = memberOf(memberOf(before, 'destination'), 'bucket');
      const arn = textOf(memberOf(destination, 'bucket_arn'));
      return {
        source: `${place.address}, which the plan deletes`,
        place,
        id: textOf(memberOf(before, 'name')),
        isEnabled: false,
        sourceBucket: textOf(memberOf(before, 'bucket')),
        destination: arn === null ? null : readDestinationArn(arn),
        destinationAccount: null,
        destinationPrefix: textOf(memberOf(destination, 'prefix')) ?? '',
        format: null,
        encryption: null,
        takesEncryption: true,
        keyProblem: null,
        document: null,
      };
    });
}

function openNotes(configurations: readonly ConfigurationInput[]): CheckNote[] {
  return configurations
    .filter(({ sourceBucket, destination }) => sourceBucket === null || destination === null)
    .map(({ source }) => ({
      code: 'known-after-apply',
      message: `a bucket of ${source} is known only after apply; name it with --source-bucket or --destination-bucket`,
    }));
}

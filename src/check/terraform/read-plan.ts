import { isJsonObject, type JsonObject, type JsonValue } from '../../json.ts';
import type { DeliveryEncryption } from '../../profile/configuration.ts';
import type { CodeKey, CodePolicy, DeliveryCode } from '../code.ts';
import type { CheckNote } from '../contract.ts';
import type { ConfigurationInput, PolicyInput } from '../inputs.ts';
import { CODE_BOUNDS, type NamedText, readJson } from '../read-json.ts';
import { acceptPolicy, parsePolicyText } from '../read-policy.ts';
import { bucketNameOf, followReference } from './follow-reference.ts';
import { memberOf, type PlanModule, type PlanResource, readPlanModules, resourcesOf, textOf } from './plan.ts';
import { defaultKeysOf, settingsOf } from './read-settings.ts';

/**
 * What a Terraform plan (or state) as `terraform show -json` prints it says of a delivery: bucket policies, keys and
 * inventory configurations as they will be, and those that the plan takes away.
 * https://developer.hashicorp.com/terraform/internals/json-format
 *
 * @throws ForensicsError `unreadable-input`
 */
export function readTerraformPlan(file: NamedText): DeliveryCode {
  const document = readJson(file, CODE_BOUNDS);
  const root = readPlanModules(document, file.name);
  const removed = removedResources(document);
  const configurations = resourcesOf(root, ['aws_s3_bucket_inventory']).map(configurationOf);
  const policies = policiesOf(root, file.name);
  // What is deleted under one address and stays under another has only moved.
  const gonePolicies = removedPolicies(removed).filter(
    (gone) => !policies.some(({ bucket }) => bucket === gone.bucket),
  );
  const goneConfigurations = removedConfigurations(removed).filter(
    (gone) => !configurations.some(({ id, sourceBucket }) => id === gone.id && sourceBucket === gone.sourceBucket),
  );
  return {
    name: file.name,
    policies: [...policies, ...gonePolicies],
    keys: keysOf(root, file.name),
    configurations: [...configurations, ...goneConfigurations],
    regions: regionsOf(root),
    stackBuckets: new Set(),
    defaultKeys: defaultKeysOf(root),
    settings: settingsOf(root),
    warnings: [...openNotes(configurations)],
  };
}

function policiesOf(root: PlanModule, name: string): CodePolicy[] {
  const own = resourcesOf(root, ['aws_s3_bucket_policy']).map((resource) => ({
    address: resource.address,
    bucket: bucketNameOf(resource.values['bucket'], resource, ['bucket']),
    policy: policyIn(resource, 'bucket', name),
  }));
  // The attribute of old providers, where it is written in the code.
  const inline = resourcesOf(root, ['aws_s3_bucket'])
    .filter(({ values }) => textOf(values['policy']) !== null)
    .map((resource) => ({
      address: resource.address,
      bucket: textOf(resource.values['bucket']),
      policy: policyIn(resource, 'bucket', name),
    }));
  return [...own, ...inline.filter(({ bucket }) => bucket !== null && !own.some((policy) => policy.bucket === bucket))];
}

function keysOf(root: PlanModule, name: string): CodeKey[] {
  const keys = resourcesOf(root, ['aws_kms_key']).map((resource) => ({
    address: resource.address,
    keyId: textOf(resource.values['arn']) ?? textOf(resource.values['key_id']),
    policy: policyIn(resource, 'key', name),
  }));
  const policies = resourcesOf(root, ['aws_kms_key_policy']).map((resource) => {
    const key = followReference(resource, ['key_id'], 'aws_kms_key');
    return {
      address: key?.address ?? resource.address,
      keyId: textOf(resource.values['key_id']),
      policy: policyIn(resource, 'key', name),
    };
  });
  const replaced = new Set(policies.map(({ address }) => address));
  return [...keys.filter(({ address }) => !replaced.has(address)), ...policies];
}

function policyIn({ address, values }: PlanResource, kind: 'bucket' | 'key', name: string): PolicyInput {
  const text = textOf(values['policy']);
  if (text === null) {
    const reason = `the policy in ${address} is known only after apply`;
    return { state: 'unknown', reason };
  }
  const source = `${name}: ${address}`;
  const document = parsePolicyText(text, source);
  return acceptPolicy({ state: 'document', document, source, unresolved: new Map(), writer: 'terraform' }, kind);
}

function configurationOf(resource: PlanResource): ConfigurationInput {
  const { values, address } = resource;
  const destination = memberOf(memberOf(values, 'destination'), 'bucket');
  const arn = memberOf(destination, 'bucket_arn');
  return {
    source: address,
    id: textOf(values['name']),
    isEnabled: typeof values['enabled'] === 'boolean' ? values['enabled'] : null,
    sourceBucket: bucketNameOf(values['bucket'], resource, ['bucket']),
    destinationBucket: bucketNameOf(arn, resource, ['destination', 'bucket', 'bucket_arn']),
    destinationPrefix: textOf(memberOf(destination, 'prefix')) ?? '',
    encryption: encryptionIn(destination, resource),
    partition: /^arn:([a-z-]+):/.exec(textOf(arn) ?? '')?.[1] ?? null,
    document: null,
  };
}

/** A key that does not exist yet is called by its address. */
function encryptionIn(destination: JsonValue | undefined, resource: PlanResource): DeliveryEncryption {
  const encryption = memberOf(destination, 'encryption');
  const kms = memberOf(encryption, 'sse_kms');
  if (isFilled(kms)) {
    const path = ['destination', 'bucket', 'encryption', 'sse_kms', 'key_id'];
    const referred = followReference(resource, path, 'aws_kms_key')?.address;
    const keyId = textOf(memberOf(kms, 'key_id')) ?? referred ?? `the key in ${resource.address}`;
    return { type: 'SSE-KMS', keyId };
  }
  return isFilled(memberOf(encryption, 'sse_s3')) ? { type: 'SSE-S3' } : { type: 'none' };
}

function isFilled(block: JsonValue | undefined): boolean {
  return Array.isArray(block) ? block.length > 0 : isJsonObject(block);
}

/** What the plan deletes and does not make again, with the values it had. */
function removedResources(document: JsonValue): JsonObject[] {
  const changes = memberOf(document, 'resource_changes');
  if (!Array.isArray(changes)) return [];
  return changes.filter(isJsonObject).filter((resource) => {
    const actions = memberOf(memberOf(resource, 'change'), 'actions');
    return Array.isArray(actions) && actions.length === 1 && actions[0] === 'delete';
  });
}

function removedPolicies(removed: readonly JsonObject[]): CodePolicy[] {
  return removed
    .filter(({ type }) => type === 'aws_s3_bucket_policy')
    .map((resource) => {
      const address = textOf(resource['address']) ?? 'aws_s3_bucket_policy';
      const bucket = textOf(memberOf(memberOf(memberOf(resource, 'change'), 'before'), 'bucket'));
      return { address, bucket, policy: { state: 'none', reason: `the plan deletes the bucket policy (${address})` } };
    });
}

/** A configuration that is taken away delivers no more than one that is disabled. */
function removedConfigurations(removed: readonly JsonObject[]): ConfigurationInput[] {
  return removed
    .filter(({ type }) => type === 'aws_s3_bucket_inventory')
    .map((resource) => {
      const values = memberOf(memberOf(resource, 'change'), 'before');
      const destination = memberOf(memberOf(values, 'destination'), 'bucket');
      return {
        source: `${textOf(resource['address'])}, which the plan deletes`,
        id: textOf(memberOf(values, 'name')),
        isEnabled: false,
        sourceBucket: textOf(memberOf(values, 'bucket')),
        destinationBucket: textOf(memberOf(destination, 'bucket_arn'))?.replace(/^arn:[^:]*:s3:::/, '') ?? null,
        destinationPrefix: textOf(memberOf(destination, 'prefix')) ?? '',
        encryption: null,
        partition: null,
        document: null,
      };
    });
}

function regionsOf(root: PlanModule): ReadonlyMap<string, string> {
  return new Map(
    resourcesOf(root, ['aws_s3_bucket']).flatMap(({ values }): [string, string][] => {
      const [bucket, region] = [textOf(values['bucket']), textOf(values['region'])];
      return bucket === null || region === null ? [] : [[bucket, region]];
    }),
  );
}

function openNotes(configurations: readonly ConfigurationInput[]): CheckNote[] {
  return configurations
    .filter(({ sourceBucket, destinationBucket }) => sourceBucket === null || destinationBucket === null)
    .map(({ source }) => ({
      code: 'known-after-apply',
      message: `a bucket of ${source} is known only after apply; name it with --source-bucket or --destination-bucket`,
    }));
}

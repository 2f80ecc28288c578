import { isJsonObject, type JsonObject, type JsonValue } from '../../json.ts';
import type { DeliveryEncryption } from '../../profile/configuration.ts';
import { evaluateDelivery, evaluateKeyUse } from '../delivery/delivery.ts';
import type { DeliveryTarget } from '../delivery/delivery-target.ts';
import { parsePolicy } from '../document/parse.ts';
import type { Remedy } from './remedy-result.ts';
import type { RemedyWarning } from './remedy-warnings.ts';

/** What is known beside the bucket policy. */
export interface ConfigurationRemedyOptions {
  /** Policy of the target's key; without it, whether S3 may use the key is not checked. */
  readonly keyPolicy?: JsonValue | null;
  /** The whole inventory configuration as the AWS CLI prints it; it is given back with the encryption set. */
  readonly configuration?: JsonObject;
}

/**
 * The encryption to set on the inventory configuration so that a bucket policy which asks for encryption headers
 * lets the delivery through: S3 sends them only if the configuration says so. SSE-S3 is tried first, then SSE-KMS
 * with the target's key or with a key that the policy names.
 * https://docs.aws.amazon.com/AmazonS3/latest/API/API_InventoryEncryption.html
 *
 * @returns null when the delivery passes as it is, or no encryption lets it through. The document is the whole
 * configuration where one is given, else the `Encryption` element of its destination.
 */
export function mendConfiguration(
  policy: JsonValue | null,
  target: DeliveryTarget,
  options: ConfigurationRemedyOptions = {},
): Remedy | null {
  if (policy === null || evaluateDelivery(policy, target).state === 'allowed') return null;
  for (const { encryption, target: changed, evaluation } of letThrough(policy, target)) {
    const key = checkKey(encryption, changed, options);
    if (key === null) continue;
    const { element, name } = elementOf(encryption);
    return {
      description: `set ${name} as the encryption of the ${target.profile.words.configuration}`,
      document: withEncryption(options.configuration, element),
      diff: [`~ Encryption of the destination: ${previous(target)}+ ${name}`],
      verified: true,
      warnings: [...key, ...evaluation.warnings],
    };
  }
  return null;
}

/**
 * SSE-S3 in the place of a key that cannot be used for the reports, whatever its policy says.
 *
 * @returns null where the bucket policy does not let the delivery through with it
 */
export function withoutKey(
  policy: JsonValue,
  target: DeliveryTarget,
  options: ConfigurationRemedyOptions = {},
): Remedy | null {
  const [first] = letThrough(policy, { ...target, keyArn: null });
  if (first?.encryption.type !== 'SSE-S3') return null;
  const { element, name } = elementOf(first.encryption);
  return {
    description: `set ${name} as the encryption of the ${target.profile.words.configuration}, or name a customer managed key that ${target.profile.writer.name} may use`,
    document: withEncryption(options.configuration, element),
    diff: [`~ Encryption of the destination: ${previous(target)}+ ${name}`],
    verified: true,
    warnings: first.evaluation.warnings,
  };
}

/** The encryptions of the configuration with which a bucket policy lets the delivery through, the simplest first. */
export function encryptionsFor(policy: JsonValue | null, target: DeliveryTarget): DeliveryEncryption[] {
  return policy === null ? [] : letThrough(policy, target).map(({ encryption }) => encryption);
}

function letThrough(policy: JsonValue, target: DeliveryTarget) {
  return candidates(policy, target)
    .map((encryption) => {
      const keyArn = encryption.type === 'SSE-KMS' ? encryption.keyId : target.keyArn;
      const changed = { ...target, encryption, keyArn };
      return { encryption, target: changed, evaluation: evaluateDelivery(policy, changed) };
    })
    .filter(({ evaluation }) => evaluation.state === 'allowed');
}

function candidates(policy: JsonValue, target: DeliveryTarget): DeliveryEncryption[] {
  const parsed = parsePolicy(policy, 'bucket');
  const named = parsed.ok
    ? parsed.policy.statements
        .flatMap(({ conditions }) => conditions)
        .filter(({ lookupKey }) => lookupKey === 's3:x-amz-server-side-encryption-aws-kms-key-id')
        .flatMap(({ values }) => values)
    : [];
  const keys = [...new Set([...(target.keyArn === null ? [] : [target.keyArn]), ...named])];
  const usable = keys.filter((key) => /^arn:[^:*?$]+:kms:[^:*?$]+:\d{12}:key\/[\w-]+$/.test(key));
  return [{ type: 'SSE-S3' }, ...usable.map((keyId): DeliveryEncryption => ({ type: 'SSE-KMS', keyId }))];
}

/** Warnings on the key; null when its policy is known and does not let S3 use it. */
function checkKey(
  encryption: DeliveryEncryption,
  target: DeliveryTarget,
  options: ConfigurationRemedyOptions,
): readonly RemedyWarning[] | null {
  if (encryption.type !== 'SSE-KMS') return [];
  const { keyPolicy = null } = options;
  if (keyPolicy === null) {
    const message = `whether the policy of ${encryption.keyId} lets ${target.profile.writer.name} generate data keys was not checked: it must`;
    return [{ code: 'key-policy-not-checked', message }];
  }
  const use = evaluateKeyUse(keyPolicy, target);
  return use.state === 'allowed' ? use.warnings : null;
}

/** As the AWS CLI takes it. */
function elementOf(encryption: DeliveryEncryption): { readonly element: JsonObject; readonly name: string } {
  switch (encryption.type) {
    case 'SSE-S3':
      return { element: { SSES3: {} }, name: 'SSE-S3' };
    case 'SSE-KMS':
      return { element: { SSEKMS: { KeyId: encryption.keyId } }, name: `SSE-KMS with ${encryption.keyId}` };
    case 'none':
      return { element: {}, name: 'none' };
    default:
      return encryption satisfies never;
  }
}

function previous(target: DeliveryTarget): string {
  if (target.encryption === null) return '';
  return `- ${elementOf(target.encryption).name}, `;
}

function withEncryption(configuration: JsonObject | undefined, element: JsonObject): JsonValue {
  if (configuration === undefined) return { Encryption: element };
  const copy = structuredClone(configuration);
  const destination = copy['Destination'];
  const bucket =
    destination !== undefined && isJsonObject(destination) ? destination['S3BucketDestination'] : undefined;
  if (bucket === undefined || !isJsonObject(bucket)) return { Encryption: element };
  bucket['Encryption'] = element;
  return copy;
}

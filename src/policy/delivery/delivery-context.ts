import type { ContextRule, ToldBy } from '../../profile/profile.ts';
import { familyOf, spellKey } from '../document/condition-keys.ts';
import { type ContextEntry, type ContextGroup, overrideContext, type RequestContext } from '../document/context.ts';
import { type DeliveryTarget, destinationArn, sourceArn } from './delivery-target.ts';

/**
 * What a policy sees of a delivery: the profile's rules, filled in with what the case tells, and the keys set by
 * hand on top. A key that no rule names is unknown.
 *
 * @param key key of the object that is written; only the encryption context of KMS tells it.
 */
export function deliveryContext(rules: readonly ContextRule[], target: DeliveryTarget, key: string): RequestContext {
  const { entries, told } = compileRules(rules);
  const context: RequestContext = (lookupKey) => {
    const fixed = entries.get(lookupKey);
    if (fixed !== undefined) return fixed;
    const rule = told.get(lookupKey);
    if (rule !== undefined) return tell(rule, target, key);
    const family = familyOf(lookupKey);
    const shared = family === null ? undefined : entries.get(`${family}*`);
    const name = spellKey(lookupKey);
    return shared === undefined ? { ...UNDOCUMENTED, key: name } : { ...shared, key: name };
  };
  return overrideContext(context, target.overrides);
}

/** Nothing is known of the request. */
export const UNKNOWN_CONTEXT: RequestContext = (key) => ({ ...UNDOCUMENTED, key: spellKey(key) });

type ToldRule = ContextRule & { readonly knowledge: { readonly state: 'told'; readonly by: ToldBy } };

interface CompiledRules {
  /** By key in lower case; families under their prefix and `*`. */
  readonly entries: ReadonlyMap<string, ContextEntry>;
  readonly told: ReadonlyMap<string, ToldRule>;
}

const COMPILED = new WeakMap<readonly ContextRule[], CompiledRules>();

function compileRules(rules: readonly ContextRule[]): CompiledRules {
  const known = COMPILED.get(rules);
  if (known !== undefined) return known;
  const entries = new Map<string, ContextEntry>();
  const told = new Map<string, ToldRule>();
  for (const rule of rules) {
    const entry = fixedEntry(rule);
    if (entry !== null) entries.set(rule.key.toLowerCase(), entry);
    else if (isTold(rule)) told.set(rule.key.toLowerCase(), rule);
  }
  const compiled = { entries, told };
  COMPILED.set(rules, compiled);
  return compiled;
}

function isTold(rule: ContextRule): rule is ToldRule {
  return rule.knowledge.state === 'told';
}

function fixedEntry(rule: ContextRule): ContextEntry | null {
  const { key, basis, url, knowledge } = rule;
  switch (knowledge.state) {
    case 'present':
      return { state: 'present', key, basis, url, values: knowledge.values, contested: rule.contested ?? null };
    case 'absent':
      return { state: 'absent', key, basis, url };
    case 'unknown':
      return {
        state: 'unknown',
        key,
        basis,
        url,
        mayBeAbsent: knowledge.presence === 'maybe',
        possible: null,
        group: null,
      };
    case 'either':
      return eitherOf({ key, basis, url }, knowledge.alternatives);
    case 'told':
      return null;
    default:
      return knowledge satisfies never;
  }
}

function tell(rule: ToldRule, target: DeliveryTarget, objectKey: string): ContextEntry {
  switch (rule.knowledge.by) {
    case 'source-arn':
      return source(rule, target);
    case 'literal-source-arn':
      return literalSource(rule, target);
    case 'source-account':
      return target.sourceAccount === null ? unknownValue(rule) : present(rule, target.sourceAccount);
    case 'encryption':
      return encryption(rule, target);
    case 'encryption-key':
      return encryptionKey(rule, target);
    case 'kms-encryption':
      return isKms(target) ? encryption(rule, target) : openEncryption(rule);
    case 'kms-encryption-key':
      return isKms(target) ? encryptionKey(rule, target) : openEncryption(rule);
    case 'object-ownership':
      return acl(rule, target);
    case 'organization':
      return target.organizationId === undefined
        ? { ...unknownValue(rule), mayBeAbsent: true }
        : present(rule, target.organizationId);
    case 'encryption-context':
      return encryptionContext(rule, target, objectKey);
    case 'iso-time':
      return target.time === undefined
        ? { ...unknownValue(rule), group: { kind: 'time' } }
        : present(rule, new Date(target.time).toISOString());
    case 'epoch-time':
      return target.time === undefined
        ? { ...unknownValue(rule), group: { kind: 'time' } }
        : present(rule, String(Math.floor(target.time / 1000)));
    default:
      return rule.knowledge.by satisfies never;
  }
}

function source(rule: ToldRule, target: DeliveryTarget): ContextEntry {
  const arn = sourceArn(target);
  if (arn === null) return absent(rule);
  return arn.includes('*') ? { ...unknownValue(rule), like: arn } : present(rule, arn);
}

function literalSource(rule: ToldRule, target: DeliveryTarget): ContextEntry {
  const arn = sourceArn(target) ?? '';
  if (target.sourceAccount === null) return { ...unknownValue(rule), like: arn };
  const contested = {
    values: [`${arn.slice(0, -1)}name`],
    basis: 'the request may name the one source',
    url: rule.url,
  };
  return { state: 'present', key: rule.key, values: [arn], contested, basis: rule.basis, url: rule.url };
}

/** Whether the header is sent to a bucket whose ACLs are disabled is contested, and they are for what nobody told. */
function acl(rule: ToldRule, { objectOwnership: ownership }: DeliveryTarget): ContextEntry {
  const sent = 'bucket-owner-full-control';
  if (ownership === 'BucketOwnerPreferred' || ownership === 'ObjectWriter') return present(rule, sent);
  return eitherOf(rule, [[sent], null]);
}

function isKms({ encryption: set }: DeliveryTarget): boolean {
  return set?.type === 'SSE-KMS';
}

/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucket-key.html */
function encryptionContext(rule: ToldRule, target: DeliveryTarget, objectKey: string): ContextEntry {
  const [bucket, object] = [destinationArn(target), destinationArn(target, objectKey)];
  if (objectKey === '')
    return target.bucketKey === true ? present(rule, bucket) : { ...unknownValue(rule), like: `${bucket}*` };
  if (target.bucketKey === undefined) return { ...unknownValue(rule), possible: [[bucket], [object]] };
  return present(rule, target.bucketKey ? bucket : object);
}

function encryption(rule: ToldRule, target: DeliveryTarget): ContextEntry {
  const { encryption: set } = target;
  if (set === null) return openEncryption(rule);
  switch (set.type) {
    case 'none':
      return absent(rule);
    case 'SSE-S3':
      return present(rule, 'AES256');
    case 'SSE-KMS':
      return present(rule, 'aws:kms');
    default:
      return set satisfies never;
  }
}

/** The header carries the key as the configuration names it; only an ARN is comparable with what policies hold. */
function encryptionKey(rule: ToldRule, target: DeliveryTarget): ContextEntry {
  const { encryption: set } = target;
  if (set === null) return openEncryption(rule);
  if (set.type !== 'SSE-KMS') return absent(rule);
  return set.keyId.startsWith('arn:') ? present(rule, set.keyId) : unknownValue(rule);
}

function openEncryption(rule: ToldRule): ContextEntry {
  return { ...unknownValue(rule), mayBeAbsent: true, group: ENCRYPTION };
}

/** The two encryption headers go together: none, AES256 alone, or aws:kms with some key. */
const ENCRYPTION: ContextGroup = {
  kind: 'alternatives',
  name: 'encryption',
  alternatives: [
    new Map([
      ['s3:x-amz-server-side-encryption', null],
      ['s3:x-amz-server-side-encryption-aws-kms-key-id', null],
    ]),
    new Map([
      ['s3:x-amz-server-side-encryption', ['AES256']],
      ['s3:x-amz-server-side-encryption-aws-kms-key-id', null],
    ]),
    new Map<string, readonly string[] | 'any'>([
      ['s3:x-amz-server-side-encryption', ['aws:kms']],
      ['s3:x-amz-server-side-encryption-aws-kms-key-id', 'any'],
    ]),
  ],
};

function present(rule: ContextRule, value: string): ContextEntry {
  return { state: 'present', key: rule.key, values: [value], contested: null, basis: rule.basis, url: rule.url };
}

function absent(rule: ContextRule): ContextEntry {
  return { state: 'absent', key: rule.key, basis: rule.basis, url: rule.url };
}

function unknownValue(rule: ContextRule): ContextEntry & { readonly state: 'unknown' } {
  return {
    state: 'unknown',
    key: rule.key,
    basis: rule.basis,
    url: rule.url,
    mayBeAbsent: false,
    possible: null,
    group: null,
  };
}

/** One of several values, or absent, which null stands for. */
function eitherOf(
  { key, basis, url }: Pick<ContextRule, 'key' | 'basis' | 'url'>,
  alternatives: readonly (readonly string[] | null)[],
): ContextEntry {
  const possible = alternatives.filter((values) => values !== null);
  return { state: 'unknown', key, basis, url, mayBeAbsent: alternatives.includes(null), possible, group: null };
}

const UNDOCUMENTED = {
  state: 'unknown',
  mayBeAbsent: true,
  possible: null,
  group: null,
  basis: 'no AWS page says whether this request has it',
  url: null,
} as const;

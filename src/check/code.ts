import { isSameKey } from '../policy/document/key-name.ts';
import type { DeliveryProfile } from '../profile/profile.ts';
import type { BucketSetting } from '../profile/settings.ts';
import type { CheckNote, ReportPlace } from './contract.ts';
import type { ConfigurationInput, PolicyInput } from './inputs.ts';

/** What infrastructure code says of deliveries, in whichever language it is written: one file or several together. */
export interface DeliveryCode {
  /** Names of the files, for sentences. */
  readonly name: string;
  readonly buckets: readonly CodeBucket[];
  readonly policies: readonly CodePolicy[];
  readonly keys: readonly CodeKey[];
  readonly configurations: readonly ConfigurationInput[];
  /** Buckets that encrypt by default, by name. */
  readonly defaults: ReadonlyMap<string, DefaultEncryption>;
  readonly settings: readonly CodeSetting[];
  readonly warnings: readonly CheckNote[];
}

/** Where something stands in code; `address` is how the code calls it. */
export type CodePlace = ReportPlace & { readonly address: string };

export interface CodeBucket extends CodePlace {
  readonly name: string;
  readonly region: string | null;
  /** The account that it is made in; null where the code does not say it. */
  readonly account: string | null;
  /** The stack that makes it, which is in one Region and one account; null where there are no stacks. */
  readonly stack: string | null;
  /** The code makes the name up: `name` is how the code calls the bucket. */
  readonly isUnnamed: boolean;
  /** `none`: without a policy in the code it has none. `unknown`: it may have one that the code does not hold. */
  readonly otherPolicy: 'none' | 'unknown';
}

/** How a bucket encrypts what asks for no encryption of its own. */
export interface DefaultEncryption {
  /** The key as a configuration would name it, or its address; `AWS managed` for that of AWS, null for none. */
  readonly key: { readonly id: string } | 'AWS managed' | null;
  /** Whether it uses an S3 Bucket Key; null where the code leaves it open. */
  readonly bucketKey: boolean | null;
}

/** A setting of a bucket that people suspect when a delivery fails. */
export interface CodeSetting {
  readonly address: string;
  readonly bucket: string | null;
  readonly setting: BucketSetting;
}

export interface CodePolicy extends CodePlace {
  /** null when the code leaves it open. */
  readonly bucket: string | null;
  readonly policy: PolicyInput;
}

export interface CodeKey extends CodePlace {
  /** Key id or ARN; null until it exists. */
  readonly keyId: string | null;
  /** null when the code does not say it. */
  readonly region: string | null;
  readonly policy: PolicyInput;
}

/** Code of several files, read as one. */
export function mergeCode(codes: readonly DeliveryCode[]): DeliveryCode {
  return {
    name: codes.map(({ name }) => name).join(' and '),
    buckets: codes.flatMap(({ buckets }) => buckets),
    policies: codes.flatMap(({ policies }) => policies),
    keys: codes.flatMap(({ keys }) => keys),
    configurations: codes.flatMap(({ configurations }) => configurations),
    defaults: new Map(codes.flatMap(({ defaults }) => [...defaults])),
    settings: codes.flatMap(({ settings }) => settings),
    warnings: codes.flatMap(({ warnings }) => warnings),
  };
}

/** A policy that is judged, with where it stands. */
export interface Chosen {
  readonly policy: PolicyInput;
  readonly place: ReportPlace | null;
  readonly warnings: readonly CheckNote[];
}

/** The bucket policy of the destination. */
export function chooseBucketPolicy(code: DeliveryCode, destination: string): Chosen {
  const bucket = code.buckets.find(({ name }) => name === destination) ?? null;
  const exact = code.policies.filter((policy) => policy.bucket === destination);
  const candidates = exact.length > 0 ? exact : code.policies.filter((policy) => policy.bucket === null);
  const [first] = candidates;
  if (first === undefined) return { ...withoutPolicy(code, destination, bucket), place: bucket, warnings: [] };
  const names = candidates.map(({ address }) => address).join(', ');
  if (exact.length > 1) return { policy: { state: 'several', policies: exact }, place: first, warnings: [] };
  if (candidates.length > 1) {
    const reason = `which of ${names} is the policy of ${destination} is known only after apply: give it with --policy`;
    return { policy: { state: 'unknown', reason }, place: first, warnings: [] };
  }
  const message = `the bucket of ${first.address} is not known yet: it is taken for the policy of ${destination}`;
  const warnings = exact.length > 0 ? [] : [{ code: 'policy-of-unknown-bucket', message }];
  return { policy: first.policy, place: first, warnings };
}

function withoutPolicy(code: DeliveryCode, destination: string, bucket: CodeBucket | null): Pick<Chosen, 'policy'> {
  if (bucket?.otherPolicy === 'none') {
    const reason = `${code.name} makes the destination bucket (${bucket.address}) and no policy for it, so nothing lets the delivery in`;
    return { policy: { state: 'none', reason } };
  }
  const said =
    bucket === null
      ? `${code.name} does not make the destination bucket ${destination}`
      : `${code.name} holds no policy of the destination bucket (${bucket.address}), which is there already`;
  return {
    policy: { state: 'unknown', reason: `${said}: give its policy with --policy, or --no-policy if it has none` },
  };
}

/** The policy of the key that encrypts the reports; null when the code has none that could be it. */
export function chooseKeyPolicy(code: DeliveryCode, keyId: string | null): Chosen | null {
  if (keyId === null) return null;
  const exact = code.keys.filter((key) => (key.keyId !== null && isSameKey(key.keyId, keyId)) || key.address === keyId);
  const candidates = exact.length > 0 ? exact : code.keys.filter((key) => key.keyId === null);
  const [first] = candidates;
  if (first === undefined) return null;
  if (candidates.length > 1 && exact.length === 0) {
    const reason = `which of ${candidates.map(({ address }) => address).join(', ')} is the key of the reports is not known yet`;
    return { policy: { state: 'unknown', reason }, place: first, warnings: [] };
  }
  // A policy resource of its own outranks what the key was made with.
  const told = candidates.at(-1) ?? first;
  const message = `the ARN of ${told.address} is not known yet: it is taken for the key of the reports`;
  const warnings = exact.length > 0 ? [] : [{ code: 'policy-of-unknown-key', message }];
  return { policy: told.policy, place: told, warnings };
}

/** The Region of a key that the code makes. */
export function keyRegionIn(code: DeliveryCode, keyId: string): string | null {
  return code.keys.find((key) => key.address === keyId || key.keyId === keyId)?.region ?? null;
}

/** What the settings of the destination do to a delivery, as far as AWS documents it. */
export function settingNotes(code: DeliveryCode, destination: string, { settings }: DeliveryProfile): CheckNote[] {
  return code.settings
    .filter(({ bucket }) => bucket === destination)
    .map(({ address, setting }) => {
      const { effect, reason, url } = settings[setting];
      return { code: `${effect}-setting`, message: `${address} is not judged: ${reason} (${url})` };
    });
}

/** Buckets that have no name before they are made. */
export function unnamedNotes(code: DeliveryCode, names: readonly string[]): CheckNote[] {
  return code.buckets
    .filter(({ name, isUnnamed }) => isUnnamed && names.includes(name))
    .map(({ name }) => ({
      code: 'name-made-up',
      message: `the name of ${name} is made up when it is deployed: ${name} stands for it, in policies too`,
    }));
}

/** The line on which a member of JSON or YAML of this name begins; 1 where there is none. */
export function lineOf(text: string, name: string): number {
  const escaped = name.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  const at = text.search(new RegExp(`(?:^|[{,\\s])"?${escaped}"?\\s*:`));
  if (at < 0) return 1;
  return text.slice(0, text.indexOf(name, at)).split('\n').length;
}

import { ForensicsError } from '../errors.ts';
import type { DeliveryProfile } from '../profile/profile.ts';
import type { BucketSetting } from '../profile/settings.ts';
import type { CheckNote } from './contract.ts';
import type { ConfigurationInput, PolicyInput } from './inputs.ts';

/** What infrastructure code says of a delivery, in whichever language it is written. */
export interface DeliveryCode {
  /** Name of the file. */
  readonly name: string;
  readonly policies: readonly CodePolicy[];
  readonly keys: readonly CodeKey[];
  readonly configurations: readonly ConfigurationInput[];
  /** Regions of buckets by name, where the code says them. */
  readonly regions: ReadonlyMap<string, string>;
  /** Buckets of one stack, which is in one Region. */
  readonly stackBuckets: ReadonlySet<string>;
  /** Buckets that encrypt by default with a KMS key. */
  readonly defaultKeys: ReadonlyMap<string, DefaultKey>;
  readonly settings: readonly CodeSetting[];
  readonly warnings: readonly CheckNote[];
}

/** The key as a configuration would name it, or its address; null for the key that AWS manages. */
export interface DefaultKey {
  readonly keyId: string | null;
}

/** A setting of a bucket that people suspect when a delivery fails. */
export interface CodeSetting {
  readonly address: string;
  readonly bucket: string | null;
  readonly setting: BucketSetting;
}

export interface CodePolicy {
  /** How the code calls the resource. */
  readonly address: string;
  /** null when the code leaves it open. */
  readonly bucket: string | null;
  readonly policy: PolicyInput;
}

export interface CodeKey {
  readonly address: string;
  /** Key id or ARN; null until it exists. */
  readonly keyId: string | null;
  readonly policy: PolicyInput;
}

export interface Chosen {
  readonly policy: PolicyInput;
  readonly warnings: readonly CheckNote[];
}

/**
 * The bucket policy of the destination.
 *
 * @throws ForensicsError `usage` when there is none, or when several may be meant
 */
export function chooseBucketPolicy(code: DeliveryCode, destination: string): Chosen {
  const exact = code.policies.filter(({ bucket }) => bucket === destination);
  const candidates = exact.length > 0 ? exact : code.policies.filter(({ bucket }) => bucket === null);
  const [first] = candidates;
  if (first === undefined) {
    const others = code.policies.map(({ address, bucket }) => `${address} (${bucket})`).join(', ');
    const said = others === '' ? 'no bucket policy at all' : `policies of other buckets only: ${others}`;
    throw new ForensicsError('usage', `${code.name} has no policy of bucket ${destination}, but ${said}`, {
      hint: 'give the policy with --policy, or --no-policy if the bucket has none',
    });
  }
  if (candidates.length > 1) {
    const names = candidates.map(({ address }) => address).join(', ');
    throw new ForensicsError('usage', `${code.name}: several policies may be that of bucket ${destination}: ${names}`, {
      hint: 'give the one that is meant with --policy',
    });
  }
  const message = `the bucket of ${first.address} is not known yet: it is taken for the policy of ${destination}`;
  return { policy: first.policy, warnings: exact.length > 0 ? [] : [{ code: 'policy-of-unknown-bucket', message }] };
}

/** The policy of the key that encrypts the reports; null when the code has none that could be it. */
export function chooseKeyPolicy(code: DeliveryCode, keyId: string | null): Chosen | null {
  const exact = code.keys.filter((key) => keyId !== null && (isSameKey(key.keyId, keyId) || key.address === keyId));
  if (keyId === null) return null;
  const candidates = exact.length > 0 ? exact : code.keys.filter((key) => key.keyId === null);
  const [first] = candidates;
  if (first === undefined) return null;
  if (candidates.length > 1 && exact.length === 0) {
    const reason = `which of ${candidates.map(({ address }) => address).join(', ')} is the key of the reports is not known yet`;
    return { policy: { state: 'unknown', reason }, warnings: [] };
  }
  // A policy resource of its own outranks what the key was made with.
  const told = candidates.at(-1) ?? first;
  const message = `the ARN of ${told.address} is not known yet: it is taken for the key of the reports`;
  return { policy: told.policy, warnings: exact.length > 0 ? [] : [{ code: 'policy-of-unknown-key', message }] };
}

function isSameKey(left: string | null, right: string): boolean {
  return left !== null && bareKeyId(left) === bareKeyId(right);
}

function bareKeyId(key: string): string {
  return key.slice(key.lastIndexOf('/') + 1);
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

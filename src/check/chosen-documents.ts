import { sayNoPolicy } from '../policy/delivery/delivery.ts';
import type { DeliveryEncryption } from '../profile/configuration.ts';
import type { PolicyProfile } from '../profile/profile.ts';
import { type Chosen, chooseBucketPolicy, chooseKeyPolicy, type DefaultEncryption } from './code.ts';
import type { CheckNote } from './contract.ts';
import type { CheckInputs, DescribedKey, PolicyInput } from './inputs.ts';
import { readPolicyDocument } from './read-policy.ts';
import type { CheckSources } from './sources.ts';

/** The policy of a destination: the document that was given, else that of the code. */
export function bucketPolicy(
  profile: PolicyProfile,
  { policy: file, noPolicy, code }: CheckSources,
  given: PolicyInput | null,
  destination: string,
): Chosen | { readonly policy: PolicyInput; readonly place: CheckInputs['places']['policy']; readonly warnings: [] } {
  if (given !== null && file !== null) {
    return { policy: given, place: { file: file.name, address: null, line: 1 }, warnings: [] };
  }
  if (noPolicy || code === null) {
    return { policy: { state: 'none', reason: sayNoPolicy(profile) }, place: null, warnings: [] };
  }
  return chooseBucketPolicy(code, destination);
}

/** The policy of the key in use; null where no input has one. */
export function keyPolicy(
  { keyPolicy: file, code }: CheckSources,
  keyId: string | null,
): ReturnType<typeof bucketPolicy> | null {
  if (file !== null) {
    const place = { file: file.name, address: null, line: 1 };
    return { policy: readPolicyDocument(file, 'key'), place, warnings: [] };
  }
  return code === null ? null : chooseKeyPolicy(code, keyId);
}

/** Reports that ask for no encryption of their own get that of the bucket. */
export function isLeftToDestination(encryption: DeliveryEncryption | null): boolean {
  return encryption === null || encryption.type === 'none';
}

/** The key with which the destination encrypts what asks for nothing else; null where none is known. */
export function defaultKeyOf(byDefault: DefaultEncryption | null, described: DescribedKey | null): string | null {
  const inCode = byDefault?.key ?? null;
  if (inCode === 'AWS managed') return null;
  return inCode?.id ?? (described?.isAwsManaged === true ? null : (described?.id ?? null));
}

/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/configure-inventory.html */
export function managedKey(
  encryption: DeliveryEncryption | null,
  byDefault: DefaultEncryption | null,
  described: DescribedKey | null,
): CheckNote[] {
  const isManaged = byDefault === null ? described?.isAwsManaged === true : byDefault.key === 'AWS managed';
  if (!isManaged || !isLeftToDestination(encryption)) return [];
  const message =
    'the destination encrypts by default with the key that AWS manages, so that reports may arrive which other accounts cannot read';
  return [{ code: 'default-aws-managed-key', message }];
}

/** As `--encryption` tells it. */
export function encryptionOf(told: string | undefined): DeliveryEncryption | null {
  if (told === undefined) return null;
  return told === 'none' || told === 'SSE-S3' ? { type: told } : { type: 'SSE-KMS', keyId: told };
}

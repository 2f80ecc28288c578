import { sayNoPolicy } from '../policy/delivery/delivery.ts';
import { regionOfKey } from '../policy/document/key-name.ts';
import type { DeliveryEncryption } from '../profile/configuration.ts';
import type { PolicyProfile } from '../profile/profile.ts';
import {
  type Chosen,
  chooseBucketPolicy,
  chooseKeyPolicy,
  type DefaultEncryption,
  keyRegionIn,
  unnamedNotes,
} from './code.ts';
import { type CheckNote, wholeDocument } from './contract.ts';
import type { CheckInputs, ConfigurationInput, DescribedKey, PolicyInput } from './inputs.ts';
import { readPolicyDocument } from './read-policy.ts';
import type { CheckSources } from './sources.ts';

/** Which delivery is put together, and what its own documents say of it. */
interface Asked extends Pick<CheckInputs, 'profile' | 'sourceBucket' | 'destinationBucket'> {
  /** As flags or documents name it, not yet code. */
  readonly sourceAccount: string | null;
  readonly sourceRegion: string | null;
  readonly configuration: ConfigurationInput | null;
  /** The bucket policy that is given by itself. */
  readonly policy: PolicyInput | null;
  /** The key in use as AWS has it. */
  readonly key: DescribedKey | null;
}

/** The inputs that are put together alike for every delivery: flags win over documents, a document by itself over code. */
export function commonInputs(
  sources: CheckSources,
  asked: Asked,
): Omit<CheckInputs, 'name' | 'sibling' | 'destinationProblem' | 'partition' | 'configuration'> {
  const { case: told, code } = sources;
  const { profile, sourceBucket, destinationBucket, configuration, key: described } = asked;
  const [source, destination] = [sourceBucket, destinationBucket].map((name) =>
    code?.buckets.find((bucket) => bucket.name === name),
  );
  const encryption = encryptionOf(told.encryption) ?? configuration?.encryption ?? null;
  const bucket = bucketPolicy(profile, sources, asked.policy, destinationBucket);
  const byDefault = code?.defaults.get(destinationBucket) ?? null;
  const defaultKey = isLeftToDestination(encryption) ? defaultKeyOf(byDefault, described) : null;
  const used = keyInUse({ encryption, defaultKey });
  const key = keyPolicy(sources, used);
  return {
    profile,
    sourceBucket,
    sourceAccount: asked.sourceAccount ?? source?.account ?? null,
    destinationBucket,
    destinationAccount: told.destinationAccount ?? destination?.account ?? null,
    destinationPrefix: told.destinationPrefix ?? configuration?.destinationPrefix ?? null,
    configurationId: told.configurationId ?? configuration?.id ?? null,
    format: configuration?.format ?? null,
    encryption,
    sourceRegion: asked.sourceRegion ?? source?.region ?? null,
    destinationRegion: sources.destinationRegion ?? destination?.region ?? null,
    isOneStack: source?.stack != null && source.stack === destination?.stack,
    places: { policy: bucket.place, key: key?.place ?? null, configuration: configuration?.place ?? null },
    otherKeys: code?.keys ?? [],
    policy: bucket.policy,
    keyPolicy: key?.policy ?? null,
    defaultKey,
    keyRegion: used === null ? null : (regionOfKey(used) ?? (code && keyRegionIn(code, used))),
    describedKey: described,
    bucketKey: byDefault?.bucketKey ?? null,
    time: told.now ?? sources.clock,
    resourceControlPolicies: sources.resourceControlPolicies.map((file) => readPolicyDocument(file, 'rcp')),
    mustBeKnown: [],
    overrides: sources.overrides,
    assumptions: code === null ? [] : unnamedNotes(code, [sourceBucket, destinationBucket]),
    warnings: [
      ...(code?.warnings ?? []),
      ...bucket.warnings,
      ...(key?.warnings ?? []),
      ...managedKey(encryption, byDefault, described),
    ],
  };
}

/** The policy of a destination: the document that was given, else that of the code. */
function bucketPolicy(
  profile: PolicyProfile,
  { policy: file, noPolicy, code }: CheckSources,
  given: PolicyInput | null,
  destination: string,
): Chosen {
  if (given !== null && file !== null) return { policy: given, place: wholeDocument(file.name), warnings: [] };
  if (noPolicy || code === null) {
    return { policy: { state: 'none', reason: sayNoPolicy(profile) }, place: null, warnings: [] };
  }
  return chooseBucketPolicy(code, destination);
}

/** The policy of the key in use; null where no input has one. */
function keyPolicy({ keyPolicy: file, code }: CheckSources, keyId: string | null): Chosen | null {
  if (file === null) return code === null ? null : chooseKeyPolicy(code, keyId);
  return { policy: readPolicyDocument(file, 'key'), place: wholeDocument(file.name), warnings: [] };
}

/** The key that encrypts the reports; null for none that is known. */
export function keyInUse({ encryption, defaultKey }: Pick<CheckInputs, 'encryption' | 'defaultKey'>): string | null {
  if (encryption?.type === 'SSE-KMS') return encryption.keyId;
  return isLeftToDestination(encryption) ? defaultKey : null;
}

/** Reports that ask for no encryption of their own get that of the bucket. */
export function isLeftToDestination(encryption: DeliveryEncryption | null): boolean {
  return encryption === null || encryption.type === 'none';
}

/** The key with which the destination encrypts what asks for nothing else; null where none is known. */
function defaultKeyOf(byDefault: DefaultEncryption | null, described: DescribedKey | null): string | null {
  const inCode = byDefault?.key ?? null;
  if (inCode === 'AWS managed') return null;
  return inCode?.id ?? (described?.isAwsManaged === true ? null : (described?.id ?? null));
}

/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/configure-inventory.html */
function managedKey(
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
function encryptionOf(told: string | undefined): DeliveryEncryption | null {
  if (told === undefined) return null;
  return told === 'none' || told === 'SSE-S3' ? { type: told } : { type: 'SSE-KMS', keyId: told };
}

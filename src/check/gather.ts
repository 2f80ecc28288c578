import type { CaseOptions } from '../case/case.ts';
import { ForensicsError } from '../errors.ts';
import { sayNoPolicy } from '../policy/delivery/delivery.ts';
import type { ContextOverrides } from '../policy/document/context.ts';
import type { DeliveryEncryption } from '../profile/configuration.ts';
import type { DeliveryProfile } from '../profile/profile.ts';
import { chooseBucketPolicy, chooseKeyPolicy, type DefaultKey, type DeliveryCode, settingNotes } from './code.ts';
import type { CheckNote } from './contract.ts';
import type { CheckInputs, ConfigurationInput, ConfigurationState, PolicyInput } from './inputs.ts';
import { chooseConfiguration, readConfigurationDocument } from './read-configuration.ts';
import type { NamedText } from './read-json.ts';
import { readPolicyDocument } from './read-policy.ts';

/** The inputs of a check as they were given. */
export interface CheckSources {
  readonly profile: DeliveryProfile;
  /** Flags, then `case.json`. */
  readonly case: CaseOptions;
  readonly sourceRegion: string | null;
  readonly destinationRegion: string | null;
  readonly overrides: ContextOverrides;
  readonly policy: NamedText | null;
  /** The destination has no bucket policy. */
  readonly noPolicy: boolean;
  readonly keyPolicy: NamedText | null;
  readonly configuration: NamedText | null;
  readonly resourceControlPolicies: readonly NamedText[];
  /** The key in use as AWS has it, `Enabled` or another state; null when it was not asked for, or none is. */
  readonly key: { readonly id: string; readonly state: string | null } | null;
  /** A plan or a template, read. */
  readonly code: DeliveryCode | null;
}

/**
 * Reads the documents and puts together what they and the flags say. Flags win over documents, a document by itself
 * over code.
 *
 * @throws ForensicsError `unreadable-input` naming the place; `usage` for what is missing or may be meant twice
 */
export function gatherInputs(sources: CheckSources): CheckInputs {
  const { profile, case: told, code } = sources;
  const state = configurationState(sources);
  const configuration = state.state === 'given' ? state.configuration : null;
  const sourceBucket = told.sourceBucket ?? configuration?.sourceBucket ?? null;
  const destinationBucket = told.destinationBucket ?? configuration?.destinationBucket ?? null;
  if (sourceBucket === null || destinationBucket === null || !hasPolicy(sources)) {
    throw missing(sourceBucket, destinationBucket, hasPolicy(sources));
  }
  const isOneStack = [sourceBucket, destinationBucket].every((name) => code?.stackBuckets.has(name) === true);
  const encryption = encryptionOf(told.encryption) ?? configuration?.encryption ?? null;
  const bucket = bucketPolicy(sources, destinationBucket);
  const byDefault = code?.defaultKeys.get(destinationBucket) ?? null;
  const defaultKey = isLeftToDestination(encryption) ? (byDefault?.keyId ?? sources.key?.id ?? null) : null;
  const key = keyPolicy(sources, encryption?.type === 'SSE-KMS' ? encryption.keyId : defaultKey);
  return {
    profile,
    sourceBucket,
    // A stack is in one account.
    sourceAccount: told.sourceAccount ?? (isOneStack ? told.destinationAccount : undefined) ?? null,
    destinationBucket,
    destinationPrefix: told.destinationPrefix ?? configuration?.destinationPrefix ?? null,
    configurationId: told.configurationId ?? configuration?.id ?? null,
    encryption,
    partition: configuration?.partition ?? null,
    sourceRegion: sources.sourceRegion ?? code?.regions.get(sourceBucket) ?? null,
    destinationRegion: sources.destinationRegion ?? code?.regions.get(destinationBucket) ?? null,
    isOneStack,
    policy: bucket.policy,
    keyPolicy: key?.policy ?? null,
    defaultKey,
    keyState: sources.key?.state ?? null,
    resourceControlPolicies: sources.resourceControlPolicies.map((file) => readPolicyDocument(file, 'rcp')),
    configuration: state,
    overrides: sources.overrides,
    assumptions: code === null ? [] : settingNotes(code, destinationBucket, profile),
    warnings: [
      ...(code?.warnings ?? []),
      ...bucket.warnings,
      ...(key?.warnings ?? []),
      ...elsewhere(configuration, destinationBucket),
      ...managedKey(encryption, byDefault),
    ],
  };
}

function configurationState({ profile, case: told, configuration: file, code }: CheckSources): ConfigurationState {
  const wanted = {
    configurationId: told.configurationId ?? null,
    sourceBucket: told.sourceBucket ?? null,
    destinationBucket: told.destinationBucket ?? null,
  };
  if (file !== null) return readConfigurationDocument(file, wanted, profile);
  const chosen = code === null ? null : chooseConfiguration(code.configurations, wanted, code.name, profile);
  // What code does not hold may be made elsewhere.
  return chosen === null ? { state: 'not-given' } : { state: 'given', configuration: chosen };
}

function hasPolicy({ policy, noPolicy, code }: CheckSources): boolean {
  return policy !== null || noPolicy || code !== null;
}

interface Told {
  readonly policy: PolicyInput;
  readonly warnings: readonly CheckNote[];
}

function bucketPolicy({ profile, policy, noPolicy, code }: CheckSources, destination: string): Told {
  if (policy !== null) return { policy: readPolicyDocument(policy, 'bucket'), warnings: [] };
  if (noPolicy || code === null) {
    return { policy: { state: 'none', reason: sayNoPolicy(profile) }, warnings: [] };
  }
  return chooseBucketPolicy(code, destination);
}

function keyPolicy({ keyPolicy: file, code }: CheckSources, keyId: string | null): Told | null {
  if (file !== null) return { policy: readPolicyDocument(file, 'key'), warnings: [] };
  return code === null ? null : chooseKeyPolicy(code, keyId);
}

/** Reports that ask for no encryption of their own get that of the bucket. */
function isLeftToDestination(encryption: DeliveryEncryption | null): boolean {
  return encryption === null || encryption.type === 'none';
}

/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/configure-inventory.html */
function managedKey(encryption: DeliveryEncryption | null, byDefault: DefaultKey | null): CheckNote[] {
  if (byDefault === null || byDefault.keyId !== null || !isLeftToDestination(encryption)) return [];
  const message =
    'the destination encrypts by default with the key that AWS manages, so that reports may arrive which other accounts cannot read';
  return [{ code: 'default-aws-managed-key', message }];
}

function encryptionOf(told: string | undefined): DeliveryEncryption | null {
  if (told === undefined) return null;
  return told === 'none' || told === 'SSE-S3' ? { type: told } : { type: 'SSE-KMS', keyId: told };
}

function elsewhere(configuration: ConfigurationInput | null, destination: string): CheckNote[] {
  const bucket = configuration?.destinationBucket ?? null;
  if (bucket === null || bucket === destination) return [];
  const message = `the configuration delivers to ${bucket}, not to ${destination}, which is judged`;
  return [{ code: 'configuration-elsewhere', message }];
}

function missing(source: string | null, destination: string | null, hasPolicy: boolean): ForensicsError {
  const wanted = [
    ...(hasPolicy ? [] : ['the destination policy (--policy FILE, --no-policy, --terraform-plan or --cloudformation)']),
    ...(source === null ? ['the source bucket (--source-bucket)'] : []),
    ...(destination === null ? ['the destination bucket (--destination-bucket, or --configuration FILE)'] : []),
  ];
  return new ForensicsError('usage', `check: missing ${wanted.join(', and ')}`);
}

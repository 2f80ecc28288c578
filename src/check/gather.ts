import { ForensicsError } from '../errors.ts';
import { regionOfKey } from '../policy/document/key-name.ts';
import {
  bucketPolicy,
  defaultKeyOf,
  encryptionOf,
  isLeftToDestination,
  keyPolicy,
  managedKey,
} from './chosen-documents.ts';
import { keyRegionIn, settingNotes, unnamedNotes } from './code.ts';
import type { CheckInputs, ConfigurationInput, ConfigurationState, PolicyInput } from './inputs.ts';
import { type NamedParties, namedParties } from './named-parties.ts';
import { chooseConfigurations, readConfigurationDocument } from './read-configuration.ts';
import { readPolicyDocument } from './read-policy.ts';
import type { CheckSources } from './sources.ts';

/**
 * Reads the documents and puts together what they and the flags say: one delivery for each configuration that is asked
 * about and, where no input names the source, for each that the policy names. Flags win over documents, a document by
 * itself over code.
 *
 * @returns never empty
 * @throws ForensicsError `unreadable-input` naming the place; `usage` for what is missing or may be meant twice
 */
export function gatherInputs(sources: CheckSources): readonly CheckInputs[] {
  const policy = sources.policy === null ? null : readPolicyDocument(sources.policy, 'bucket');
  const all = configurationStates(sources).flatMap((state) => {
    const configuration = state.state === 'given' ? state.configuration : null;
    return namedParties(sources, configuration, policy).map((parties) => inputsOf(sources, state, policy, parties));
  });
  refuseOneForSeveral(sources, all);
  return all;
}

/** The same where the bucket policy may not be known: then what it says is left open, with the reason. */
export function gatherAsKnown(sources: CheckSources, reason: string): readonly CheckInputs[] {
  if (sources.policy !== null || sources.noPolicy) return gatherInputs(sources);
  const policy: PolicyInput = { state: 'unknown', reason };
  return gatherInputs({ ...sources, noPolicy: true }).map((inputs) => ({ ...inputs, policy }));
}

/** A policy by itself is that of one bucket or one key; judged for another it would tell nothing. */
function refuseOneForSeveral({ policy, noPolicy, keyPolicy: key }: CheckSources, all: readonly CheckInputs[]): void {
  const buckets = [...new Set(all.map(({ destinationBucket }) => destinationBucket))];
  if ((policy !== null || noPolicy) && buckets.length > 1) {
    throw new ForensicsError(
      'usage',
      `the policy is that of one bucket, and the configurations deliver to ${buckets.join(', ')}`,
      { hint: 'choose one with --destination-bucket or --configuration-id' },
    );
  }
  const named = all.map(({ encryption, defaultKey }) =>
    encryption?.type === 'SSE-KMS' ? encryption.keyId : defaultKey,
  );
  const keys = [...new Set(named.filter((name) => name !== null))];
  if (key !== null && keys.length > 1) {
    throw new ForensicsError(
      'usage',
      `${key.name} is the policy of one key, and the configurations name ${keys.join(', ')}`,
      {
        hint: 'choose one with --configuration-id',
      },
    );
  }
}

function inputsOf(
  sources: CheckSources,
  state: ConfigurationState,
  policyGiven: PolicyInput | null,
  parties: NamedParties,
): CheckInputs {
  const { profile, case: told, code } = sources;
  const configuration = state.state === 'given' ? state.configuration : null;
  const { sourceBucket, destinationBucket } = parties;
  const [source, destination] = [sourceBucket, destinationBucket].map((name) =>
    code?.buckets.find((bucket) => bucket.name === name),
  );
  const isOneStack = source?.stack != null && source.stack === destination?.stack;
  const encryption = encryptionOf(told.encryption) ?? configuration?.encryption ?? null;
  const bucket = bucketPolicy(profile, sources, policyGiven, destinationBucket);
  const byDefault = code?.defaults.get(destinationBucket) ?? null;
  const defaultKey = isLeftToDestination(encryption) ? defaultKeyOf(byDefault, sources.key) : null;
  const keyInUse = encryption?.type === 'SSE-KMS' ? encryption.keyId : defaultKey;
  const key = keyPolicy(sources, keyInUse);
  const destinationAccount = told.destinationAccount ?? destination?.account ?? null;
  const destinationProblem = (): string | null => {
    if (sources.destinationIsGone) return `there is no bucket ${destinationBucket} now`;
    return told.destinationBucket === undefined ? (configuration?.destination?.problem ?? null) : null;
  };
  return {
    name: sources.name,
    profile,
    sibling: null,
    sourceBucket,
    // A stack is in one account.
    sourceAccount: parties.sourceAccount ?? source?.account ?? (isOneStack ? destinationAccount : null),
    destinationBucket,
    destinationProblem: destinationProblem(),
    destinationAccount,
    destinationPrefix: told.destinationPrefix ?? configuration?.destinationPrefix ?? null,
    configurationId: told.configurationId ?? configuration?.id ?? null,
    format: configuration?.format ?? null,
    encryption,
    partition: configuration?.destination?.partition ?? null,
    sourceRegion: sources.sourceRegion ?? source?.region ?? null,
    destinationRegion: sources.destinationRegion ?? destination?.region ?? null,
    isOneStack,
    places: {
      policy: bucket.place,
      key: key?.place ?? null,
      configuration: configuration?.place ?? null,
    },
    otherKeys: code?.keys ?? [],
    policy: bucket.policy,
    keyPolicy: key?.policy ?? null,
    defaultKey,
    keyRegion: keyInUse === null ? null : (regionOfKey(keyInUse) ?? (code && keyRegionIn(code, keyInUse))),
    describedKey: sources.key,
    bucketKey: byDefault?.bucketKey ?? null,
    time: told.now ?? sources.clock,
    resourceControlPolicies: sources.resourceControlPolicies.map((file) => readPolicyDocument(file, 'rcp')),
    configuration: state,
    mustBeKnown: [],
    overrides: sources.overrides,
    assumptions: [
      ...parties.assumptions,
      ...(code === null ? [] : unnamedNotes(code, [sourceBucket, destinationBucket])),
      ...(code === null ? [] : settingNotes(code, destinationBucket, profile)),
    ],
    warnings: [
      ...(code?.warnings ?? []),
      ...bucket.warnings,
      ...(key?.warnings ?? []),
      ...managedKey(encryption, byDefault, sources.key),
    ],
  };
}

function configurationStates({
  profile,
  case: told,
  configuration: file,
  code,
}: CheckSources): readonly ConfigurationState[] {
  const wanted = {
    configurationId: told.configurationId ?? null,
    sourceBucket: told.sourceBucket ?? null,
    destinationBucket: told.destinationBucket ?? null,
  };
  if (file !== null) return readConfigurationDocument(file, wanted, profile);
  const chosen = code === null ? [] : chooseConfigurations(code.configurations, wanted);
  // What code does not hold may be made elsewhere.
  if (chosen.length === 0) return [{ state: 'not-given' }];
  return chosen.map((configuration: ConfigurationInput) => ({ state: 'given', configuration }));
}

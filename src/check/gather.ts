import { ForensicsError } from '../errors.ts';
import { settingNotes } from './code.ts';
import { commonInputs, keyInUse } from './common-inputs.ts';
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
  const keys = [...new Set(all.map(keyInUse).filter((name) => name !== null))];
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
  const { sourceBucket, sourceAccount, destinationBucket } = parties;
  const common = commonInputs(sources, {
    profile,
    sourceBucket,
    sourceAccount,
    sourceRegion: sources.sourceRegion,
    destinationBucket,
    configuration,
    policy: policyGiven,
    key: sources.key,
  });
  const destinationProblem = (): string | null => {
    if (sources.destinationIsGone) return `there is no bucket ${destinationBucket} now`;
    return told.destinationBucket === undefined ? (configuration?.destination?.problem ?? null) : null;
  };
  return {
    ...common,
    name: sources.name,
    sibling: null,
    // A stack is in one account.
    sourceAccount: common.sourceAccount ?? (common.isOneStack ? common.destinationAccount : null),
    destinationProblem: destinationProblem(),
    partition: configuration?.destination?.partition ?? null,
    configuration: state,
    assumptions: [
      ...parties.assumptions,
      ...common.assumptions,
      ...(code === null ? [] : settingNotes(code, destinationBucket, profile)),
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

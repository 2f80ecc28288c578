import type { CaseOptions } from '../../case/case.ts';
import { ForensicsError } from '../../errors.ts';
import type { JsonValue } from '../../json.ts';
import { namedDeliveries } from '../../policy/delivery/named-deliveries.ts';
import { gatherAsKnown } from '../gather.ts';
import { bucketsIn } from '../gather-siblings.ts';
import type { CheckInputs } from '../inputs.ts';
import { readPolicyDocument } from '../read-policy.ts';
import type { CheckSources } from '../sources.ts';
import type { ChangeEvent } from './change-event.ts';

/** The deliveries that events are judged for, as they were before the events. */
export interface EventDeliveries {
  readonly inputs: readonly CheckInputs[];
  /** Somebody said which deliveries are meant: what touches none of them is of no concern. */
  readonly areTold: boolean;
  /** Something was given of the state before the events. */
  readonly isBeforeGiven: boolean;
}

/**
 * Those of the cases; without a case, those that the policy given, the policies in the events and the configurations in
 * them speak of.
 *
 * @param sources documents of the state before the events
 * @throws ForensicsError as `gatherAsKnown`; `usage` for one policy and cases with several destinations
 */
export function eventDeliveries(
  sources: CheckSources,
  cases: readonly CaseOptions[],
  events: readonly ChangeEvent[],
): EventDeliveries {
  const { policy, noPolicy, keyPolicy, configuration } = sources;
  const isBeforeGiven = noPolicy || [policy, keyPolicy, configuration].some((file) => file !== null);
  if (cases.length > 0) return { inputs: ofCases(sources, cases), areTold: true, isBeforeGiven };
  const told = speaksOfSources(sources) || configuration !== null ? gatherAsKnown(sources, NOT_GIVEN) : [];
  return {
    inputs: events.reduce((all, event) => withThoseOf(event, all, sources), told),
    areTold: told.length > 0,
    isBeforeGiven,
  };
}

function ofCases(sources: CheckSources, cases: readonly CaseOptions[]): readonly CheckInputs[] {
  const inputs = cases.flatMap((told) => gatherAsKnown({ ...sources, case: told }, NOT_GIVEN));
  const buckets = [...new Set(inputs.map(({ destinationBucket }) => destinationBucket))];
  if ((sources.policy !== null || sources.noPolicy) && buckets.length > 1) {
    throw new ForensicsError(
      'usage',
      `the policy is that of one bucket, and the cases deliver to ${buckets.join(', ')}`,
      {
        hint: 'check the cases of each bucket by themselves, each with its policy',
      },
    );
  }
  return inputs;
}

/** With the deliveries that only the event tells of. */
function withThoseOf(
  { action, errorCode }: ChangeEvent,
  all: readonly CheckInputs[],
  sources: CheckSources,
): readonly CheckInputs[] {
  if (errorCode !== null) return all;
  if (action.kind === 'put-bucket-policy' && action.policy.state === 'known') {
    return [...all, ...ofPolicy(action.policy.value, action.bucket, all, sources)];
  }
  if (action.kind !== 'put-inventory-configuration' || action.configuration.state !== 'known') return all;
  const { destinationBucket, destinationPrefix } = action.configuration.value;
  const told = { sourceBucket: action.bucket, destinationBucket, destinationPrefix };
  const isKnown = all.some((one) => one.sourceBucket === action.bucket && one.destinationBucket === destinationBucket);
  if (isKnown || action.id === null) return all;
  const before = { ...sources, ...policyOf(destinationBucket, sources), configuration: null };
  return [...all, ...gatherAsKnown({ ...before, case: { ...told, configurationId: action.id } }, NOT_GIVEN)];
}

function ofPolicy(
  document: JsonValue,
  destinationBucket: string,
  all: readonly CheckInputs[],
  sources: CheckSources,
): readonly CheckInputs[] {
  const spoken = namedDeliveries(sources.profile, document).filter(({ buckets }) =>
    buckets.includes(destinationBucket),
  );
  const named = [...new Set(spoken.flatMap(({ sourceBuckets }) => sourceBuckets))];
  const isKnown = (source: string): boolean =>
    all.some((one) => one.sourceBucket === source && one.destinationBucket === destinationBucket);
  return named
    .filter((source) => !isKnown(source))
    .flatMap((sourceBucket) => {
      const theirs = spoken.filter(({ sourceBuckets }) => sourceBuckets.includes(sourceBucket));
      const [sourceAccount, ...others] = new Set(theirs.flatMap(({ sourceAccounts }) => sourceAccounts));
      const account = sourceAccount === undefined || others.length > 0 ? {} : { sourceAccount };
      const before = { ...sources, ...policyOf(destinationBucket, sources), configuration: null };
      return gatherAsKnown({ ...before, case: { sourceBucket, destinationBucket, ...account } }, NOT_GIVEN);
    });
}

/** The policy given, where it is that of the bucket. */
function policyOf(bucket: string, { policy, noPolicy }: CheckSources): Pick<CheckSources, 'policy' | 'noPolicy'> {
  const isOf = policy !== null && bucketsIn(readPolicyDocument(policy, 'bucket')).includes(bucket);
  return { policy: isOf ? policy : null, noPolicy };
}

function speaksOfSources({ policy, profile }: CheckSources): boolean {
  if (policy === null) return false;
  const { document } = readPolicyDocument(policy, 'bucket');
  return namedDeliveries(profile, document).some(({ sourceBuckets }) => sourceBuckets.length > 0);
}

const NOT_GIVEN = 'the bucket policy before the events was not given (--policy)';

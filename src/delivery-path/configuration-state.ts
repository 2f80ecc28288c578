import type { Case } from '../case/case.ts';
import type { Instant } from '../instant.ts';
import type { JsonObject } from '../json.ts';
import type { DeliveryEncryption, ReportFormat } from '../profile/configuration.ts';
import type { Call } from '../sightings/call.ts';

/**
 * The inventory configuration over a stretch of time, as far as it is known. A null member is not
 * known; what is known for sure carries its basis.
 */
export interface ConfigurationState {
  readonly exists: boolean | null;
  readonly isEnabled: boolean | null;
  readonly destinationBucket: string | null;
  readonly destinationPrefix: string | null;
  readonly frequency: 'Daily' | 'Weekly' | null;
  readonly encryption: DeliveryEncryption | null;
  readonly format: ReportFormat | null;
  /** The encryption is that of the document or the case, which describe `now`: no event says it of this moment. */
  readonly encryptionIsInferred: boolean;
  /** The whole configuration as the AWS CLI takes it; null where something of it is not known. */
  readonly document: JsonObject | null;
  readonly basis: 'event' | 'document' | 'deliveries';
}

/** A state and the moment from which it holds; the first holds from the beginning (`from` null). */
export interface ConfigurationStep {
  readonly from: Instant | null;
  readonly state: ConfigurationState;
  readonly call: Call | null;
  /** What the call tells by itself, where copies of it contradict each other and `state` is therefore not settled. */
  readonly told: ConfigurationState | null;
}

export interface ConfigurationHistory {
  /** In order of time, never empty. */
  readonly steps: readonly ConfigurationStep[];
  /** The call that created the configuration, when that is in evidence. */
  readonly creation: Call | null;
  /** The document given for `now`, where it differs from what the last event left. */
  readonly unseenState: ConfigurationState | null;
}

/** Deleted or disabled: nothing is made. What is not known counts as running. */
export function isStopped({ exists, isEnabled }: Pick<ConfigurationState, 'exists' | 'isEnabled'>): boolean {
  return exists === false || isEnabled === false;
}

/** The step in force at a moment. */
export function configurationAt(history: ConfigurationHistory, time: Instant): ConfigurationStep {
  const step = history.steps.findLast(({ from }) => from === null || from <= time);
  if (step === undefined) throw new RangeError('a configuration history has a first step');
  return step;
}

/** The frequency in force, looking back over steps that do not say (a deleted configuration has none). */
export function frequencyAt(steps: ConfigurationHistory['steps'], index: number): 'Daily' | 'Weekly' | null {
  for (let step = index; step >= 0; step -= 1) {
    const frequency = steps[step]?.state.frequency ?? null;
    if (frequency !== null) return frequency;
  }
  return null;
}

/**
 * When a daily configuration became the weekly one that it is at a step; null when it was weekly from the start. A
 * change in between whose content is not known may have been the one.
 */
export function weeklySince(steps: ConfigurationHistory['steps'], index: number): Instant | null {
  for (let step = index; step > 0; step -= 1) {
    if (steps[step]?.state.frequency !== 'Weekly' || frequencyAt(steps, step - 1) !== 'Daily') continue;
    let first = step;
    while (first > 1 && steps[first - 1]?.state.frequency === null && steps[first - 1]?.state.exists === true)
      first -= 1;
    return steps[first]?.from ?? null;
  }
  return null;
}

/** Calls on this configuration, and the removal of the source bucket that takes it along. */
export function isConfigurationChange(call: Call, subject: Pick<Case, 'sourceBucket' | 'configurationId'>): boolean {
  const { action } = call;
  switch (action.kind) {
    case 'put-inventory-configuration':
    case 'delete-inventory-configuration':
      return action.bucket === subject.sourceBucket && (action.id === null || action.id === subject.configurationId);
    case 'delete-bucket':
      return action.bucket === subject.sourceBucket;
    default:
      return false;
  }
}

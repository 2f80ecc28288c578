import type { Case } from '../case/case.ts';
import { HOUR, type Instant, startOfUtcDay } from '../instant.ts';
import type { DeliveryConfiguration, DeliveryEncryption } from '../profile/configuration.ts';
import { isWeeklyDay } from '../profile/schedule.ts';
import { recordedValue } from '../records/recorded.ts';
import { type Call, isDisputed } from '../sightings/call.ts';
import {
  type ConfigurationHistory,
  type ConfigurationState,
  type ConfigurationStep,
  isConfigurationChange,
} from './configuration-state.ts';
import type { Delivery, DeniedAttempt } from './delivery.ts';

/** The configuration as it is at `now`: a document, the answer that there is none, or nothing. */
export type CurrentConfiguration = DeliveryConfiguration | 'absent' | null;

/**
 * How the configuration came to be what it is: events give earlier values, the case and the document
 * the state at `now`; before the first event, destination and cadence are read from the deliveries.
 *
 * A Put is the creation only when no delivery, refused delivery, removal or earlier state precedes it, a listing shows
 * that nothing was delivered which a lifecycle rule or a delete could have removed, and the source's trail covers the
 * days before it in which a first delivery may be under way: else it may have rewritten a configuration that was there.
 */
export function configurationHistory(
  subject: Case,
  document: CurrentConfiguration,
  calls: readonly Call[],
  deliveries: readonly Delivery[],
  denied: readonly DeniedAttempt[],
  shows: AbsenceEvidence,
): ConfigurationHistory {
  const { firstWithinHours } = subject.profile.schedule;
  const changes = calls.filter((call) => call.succeeded && isConfigurationChange(call, subject));
  const first = changes[0];
  const current = currentState(subject, document);
  if (first === undefined) {
    if (deliveries.length === 0)
      return { steps: [{ from: null, state: current, call: null, told: null }], creation: null, unseenState: null };
    // A document that says "disabled" cannot have held while reports arrived: something unseen came between.
    const isEnabled = current.isEnabled === false ? null : current.isEnabled;
    const state = { ...current, ...readFromDeliveries(subject, deliveries), exists: true, isEnabled };
    const unseenState = current.isEnabled === false || differs(state, current) ? current : null;
    return { steps: [{ from: null, state, call: null, told: null }], creation: null, unseenState };
  }
  const before = deliveries.filter((delivery) => delivery.runTime < first.time);
  const existed = before.length > 0 || denied.some(({ time }) => time < first.time);
  const creation =
    first.action.kind === 'put-inventory-configuration' &&
    !isDisputed(first) &&
    !existed &&
    shows.nothingArrived() &&
    shows.everyChange(first.time - firstWithinHours * HOUR, first.time)
      ? first
      : null;
  const initial: ConfigurationState =
    before.length > 0
      ? {
          ...UNKNOWN,
          ...inferred(first, current),
          ...readFromDeliveries({ ...subject, frequency: null }, arrivedBefore(before, first.time)),
          exists: true,
        }
      : creation === null
        ? { ...UNKNOWN, ...inferred(first, current), exists: existed ? true : null }
        : { ...UNKNOWN, exists: false };
  const steps: ConfigurationStep[] = [{ from: null, state: initial, call: null, told: null }];
  for (const [index, call] of changes.entries()) {
    const isLast = index === changes.length - 1;
    // Whatever the last call wrote, a configuration that is not there now was deleted behind it.
    const told = stateAfter(call, isLast && document !== 'absent' ? current : null);
    const before = steps[index]?.state ?? initial;
    steps.push(
      isDisputed(call)
        ? { from: call.time, state: disputedState(before, isLast && document !== null ? current : null), call, told }
        : { from: call.time, state: told, call, told: null },
    );
  }
  const last = steps[steps.length - 1]?.state ?? initial;
  return { steps, creation, unseenState: document !== null && differs(last, current) ? current : null };
}

/**
 * The same history with the encryption before the first event unknown: reports arrived which the inferred one would
 * not have let through.
 */
export function withoutInference(history: ConfigurationHistory): ConfigurationHistory {
  const [first, ...rest] = history.steps;
  if (first === undefined) return history;
  const state = { ...first.state, encryption: null, encryptionIsInferred: false };
  return { ...history, steps: [{ ...first, state }, ...rest] };
}

/** What tells that a configuration was not there before the first call on it. */
export interface AbsenceEvidence {
  /** A listing shows that nothing arrived, and nothing can have been removed. */
  nothingArrived(): boolean;
  /** The source's trail would show every change between two moments. */
  everyChange(from: Instant, to: Instant): boolean;
}

/** A run that was on its way when the configuration was first seen to change may have gone where that sent it. */
function arrivedBefore(deliveries: readonly Delivery[], time: Instant): readonly Delivery[] {
  const settled = deliveries.filter(({ deliveredAt }) => deliveredAt !== null && deliveredAt < time);
  return settled.length > 0 ? settled : deliveries;
}

/** Most calls write a configuration again as it was: the first says more of the time before it than `now` does. */
function inferred(
  call: Call,
  current: ConfigurationState,
): Pick<ConfigurationState, 'encryption' | 'format' | 'encryptionIsInferred'> {
  const { action } = call;
  const isTold = action.kind === 'put-inventory-configuration' && !isDisputed(call);
  const told = isTold ? recordedValue(action.configuration) : null;
  return {
    encryption: told?.encryption ?? current.encryption,
    format: told?.format ?? current.format,
    encryptionIsInferred: true,
  };
}

const UNKNOWN: ConfigurationState = {
  exists: null,
  isEnabled: null,
  destinationBucket: null,
  destinationPrefix: null,
  frequency: null,
  encryption: null,
  format: null,
  encryptionIsInferred: false,
  document: null,
  basis: 'event',
};

function stateAfter(call: Call, current: ConfigurationState | null): ConfigurationState {
  const { action } = call;
  if (action.kind !== 'put-inventory-configuration') return { ...UNKNOWN, exists: false, isEnabled: false };
  if (action.configuration.state === 'known')
    return { ...fromConfiguration(action.configuration.value), basis: 'event' };
  if (current !== null) return { ...current, exists: true };
  return { ...UNKNOWN, exists: true };
}

/** After a call of which copies contradict each other: whether reports are made is not known, nor that they go elsewhere. */
function disputedState(before: ConfigurationState, document: ConfigurationState | null): ConfigurationState {
  return document ?? { ...before, exists: null, isEnabled: null, encryptionIsInferred: true, basis: 'event' };
}

function fromConfiguration(configuration: DeliveryConfiguration): Omit<ConfigurationState, 'basis'> {
  return {
    exists: true,
    isEnabled: configuration.isEnabled,
    destinationBucket: configuration.destinationBucket,
    destinationPrefix: configuration.destinationPrefix,
    frequency: configuration.frequency,
    encryption: configuration.encryption,
    format: configuration.format,
    encryptionIsInferred: false,
    document: configuration.document,
  };
}

/** The state at `now`: the document where there is one, else what the case says of it. */
function currentState(subject: Case, document: CurrentConfiguration): ConfigurationState {
  if (document !== null && document !== 'absent')
    return { ...fromConfiguration(document), encryptionIsInferred: true, basis: 'document' };
  return {
    exists: document === 'absent' ? false : null,
    isEnabled: document === 'absent' ? false : null,
    destinationBucket: subject.destinationBucket,
    destinationPrefix: subject.destinationPrefix,
    frequency: subject.frequency,
    encryption: encryptionOfCase(subject.encryption),
    format: null,
    encryptionIsInferred: true,
    document: null,
    basis: 'document',
  };
}

function encryptionOfCase(encryption: string | null): DeliveryEncryption | null {
  if (encryption === null) return null;
  return encryption === 'none' || encryption === 'SSE-S3'
    ? { type: encryption }
    : { type: 'SSE-KMS', keyId: encryption };
}

/**
 * Destination and cadence as the deliveries show them. The first report may come on any day, also of a
 * weekly configuration: the runs after it tell. Two weekly days alone give way to what the case says.
 */
function readFromDeliveries(
  subject: Case,
  deliveries: readonly Delivery[],
): Pick<ConfigurationState, 'destinationBucket' | 'destinationPrefix' | 'frequency' | 'basis'> {
  // Copies of the reports elsewhere do not tell where S3 writes, as long as the case's own bucket has the run: where that
  // is not known, which of them are the copies is not either.
  const newest = deliveries.filter(({ run }) => run === deliveries.at(-1)?.run);
  const isOpen = subject.destinationBucket === null && newest.length > 1;
  const last = isOpen
    ? undefined
    : (newest.find(({ bucket }) => bucket === subject.destinationBucket) ?? newest.at(-1));
  const runs = [...new Set(deliveries.map(({ runTime }) => startOfUtcDay(runTime)))];
  const later = runs.slice(1);
  const isWeekly = (run: Instant): boolean => isWeeklyDay(subject.profile.schedule, run);
  const weekly = runs.filter(isWeekly).length;
  const onWeekly = later.length > 0 && later.every(isWeekly);
  const cadence = runs.length < 3 ? null : !onWeekly ? 'Daily' : weekly < 3 ? null : 'Weekly';
  return {
    destinationBucket: last?.bucket ?? subject.destinationBucket,
    destinationPrefix: last?.prefix ?? subject.destinationPrefix,
    frequency: cadence ?? subject.frequency ?? (!onWeekly && later.length > 0 ? 'Daily' : weekly > 1 ? 'Weekly' : null),
    basis: 'deliveries',
  };
}

function differs(a: ConfigurationState, b: ConfigurationState): boolean {
  const members = ['exists', 'isEnabled', 'destinationBucket', 'destinationPrefix', 'frequency'] as const;
  return (
    members.some((member) => a[member] !== null && b[member] !== null && a[member] !== b[member]) ||
    (a.encryption !== null && b.encryption !== null && JSON.stringify(a.encryption) !== JSON.stringify(b.encryption))
  );
}

import {
  type ConfigurationHistory,
  type ConfigurationStep,
  configurationAt,
  isStopped,
} from '../delivery-path/configuration-state.ts';
import type { DeniedAttempt } from '../delivery-path/delivery.ts';
import { isSameSpot, placeOf } from '../delivery-path/place.ts';
import type { Instant } from '../instant.ts';
import { compareText } from '../order.ts';
import { firstDueBy } from '../profile/schedule.ts';
import type { ExplainInput } from './explain-input.ts';
import { explainMoment, notDue, placeFor, writeAt } from './explain-moment.ts';
import { type Denial, type Explanation, explanationName } from './explanation.ts';
import { beganAnew, type Run } from './runs.ts';
import { lookedAt } from './write-time.ts';

export interface ExplainedRun {
  readonly run: Run;
  /** At least one, distinct, in a total order. */
  readonly explanations: readonly Explanation[];
  /** The one explanation at all moments under the configuration that the run began with; null where there are several. */
  readonly asBegun: Explanation | null;
  /** Links that were denied beside what explains the run, with the changes that began it. */
  readonly beside: readonly Denial[];
}

/**
 * Why a run is missing: the set of explanations over all plausible moments of its write, each moment judged under the
 * configuration that the run may have been made with. One explanation at all moments is a definite answer.
 *
 * @param until looks at every moment up to this one as well, for a run that nothing at the usual hours explains
 */
export function explainRun(run: Run, input: ExplainInput, until: Instant | null = null): ExplainedRun {
  const found = new Map<string, Explanation>();
  const asBegun = new Set<string>();
  const beside = new Map<string, Denial>();
  const stretches = lookedAt(run.write).map(({ from, to }) => ({
    from,
    to: until === null ? to : Math.max(to, until),
  }));
  for (const { from, to } of stretches) {
    for (const moment of momentsOf(from, to, run, input)) {
      for (const [index, step] of configurationsOf(run, moment, input).entries()) {
        for (const answer of explainMoment(writeAt(run, moment, step, input), beside)) {
          keep(found, answer);
          if (index === 0) asBegun.add(explanationName(answer));
        }
      }
    }
  }
  if (run.denied.length === 0 && run.time > input.lastSeenRunning) {
    for (const answer of toldByDocument(run, input)) found.set(explanationName(answer), answer);
  }
  const anew = run.denied.length > 0 ? null : beganAnew(input.configuration, Math.max(run.time, run.write.to));
  if (
    anew !== null &&
    run.time <= firstDueBy(input.subject.profile.schedule, anew) &&
    [...found.values()].some(({ kind }) => kind !== 'not-due')
  ) {
    found.set('5 settling', { kind: 'settling' });
  }
  for (const name of found.keys()) beside.delete(name);
  const inOrder = <T>(answers: ReadonlyMap<string, T>): T[] =>
    [...answers].sort(([a], [b]) => compareText(a, b)).map(([, answer]) => answer);
  const [only] = asBegun;
  return {
    run,
    explanations: inOrder(found),
    asBegun: only === undefined || asBegun.size > 1 ? null : (found.get(only) ?? null),
    beside: inOrder(beside),
  };
}

/** Unsure at one moment is unsure. */
function keep(found: Map<string, Explanation>, answer: Explanation): void {
  const name = explanationName(answer);
  const known = found.get(name);
  if (known?.kind !== 'denied' || !known.isUnsure) found.set(name, answer);
}

/** The ends of a stretch, and every moment in it at which the configuration or the path at one of its places changes. */
function momentsOf(from: Instant, to: Instant, run: Run, input: ExplainInput): Instant[] {
  const { steps } = input.configuration;
  const moments = new Set([from, to]);
  for (const step of steps) {
    if (step.from !== null && step.from > from && step.from <= to) moments.add(step.from);
  }
  const inForce = [...moments].flatMap((moment) => configurationsOf(run, moment, input));
  for (const step of new Set(inForce)) {
    for (const { from: change } of input.path.at(placeFor(run, step, input)).between(from, to)) {
      if (change !== null) moments.add(change);
    }
  }
  return [...moments].sort((a, b) => a - b);
}

/**
 * The configuration as a run began with it, and as it was at the write: AWS does not say which of the two counts. A
 * run that was not due when it should have begun never began, whatever was written later.
 */
function configurationsOf(run: Run, moment: Instant, input: ExplainInput): ConfigurationStep[] {
  const { configuration, path, subject } = input;
  const began = configurationAt(configuration, Math.min(run.time, moment));
  const atWrite = configurationAt(configuration, moment);
  const [refusal] = run.denied;
  if (refusal !== undefined) return toldByRefusal(refusal, [began, atWrite], configuration);
  const isOff = notDue({ run, step: began, path: path.at(placeOf(began.state, subject)), input }) !== null;
  return isOff ? [began] : [...new Set([began, atWrite])];
}

/**
 * The configurations that a refused write leaves possible: of those at folder time and at the write the ones that
 * named its place; else the last before it that did, else the one in force.
 */
function toldByRefusal(
  refusal: DeniedAttempt,
  [began, atWrite]: readonly [ConfigurationStep, ConfigurationStep],
  { steps }: ConfigurationHistory,
): ConfigurationStep[] {
  const isHere = ({ state }: ConfigurationStep): boolean =>
    state.exists !== false && isSameSpot({ bucket: state.destinationBucket, prefix: state.destinationPrefix }, refusal);
  const possible = [...new Set([began, atWrite])].filter(isHere);
  if (possible.length > 0) return possible;
  return [steps.findLast((step) => (step.from ?? refusal.time) <= refusal.time && isHere(step)) ?? atWrite];
}

/** A document without an event is an alternative beside the other explanations, since an unknown moment. */
function toldByDocument(run: Run, { configuration, cadence }: ExplainInput): Explanation[] {
  const { unseenState, steps } = configuration;
  const now = unseenState ?? (steps.length === 1 && steps[0]?.state.basis === 'document' ? steps[0].state : null);
  return [
    ...(now !== null && isStopped(now)
      ? [
          {
            kind: 'not-due',
            decision: now.exists === false ? 'deleted' : 'disabled',
            since: null,
            basis: 'document',
          } as const,
        ]
      : []),
    ...(cadence.isOffWeeklyUnseen(run.time)
      ? [{ kind: 'not-due', decision: 'rescheduled', since: null, basis: 'document' } as const]
      : []),
  ];
}

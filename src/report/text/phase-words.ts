import { count, counted, fromTo } from '../../display/quantities.ts';
import type { Report, ReportCause, ReportIncident, ReportPhase } from '../contract.ts';
import { type Answerable, ROLES, roleOf } from '../culprits.ts';
import { callOf, whoBriefly } from './change.ts';
import { CONFIDENCES, DECISIONS, LINKS } from './words.ts';

/** The wording of an incident of several phases, the same for every reader. What comes from logs is not escaped yet. */

/** `3 runs: 2026-02-11T01-00Z to 2026-02-13T01-00Z`. */
export function runWords({ runs }: ReportPhase): string {
  return `${counted(runs.count, 'run')}: ${fromTo(runs.first, runs.last)}`;
}

/** `2026-02-11T01-00Z to 2026-02-13T01-00Z`: the first and the last of the missed runs; null where none is known. */
export function missedRuns({ firstMissedRun: first, lastMissedRun: last }: ReportIncident): string | null {
  return first && fromTo(first.run, (last ?? first).run);
}

/** Who answers for the runs of a phase, and how surely; for nobody, the time in which to look. */
export function answerWords({ culprit, window }: ReportPhase): string {
  if (culprit === null) return `no change is held responsible; look for one ${windowWords(window)}`;
  const { change, confidence } = culprit;
  return `${roleOf(culprit)}, ${CONFIDENCES[confidence].words}: ${callOf(change)} at ${change.time}, by ${whoBriefly(change.actor)}`;
}

/** When it broke, as far as is known: a window of one moment is no stretch in which it broke. */
export function windowWords({ after, before }: ReportPhase['window']): string {
  if (after === null && before === null) return 'at a time that the evidence does not tell';
  if (after === null || (before !== null && after >= before)) return `not later than ${before}`;
  if (before === null) return `after ${after}`;
  return `after ${after}, not later than ${before}`;
}

/**
 * When an incident broke. Without a delivery before, its window begins with the first evidence, which may be of the
 * break itself: it is not known to have worked at that moment.
 */
export function brokeWords({ window, lastDelivery }: Pick<ReportIncident, 'window' | 'lastDelivery'>): string {
  const { after, before } = window;
  if (lastDelivery !== null || after === null || before === null) return windowWords(window);
  return after >= before
    ? `not later than ${before}`
    : `not later than ${before} (the evidence begins ${after} and holds no report before)`;
}

/** What denied the runs of a phase, in a line. */
export function causeWords({ link, decision, statement, conditionKeys }: ReportCause): string {
  const place = statement === null ? '' : ` (${statement.sid ?? 'without Sid'}, Statement[${statement.index}])`;
  const keys = conditionKeys.length === 0 ? '' : `; condition keys ${conditionKeys.join(', ')}`;
  return `${LINKS[link]}: ${DECISIONS[decision]}${place}${keys}`;
}

/** So many phases are named by number; more are counted. */
const NAMED = 8;

/** `phase 2`, `phases 1 and 3`, `phases 1, 3 and 12 more`. */
export function phaseNames(numbers: readonly number[]): string {
  if (numbers.length < 2) return `phase ${numbers.join('')}`;
  const left = numbers.length - NAMED;
  const named = left > 1 ? [...numbers.slice(0, NAMED).map(String), `${count(left)} more`] : numbers.map(String);
  return `phases ${named.slice(0, -1).join(', ')} and ${named.at(-1) ?? ''}`;
}

/** The phases that a change answers for, by their numbers. */
export function phasesOf({ phases }: Answerable): string {
  return phaseNames(phases.map(({ number }) => number));
}

/** `culprit, phase 1`: what a change that is told with its phases is called elsewhere. */
export function roleWords(answer: Answerable): string {
  return `${answer.role}, ${phasesOf(answer)}`;
}

/** How a change that answers was judged; of an incident of several phases, for which of them. */
export function judgedWords(answer: Answerable, incident: ReportIncident): string {
  const { judged } = ROLES[answer.role];
  return incident.phases.length === 1 ? judged : `${judged}, ${phasesOf(answer)}`;
}

/** What the list of phases does not say by itself, a sentence each. */
export function remarksOn(incident: ReportIncident): string[] {
  const { phases } = incident;
  const unnamed = phases.flatMap(({ culprit }, index) => (culprit === null ? [index + 1] : []));
  const roles = new Set(phases.flatMap(({ culprit }) => (culprit === null ? [] : [roleOf(culprit)])));
  return [
    ...(unnamed.length === 0 || roles.size === 0
      ? []
      : [
          `No change is held responsible for the runs of ${phaseNames(unnamed)}: the ${[...roles].sort().join(' or ')} of another phase answers only for its own.`,
        ]),
    ...(isStopped(incident) ? [`Phase ${phases.length}, the last, is what stops delivery now.`] : []),
  ];
}

/** Whether the way of the reports is shut now, as far as is known. */
function isStopped({ status, restoredBy, stillDenied }: ReportIncident): boolean {
  return status === 'ongoing' && (restoredBy === null || stillDenied !== null);
}

/** `ongoing` is said of an incident only where the runs behind it are known. */
export function statusWords({ status }: ReportIncident, { outcome }: Pick<Report, 'outcome'>): string {
  return status === 'ongoing' && outcome === 'indeterminate' ? 'whether it goes on is not known' : status;
}

/** What leads to the link that denies now, where that is not what broke first. */
export function stillDeniedWords({ phases }: ReportIncident): string {
  return phases.length === 1
    ? 'What broke first is allowed again, but another link denies the delivery now.'
    : 'What stops the delivery now is not what stopped it first.';
}

import type { Instant } from '../instant.ts';
import { firstDueBy, type Schedule } from '../profile/schedule.ts';
import type { Timeline } from '../timeline/build.ts';
import { type ExplainedRun, explainRun } from '../timeline/explain-run.ts';
import { type Explanation, explanationName } from '../timeline/explanation.ts';
import { beganAnew, type Run } from '../timeline/runs.ts';
import type { Incident } from './incident.ts';

/** A maximal stretch of missed runs with one explanation. */
export interface Phase {
  readonly runs: readonly [PhaseRun, ...PhaseRun[]];
  /** The explanation that its runs share; null where several are left, or none. */
  readonly answer: Explanation | null;
}

export interface PhaseRun extends ExplainedRun {
  /**
   * `definite`: one explanation at all moments of its write. `leaning`: one under the configuration that it began
   * with. `joined`: it has several, and that of its neighbours is
   * among them. `late`: the explanation lies later than reports ever came. `open`: several, or none.
   */
  readonly fit: 'definite' | 'leaning' | 'joined' | 'late' | 'open';
}

/**
 * The phases of an incident, in order of time. Runs with one explanation make them; a run with several joins the
 * neighbour whose explanation is among its own, the later one when both are. What fits no neighbour stands alone.
 */
export function findPhases(timeline: Timeline, incident: Incident): Phase[] {
  const runs = incident.missed.map((run) => seed(explainRun(run, timeline.explain), timeline));
  // From the end: the later neighbour has the first claim.
  for (let index = runs.length - 2; index >= 0; index -= 1) join(runs[index], runs[index + 1]);
  for (let index = 1; index < runs.length; index += 1) join(runs[index], runs[index - 1]);
  for (let index = 1; index < runs.length; index += 1)
    joinAfterRestart(runs[index], runs[index - 1], timeline, incident);
  return fold(runs);
}

/** A run that is being sorted into phases. */
interface SortedRun {
  readonly explained: ExplainedRun;
  /** The same, looked at up to its deadline where nothing at the usual hours explains it. */
  readonly again: ExplainedRun;
  fit: PhaseRun['fit'];
  /** That of its phase; null as long as it has none. */
  answer: Explanation | null;
}

function seed(explained: ExplainedRun, timeline: Timeline): SortedRun {
  const answer = seedOf(explained);
  const fit = answer === null ? 'open' : explained.explanations.length === 1 ? 'definite' : 'leaning';
  return { explained, again: lookAgain(explained, timeline), fit, answer };
}

function join(run: SortedRun | undefined, neighbour: SortedRun | undefined): void {
  if (run?.fit !== 'open' || neighbour?.answer == null) return;
  const name = explanationName(neighbour.answer);
  const hasIt = ({ explanations }: ExplainedRun): boolean => explanations.some((it) => explanationName(it) === name);
  const isOwn = hasIt(run.explained);
  if (!isOwn && !hasIt(run.again)) return;
  run.answer = neighbour.answer;
  run.fit = isOwn ? 'joined' : 'late';
}

/** The first report after an enabling, a creation or a move takes up to two days: until then the stop before explains. */
function joinAfterRestart(
  sorted: SortedRun | undefined,
  before: SortedRun | undefined,
  timeline: Timeline,
  incident: Incident,
): void {
  if (sorted?.fit !== 'open' || before?.answer == null) return;
  const { run, explanations } = sorted.explained;
  if (run.denied.length > 0 || !explanations.some(({ kind }) => kind === 'unseen' || kind === 'settling')) return;
  const restarted = beganAnew(timeline.configuration, run.time) ?? beganAnew(timeline.configuration, run.write.to);
  if (restarted === null || !isWithinFirst(restarted, run, incident, timeline.case.profile.schedule)) return;
  sorted.answer = before.answer;
  sorted.fit = 'joined';
}

/** Neighbours with one answer, or with the same several. */
function fold(runs: readonly SortedRun[]): Phase[] {
  const phases: { runs: [PhaseRun, ...PhaseRun[]]; answer: Explanation | null; name: string }[] = [];
  for (const { explained, again, fit, answer } of runs) {
    const set = fit === 'open' ? again : explained;
    const name =
      answer === null ? `several\n${set.explanations.map(explanationName).join('\n\n')}` : explanationName(answer);
    const last = phases[phases.length - 1];
    const member: PhaseRun = { ...set, fit: set === explained ? fit : 'late' };
    if (last?.name === name) last.runs.push(member);
    else phases.push({ runs: [member], answer, name });
  }
  return phases.map(({ runs: members, answer }) => ({ runs: members, answer }));
}

/** The one explanation of a run that has just one, or has just one under the configuration that it began with. */
function seedOf({ explanations, asBegun }: ExplainedRun): Explanation | null {
  const only = explanations.length === 1 ? explanations[0] : asBegun;
  if (only == null) return null;
  return only.kind === 'unseen' || only.kind === 'settling' || only.kind === 'undetermined' ? null : only;
}

/** A run without a refusal that nothing seen explains at the usual hours: every moment up to its deadline. */
function lookAgain(explained: ExplainedRun, timeline: Timeline): ExplainedRun {
  const { run, explanations } = explained;
  if (run.denied.length > 0 || !explanations.every(({ kind }) => kind === 'unseen' || kind === 'settling'))
    return explained;
  const again = explainRun(run, timeline.explain, Math.min(run.deadline, timeline.case.now));
  return again.explanations.length > explanations.length ? again : explained;
}

function isWithinFirst(restarted: Instant, run: Run, { nextDelivery }: Incident, schedule: Schedule): boolean {
  if (nextDelivery !== null && nextDelivery.runTime < run.time) return false;
  return run.time <= firstDueBy(schedule, restarted);
}

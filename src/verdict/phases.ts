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
  const explained = incident.missed.map((run) => explainRun(run, timeline.explain));
  const seeds = explained.map(seedOf);
  const names = seeds.map((seed) => (seed === null ? null : explanationName(seed)));
  const fits = explained.map((run, index): PhaseRun['fit'] =>
    (seeds[index] ?? null) === null ? 'open' : run.explanations.length === 1 ? 'definite' : 'leaning',
  );
  const answers: (Explanation | null)[] = [...seeds];
  const sets = explained.map((run) => lookAgain(run, timeline));

  // From the end: the later neighbour has the first claim.
  for (let index = explained.length - 2; index >= 0; index -= 1) join(index, index + 1);
  for (let index = 1; index < explained.length; index += 1) join(index, index - 1);
  for (let index = 1; index < explained.length; index += 1) joinAfterRestart(index);
  return fold();

  function join(index: number, neighbour: number): void {
    if (fits[index] !== 'open') return;
    const name = names[neighbour];
    if (name == null) return;
    const own = explained[index]?.explanations.find((explanation) => explanationName(explanation) === name);
    const late = sets[index]?.explanations.find((explanation) => explanationName(explanation) === name);
    const found = own ?? late;
    if (found === undefined) return;
    names[index] = name;
    answers[index] = answers[neighbour] ?? found;
    fits[index] = own === undefined ? 'late' : 'joined';
  }

  /** The first report after an enabling, a creation or a move takes up to two days: until then the stop before explains. */
  function joinAfterRestart(index: number): void {
    const run = explained[index]?.run;
    if (fits[index] !== 'open' || run === undefined || run.denied.length > 0 || names[index - 1] == null) return;
    if (!explained[index]?.explanations.some(({ kind }) => kind === 'unseen' || kind === 'settling')) return;
    const restarted = beganAnew(timeline.configuration, run.time) ?? beganAnew(timeline.configuration, run.write.to);
    if (restarted === null || !isWithinFirst(restarted, run, incident, timeline.case.profile.schedule)) return;
    names[index] = names[index - 1] ?? null;
    answers[index] = answers[index - 1] ?? null;
    fits[index] = 'joined';
  }

  function fold(): Phase[] {
    const phases: { runs: PhaseRun[]; answer: Explanation | null; name: string }[] = [];
    for (const [index, run] of explained.entries()) {
      const fit = fits[index] ?? 'open';
      const set = fit === 'open' ? (sets[index] ?? run) : run;
      const name = names[index] ?? `several\n${set.explanations.map(explanationName).join('\n\n')}`;
      const last = phases[phases.length - 1];
      const member: PhaseRun = { ...set, fit: fit === 'open' && set !== run ? 'late' : fit };
      if (last?.name === name) last.runs.push(member);
      else phases.push({ runs: [member], answer: answers[index] ?? null, name });
    }
    return phases.flatMap(({ runs: [first, ...rest], answer }) =>
      first === undefined ? [] : [{ runs: [first, ...rest], answer }],
    );
  }
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

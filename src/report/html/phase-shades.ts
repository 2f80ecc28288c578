import { counted } from '../../display/quantities.ts';
import type { Report, ReportIncident, ReportPhase } from '../contract.ts';
import { runWords, windowWords } from '../text/phase-words.ts';

/** A stretch of the picture that belongs to a phase, as instants, with its name, whole and in short. */
export interface PhaseShade {
  readonly from: number;
  readonly to: number;
  readonly name: string;
  readonly short: string;
  readonly title: string;
}

/**
 * Each phase of an incident from the change that answers for it (else from when it may have begun) to the next one,
 * the last to the report that ended the incident, or to the moment of the question.
 */
export function phaseShades(incident: ReportIncident, { generatedAt, timeline }: Report): PhaseShade[] {
  const { phases, nextDelivery } = incident;
  const begins: number[] = [];
  for (const phase of phases) {
    const floor = begins.at(-1) ?? Number.NEGATIVE_INFINITY;
    const run = timeline.find((entry) => entry.run?.name === phase.runs.first)?.run;
    const moments = [phase.culprit?.change.time, phase.window.after, run?.from, phase.window.before].flatMap((time) =>
      time == null ? [] : [Date.parse(time)],
    );
    begins.push(moments.find((moment) => moment > floor) ?? floor);
  }
  const end = Date.parse(nextDelivery?.deliveredAt ?? generatedAt);
  return phases.map((phase, index) => {
    const from = begins[index] ?? end;
    const one = phases.length === 1;
    const name = one ? counted(phase.runs.count, 'missed run') : `phase ${index + 1}`;
    return {
      from,
      to: Math.max(from, begins[index + 1] ?? end),
      name,
      short: one ? String(phase.runs.count) : String(index + 1),
      title: titleOf(phase, one ? '' : `phase ${index + 1}, `),
    };
  });
}

function titleOf(phase: ReportPhase, lead: string): string {
  return `${lead}${runWords(phase)}; broke ${windowWords(phase.window)}`;
}

import type { Confidence, Report, ReportChange, ReportCulprit, ReportIncident, ReportPhase } from './contract.ts';

/** What a change is called that runs are laid to. No more than `possible` makes a suspect, whom nobody holds responsible. */
export type Role = 'culprit' | 'suspect';

export function roleOf({ confidence }: { readonly confidence: Confidence }): Role {
  return confidence === 'possible' ? 'suspect' : 'culprit';
}

/** The words for a role: how the change was judged, and what stands before the title of its entry. */
export const ROLES: Readonly<Record<Role, { readonly judged: string; readonly lead: string }>> = {
  culprit: { judged: 'held responsible', lead: 'Held responsible:' },
  suspect: { judged: 'suspect', lead: 'Suspect:' },
};

/** Whether two descriptions are of one call: reports name a change in several places. */
export function sameChange(a: ReportChange, b: ReportChange): boolean {
  return (
    a === b ||
    (a.time === b.time && a.eventName === b.eventName && a.eventId === b.eventId && a.requestId === b.requestId)
  );
}

/** What a change has to answer for. */
export interface Responsibility {
  readonly role: Role;
  readonly confidence: Confidence;
}

/** How surely a change answers for a phase of any incident, the surest of several; null where it answers for none. */
export function responsibilityOf(report: Report, change: ReportChange): Responsibility | null {
  let surest: Confidence | null = null;
  for (const { phases } of report.incidents) {
    for (const { culprit } of phases) {
      if (culprit === null || !sameChange(culprit.change, change)) continue;
      if (surest === null || SURENESS[culprit.confidence] > SURENESS[surest]) surest = culprit.confidence;
    }
  }
  return surest === null ? null : { role: roleOf({ confidence: surest }), confidence: surest };
}

const SURENESS: Readonly<Record<Confidence, number>> = { possible: 0, probable: 1, proven: 2 };

/** A change with all the phases of an incident that it answers for. */
export interface Answerable {
  readonly change: ReportChange;
  /** That of the phase for which it answers most surely. */
  readonly role: Role;
  readonly phases: readonly AnsweredPhase[];
}

interface AnsweredPhase {
  /** Counted from the oldest, 1. */
  readonly number: number;
  readonly phase: ReportPhase;
  readonly culprit: ReportCulprit;
}

/** The culprits and suspects of an incident, each once, in order of the first phase that they answer for. */
export function answerableFor({ phases }: Pick<ReportIncident, 'phases'>): Answerable[] {
  const found: { change: ReportChange; phases: AnsweredPhase[] }[] = [];
  for (const [index, phase] of phases.entries()) {
    const { culprit } = phase;
    if (culprit === null) continue;
    const answered: AnsweredPhase = { number: index + 1, phase, culprit };
    const known = found.find(({ change }) => sameChange(change, culprit.change));
    if (known === undefined) found.push({ change: culprit.change, phases: [answered] });
    else known.phases.push(answered);
  }
  return found.map(({ change, phases: answered }) => ({
    change,
    role: answered.some(({ culprit }) => roleOf(culprit) === 'culprit') ? 'culprit' : 'suspect',
    phases: answered,
  }));
}

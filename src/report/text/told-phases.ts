import type { ReportIncident, ReportPhase } from '../contract.ts';

/** So many phases are told one by one, half of them from each end; the JSON and HTML reports have them all. */
const TOLD = 12;

export interface ToldPhases {
  readonly first: readonly NumberedPhase[];
  /** How many between the first and the last are not told. */
  readonly left: number;
  readonly last: readonly NumberedPhase[];
}

export interface NumberedPhase {
  /** Counted from the oldest, 1. */
  readonly number: number;
  readonly phase: ReportPhase;
}

/** The phases of an incident that a report for reading tells. */
export function toldPhases({ phases }: ReportIncident): ToldPhases {
  const numbered = phases.map((phase, index) => ({ number: index + 1, phase }));
  if (numbered.length <= TOLD) return { first: numbered, left: 0, last: [] };
  return { first: numbered.slice(0, TOLD / 2), left: numbered.length - TOLD, last: numbered.slice(-TOLD / 2) };
}

/** Whether the phase of this number is told. */
export function isTold({ first, last }: ToldPhases, number: number): boolean {
  return [...first, ...last].some((told) => told.number === number);
}

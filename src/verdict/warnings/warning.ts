import type { Gathered } from '../../sightings/gather.ts';
import type { Position, SourceTally } from '../../sources/tally.ts';
import type { Timeline } from '../../timeline/build.ts';
import type { Verdict } from '../judged-incident.ts';
import type { WarningCode } from './codes.ts';

/** Something that the reader must know to judge the verdict. */
export interface Warning {
  readonly code: WarningCode;
  readonly message: string;
  readonly evidence: readonly Position[];
}

export interface WarningSubject {
  readonly timeline: Timeline;
  readonly verdict: Verdict;
  readonly gathered: Gathered;
  readonly tallies: readonly SourceTally[];
}

/** One rule: what it finds, in a fixed order. */
export type WarningRule = (subject: WarningSubject) => Warning[];

export function warn(code: WarningCode, message: string, evidence: readonly Position[] = []): Warning {
  return { code, message, evidence };
}

import type { OtherRefusals } from '../timeline/other-refusals.ts';
import type { AssessedChange } from './assess.ts';
import type { Cause } from './cause.ts';
import type { Judgement } from './confidence.ts';
import type { Suspect } from './culprit.ts';
import type { Incident } from './incident.ts';
import type { Phase } from './phases.ts';
import type { RemedyAnswer } from './remedy/edit.ts';
import type { Window } from './window.ts';

interface Culprit {
  readonly suspect: Suspect;
  readonly judgement: Judgement;
}

/** A phase with everything that was found out about it. */
export interface JudgedPhase {
  readonly phase: Phase;
  readonly window: Window;
  readonly culprit: Culprit | null;
  readonly cause: Cause | null;
  /** One sentence. */
  readonly explanation: string;
}

/** An incident with everything that was found out about it. */
export interface JudgedIncident {
  readonly incident: Incident;
  /** In order of time, at least one. */
  readonly phases: readonly [JudgedPhase, ...JudgedPhase[]];
  /** That of the first phase that has one; the cause goes with it. */
  readonly culprit: Culprit | null;
  readonly cause: Cause | null;
  /** Links denied beside what explains the runs, with the changes that denied them. */
  readonly alsoBroken: readonly Suspect[];
  /** Culprits, breaks, undetermined, restores, no-effect, failed; each by time. */
  readonly candidates: readonly AssessedChange[];
  readonly restoredBy: AssessedChange | null;
  readonly stillDenied: { readonly change: AssessedChange | null; readonly cause: Cause } | null;
  /** Other deliveries refused in the destination since the culprit, up to the next report or now. */
  readonly alsoRefused: readonly OtherRefusals[];
  /** What mends the path at `now`, or why nothing is offered. */
  readonly remedy: RemedyAnswer;
}

export interface Verdict {
  readonly outcome: Outcome;
  readonly incidents: readonly JudgedIncident[];
  /** Every change of the case, assessed, in order of time. */
  readonly changes: readonly AssessedChange[];
}

/** How the case stands at `now`. */
export type Outcome =
  | 'delivering'
  | 'broken'
  | 'recovered'
  /** Disabled, deleted, moved away from where the case looks, or made weekly: no denial. */
  | 'stopped-by-configuration'
  /** Created, nothing delivered yet, and the first deadline has not passed. */
  | 'pending-first-delivery'
  | 'never-delivered'
  /** The evidence cannot tell whether deliveries happened. */
  | 'indeterminate';

import type { AssessedChange } from './assess.ts';
import type { Cause } from './cause.ts';
import type { Judgement } from './confidence.ts';
import type { Suspect } from './culprit.ts';
import type { Incident } from './incident.ts';
import type { Outcome } from './outcome.ts';
import type { VerifiedRemedy } from './remedy.ts';

/** An incident with everything that was found out about it. */
export interface JudgedIncident {
  readonly incident: Incident;
  readonly culprit: { readonly suspect: Suspect; readonly judgement: Judgement } | null;
  readonly alsoBroken: readonly Suspect[];
  /** Culprit, breaks, undetermined, restores, no-effect, failed; each by time. */
  readonly candidates: readonly AssessedChange[];
  readonly cause: Cause | null;
  readonly restoredBy: AssessedChange | null;
  readonly stillDenied: { readonly change: AssessedChange | null; readonly cause: Cause } | null;
  readonly remedy: VerifiedRemedy | null;
}

export interface Verdict {
  readonly outcome: Outcome;
  readonly incidents: readonly JudgedIncident[];
  /** Every change of the case, assessed, in order of time. */
  readonly changes: readonly AssessedChange[];
}

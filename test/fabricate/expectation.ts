import type { Tool } from '../../src/records/actor.ts';
import type { Assessment, CauseDecision, CauseLink, Confidence, Outcome } from '../../src/report/contract.ts';

/**
 * What a case expects of its report: only what is said is compared, and `null` means that the
 * report must say null. Times are as the report writes them.
 */
export interface Expectation {
  /** One or two sentences: what happened. Not compared. */
  readonly story: string;
  readonly outcome: Outcome;
  readonly exitCode?: 0 | 3;
  /** All incidents in order; a wrong number of them fails. */
  readonly incidents?: readonly ExpectedIncident[];
  /** Codes that must be among the warnings. */
  readonly warnings?: readonly string[];
  /** Codes that must not be. */
  readonly noWarnings?: readonly string[];
}

export interface ExpectedIncident {
  readonly status?: 'ongoing' | 'recovered';
  readonly lastDelivery?: string | null;
  readonly firstMissedRun?: string | null;
  readonly lastMissedRun?: string | null;
  readonly missedRuns?: number;
  readonly nextDelivery?: string | null;
  readonly window?: { readonly after?: string | null; readonly before?: string | null };
  readonly deniedAttempts?: { readonly count: number; readonly first?: string; readonly last?: string } | null;
  readonly culprit?: ExpectedCulprit | null;
  readonly cause?: ExpectedCause | null;
  readonly restoredBy?: ExpectedChange | null;
  readonly stillDenied?: { readonly change?: ExpectedChange | null; readonly cause: ExpectedCause } | null;
  /** The whole list in the report's order. */
  readonly candidates?: readonly (ExpectedChange & { readonly assessment: Assessment })[];
}

interface ExpectedCulprit extends ExpectedChange {
  readonly confidence?: Confidence;
}

export interface ExpectedChange {
  readonly time?: string;
  readonly eventName?: string;
  readonly eventId?: string | null;
  readonly operation?: string | null;
  readonly status?: number | null;
  readonly seenIn?: readonly ('cloudtrail' | 'access-log')[];
  readonly actor?: ExpectedActor;
}

export interface ExpectedActor {
  readonly type?: string | null;
  readonly arn?: string | null;
  readonly userName?: string | null;
  readonly sessionName?: string | null;
  readonly origin?: string | null;
  readonly tool?: Tool | null;
  readonly invokedBy?: string | null;
  readonly sourceIdentity?: string | null;
  /** The chain's `via`, nearest first. */
  readonly via?: readonly string[];
}

export interface ExpectedCause {
  readonly link: CauseLink;
  readonly decision: CauseDecision;
  readonly statement?: { readonly sid: string | null; readonly index: number } | null;
  readonly conditionKeys?: readonly string[];
}

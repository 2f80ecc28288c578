import type { CaseTexts } from '../../src/case/members.ts';
import type { Tool } from '../../src/records/actor.ts';
import type { Assessment, CauseDecision, CauseLink, Confidence, EditKind, Outcome } from '../../src/report/contract.ts';
import type { AsOfBasis } from '../../src/timeline/as-of.ts';
import type { WarningCode } from '../../src/verdict/warnings/codes.ts';

/**
 * What a case expects of its report: only what is said is compared, and `null` means that the
 * report must say null. Times are as the report writes them.
 */
export interface Expectation {
  /** One or two sentences: what happened. Not compared. */
  readonly story: string;
  /** A list: any of these. */
  readonly outcome: Outcome | readonly Outcome[];
  readonly exitCode?: 0 | 3;
  /** Members of the case, as far as they are told here. */
  readonly case?: { readonly [Name in keyof CaseTexts]?: string | null };
  /** Every member that was inferred, in the order of the alphabet. */
  readonly inferred?: readonly string[];
  readonly asOf?: { readonly time: string; readonly basis: AsOfBasis };
  /** Every bucket that policy changes without a destination are listed for. */
  readonly policyChanges?: readonly string[];
  /** All incidents in order; a wrong number of them fails. */
  readonly incidents?: readonly ExpectedIncident[];
  /** Codes that must be among the warnings. */
  readonly warnings?: readonly WarningCode[];
  /** Codes that must not be. */
  readonly noWarnings?: readonly WarningCode[];
  /** Words that the summary must hold. */
  readonly summarySays?: readonly string[];
  /** Words that the summary or a warning must hold. */
  readonly says?: readonly string[];
  /** Words that neither the summary, nor a warning, a reason, a cause, or anything said of coverage may hold. */
  readonly neverSays?: readonly string[];
  /** Commands, as the checklist of missing evidence writes them, that must be in it. */
  readonly commands?: readonly string[];
  /** What must not be asked for: words that no entry of the checklist may hold. */
  readonly notMissing?: readonly string[];
  /** Changes, as `PutBucketPolicy@2026-02-09T09:12:00Z`, that no incident and no phase may have as culprit. */
  readonly mustNotAccuse?: readonly string[];
  /** The most that may be said of such a change; `any` stands for every culprit. */
  readonly atMost?: Readonly<Record<string, Confidence>>;
}

/** The evidence is refused before anything is concluded. */
export interface ExpectedRefusal {
  readonly story: string;
  /** A word of the error's message. */
  readonly refused: string;
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
  /** All phases in order; a wrong number of them fails. */
  readonly phases?: readonly ExpectedPhase[];
  readonly restoredBy?: ExpectedChange | null;
  /** Every other delivery that was refused, as `S3 Inventory of acme-web/daily: 3`. */
  readonly alsoRefused?: readonly string[];
  readonly stillDenied?: { readonly change?: ExpectedChange | null; readonly cause: ExpectedCause } | null;
  /** The whole list in the report's order. */
  readonly candidates?: readonly (ExpectedChange & { readonly assessment: Assessment })[];
  readonly remedy?: ExpectedRemedy | null;
  /** Every reason, whole. */
  readonly remedyWithheld?: readonly string[];
}

interface ExpectedRemedy {
  /** All edits in order. */
  readonly edits: readonly { readonly kind: EditKind; readonly description?: string; readonly command?: string }[];
  readonly mendsPath: boolean;
  /** Every sentence, whole. */
  readonly remaining?: readonly string[];
  readonly warnings?: readonly string[];
}

interface ExpectedPhase {
  readonly runs?: { readonly first: string; readonly last: string; readonly count: number };
  readonly culprit?: ExpectedCulprit | null;
  readonly cause?: ExpectedCause | null;
}

interface ExpectedCulprit extends ExpectedChange {
  /** A list: any of these. */
  readonly confidence?: Confidence | readonly Confidence[];
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

import type { CaseTexts } from '../case/members.ts';
import type { Link, LinkDecision } from '../delivery-path/link.ts';
import type { Actor, ChainLink } from '../records/actor.ts';
import type { AsOfBasis } from '../timeline/as-of.ts';
import type { Reasons } from '../timeline/resolve-case.ts';
import type { Assessment } from '../verdict/assess.ts';
import type { Confidence } from '../verdict/confidence.ts';
import type { Outcome } from '../verdict/judged-incident.ts';
import type { EditKind } from '../verdict/remedy/edit.ts';
import type {
  CoverageEntry,
  EvidenceEntry,
  EvidenceRef,
  ReportMissing,
  ReportRecord,
  ReportWarning,
} from './contract-evidence.ts';

export type * from './contract-evidence.ts';

/**
 * The JSON report, `schemaVersion` "1". Fields are only ever added. All times are ISO 8601 UTC with `Z`;
 * what is absent is `null`. `report.schema.json` says the same for machines.
 */
export interface Report {
  readonly schemaVersion: '1';
  readonly generatedAt: string;
  readonly tool: { readonly name: 'inventory-forensics'; readonly version: string };
  readonly case: ReportCase;
  /** The moment that the report speaks of, and how that is known. */
  readonly asOf: { readonly time: string; readonly basis: AsOfBasis };
  readonly outcome: Outcome;
  /** One plain sentence: when, what, who, why. */
  readonly summary: string;
  /** In order of time. */
  readonly incidents: readonly ReportIncident[];
  readonly timeline: readonly TimelineEntry[];
  /** What each link of the delivery path in use let through, and when, in order of the path. */
  readonly path: readonly ReportLinkHistory[];
  /** Where no destination is known: the policy changes seen, by bucket; otherwise empty. */
  readonly policyChanges: readonly ReportBucketChanges[];
  readonly coverage: readonly CoverageEntry[];
  readonly missing: readonly ReportMissing[];
  readonly evidence: readonly EvidenceEntry[];
  /**
   * The records of culprits, suspects and the first refused writes, as far as they could be read again: not of streams,
   * not of large files, and not in a survey.
   */
  readonly records: readonly ReportRecord[];
  readonly warnings: readonly ReportWarning[];
}

/** What the report is about; null where neither the user nor the evidence says it. Times are ISO 8601, UTC. */
export type ReportCase = { readonly [Name in keyof CaseTexts]: CaseTexts[Name] | null } & {
  readonly now: string;
  /** Why each member that nobody gave is taken for what it is. */
  readonly inferred: Reasons;
};

/** The changes of one bucket's policy, in order of time. */
export interface ReportBucketChanges {
  readonly bucket: string;
  readonly changes: readonly ReportChange[];
}

export type { Assessment, Confidence, Outcome };

/** The link of the delivery path that denies. */
export type CauseLink = Link;

/** How it denies. */
export type CauseDecision = Exclude<LinkDecision, 'allowed'>;

export interface ReportDelivery {
  /** Folder name of the run, `2026-02-09T01-00Z`. */
  readonly run: string;
  /** Arrival of the manifest; null when only its content, not its arrival, is known. */
  readonly deliveredAt: string | null;
  readonly manifestKey: string | null;
}

export interface ReportMissedRun {
  readonly run: string;
  readonly deadline: string;
}

export interface ReportCause {
  readonly link: CauseLink;
  readonly decision: CauseDecision;
  readonly statement: { readonly sid: string | null; readonly index: number } | null;
  /** AWS spelling. */
  readonly conditionKeys: readonly string[];
  readonly explanation: string;
}

export interface ReportIncident {
  readonly status: 'ongoing' | 'recovered';
  readonly lastDelivery: ReportDelivery | null;
  readonly firstMissedRun: ReportMissedRun | null;
  readonly lastMissedRun: ReportMissedRun | null;
  readonly missedRuns: number;
  readonly nextDelivery: ReportDelivery | null;
  readonly deniedAttempts: { readonly count: number; readonly first: string; readonly last: string } | null;
  readonly window: { readonly after: string | null; readonly before: string | null };
  /** The culprit of the first phase that has one. */
  readonly culprit: ReportCulprit | null;
  readonly candidates: readonly ReportChange[];
  readonly cause: ReportCause | null;
  readonly restoredBy: ReportChange | null;
  readonly stillDenied: { readonly change: ReportChange | null; readonly cause: ReportCause } | null;
  /** Other deliveries refused in the destination since the culprit: what the change stopped besides. */
  readonly alsoRefused: readonly ReportOtherRefusals[];
  readonly remedy: ReportRemedy | null;
  /** Why there is no remedy, phrases without their full stop; empty exactly where there is one. */
  readonly remedyWithheld: readonly string[];
  /** The stretches of runs with one explanation each, in order of time; never empty. */
  readonly phases: readonly ReportPhase[];
}

/** Refused writes of a delivery that is not the one of the case. */
export interface ReportOtherRefusals {
  /** `S3 Inventory`, `AWS CloudTrail`; a service that is not known by its own name. */
  readonly delivery: string;
  /** The name by which `check --delivery` takes it; null for another inventory, and for what is not told apart. */
  readonly profile: string | null;
  /** Of another inventory; else null. */
  readonly sourceBucket: string | null;
  readonly configurationId: string | null;
  readonly count: number;
  readonly first: string;
  readonly last: string;
}

/** Who is suspected, how surely, and why not more surely. */
export interface ReportCulprit {
  readonly confidence: Confidence;
  /** Why not surer, one sentence each; empty when proven. */
  readonly reasons: readonly string[];
  /** The same reasons with the most that each allows and the evidence that would lift it. */
  readonly limits: readonly ReportLimit[];
  readonly change: ReportChange;
}

export interface ReportLimit {
  readonly atMost: 'probable' | 'possible';
  readonly reason: string;
  readonly liftedBy: string;
  /** Indexes into `missing` of the evidence that would lift it, from 0. */
  readonly missing: readonly number[];
}

/** A maximal stretch of missed runs with one explanation. */
export interface ReportPhase {
  /** Folder names of its first and last run, and how many they are. */
  readonly runs: { readonly first: string; readonly last: string; readonly count: number };
  readonly window: { readonly after: string | null; readonly before: string | null };
  readonly culprit: ReportCulprit | null;
  readonly cause: ReportCause | null;
  /** One sentence: why these runs are missing. */
  readonly explanation: string;
  /** The documents that its culprit replaced; null where it replaced none, or where not both are known whole. */
  readonly replaced: ReportReplacement | null;
}

/** A policy or configuration, as JSON; null where there was, or is, none. */
export interface ReportReplacement {
  readonly before: unknown;
  readonly after: unknown;
}

/** What one link let through over time, as far as it is known. */
export interface ReportLinkHistory {
  readonly link: CauseLink;
  /** Each begins where the one before ends; the first has no beginning. No two neighbours are the same. */
  readonly states: readonly {
    readonly from: string | null;
    /** `depends`: on something of the request that is not known. */
    readonly state: 'allowed' | 'denied' | 'depends' | 'unknown' | 'not-applicable';
  }[];
}

/** The smallest edits that mend the delivery path at `now`; never applied. `document` and `diff` are the first edit's. */
export interface ReportRemedy {
  readonly description: string;
  /** The whole mended document; null where the first edit has none. */
  readonly document: unknown;
  readonly diff?: readonly string[];
  /** Each edit was evaluated, and all of them together. */
  readonly verified: true;
  /** What to know before the edits are made. */
  readonly warnings?: readonly string[];
  readonly edits: readonly ReportEdit[];
  /** With all edits the whole path evaluates to allowed. Else `remaining` says what denies all the same or is not known. */
  readonly mendsPath: boolean;
  readonly remaining: readonly string[];
}

export interface ReportEdit {
  readonly kind: EditKind;
  /** ARN of what is edited, or its name as the evidence has it. */
  readonly resource: string;
  readonly description: string;
  /** The whole document to put in place; null where there is none, or where it is not known whole. */
  readonly document: unknown;
  /** What stands there at `now`; null where there is none, or where it is not known whole. */
  readonly replaces: unknown;
  readonly diff: readonly string[];
  /** The AWS CLI's command, which names the file of the document. */
  readonly command: string;
}

export type { EditKind };

export interface ReportChange {
  readonly time: string;
  readonly eventName: string;
  /** Access-log operation; null when only CloudTrail saw the call. */
  readonly operation: string | null;
  readonly bucket: string | null;
  readonly keyArn: string | null;
  /** HTTP status; null when only CloudTrail saw the call. */
  readonly status: number | null;
  readonly errorCode: string | null;
  readonly assessment: Assessment;
  /** The link of the delivery path that it is about; null for one that touches none. */
  readonly link: CauseLink | null;
  /** Why it was assessed so, one sentence. */
  readonly reason: string;
  readonly eventId: string | null;
  readonly requestId: string | null;
  readonly seenIn: readonly ('cloudtrail' | 'access-log')[];
  readonly actor: ReportActor;
  readonly diff: readonly string[];
  readonly evidence: readonly EvidenceRef[];
}

export interface ReportActor extends Omit<Actor, 'chain'> {
  readonly chain: readonly (Omit<ChainLink, 'time'> & { readonly time: string })[];
}

export interface TimelineEntry {
  readonly time: string;
  readonly kind:
    | 'policy-change'
    | 'key-change'
    | 'configuration-change'
    | 'bucket-change'
    | 'session'
    | 'delivery'
    | 'missed-run'
    | 'denied-attempt'
    /** What AWS Config captured, where it was not known to be so; `time` is that of the capture. */
    | 'captured-state';
  readonly title: string;
  readonly change?: ReportChange;
  /** Of a captured state alone: whether it denies delivery. */
  readonly denies?: boolean;
  /**
   * Of a run that was delivered or missed: its folder name and time, and when it ended, by its arrival, its first
   * refused write, or the deadline by which it should have arrived.
   */
  readonly run?: { readonly name: string; readonly from: string; readonly to: string };
  readonly evidence: readonly EvidenceRef[];
}

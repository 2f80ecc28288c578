import { printJson } from '../display/escape-terminal.ts';
import type { JsonValue } from '../json.ts';

/** What `check --format json` prints. More fields may be added; these keep their names and meaning. Absent is null. */
export interface CheckReport {
  readonly schemaVersion: '1';
  /** The delivery by the name that `--delivery` takes: `s3-inventory`, `cloudtrail`. */
  readonly profile: string;
  readonly decision: CheckDecision;
  /** The verdict in one sentence. */
  readonly summary: string;
  /** The delivery that was judged, as far as the inputs tell. */
  readonly delivery: CheckedDelivery;
  /** One of each id, in the order of `RequirementId`. */
  readonly requirements: readonly Requirement[];
  /** What decides: the requirements that fail, the leading one first, or those that a `depends` rests on. */
  readonly decidedBy: readonly RequirementId[];
  /** Context keys that a `depends` rests on, in AWS's spelling; else empty. */
  readonly unknownKeys: readonly string[];
  /** The change to make first; null when none is needed or none can be verified. */
  readonly remedy: CheckRemedy | null;
  /** Changes to other documents that are needed besides. */
  readonly furtherRemedies: readonly CheckRemedy[];
  /** Why a document that stops the delivery is not mended, one sentence each, without its capital and full stop. */
  readonly remedyWithheld: readonly string[];
  /** What was taken for granted because no input says it. */
  readonly assumptions: readonly CheckNote[];
  readonly warnings: readonly CheckNote[];
  /** How each document was read, statement by statement; empty unless asked for. */
  readonly explain: readonly ExplainedDocument[];
}

/** `depends`: on context keys, or on parts of a document, that are not known. */
export type CheckDecision = 'allowed' | 'denied' | 'depends';

interface CheckedDelivery {
  /** null for a source that is no bucket. */
  readonly sourceBucket: string | null;
  /** Of a source that is no bucket; null when no input says it. */
  readonly sourceArn: string | null;
  readonly sourceAccount: string | null;
  readonly destinationBucket: string;
  /** null when no input says it. */
  readonly destinationPrefix: string | null;
  /** null stands for any. */
  readonly configurationId: string | null;
  /** `none`, `SSE-S3` or the key as the configuration names it. */
  readonly encryption: string | null;
}

/** The source as titles name it; null where nothing tells it. */
export function sourceOfReport({ sourceBucket, sourceArn, sourceAccount }: CheckedDelivery): string | null {
  return sourceBucket ?? sourceArn ?? sourceAccount;
}

/** `Delivery from acme-lake to acme-reports`; of a delivery that is not of S3 Inventory with its name. */
export function deliveryTitle({ profile, delivery }: CheckReport): string {
  const kind = profile === 's3-inventory' ? 'Delivery' : `Delivery of ${profile}`;
  const source = sourceOfReport(delivery);
  return `${kind}${source === null ? '' : ` from ${source}`} to ${delivery.destinationBucket}`;
}

export interface Requirement {
  readonly id: RequirementId;
  readonly status: RequirementStatus;
  /** The deciding statement, `index` from 0; null when none decides. */
  readonly statement: { readonly sid: string | null; readonly index: number } | null;
  readonly conditionKeys: readonly string[];
  /** One sentence, without its capital and its full stop. */
  readonly explanation: string;
  /** Where in the inputs that stands which the requirement is about; null where no input holds it. */
  readonly place: ReportPlace | null;
}

/** A place in an input. */
export interface ReportPlace {
  /** Its name as given. */
  readonly file: string;
  /** How infrastructure code calls the resource: `aws_s3_bucket_policy.reports`; null in a document by itself. */
  readonly address: string | null;
  /** From 1. */
  readonly line: number;
}

/** The place of a document that is given by itself. */
export function wholeDocument(file: string): ReportPlace {
  return { file, address: null, line: 1 };
}

export type RequirementStatus = 'pass' | 'fail' | 'unknown' | 'not-applicable';

/** What AWS's article on inventory reports that do not arrive asks for, and its pages besides, in this order. */
export type RequirementId =
  | 'destination-policy-allows'
  | 'no-deny-applies'
  | 'same-region'
  | 'key-policy-allows'
  | 'key-usable'
  | 'destination-owner'
  | 'destination-form'
  | 'configuration-enabled';

/** A change that was evaluated again and found to let its part of the delivery pass. Nothing here applies it. */
export interface CheckRemedy {
  /** The document that `document` takes the place of, whole. */
  readonly replaces: 'bucket-policy' | 'key-policy' | 'inventory-configuration';
  readonly description: string;
  readonly document: JsonValue;
  readonly diff: readonly string[];
  readonly verified: true;
  readonly warnings: readonly CheckNote[];
}

/** Several deliveries, each judged, and what is true of all of them together. */
export interface CheckedReports {
  readonly reports: readonly CheckReport[];
  /** The policies of shared buckets that mend every delivery which they stop, and stop none that they let in. */
  readonly remedies: readonly SharedRemedy[];
}

export interface SharedRemedy {
  readonly bucket: string;
  readonly remedy: CheckRemedy;
}

/** `code` is stable. */
export interface CheckNote {
  readonly code: string;
  readonly message: string;
}

export interface ExplainedDocument {
  /** `bucket policy`, `key policy`. */
  readonly document: string;
  readonly lines: readonly string[];
}

/**
 * The report as JSON, members in the order of the contract, invisible characters as `\uXXXX`; of several deliveries, all
 * reports under the worst decision.
 */
export function renderCheckJson(reports: readonly CheckReport[], remedies: readonly SharedRemedy[] = []): string {
  const checks = reports.map(orderedCheck);
  const [only] = checks;
  const value = checks.length === 1 ? only : { schemaVersion: '1', decision: worstDecision(reports), checks, remedies };
  return printJson(value);
}

/** A report with its requirements' members in the order of the contract. */
export function orderedCheck(report: CheckReport): CheckReport {
  return { ...report, requirements: report.requirements.map(ordered) };
}

function ordered({ id, status, statement, conditionKeys, explanation, place }: Requirement): Requirement {
  return { id, status, statement, conditionKeys, explanation, place };
}

/** What a gate has to go by: a delivery that is denied before one that depends. */
export function worstDecision(reports: readonly Pick<CheckReport, 'decision'>[]): CheckDecision {
  const decisions: ReadonlySet<CheckDecision> = new Set(reports.map(({ decision }) => decision));
  return (['denied', 'depends'] as const).find((decision) => decisions.has(decision)) ?? 'allowed';
}

/** The exit code of a finished check. What cannot be read or is missing ends with 2 before there is a decision. */
export function checkExitCode(decision: CheckDecision): 0 | 1 | 3 {
  switch (decision) {
    case 'allowed':
      return 0;
    case 'denied':
      return 1;
    case 'depends':
      return 3;
    default:
      return decision satisfies never;
  }
}

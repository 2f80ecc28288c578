import { CASE_MEMBER_NAMES } from '../case/members.ts';
import type {
  CoverageEntry,
  EvidenceEntry,
  EvidenceRef,
  Report,
  ReportActor,
  ReportCase,
  ReportCause,
  ReportChange,
  ReportCulprit,
  ReportEdit,
  ReportIncident,
  ReportLimit,
  ReportMissing,
  ReportOtherRefusals,
  ReportPhase,
  ReportRecord,
  ReportRemedy,
  ReportWarning,
  TimelineEntry,
} from './contract.ts';

/** Every key of a contract object, in print order; forgetting one does not compile. */
export type KeyOrder<T> = { readonly [Key in keyof Required<T>]: true };

export const REPORT: KeyOrder<Report> = {
  schemaVersion: true,
  generatedAt: true,
  tool: true,
  case: true,
  asOf: true,
  outcome: true,
  summary: true,
  incidents: true,
  timeline: true,
  path: true,
  policyChanges: true,
  coverage: true,
  missing: true,
  evidence: true,
  records: true,
  warnings: true,
};
export const INFERRED = Object.fromEntries(CASE_MEMBER_NAMES.map((name) => [name, true])) as KeyOrder<
  ReportCase['inferred']
>;
export const CASE = { ...INFERRED, inferred: true } as KeyOrder<ReportCase>;
export const INCIDENT: KeyOrder<ReportIncident> = {
  status: true,
  lastDelivery: true,
  firstMissedRun: true,
  lastMissedRun: true,
  missedRuns: true,
  nextDelivery: true,
  deniedAttempts: true,
  window: true,
  culprit: true,
  candidates: true,
  cause: true,
  restoredBy: true,
  phases: true,
  stillDenied: true,
  alsoRefused: true,
  remedy: true,
  remedyWithheld: true,
};
export const PHASE: KeyOrder<ReportPhase> = {
  runs: true,
  window: true,
  culprit: true,
  cause: true,
  explanation: true,
  replaced: true,
};
export const CULPRIT: KeyOrder<ReportCulprit> = { confidence: true, reasons: true, limits: true, change: true };
export const LIMIT: KeyOrder<ReportLimit> = { atMost: true, reason: true, liftedBy: true, missing: true };
export const CHANGE: KeyOrder<ReportChange> = {
  time: true,
  eventName: true,
  operation: true,
  bucket: true,
  keyArn: true,
  status: true,
  errorCode: true,
  assessment: true,
  link: true,
  reason: true,
  eventId: true,
  requestId: true,
  seenIn: true,
  actor: true,
  diff: true,
  evidence: true,
};
export const ACTOR: KeyOrder<ReportActor> = {
  type: true,
  arn: true,
  accountId: true,
  principalId: true,
  userName: true,
  sessionName: true,
  sessionIssuerArn: true,
  accessKeyId: true,
  mfaAuthenticated: true,
  sourceIdentity: true,
  sourceIp: true,
  userAgent: true,
  tool: true,
  invokedBy: true,
  chain: true,
  origin: true,
};
export const CAUSE: KeyOrder<ReportCause> = {
  link: true,
  decision: true,
  statement: true,
  conditionKeys: true,
  explanation: true,
};
export const REMEDY: KeyOrder<ReportRemedy> = {
  description: true,
  document: true,
  diff: true,
  verified: true,
  warnings: true,
  edits: true,
  mendsPath: true,
  remaining: true,
};
export const EDIT: KeyOrder<ReportEdit> = {
  kind: true,
  resource: true,
  description: true,
  document: true,
  replaces: true,
  diff: true,
  command: true,
};
export const TIMELINE: KeyOrder<TimelineEntry> = {
  time: true,
  kind: true,
  title: true,
  change: true,
  denies: true,
  run: true,
  evidence: true,
};
export const COVERAGE: KeyOrder<CoverageEntry> = {
  source: true,
  kind: true,
  links: true,
  from: true,
  to: true,
  gaps: true,
  note: true,
};
export const ALSO_REFUSED: KeyOrder<ReportOtherRefusals> = {
  delivery: true,
  profile: true,
  sourceBucket: true,
  configurationId: true,
  count: true,
  first: true,
  last: true,
};
export const MISSING: KeyOrder<ReportMissing> = { links: true, what: true, reason: true, command: true, file: true };
export const EVIDENCE: KeyOrder<EvidenceEntry> = {
  source: true,
  kind: true,
  sha256: true,
  bytes: true,
  records: true,
  rejected: true,
  from: true,
  to: true,
  rejects: true,
  failure: true,
  container: true,
  remarks: true,
};
export const WARNING: KeyOrder<ReportWarning> = { code: true, message: true, evidence: true };
export const REJECT: KeyOrder<NonNullable<EvidenceEntry['rejects']>[number]> = {
  line: true,
  record: true,
  within: true,
  reason: true,
};
export const REF: KeyOrder<EvidenceRef> = { source: true, line: true, record: true, within: true, sha256: true };
export const RECORD: KeyOrder<ReportRecord> = { ...REF, text: true, isCut: true };

/** The object with its keys in the given order; keys that it does not have are left out. */
export function inOrder<T extends object>(order: KeyOrder<T>, value: T): Partial<T> {
  const ordered: Partial<T> = {};
  for (const key of Object.keys(order) as (keyof T)[]) {
    if (value[key] !== undefined) ordered[key] = value[key];
  }
  return ordered;
}

import { CASE_MEMBER_NAMES } from '../case/members.ts';
import type {
  EvidenceEntry,
  EvidenceRef,
  Report,
  ReportCase,
  ReportCause,
  ReportChange,
  ReportCulprit,
  ReportIncident,
  ReportPhase,
  ReportRemedy,
  ReportWarning,
  TimelineEntry,
} from './contract.ts';
import type { Survey } from './survey/contract.ts';

/**
 * Every key of a contract object, in print order, with the orders of the objects that it holds; forgetting one does not
 * compile. What has no order of ours, such as a policy, keeps its own.
 */
type KeyOrder<T> = { readonly [Key in keyof Required<T>]: OrderOf<Exclude<T[Key], null | undefined>> };

type OrderOf<Value> = Value extends readonly (infer Entry)[]
  ? OrderOf<Entry>
  : Value extends object
    ? KeyOrder<Value>
    : true;

const REF: KeyOrder<EvidenceRef> = { source: true, line: true, record: true, within: true, sha256: true };
const INFERRED = Object.fromEntries(CASE_MEMBER_NAMES.map((name) => [name, true])) as KeyOrder<ReportCase['inferred']>;
const CHANGE: KeyOrder<ReportChange> = {
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
  actor: {
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
    chain: { time: true, eventId: true, arn: true, via: true },
    origin: true,
  },
  diff: true,
  evidence: REF,
};
const CAUSE: KeyOrder<ReportCause> = {
  link: true,
  decision: true,
  statement: { sid: true, index: true },
  conditionKeys: true,
  explanation: true,
};
const CULPRIT: KeyOrder<ReportCulprit> = {
  confidence: true,
  reasons: true,
  limits: { atMost: true, reason: true, liftedBy: true, missing: true },
  change: CHANGE,
};
const WINDOW: KeyOrder<ReportPhase['window']> = { after: true, before: true };
const PHASE: KeyOrder<ReportPhase> = {
  runs: { first: true, last: true, count: true },
  window: WINDOW,
  culprit: CULPRIT,
  cause: CAUSE,
  explanation: true,
  replaced: { before: true, after: true },
};
const REMEDY: KeyOrder<ReportRemedy> = {
  description: true,
  document: true,
  diff: true,
  verified: true,
  warnings: true,
  edits: {
    kind: true,
    resource: true,
    description: true,
    document: true,
    replaces: true,
    diff: true,
    command: true,
  },
  mendsPath: true,
  remaining: true,
};
const INCIDENT: KeyOrder<ReportIncident> = {
  status: true,
  lastDelivery: { run: true, deliveredAt: true, manifestKey: true },
  firstMissedRun: { run: true, deadline: true },
  lastMissedRun: { run: true, deadline: true },
  missedRuns: true,
  nextDelivery: { run: true, deliveredAt: true, manifestKey: true },
  deniedAttempts: { count: true, first: true, last: true },
  window: WINDOW,
  culprit: CULPRIT,
  candidates: CHANGE,
  cause: CAUSE,
  restoredBy: CHANGE,
  phases: PHASE,
  stillDenied: { change: CHANGE, cause: CAUSE },
  alsoRefused: {
    delivery: true,
    profile: true,
    sourceBucket: true,
    configurationId: true,
    count: true,
    first: true,
    last: true,
  },
  remedy: REMEDY,
  remedyWithheld: true,
};
const TIMELINE: KeyOrder<TimelineEntry> = {
  time: true,
  kind: true,
  title: true,
  change: CHANGE,
  denies: true,
  run: { name: true, from: true, to: true },
  evidence: REF,
};
const EVIDENCE: KeyOrder<EvidenceEntry> = {
  source: true,
  kind: true,
  sha256: true,
  bytes: true,
  records: true,
  rejected: true,
  from: true,
  to: true,
  rejects: { line: true, record: true, within: true, reason: true },
  failure: true,
  container: true,
  remarks: true,
};
const WARNING: KeyOrder<ReportWarning> = { code: true, message: true, evidence: REF };
export const REPORT: KeyOrder<Report> = {
  schemaVersion: true,
  generatedAt: true,
  tool: { name: true, version: true },
  case: { ...INFERRED, inferred: INFERRED } as KeyOrder<ReportCase>,
  asOf: { time: true, basis: true },
  outcome: true,
  summary: true,
  incidents: INCIDENT,
  timeline: TIMELINE,
  path: { link: true, states: { from: true, state: true } },
  policyChanges: { bucket: true, changes: CHANGE },
  coverage: { source: true, kind: true, links: true, from: true, to: true, gaps: { from: true, to: true }, note: true },
  missing: { links: true, what: true, reason: true, command: true, file: true },
  evidence: EVIDENCE,
  records: { ...REF, text: true, isCut: true },
  warnings: WARNING,
};
export const SURVEY: KeyOrder<Survey> = {
  schemaVersion: true,
  kind: true,
  generatedAt: true,
  tool: REPORT.tool,
  asOf: REPORT.asOf,
  reports: REPORT,
  groups: { change: CHANGE, phases: { report: true, incident: true, phase: true } },
  evidence: EVIDENCE,
  warnings: WARNING,
};

/** Objects with their keys in the given order, those inside of them too; keys that one does not have are left out. */
export function inOrder(order: Order, value: unknown): unknown {
  if (order === true || typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map((entry) => inOrder(order, entry));
  const ordered: Record<string, unknown> = {};
  for (const key of Object.keys(order)) {
    const member = (value as Readonly<Record<string, unknown>>)[key];
    if (member !== undefined) ordered[key] = inOrder(order[key] ?? true, member);
  }
  return ordered;
}

type Order = true | { readonly [key: string]: Order };

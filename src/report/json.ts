import { CASE_MEMBER_NAMES } from '../case/members.ts';
import { escapeJson } from '../display/escape-terminal.ts';
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
  ReportRemedy,
  ReportWarning,
  TimelineEntry,
} from './contract.ts';
import type { Survey } from './survey/contract.ts';

/**
 * The report as JSON: keys in the order of the contract whatever order the report was built in, two spaces,
 * a newline at the end. Equal reports give equal bytes.
 *
 * Control and other invisible characters from the logs are written as `\uXXXX`, so that the file can be shown
 * on a terminal; a parser reads the same values back.
 */
export function renderJson(report: Report): string {
  return printJson(reportInOrder(report));
}

/** Several cases, each report as it is alone. */
export function renderSurveyJson(survey: Survey): string {
  return printJson({
    ...inOrder(SURVEY, survey),
    tool: { name: survey.tool.name, version: survey.tool.version },
    asOf: { time: survey.asOf.time, basis: survey.asOf.basis },
    reports: survey.reports.map(reportInOrder),
    groups: survey.groups.map(({ change, phases }) => ({
      change: changeInOrder(change),
      phases: phases.map(({ report, incident, phase }) => ({ report, incident, phase })),
    })),
    evidence: survey.evidence.map(evidenceInOrder),
    warnings: survey.warnings.map(warningInOrder),
  });
}

function printJson(ordered: object): string {
  return `${escapeJson(JSON.stringify(ordered, null, 2))}\n`;
}

function reportInOrder(report: Report): object {
  return {
    ...inOrder(REPORT, report),
    tool: { name: report.tool.name, version: report.tool.version },
    case: { ...inOrder(CASE, report.case), inferred: inOrder(INFERRED, report.case.inferred) },
    asOf: { time: report.asOf.time, basis: report.asOf.basis },
    incidents: report.incidents.map(incidentInOrder),
    timeline: report.timeline.map(timelineEntryInOrder),
    policyChanges: report.policyChanges.map(({ bucket, changes }) => ({ bucket, changes: changes.map(changeInOrder) })),
    coverage: report.coverage.map((entry) => ({
      ...inOrder(COVERAGE, entry),
      gaps: entry.gaps.map(({ from, to }) => ({ from, to })),
    })),
    missing: report.missing.map((entry) => inOrder(MISSING, entry)),
    evidence: report.evidence.map(evidenceInOrder),
    warnings: report.warnings.map(warningInOrder),
  };
}

function warningInOrder(warning: ReportWarning): object {
  return { ...inOrder(WARNING, warning), ...(warning.evidence && { evidence: refsInOrder(warning.evidence) }) };
}

/** Every key of a contract object, in print order; forgetting one does not compile. */
type KeyOrder<T> = { readonly [Key in keyof Required<T>]: true };

const SURVEY: KeyOrder<Survey> = {
  schemaVersion: true,
  kind: true,
  generatedAt: true,
  tool: true,
  asOf: true,
  reports: true,
  groups: true,
  evidence: true,
  warnings: true,
};
const REPORT: KeyOrder<Report> = {
  schemaVersion: true,
  generatedAt: true,
  tool: true,
  case: true,
  asOf: true,
  outcome: true,
  summary: true,
  incidents: true,
  timeline: true,
  policyChanges: true,
  coverage: true,
  missing: true,
  evidence: true,
  warnings: true,
};
const INFERRED = Object.fromEntries(CASE_MEMBER_NAMES.map((name) => [name, true])) as KeyOrder<ReportCase['inferred']>;
const CASE = { ...INFERRED, inferred: true } as KeyOrder<ReportCase>;
const INCIDENT: KeyOrder<ReportIncident> = {
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
const PHASE: KeyOrder<ReportPhase> = { runs: true, window: true, culprit: true, cause: true, explanation: true };
const CULPRIT: KeyOrder<ReportCulprit> = { confidence: true, reasons: true, limits: true, change: true };
const LIMIT: KeyOrder<ReportLimit> = { atMost: true, reason: true, liftedBy: true, missing: true };
const CHANGE: KeyOrder<ReportChange> = {
  time: true,
  eventName: true,
  operation: true,
  bucket: true,
  keyArn: true,
  status: true,
  errorCode: true,
  assessment: true,
  reason: true,
  eventId: true,
  requestId: true,
  seenIn: true,
  actor: true,
  diff: true,
  evidence: true,
};
const ACTOR: KeyOrder<ReportActor> = {
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
const CAUSE: KeyOrder<ReportCause> = {
  link: true,
  decision: true,
  statement: true,
  conditionKeys: true,
  explanation: true,
};
const REMEDY: KeyOrder<ReportRemedy> = {
  description: true,
  document: true,
  diff: true,
  verified: true,
  warnings: true,
  edits: true,
  mendsPath: true,
  remaining: true,
};
const EDIT: KeyOrder<ReportEdit> = {
  kind: true,
  resource: true,
  description: true,
  document: true,
  diff: true,
  command: true,
};
const TIMELINE: KeyOrder<TimelineEntry> = { time: true, kind: true, title: true, change: true, evidence: true };
const COVERAGE: KeyOrder<CoverageEntry> = {
  source: true,
  kind: true,
  links: true,
  from: true,
  to: true,
  gaps: true,
  note: true,
};
const ALSO_REFUSED: KeyOrder<ReportOtherRefusals> = {
  delivery: true,
  sourceBucket: true,
  configurationId: true,
  count: true,
  first: true,
  last: true,
};
const MISSING: KeyOrder<ReportMissing> = { links: true, what: true, reason: true, command: true, file: true };
const EVIDENCE: KeyOrder<EvidenceEntry> = {
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
const WARNING: KeyOrder<ReportWarning> = { code: true, message: true, evidence: true };
const REJECT: KeyOrder<NonNullable<EvidenceEntry['rejects']>[number]> = {
  line: true,
  record: true,
  within: true,
  reason: true,
};
const REF: KeyOrder<EvidenceRef> = { source: true, line: true, record: true, within: true, sha256: true };

/** The object with its keys in the given order; keys that it does not have are left out. */
function inOrder<T extends object>(order: KeyOrder<T>, value: T): Partial<T> {
  const ordered: Partial<T> = {};
  for (const key of Object.keys(order) as (keyof T)[]) {
    if (value[key] !== undefined) ordered[key] = value[key];
  }
  return ordered;
}

function incidentInOrder(incident: ReportIncident): object {
  const { lastDelivery, nextDelivery, firstMissedRun, lastMissedRun, culprit, cause, stillDenied } = incident;
  const delivery = (it: typeof lastDelivery) =>
    it && { run: it.run, deliveredAt: it.deliveredAt, manifestKey: it.manifestKey };
  const missedRun = (it: typeof firstMissedRun) => it && { run: it.run, deadline: it.deadline };
  const denied = incident.deniedAttempts;
  return {
    ...inOrder(INCIDENT, incident),
    lastDelivery: delivery(lastDelivery),
    firstMissedRun: missedRun(firstMissedRun),
    lastMissedRun: missedRun(lastMissedRun),
    nextDelivery: delivery(nextDelivery),
    deniedAttempts: denied && { count: denied.count, first: denied.first, last: denied.last },
    window: { after: incident.window.after, before: incident.window.before },
    culprit: culprit && culpritInOrder(culprit),
    candidates: incident.candidates.map(changeInOrder),
    cause: cause && causeInOrder(cause),
    restoredBy: incident.restoredBy && changeInOrder(incident.restoredBy),
    phases: incident.phases.map(phaseInOrder),
    stillDenied: stillDenied && {
      change: stillDenied.change && changeInOrder(stillDenied.change),
      cause: causeInOrder(stillDenied.cause),
    },
    alsoRefused: incident.alsoRefused.map((other) => inOrder(ALSO_REFUSED, other)),
    remedy: incident.remedy && {
      ...inOrder(REMEDY, incident.remedy),
      edits: incident.remedy.edits.map((edit) => inOrder(EDIT, edit)),
    },
  };
}

function phaseInOrder(phase: ReportPhase): object {
  const { runs, window, culprit, cause } = phase;
  return {
    ...inOrder(PHASE, phase),
    runs: { first: runs.first, last: runs.last, count: runs.count },
    window: { after: window.after, before: window.before },
    culprit: culprit && culpritInOrder(culprit),
    cause: cause && causeInOrder(cause),
  };
}

function culpritInOrder(culprit: ReportCulprit): object {
  return {
    ...inOrder(CULPRIT, culprit),
    limits: culprit.limits.map((limit) => inOrder(LIMIT, limit)),
    change: changeInOrder(culprit.change),
  };
}

function timelineEntryInOrder(entry: TimelineEntry): object {
  return {
    ...inOrder(TIMELINE, entry),
    ...(entry.change && { change: changeInOrder(entry.change) }),
    evidence: refsInOrder(entry.evidence),
  };
}

function changeInOrder(change: ReportChange): object {
  return {
    ...inOrder(CHANGE, change),
    actor: {
      ...inOrder(ACTOR, change.actor),
      chain: change.actor.chain.map(({ time, eventId, arn, via }) => ({ time, eventId, arn, via })),
    },
    evidence: refsInOrder(change.evidence),
  };
}

function causeInOrder(cause: ReportCause): object {
  const { statement } = cause;
  return {
    ...inOrder(CAUSE, cause),
    statement: statement && { sid: statement.sid, index: statement.index },
  };
}

function evidenceInOrder(entry: EvidenceEntry): object {
  return {
    ...inOrder(EVIDENCE, entry),
    ...(entry.rejects && { rejects: entry.rejects.map((reject) => inOrder(REJECT, reject)) }),
  };
}

function refsInOrder(refs: readonly EvidenceRef[]): object[] {
  return refs.map((ref) => inOrder(REF, ref));
}

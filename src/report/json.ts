import { escapeJson } from '../display/escape-terminal.ts';
import type {
  EvidenceEntry,
  EvidenceRef,
  Report,
  ReportCause,
  ReportChange,
  ReportCulprit,
  ReportIncident,
  ReportPhase,
  ReportWarning,
  TimelineEntry,
} from './contract.ts';
import {
  ACTOR,
  ALSO_REFUSED,
  CASE,
  CAUSE,
  CHANGE,
  COVERAGE,
  CULPRIT,
  EDIT,
  EVIDENCE,
  INCIDENT,
  INFERRED,
  inOrder,
  LIMIT,
  MISSING,
  PHASE,
  RECORD,
  REF,
  REJECT,
  REMEDY,
  REPORT,
  TIMELINE,
  WARNING,
} from './key-order.ts';

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

export function printJson(ordered: object): string {
  return `${escapeJson(JSON.stringify(ordered, null, 2))}\n`;
}

export function reportInOrder(report: Report): object {
  return {
    ...inOrder(REPORT, report),
    tool: { name: report.tool.name, version: report.tool.version },
    case: { ...inOrder(CASE, report.case), inferred: inOrder(INFERRED, report.case.inferred) },
    asOf: { time: report.asOf.time, basis: report.asOf.basis },
    incidents: report.incidents.map(incidentInOrder),
    timeline: report.timeline.map(timelineEntryInOrder),
    path: report.path.map(({ link, states }) => ({
      link,
      states: states.map(({ from, state }) => ({ from, state })),
    })),
    policyChanges: report.policyChanges.map(({ bucket, changes }) => ({ bucket, changes: changes.map(changeInOrder) })),
    coverage: report.coverage.map((entry) => ({
      ...inOrder(COVERAGE, entry),
      gaps: entry.gaps.map(({ from, to }) => ({ from, to })),
    })),
    missing: report.missing.map((entry) => inOrder(MISSING, entry)),
    evidence: report.evidence.map(evidenceInOrder),
    records: report.records.map((record) => inOrder(RECORD, record)),
    warnings: report.warnings.map(warningInOrder),
  };
}

export function warningInOrder(warning: ReportWarning): object {
  return { ...inOrder(WARNING, warning), ...(warning.evidence && { evidence: refsInOrder(warning.evidence) }) };
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
  const { runs, window, culprit, cause, replaced } = phase;
  return {
    ...inOrder(PHASE, phase),
    runs: { first: runs.first, last: runs.last, count: runs.count },
    window: { after: window.after, before: window.before },
    culprit: culprit && culpritInOrder(culprit),
    cause: cause && causeInOrder(cause),
    replaced: replaced && { before: replaced.before, after: replaced.after },
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
    ...(entry.run && { run: { name: entry.run.name, from: entry.run.from, to: entry.run.to } }),
    evidence: refsInOrder(entry.evidence),
  };
}

export function changeInOrder(change: ReportChange): object {
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

export function evidenceInOrder(entry: EvidenceEntry): object {
  return {
    ...inOrder(EVIDENCE, entry),
    ...(entry.rejects && { rejects: entry.rejects.map((reject) => inOrder(REJECT, reject)) }),
  };
}

function refsInOrder(refs: readonly EvidenceRef[]): object[] {
  return refs.map((ref) => inOrder(REF, ref));
}

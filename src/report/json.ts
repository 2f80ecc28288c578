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
  return [...jsonPieces(report)].join('');
}

/** The same text piece by piece: that of a hundred thousand changes is too long to be held as one. */
export function* jsonPieces(report: Report): Generator<string, void, undefined> {
  let piece = '{';
  let separator = '\n  ';
  for (const [name, value] of Object.entries(reportInOrder(report, lazily))) {
    piece += `${separator}${JSON.stringify(name)}: `;
    separator = ',\n  ';
    if (!isList(value)) {
      piece += printedMember(value);
      continue;
    }
    let opening = '[';
    for (const entry of value) {
      piece += `${opening}\n    ${printedEntry(entry)}`;
      opening = ',';
      if (piece.length < PIECE) continue;
      yield piece;
      piece = '';
    }
    piece += opening === '[' ? '[]' : '\n  ]';
  }
  yield `${piece}\n}\n`;
}

const PIECE = 64 * 1024;

/** Printed within one list, or two, a value is as far from the margin as in the report. */
function printedMember(value: unknown): string {
  return escapeJson(JSON.stringify([value], null, 2).slice('[\n  '.length, -'\n]'.length));
}

function printedEntry(entry: unknown): string {
  return escapeJson(JSON.stringify([[entry]], null, 2).slice('[\n  [\n    '.length, -'\n  ]\n]'.length));
}

function isList(value: unknown): value is Iterable<object> {
  return typeof value === 'object' && value !== null && Symbol.iterator in value;
}

/** The entries of a list in order: all at once, or each when its turn comes. */
type Listing = <Entry>(entries: readonly Entry[], order: (entry: Entry) => object) => Iterable<object>;

const atOnce: Listing = (entries, order) => entries.map(order);

function* lazily<Entry>(entries: readonly Entry[], order: (entry: Entry) => object): Generator<object> {
  for (const entry of entries) yield order(entry);
}

export function printJson(ordered: object): string {
  return `${escapeJson(JSON.stringify(ordered, null, 2))}\n`;
}

export function reportInOrder(report: Report, list: Listing = atOnce): object {
  return {
    ...inOrder(REPORT, report),
    tool: { name: report.tool.name, version: report.tool.version },
    case: { ...inOrder(CASE, report.case), inferred: inOrder(INFERRED, report.case.inferred) },
    asOf: { time: report.asOf.time, basis: report.asOf.basis },
    incidents: list(report.incidents, incidentInOrder),
    timeline: list(report.timeline, timelineEntryInOrder),
    path: list(report.path, ({ link, states }) => ({
      link,
      states: states.map(({ from, state }) => ({ from, state })),
    })),
    policyChanges: list(report.policyChanges, ({ bucket, changes }) => ({
      bucket,
      changes: changes.map(changeInOrder),
    })),
    coverage: list(report.coverage, (entry) => ({
      ...inOrder(COVERAGE, entry),
      gaps: entry.gaps.map(({ from, to }) => ({ from, to })),
    })),
    missing: list(report.missing, (entry) => inOrder(MISSING, entry)),
    evidence: list(report.evidence, evidenceInOrder),
    records: list(report.records, (record) => inOrder(RECORD, record)),
    warnings: list(report.warnings, warningInOrder),
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

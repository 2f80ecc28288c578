import type {
  Confidence,
  Report,
  ReportActor,
  ReportCause,
  ReportChange,
  ReportCulprit,
  ReportIncident,
} from '../../src/report/contract.ts';
import type { Expectation } from './expectation.ts';

/**
 * The part of a report that an expectation speaks of, in the expectation's own shape, so that the
 * two can be compared as a whole and a failing test shows all that differs at once.
 */
export function viewLike(expected: Expectation, report: Report, exitCode: number): unknown {
  const codes = new Set(report.warnings.map((warning) => warning.code));
  const culprits = report.incidents.flatMap(({ culprit, phases }) =>
    [culprit, ...phases.map((phase) => phase.culprit)].filter((accused) => accused !== null),
  );
  const told = [report.summary, ...report.warnings.map((warning) => warning.message)];
  const everything = [
    ...told,
    ...culprits.flatMap(({ limits }) => limits.map(({ reason }) => reason)),
    ...report.incidents.flatMap(({ phases }) => phases.map(({ explanation }) => explanation)),
    ...report.coverage.flatMap(({ source, note }) => [source, note ?? '']),
    ...report.timeline.map(({ title }) => title),
  ];
  const asked = report.missing.map(({ what, command }) => `${what}\n${command}`);
  const view = {
    story: expected.story,
    outcome: report.outcome,
    exitCode,
    case: report.case,
    inferred: Object.keys(report.case.inferred).sort(),
    asOf: report.asOf,
    policyChanges: report.policyChanges.map(({ bucket }) => bucket),
    incidents: report.incidents.map(incidentView),
    warnings: (expected.warnings ?? []).filter((code) => codes.has(code)),
    noWarnings: (expected.noWarnings ?? []).filter((code) => !codes.has(code)),
    summarySays: (expected.summarySays ?? []).filter((words) => report.summary.includes(words)),
    says: (expected.says ?? []).filter((words) => told.some((text) => text.includes(words))),
    neverSays: (expected.neverSays ?? []).filter((words) => !everything.some((text) => text.includes(words))),
    commands: (expected.commands ?? []).filter((words) => report.missing.some(({ command }) => command === words)),
    notMissing: (expected.notMissing ?? []).filter((words) => !asked.some((text) => text.includes(words))),
    mustNotAccuse: (expected.mustNotAccuse ?? []).filter((change) => highest(culprits, change) === null),
    atMost: Object.fromEntries(
      Object.entries(expected.atMost ?? {}).map(([change, most]) => [change, within(most, highest(culprits, change))]),
    ),
  };
  return onlyExpected(view, expected);
}

/** With condition keys in a fixed order, which the report leaves open. */
export function inComparableForm(expected: Expectation): unknown {
  return JSON.parse(JSON.stringify(expected), (key, value: unknown) =>
    key === 'conditionKeys' && Array.isArray(value) ? [...value].sort() : value,
  );
}

function incidentView(incident: ReportIncident) {
  return {
    status: incident.status,
    lastDelivery: incident.lastDelivery?.run ?? null,
    firstMissedRun: incident.firstMissedRun?.run ?? null,
    lastMissedRun: incident.lastMissedRun?.run ?? null,
    missedRuns: incident.missedRuns,
    nextDelivery: incident.nextDelivery?.run ?? null,
    window: incident.window,
    deniedAttempts: incident.deniedAttempts,
    culprit: culpritView(incident.culprit),
    cause: causeView(incident.cause),
    phases: incident.phases.map(({ runs: { first, last, count }, culprit, cause }) => ({
      runs: { first, last, count },
      culprit: culpritView(culprit),
      cause: causeView(cause),
    })),
    restoredBy: changeView(incident.restoredBy),
    alsoRefused: incident.alsoRefused.map(
      ({ delivery, sourceBucket, configurationId, count }) =>
        `${delivery}${sourceBucket === null ? '' : ` of ${sourceBucket}/${configurationId}`}: ${count}`,
    ),
    stillDenied:
      incident.stillDenied === null
        ? null
        : { change: changeView(incident.stillDenied.change), cause: causeView(incident.stillDenied.cause) },
    candidates: incident.candidates.map((change) => ({ ...changeView(change), assessment: change.assessment })),
    remedy: remedyView(incident.remedy),
    remedyWithheld: incident.remedyWithheld,
  };
}

function remedyView(remedy: ReportIncident['remedy']) {
  if (remedy === null) return null;
  const { edits, mendsPath, remaining, warnings } = remedy;
  return {
    edits: edits.map(({ kind, description, command }) => ({ kind, description, command })),
    mendsPath,
    remaining,
    warnings,
  };
}

function culpritView(culprit: ReportCulprit | null) {
  return culprit === null ? null : { confidence: culprit.confidence, ...changeView(culprit.change) };
}

const RISING: readonly Confidence[] = ['possible', 'probable', 'proven'];

/** The most that is said of a change as culprit of anything; null where it is nowhere accused. */
function highest(culprits: readonly ReportCulprit[], change: string): Confidence | null {
  const said = culprits
    .filter((culprit) => change === 'any' || change === `${culprit.change.eventName}@${culprit.change.time}`)
    .map((culprit) => RISING.indexOf(culprit.confidence));
  return RISING[Math.max(-1, ...said)] ?? null;
}

/** What is allowed where no more is said, else what is said. */
function within(most: Confidence, said: Confidence | null): Confidence {
  return said === null || RISING.indexOf(said) <= RISING.indexOf(most) ? most : said;
}

function changeView(change: ReportChange | null) {
  if (change === null) return null;
  const { time, eventName, eventId, operation, status, seenIn } = change;
  return { time, eventName, eventId, operation, status, seenIn, actor: actorView(change.actor) };
}

function actorView(actor: ReportActor) {
  const { type, arn, userName, sessionName, sourceIdentity, origin, tool, invokedBy, chain } = actor;
  return {
    type,
    arn,
    userName,
    sessionName,
    sourceIdentity,
    origin,
    tool,
    invokedBy,
    via: chain.map((link) => link.via),
  };
}

function causeView(cause: ReportCause | null) {
  if (cause === null) return null;
  const { link, decision, statement, conditionKeys } = cause;
  return { link, decision, statement, conditionKeys: [...conditionKeys].sort() };
}

/**
 * `view` without the members of which `expected` says nothing; what is more than expected stays. One
 * word that is among several expected ones becomes these.
 */
function onlyExpected(view: unknown, expected: unknown): unknown {
  if (Array.isArray(view) && Array.isArray(expected)) {
    return view.map((entry, index) => (index in expected ? onlyExpected(entry, expected[index]) : entry));
  }
  if (Array.isArray(expected) && expected.includes(view)) return expected;
  if (!isRecord(view) || !isRecord(expected)) return view;
  return Object.fromEntries(
    Object.keys(expected).map((member) => [member, onlyExpected(view[member], expected[member])]),
  );
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

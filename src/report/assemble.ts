import type { Delivery } from '../delivery-path/delivery.ts';
import type { Replaced } from '../delivery-path/link.ts';
import type { Path } from '../delivery-path/path.ts';
import { linkOf } from '../delivery-path/touched-links.ts';
import { addTo } from '../groups.ts';
import { formatInstant, formatOrNull, type Instant } from '../instant.ts';
import { compareText } from '../order.ts';
import type { Actor } from '../records/actor.ts';
import type { Call } from '../sightings/call.ts';
import { bucketOf, keyOf } from '../sightings/sighting.ts';
import { describeRemarks } from '../sources/archive/remarks.ts';
import type { SourceTally } from '../sources/tally.ts';
import type { Run } from '../timeline/runs.ts';
import type { AssessedChange } from '../verdict/assess.ts';
import type { Checklist } from '../verdict/checklist/checklist.ts';
import type { JudgedIncident, JudgedPhase } from '../verdict/judged-incident.ts';
import { describeRemedy } from './assemble-remedy.ts';
import { assembleTimeline } from './assemble-timeline.ts';
import { describeReplacement, documentsReplaced } from './change-diff.ts';
import type {
  EvidenceEntry,
  Report,
  ReportActor,
  ReportBucketChanges,
  ReportChange,
  ReportCulprit,
  ReportDelivery,
  ReportIncident,
  ReportMissedRun,
  ReportPhase,
} from './contract.ts';
import { linkHistories } from './link-histories.ts';
import type { ReportParts } from './parts.ts';
import { references } from './references.ts';

/** Writes the verdict down in the terms of the JSON contract. */
export function assembleReport(parts: ReportParts): Report {
  const { timeline, verdict } = parts;
  const { now, profile: _, ...subject } = timeline.case;
  const changes = new Map(verdict.changes.map((change) => [change.call, describeChange(parts, change)]));
  const changeOf = ({ call }: { call: Call }): ReportChange => changes.get(call) ?? unknownChange(call);
  const incidents = verdict.incidents.filter(({ incident }) =>
    overlaps(parts, incident.window.after, incident.nextDelivery?.deliveredAt ?? now),
  );
  return {
    schemaVersion: '1',
    generatedAt: formatInstant(now),
    tool: { name: 'inventory-forensics', version: parts.version },
    case: { ...subject, now: formatInstant(now), inferred: timeline.inferredMembers },
    asOf: { ...timeline.asOf, time: formatInstant(timeline.asOf.time) },
    outcome: verdict.outcome,
    summary: parts.summary,
    incidents: incidents.map((incident) =>
      describeIncident(incident, {
        changeOf,
        path: timeline.path,
        liftedBy: parts.checklist.liftedBy,
        remedyFile: parts.remedyFile,
      }),
    ),
    timeline: assembleTimeline(parts, changeOf),
    path: linkHistories(timeline.path),
    policyChanges: changesByBucket(parts),
    coverage: parts.coverage.map((entry) => ({
      ...entry,
      from: formatOrNull(entry.from),
      to: formatOrNull(entry.to),
      gaps: entry.gaps.map(({ from, to }) => ({ from: formatInstant(from), to: formatInstant(to) })),
    })),
    missing: parts.checklist.missing,
    evidence: parts.tallies
      .map(describeSource)
      .sort((a, b) => compareText(a.source, b.source) || compareText(a.sha256, b.sha256)),
    records: [],
    warnings: parts.warnings.map(({ code, message, evidence }) => ({ code, message, evidence: references(evidence) })),
  };
}

function overlaps({ since, until }: ReportParts, from: Instant | null, to: Instant): boolean {
  return (since === null || to >= since) && (until === null || from === null || from <= until);
}

/** What the parts of an incident are written with. */
interface Writer {
  readonly changeOf: (change: { call: Call }) => ReportChange;
  readonly path: Path;
  readonly liftedBy: Checklist['liftedBy'];
  readonly remedyFile: string;
}

function describeIncident(judged: JudgedIncident, write: Writer): ReportIncident {
  const { changeOf } = write;
  const { incident, culprit, cause, remedy, restoredBy, stillDenied } = judged;
  const [first] = incident.missed;
  const [refused] = incident.denied;
  const [{ window }] = judged.phases;
  return {
    status: incident.status,
    lastDelivery: describeDelivery(incident.lastDelivery),
    firstMissedRun: describeMissed(first),
    lastMissedRun: describeMissed(incident.missed.at(-1) ?? first),
    missedRuns: incident.missed.length,
    nextDelivery: describeDelivery(incident.nextDelivery),
    deniedAttempts:
      refused === undefined
        ? null
        : {
            count: incident.denied.length,
            first: formatInstant(refused.time),
            last: formatInstant((incident.denied.at(-1) ?? refused).time),
          },
    window: { after: formatOrNull(window.after), before: formatInstant(window.before) },
    culprit: describeCulprit(culprit, write),
    candidates: judged.candidates.map(changeOf),
    cause,
    restoredBy: restoredBy && changeOf(restoredBy),
    stillDenied: stillDenied && {
      change: stillDenied.change && changeOf(stillDenied.change),
      cause: stillDenied.cause,
    },
    alsoRefused: judged.alsoRefused.map((other) => ({
      ...other,
      first: formatInstant(other.first),
      last: formatInstant(other.last),
    })),
    remedy: remedy.remedy && describeRemedy(remedy.remedy, write.remedyFile),
    remedyWithheld: remedy.withheld,
    phases: judged.phases.map((phase) => describePhase(phase, write)),
  };
}

function describePhase({ phase, window, culprit, cause, explanation }: JudgedPhase, write: Writer): ReportPhase {
  const [{ run: first }] = phase.runs;
  return {
    runs: { first: first.name, last: phase.runs.at(-1)?.run.name ?? first.name, count: phase.runs.length },
    window: { after: formatOrNull(window.after), before: formatInstant(window.before) },
    culprit: describeCulprit(culprit, write),
    cause,
    explanation,
    replaced: culprit && documentsReplaced(replacedBy(write.path, culprit.suspect.call)),
  };
}

function describeCulprit(culprit: JudgedIncident['culprit'], write: Writer): ReportCulprit | null {
  if (culprit === null) return null;
  const { confidence, limits } = culprit.judgement;
  return {
    confidence,
    reasons: limits.map(({ reason }) => reason),
    limits: limits.map((limit) => {
      const { atMost, reason, liftedBy } = limit;
      return { atMost, reason, liftedBy, missing: write.liftedBy(limit) };
    }),
    change: write.changeOf(culprit.suspect),
  };
}

function describeDelivery(delivery: Delivery | null): ReportDelivery | null {
  if (delivery === null) return null;
  return { run: delivery.run, deliveredAt: formatOrNull(delivery.deliveredAt), manifestKey: delivery.manifestKey };
}

function describeMissed(run: Run): ReportMissedRun {
  return { run: run.name, deadline: formatInstant(run.deadline) };
}

function describeChange(parts: ReportParts, change: AssessedChange): ReportChange {
  const { call } = change;
  return {
    ...unknownChange(call, parts.trace(call)),
    assessment: change.assessment,
    reason: change.reason,
    link: change.link ?? linkOf(call),
    diff: describeReplacement(replacedBy(parts.timeline.path, call)),
  };
}

function replacedBy(path: Path, call: Call): Replaced | null {
  return path.around(call)?.after.replaced ?? null;
}

/** What goes on, where the bucket is named, from policy changes that could not be placed. */
function changesByBucket({ timeline, trace }: ReportParts): readonly ReportBucketChanges[] {
  const buckets = new Map<string, ReportChange[]>();
  for (const call of timeline.unplaced) {
    addTo(buckets, bucketOf(call.action) ?? '', unknownChange(call, trace(call)));
  }
  return [...buckets].sort(([a], [b]) => compareText(a, b)).map(([bucket, changes]) => ({ bucket, changes }));
}

function unknownChange(call: Call, actor: Actor = call.actor): ReportChange {
  return {
    time: formatInstant(call.time),
    eventName: call.eventName,
    operation: call.operation,
    bucket: bucketOf(call.action),
    keyArn: keyOf(call.action),
    status: call.status,
    errorCode: call.errorCode,
    assessment: 'undetermined',
    link: linkOf(call),
    reason: '',
    eventId: call.eventId,
    requestId: call.requestId,
    seenIn: call.seenIn,
    actor: describeActorOf(actor),
    diff: [],
    evidence: references(call.evidence),
  };
}

function describeActorOf(actor: Actor): ReportActor {
  return { ...actor, chain: actor.chain.map((link) => ({ ...link, time: formatInstant(link.time) })) };
}

/** One for each of perhaps a hundred thousand: no copies of objects, and no text twice. */
function describeSource(tally: SourceTally): EvidenceEntry {
  const from = formatOrNull(tally.from);
  const entry: Writable<EvidenceEntry> = {
    source: tally.source,
    kind: tally.kind,
    sha256: tally.sha256,
    bytes: tally.bytes,
    records: tally.records,
    rejected: tally.rejected,
    from,
    to: tally.to === tally.from ? from : formatOrNull(tally.to),
    rejects: tally.rejects,
    failure: tally.failure,
  };
  // What was given itself, and no archive, has neither.
  if (tally.container !== null) entry.container = tally.container;
  if (tally.remarks !== null) entry.remarks = describeRemarks(tally.remarks);
  return entry;
}

type Writable<T> = { -readonly [Key in keyof T]: T[Key] };

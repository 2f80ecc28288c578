import { beginningOfDenial } from '../delivery-path/beginning.ts';
import { configurationAt } from '../delivery-path/configuration-state.ts';
import { placeOfDelivery } from '../delivery-path/observation.ts';
import { deniedLinks } from '../delivery-path/path.ts';
import { isSameFor, placeOf } from '../delivery-path/place.ts';
import type { DeliveryProfile } from '../profile/profile.ts';
import { type Call, isDisputed } from '../sightings/call.ts';
import type { Timeline } from '../timeline/build.ts';
import { isUnexplained } from '../timeline/explanation.ts';
import { type AssessedChange, type Assessment, assessChange } from './assess.ts';
import { causeAt, causeOf, causeOfPhase, causeOfSuspect } from './cause.ts';
import { judgeConfidence } from './confidence.ts';
import { findCulprit, type Suspect, suspectOf } from './culprit.ts';
import { findIncidents, type Incident } from './incident.ts';
import type { JudgedIncident, JudgedPhase, Verdict } from './judged-incident.ts';
import { outcomeOf } from './outcome.ts';
import { findPhases, type Phase } from './phases.ts';
import type { RemedyAnswer } from './remedy/edit.ts';
import { remedyAtNow } from './remedy/remedy.ts';
import { isInWindow, windowOf } from './window.ts';

/** From the timeline to the verdict: incidents in phases, culprits, causes, and what mended them. */
export function reachVerdict(timeline: Timeline): Verdict {
  const incidents = findIncidents(timeline).map((incident) => ({
    incident,
    phases: findPhases(timeline, incident).map((phase, index, all) =>
      judgePhase(timeline, incident, phase, all.slice(0, index)),
    ),
  }));
  const blamed = new Map(
    incidents.flatMap(({ phases }) =>
      phases.flatMap(({ culprit }) => (culprit === null ? [] : [[culprit.suspect.call, culprit.suspect] as const])),
    ),
  );
  const changes = timeline.changes.map((call) => assessChange(timeline, call, blamed.get(call) ?? null));
  const byCall = new Map(changes.map((change) => [change.call, change]));
  const judged = incidents.flatMap(({ incident, phases: [first, ...rest] }) =>
    first === undefined ? [] : [judge(timeline, incident, [first, ...rest], changes, byCall)],
  );
  return { outcome: outcomeOf(timeline, judged), incidents: judged, changes };
}

function judgePhase(timeline: Timeline, incident: Incident, phase: Phase, before: readonly Phase[]): JudgedPhase {
  const index = before.length;
  const found = findCulprit(timeline, phase);
  const window = windowOf(timeline, incident, phase, index, found);
  // What came before the evidence of this incident began is not its doing, unless a date brought it.
  const suspect = found !== null && isEarlierThan(found, timeline, incident, window, index) ? null : found;
  const culprit =
    suspect === null ? null : { suspect, judgement: judgeConfidence({ timeline, incident, phase, suspect, before }) };
  const cause = suspect !== null ? causeOfSuspect(suspect) : causeOfPhase(phase, timeline.case.profile);
  return { phase, window, culprit, cause, explanation: explanationOf(phase, suspect, cause, timeline.case.profile) };
}

/** A change before the last delivery cannot have stopped what came after it. */
function isEarlierThan(
  suspect: Suspect,
  timeline: Timeline,
  incident: Incident,
  window: JudgedPhase['window'],
  index: number,
): boolean {
  if (index > 0 || suspect.since > suspect.call.time) return false;
  const last = incident.lastDelivery;
  const there = last === null ? suspect.place : placeOfDelivery(last, timeline.case, timeline.configuration);
  // A report that arrived elsewhere says nothing of this place.
  if (!isSameFor(suspect.link, there, suspect.place)) return false;
  return !isInWindow(timeline, incident, { ...window, before: Number.POSITIVE_INFINITY }, suspect.call);
}

function explanationOf(
  { runs, answer }: Phase,
  suspect: Suspect | null,
  cause: JudgedPhase['cause'],
  { writer }: DeliveryProfile,
): string {
  if (suspect !== null) return suspect.explanation.state.explanation;
  if (cause !== null) return cause.explanation;
  const isRefused = runs.some(({ run }) => run.denied.length > 0);
  // Without an answer all runs of a phase have the same explanations.
  if (answer === null && !isUnexplained(runs[0].explanations)) {
    return 'several things in evidence may explain it, and none does for sure';
  }
  return isRefused
    ? `${writer.short} was refused although everything in evidence allows the write: a layer that no log here shows is at work`
    : 'nothing in evidence explains it';
}

function judge(
  timeline: Timeline,
  incident: Incident,
  phases: JudgedIncident['phases'],
  changes: readonly AssessedChange[],
  byCall: ReadonlyMap<Call, AssessedChange>,
): JudgedIncident {
  const lead = phases.find(({ culprit }) => culprit !== null) ?? phases[0];
  const suspects = phases.flatMap(({ culprit }) => (culprit === null ? [] : [culprit.suspect]));
  const isOngoing = incident.status === 'ongoing';
  const nowCause = isOngoing && suspects.length === 0 ? causeAt(timeline, timeline.case.now) : null;
  return {
    incident,
    phases,
    culprit: lead.culprit,
    cause: lead.cause ?? nowCause,
    alsoBroken: alsoBroken(timeline, phases, suspects),
    candidates: rank(
      changes.filter((change) => isCandidate(timeline, incident, phases, change, suspects)),
      suspects,
    ),
    restoredBy: restorer(timeline, incident, changes, suspects),
    stillDenied:
      isOngoing && lead.culprit !== null ? otherDenial(timeline, lead.culprit.suspect, phases, byCall) : null,
    alsoRefused: alsoRefused(timeline, incident, lead.culprit?.suspect ?? null),
    remedy: isOngoing ? remedyAtNow(timeline, phases[phases.length - 1]?.cause ?? nowCause) : RECOVERED,
  };
}

/** Without a culprit, since the last moment at which delivery is known to have worked. */
function alsoRefused(
  timeline: Timeline,
  { window, nextDelivery }: Incident,
  culprit: Suspect | null,
): JudgedIncident['alsoRefused'] {
  const { now, destinationBucket } = timeline.case;
  const bucket = culprit?.place.bucket ?? destinationBucket;
  const from = culprit?.since ?? window.after;
  if (bucket === null || from === null) return [];
  return timeline.refusedBeside(bucket, { from, to: nextDelivery?.deliveredAt ?? now });
}

const RECOVERED: RemedyAnswer = { remedy: null, withheld: ['reports arrive again, so nothing has to be mended'] };

function alsoBroken(timeline: Timeline, phases: JudgedIncident['phases'], suspects: readonly Suspect[]): Suspect[] {
  const blamed = new Set(suspects.map(({ call }) => call));
  const found = new Map<Call, Suspect>();
  for (const { phase } of phases) {
    for (const { beside } of phase.runs) {
      for (const denial of beside) {
        if (denial.since === null || blamed.has(denial.since) || found.has(denial.since)) continue;
        const suspect = suspectOf(timeline, denial, 'alternative');
        if (suspect !== null) found.set(denial.since, suspect);
      }
    }
  }
  return [...found.values()].sort((a, b) => a.call.time - b.call.time);
}

function isCandidate(
  timeline: Timeline,
  incident: Incident,
  phases: readonly JudgedPhase[],
  change: AssessedChange,
  suspects: readonly Suspect[],
): boolean {
  if (suspects.some(({ call }) => call === change.call)) return true;
  if (change.call === timeline.configuration.creation) return false;
  if (phases.some(({ window }) => isInWindow(timeline, incident, window, change.call))) return true;
  // What copies tell differently may have stopped later runs as well, and would else be acquitted by whoever forged one.
  const end = incident.nextDelivery?.deliveredAt ?? timeline.case.now;
  return isDisputed(change.call) && isInWindow(timeline, incident, { ...incident.window, before: end }, change.call);
}

const ORDER: readonly Assessment[] = ['breaks', 'undetermined', 'restores', 'no-effect', 'failed'];

function rank(changes: readonly AssessedChange[], suspects: readonly Suspect[]): AssessedChange[] {
  const place = (change: AssessedChange): number =>
    suspects.some(({ call }) => call === change.call) ? -1 : ORDER.indexOf(change.assessment);
  return [...changes].sort((a, b) => place(a) - place(b));
}

/** The last change that opened a denied link of the path behind the break and before the next delivery. */
function restorer(
  timeline: Timeline,
  incident: Incident,
  changes: readonly AssessedChange[],
  suspects: readonly Suspect[],
): AssessedChange | null {
  const [first] = incident.missed;
  const [suspect] = suspects;
  const since = suspect === undefined ? first.write.from : suspect.call.time;
  const until = incident.nextDelivery?.deliveredAt ?? timeline.case.now;
  if (incident.nextDelivery === null && deniedLinks(timeline.path.at(until)).length > 0) return null;
  return (
    changes.findLast(({ assessment, call }) => assessment === 'restores' && call.time > since && call.time < until) ??
    null
  );
}

/** What denies at `now`, where it is not the culprit's doing. */
function otherDenial(
  timeline: Timeline,
  suspect: Suspect,
  phases: readonly JudgedPhase[],
  byCall: ReadonlyMap<Call, AssessedChange>,
): JudgedIncident['stillDenied'] {
  const last = phases[phases.length - 1];
  if (last?.culprit != null && last.culprit.suspect.call !== suspect.call && last.cause !== null) {
    return { change: byCall.get(last.culprit.suspect.call) ?? null, cause: last.cause };
  }
  const { now } = timeline.case;
  const step = configurationAt(timeline.configuration, now);
  const place = placeOf(step.state, timeline.case);
  const path = timeline.paths.at(place);
  const denials = deniedLinks(path.at(now)).map((link) => ({
    link,
    beginning: beginningOfDenial(link, { moment: now, step, place, path, input: timeline.explain }),
  }));
  if (denials.some(({ beginning }) => beginning.call === suspect.call)) return null;
  const [other] = denials.sort((a, b) => (a.beginning.time ?? 0) - (b.beginning.time ?? 0));
  if (other === undefined) return null;
  const { link, beginning } = other;
  return {
    change: beginning.call === null ? null : (byCall.get(beginning.call) ?? null),
    cause: causeOf(link, path.at(now).links[link]),
  };
}

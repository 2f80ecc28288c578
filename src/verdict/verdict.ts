import { isConfigurationChange } from '../delivery-path/configuration-history.ts';
import { deniedLinks, isOpen } from '../delivery-path/path.ts';
import type { Call } from '../sightings/call.ts';
import type { LogCoverage } from '../sightings/log-coverage.ts';
import type { Timeline } from '../timeline/build.ts';
import { type AssessedChange, type Assessment, assessChange } from './assess.ts';
import { causeAt, causeOf, causeOfSuspect } from './cause.ts';
import { judgeConfidence } from './confidence.ts';
import { findCulprit, isInWindow, type Suspect, writeTime } from './culprit.ts';
import { findIncidents, type Incident } from './incident.ts';
import type { JudgedIncident, Verdict } from './judged-incident.ts';
import { outcomeOf } from './outcome.ts';
import { remedyAtNow } from './remedy.ts';

/** From the timeline to the verdict: incidents, culprits, causes, and what mended them. */
export function reachVerdict(timeline: Timeline, coverage: readonly LogCoverage[]): Verdict {
  const changes = timeline.changes.map((call) => assessChange(timeline, call));
  const byCall = new Map(changes.map((change) => [change.call, change]));
  const incidents = findIncidents(timeline).map((incident) => judge(timeline, incident, changes, byCall, coverage));
  return { outcome: outcomeOf(timeline, incidents), incidents, changes };
}

function judge(
  timeline: Timeline,
  incident: Incident,
  changes: readonly AssessedChange[],
  byCall: ReadonlyMap<Call, AssessedChange>,
  coverage: readonly LogCoverage[],
): JudgedIncident {
  const { culprit: suspect, alsoBroken } = findCulprit(timeline, incident);
  const culprit =
    suspect === null ? null : { suspect, judgement: judgeConfidence(timeline, incident, suspect, coverage) };
  const isOngoing = incident.status === 'ongoing';
  return {
    incident,
    culprit,
    alsoBroken,
    candidates: rank(
      changes.filter((change) => isCandidate(timeline, incident, change, suspect)),
      suspect,
    ),
    cause: suspect !== null ? causeOfSuspect(suspect) : isOngoing ? causeAt(timeline, timeline.case.now) : null,
    restoredBy: restorer(timeline, incident, changes, suspect),
    stillDenied: isOngoing && suspect !== null ? otherDenial(timeline, suspect, byCall) : null,
    remedy: isOngoing ? remedyAtNow(timeline) : null,
  };
}

function isCandidate(timeline: Timeline, incident: Incident, change: AssessedChange, suspect: Suspect | null): boolean {
  if (change.call === suspect?.call) return true;
  if (change.call === timeline.configuration.creation) return false;
  return isInWindow(incident, change.call, isConfigurationChange(change.call, timeline.case) ? 'configuration' : null);
}

const ORDER: readonly Assessment[] = ['breaks', 'undetermined', 'restores', 'no-effect', 'failed'];

function rank(changes: readonly AssessedChange[], suspect: Suspect | null): AssessedChange[] {
  const place = (change: AssessedChange): number =>
    change.call === suspect?.call ? -1 : ORDER.indexOf(change.assessment);
  return [...changes].sort((a, b) => place(a) - place(b));
}

/** The last change that took a link from denied to allowed after the first missed run was written and before the next delivery. */
function restorer(
  timeline: Timeline,
  incident: Incident,
  changes: readonly AssessedChange[],
  suspect: Suspect | null,
): AssessedChange | null {
  const [first] = incident.missed;
  const isFixed = incident.write.basis === 'denied-attempt' && suspect?.link !== 'configuration';
  const from = suspect === null || !isFixed ? first.time : writeTime(incident, suspect.link);
  const since = Math.max(from, suspect?.call.time ?? from);
  const until = incident.nextDelivery?.deliveredAt ?? timeline.case.now;
  return (
    changes.findLast(({ assessment, call }) => assessment === 'restores' && call.time > since && call.time < until) ??
    null
  );
}

/** The culprit's link is open again at `now`, and another one denies. */
function otherDenial(
  timeline: Timeline,
  suspect: Suspect,
  byCall: ReadonlyMap<Call, AssessedChange>,
): JudgedIncident['stillDenied'] {
  const { now } = timeline.case;
  const step = timeline.path.at(now);
  if (!isOpen(step.links[suspect.link])) return null;
  const [link] = deniedLinks(step);
  if (link === undefined) return null;
  const call = timeline.path.deniedSince(link, now)?.call ?? null;
  return { change: call === null ? null : (byCall.get(call) ?? null), cause: causeOf(link, step.links[link]) };
}

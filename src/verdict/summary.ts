import { describeActor } from '../attribution/wording.ts';
import { formatDay, formatInstant } from '../instant.ts';
import type { Actor } from '../records/actor.ts';
import type { Call } from '../sightings/call.ts';
import { bucketOf, keyOf } from '../sightings/sighting.ts';
import type { Timeline } from '../timeline/build.ts';
import { describeCallers } from './callers.ts';
import type { JudgedIncident, JudgedPhase, Verdict } from './judged-incident.ts';

/** The verdict in one plain sentence: when, what, who, why. `trace` gives an actor with its chain. */
export function summarise(timeline: Timeline, verdict: Verdict, trace: (call: Call) => Actor): string {
  return `${moment(timeline)}${answer(timeline, verdict, trace)}`;
}

/** Of which moment it speaks, where nobody asked about one. */
function moment({ asOf: { time, basis } }: Timeline): string {
  const end =
    basis === 'evidence'
      ? 'the end of the evidence'
      : basis === 'file-time'
        ? 'when the newest answer of AWS was saved'
        : null;
  return end === null ? '' : `As of ${formatInstant(time)}, ${end}: `;
}

function answer(timeline: Timeline, verdict: Verdict, trace: (call: Call) => Actor): string {
  const name = nameOf(timeline);
  const { writer, schedule } = timeline.case.profile;
  const last = verdict.incidents[verdict.incidents.length - 1];
  switch (verdict.outcome) {
    case 'delivering':
      return `${name} is being delivered: the latest report is ${latest(timeline)}.`;
    case 'pending-first-delivery':
      return `${name} was created ${created(timeline)} and its first report is not overdue yet (${writer.short} takes up to ${schedule.firstWithinHours} hours).`;
    case 'indeterminate':
      return `The evidence cannot tell whether ${name} is being delivered${last === undefined ? lastSeen(timeline) : `: ${incidentSentence(timeline, last, trace)}`}${last === undefined ? '.' : ' What became of later runs is not in evidence.'}`;
    case 'never-delivered':
      return `${name} was created ${created(timeline)} and has never been delivered${last === undefined ? '' : because(last, trace)}.`;
    case 'broken':
    case 'stopped-by-configuration':
    case 'recovered':
      return `${name}: ${last === undefined ? goneSentence(timeline) : incidentSentence(timeline, last, trace)}`;
    default:
      return verdict.outcome satisfies never;
  }
}

function nameOf({ case: subject }: Timeline): string {
  const { subject: what } = subject.profile.words;
  return `${what.charAt(0).toUpperCase()}${what.slice(1)} ${subject.configurationId ?? 'of an unknown configuration'} of ${subject.sourceBucket ?? 'an unknown bucket'} to ${subject.destinationBucket ?? 'an unknown bucket'}`;
}

/** What was seen last, where nothing tells of the runs behind it. */
function lastSeen(timeline: Timeline): string {
  const isAny = timeline.runs.some(({ delivery }) => delivery !== null);
  return isAny
    ? `: the latest report in evidence is ${latest(timeline)}; what became of later runs, nothing shows`
    : '';
}

/** Of a bucket or configuration that is not there now no run need be known. */
function goneSentence({ path, case: { now } }: Timeline): string {
  const { links } = path.at(now);
  const gone = links.configuration.state === 'denied' ? links.configuration : links['destination-bucket'];
  return `as of now, ${gone.explanation}. Which runs are missing for it, and who did it, is not in evidence.`;
}

function incidentSentence(timeline: Timeline, judged: JudgedIncident, trace: (call: Call) => Actor): string {
  const { incident } = judged;
  const until =
    incident.nextDelivery === null
      ? ''
      : `, until run ${incident.nextDelivery.run}${judged.restoredBy === null ? '' : ` (restored by ${change(judged.restoredBy.call)}, ${callerOf(judged.restoredBy.call, trace)})`}`;
  return `${since(timeline, judged)}${until}${because(judged, trace)}.`;
}

/** "No report has arrived since" is said only where a listing shows it: a missing line of a log proves nothing. */
function since(timeline: Timeline, judged: JudgedIncident): string {
  const { incident } = judged;
  const [first] = incident.missed;
  const isKnownToGoOn = incident.status === 'ongoing' && !hasUnknownBehind(timeline, judged);
  if (incident.lastDelivery !== null) {
    return `delivery ${isKnownToGoOn ? 'has been broken since' : 'was broken from'} run ${first.name}${arrival(judged)}`;
  }
  const [refusal] = first.denied;
  if (refusal !== undefined)
    return `${timeline.case.profile.writer.short} was refused ${formatInstant(refusal.time)} (no report before that is in evidence)`;
  if (first.reportedFailed) {
    return `the console told that the export of ${formatDay(first.time)} failed (no report before that is in evidence)`;
  }
  const { after } = incident.window;
  return isListed(timeline, judged)
    ? `no report ${isKnownToGoOn ? 'has arrived' : 'arrived'} since ${after === null ? 'the beginning' : formatInstant(after)}`
    : `run ${first.name} was not delivered (no report before it is in evidence)`;
}

/** A listing shows of every missed run that it did not arrive. */
function isListed({ listings, placeNow }: Timeline, { incident }: JudgedIncident): boolean {
  return incident.missed.every(({ time }) => listings.coversAbsence(placeNow, time));
}

/** Runs behind the incident of which nothing is known. */
function hasUnknownBehind({ runs }: Timeline, { incident }: JudgedIncident): boolean {
  const last = incident.missed.at(-1);
  return runs.some(({ status, time }) => status === 'unknown' && time > (last?.time ?? 0));
}

function arrival({ incident }: JudgedIncident): string {
  const at = incident.lastDelivery?.deliveredAt;
  return at == null ? '' : ` (the last good report arrived ${formatInstant(at)})`;
}

/** Every phase in order, in words no stronger than its confidence; the last is what stops delivery now. */
function because({ phases, incident, cause }: JudgedIncident, trace: (call: Call) => Actor): string {
  const [only, ...more] = phases;
  const present =
    incident.status === 'ongoing' && cause !== null && phases.every((phase) => phase.cause === null)
      ? `; as of now, ${cause.explanation}`
      : '';
  if (more.length === 0) return `${reasonOf(only, trace)}${present}`;
  const told = phases.map((phase) => `${runsOf(phase)}${reasonOf(phase, trace)}`);
  const now = incident.status === 'ongoing' ? ' (this stops delivery now)' : '';
  return `. In ${phases.length} phases: ${told.join('; ')}${now}${present}`;
}

function runsOf({ phase: { runs } }: JudgedPhase): string {
  const [first] = runs;
  const last = runs[runs.length - 1] ?? first;
  return runs.length === 1 ? `run ${first.run.name}` : `runs ${first.run.name} to ${last.run.name}`;
}

function callerOf(call: Call, trace: (call: Call) => Actor): string {
  const several = describeCallers(call);
  return several === null ? describeActor(trace(call)) : `${several} (copies of the call differ in who it was)`;
}

function reasonOf({ phase: { answer }, culprit, cause }: JudgedPhase, trace: (call: Call) => Actor): string {
  if (culprit === null)
    return cause === null
      ? '; which change did it, and why, the evidence does not show'
      : `; by which change is not shown${isCaptured(answer) ? ' (AWS Config tells what stood, not who put it there: CloudTrail does)' : ''}, but ${cause.explanation}`;
  const { suspect, judgement } = culprit;
  const what = `${change(suspect.call)}, made by ${callerOf(suspect.call, trace)}`;
  switch (judgement.confidence) {
    case 'proven':
      return `, because of ${what}: ${suspect.explanation.state.explanation}`;
    case 'probable':
      return `, probably because of ${what}: ${suspect.explanation.state.explanation}`;
    case 'possible':
      return `; a suspect is ${what}: a suspicion that the evidence does not prove`;
    default:
      return judgement.confidence satisfies never;
  }
}

function isCaptured(answer: JudgedPhase['phase']['answer']): boolean {
  return answer?.kind === 'denied' && answer.state.capturedAt !== null;
}

function change(call: Call): string {
  const on = keyOf(call.action) ?? bucketOf(call.action);
  return `${call.eventName}${on === null ? '' : ` on ${on}`} at ${formatInstant(call.time)}`;
}

function created(timeline: Timeline): string {
  const creation = timeline.configuration.creation;
  return creation === null ? 'at an unknown time' : formatInstant(creation.time);
}

function latest(timeline: Timeline): string {
  const delivery = timeline.runs.findLast((run) => run.delivery !== null)?.delivery;
  if (delivery == null) return 'not in evidence';
  return delivery.deliveredAt === null
    ? delivery.run
    : `${delivery.run}, which arrived ${formatInstant(delivery.deliveredAt)}`;
}

import { describeActor } from '../attribution/wording.ts';
import { formatInstant } from '../instant.ts';
import type { Actor } from '../records/actor.ts';
import type { Call } from '../sightings/call.ts';
import { bucketOf, keyOf } from '../sightings/sighting.ts';
import type { Timeline } from '../timeline/build.ts';
import { describeCallers } from './callers.ts';
import type { JudgedIncident, JudgedPhase, Verdict } from './judged-incident.ts';

/** The verdict in one plain sentence: when, what, who, why. `trace` gives an actor with its chain. */
export function summarise(timeline: Timeline, verdict: Verdict, trace: (call: Call) => Actor): string {
  const name = nameOf(timeline);
  const last = verdict.incidents[verdict.incidents.length - 1];
  switch (verdict.outcome) {
    case 'delivering':
      return `${name} is being delivered: the latest report is ${latest(timeline)}.`;
    case 'pending-first-delivery':
      return `${name} was created ${created(timeline)} and its first report is not overdue yet (S3 takes up to 48 hours).`;
    case 'indeterminate':
      return `The evidence cannot tell whether ${name} is being delivered${last === undefined ? '' : `; ${lower(incidentSentence(last, trace))}`}${last === undefined ? '.' : ''}`;
    case 'never-delivered':
      return `${name} was created ${created(timeline)} and has never been delivered${last === undefined ? '' : because(last, trace)}.`;
    case 'broken':
    case 'stopped-by-configuration':
    case 'recovered':
      return last === undefined ? `${name} has missed no run.` : `${name}: ${incidentSentence(last, trace)}`;
    default:
      return verdict.outcome satisfies never;
  }
}

function nameOf({ case: subject }: Timeline): string {
  return `Inventory ${subject.configurationId ?? 'of an unknown configuration'} of ${subject.sourceBucket ?? 'an unknown bucket'} to ${subject.destinationBucket ?? 'an unknown bucket'}`;
}

function incidentSentence(judged: JudgedIncident, trace: (call: Call) => Actor): string {
  const { incident } = judged;
  const until =
    incident.nextDelivery === null
      ? ''
      : `, until run ${incident.nextDelivery.run}${judged.restoredBy === null ? '' : ` (restored by ${change(judged.restoredBy.call)}, ${callerOf(judged.restoredBy.call, trace)})`}`;
  return `${since(judged)}${until}${because(judged, trace)}.`;
}

/** "No report has arrived since" is said only where a listing shows it: a missing line of a log proves nothing. */
function since(judged: JudgedIncident): string {
  const { incident } = judged;
  const [first] = incident.missed;
  if (incident.lastDelivery !== null) {
    return `delivery ${incident.status === 'ongoing' ? 'has been broken' : 'was broken'} since run ${first.name}${arrival(judged)}`;
  }
  return first.denied.length > 0
    ? `S3 was refused ${formatInstant(first.denied[0]?.time ?? first.time)}, and no report before that is in evidence`
    : `no report ${incident.status === 'ongoing' ? 'has arrived' : 'arrived'} since ${incident.window.after === null ? 'the beginning' : formatInstant(incident.window.after)}`;
}

function arrival({ incident }: JudgedIncident): string {
  const at = incident.lastDelivery?.deliveredAt;
  return at == null ? '' : ` (the last good report arrived ${formatInstant(at)})`;
}

/** Every phase in order, in words no stronger than its confidence; the last is what stops delivery now. */
function because({ phases, incident }: JudgedIncident, trace: (call: Call) => Actor): string {
  const [only, ...more] = phases;
  if (more.length === 0) return reasonOf(only, trace);
  const told = phases.map((phase) => `${runsOf(phase)}${reasonOf(phase, trace)}`);
  const now = incident.status === 'ongoing' ? ' (this stops delivery now)' : '';
  return `. In ${phases.length} phases: ${told.join('; ')}${now}`;
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

function reasonOf({ culprit, cause }: JudgedPhase, trace: (call: Call) => Actor): string {
  if (culprit === null)
    return cause === null
      ? '; which change did it, and why, the evidence does not show'
      : `; by which change is not shown, but ${cause.explanation}`;
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

function lower(sentence: string): string {
  return sentence.charAt(0).toLowerCase() + sentence.slice(1);
}

import type { RunTruth } from './deliver.ts';
import type { Played } from './play.ts';
import { isoSeconds, type WorldEvent } from './world.ts';

/** A world in plain text beside what the report says of it. */
export function tell({ world, truth, losses, report, judgement }: Played): string {
  const { manners } = world;
  const hours = (span: number): string => `${(span / 3_600_000).toFixed(1)} h`;
  const lines = [
    `world ${world.seed}: ${isoSeconds(world.start)} to ${isoSeconds(world.now)}, key in ${world.keyAccount}`,
    `runs take the configuration as ${manners.configurationAs}; changes act after ${manners.propagation / 1000} s; first report after ${hours(manners.firstReport)}`,
    `lag ${hours(manners.lag)} + up to ${hours(manners.spread)}, written within ${hours(manners.duration)}, stragglers ${manners.stragglers}`,
    `initially ${JSON.stringify(world.initial)}`,
    losses.length === 0 ? 'whole evidence' : `lost: ${losses.join(', ')}`,
    '',
    'WHAT HAPPENED',
  ];
  const told: [number, string][] = [
    ...world.events.map((event): [number, string] => [event.time, eventLine(event)]),
    ...truth.runs.map((run): [number, string] => [run.time, runLine(run, world.events)]),
  ];
  lines.push(...told.sort(([left], [right]) => left - right).map(([, line]) => line));
  lines.push('', 'WHAT THE REPORT SAYS', `${report.outcome}: ${report.summary}`);
  for (const incident of report.incidents) {
    lines.push(
      `incident ${incident.firstMissedRun?.run} to ${incident.lastMissedRun?.run}, ${incident.missedRuns} missed, ${incident.status}`,
    );
    const phases = (incident as { phases?: readonly Pick<typeof incident, 'culprit' | 'cause'>[] }).phases;
    for (const phase of phases ?? [incident]) lines.push(phaseLine(phase));
  }
  for (const { code, message } of report.warnings) lines.push(`warning ${code}: ${message}`);
  lines.push('', 'JUDGEMENT');
  for (const { confidence, verdict, label } of judgement.namings) lines.push(`${verdict} ${confidence}: ${label}`);
  for (const { runs, named } of judgement.truePhases) {
    lines.push(`true phase ${runs[0]?.name} to ${runs.at(-1)?.name}: ${named ?? 'nobody named'}`);
  }
  if (judgement.falselyMissed.length > 0) lines.push(`falsely missed: ${judgement.falselyMissed.join(' ')}`);
  if (judgement.overlooked.length > 0) lines.push(`overlooked: ${judgement.overlooked.join(' ')}`);
  return lines.join('\n');
}

function eventLine({ id, time, actor, failed, body }: WorldEvent): string {
  const shown = body.kind === 'put-policy' ? { ...body.policy, bucket: body.bucket } : body;
  return `${isoSeconds(time)}  ${failed ? 'FAILED ' : ''}${body.kind} by ${actor} ${JSON.stringify(shown)} (${id.slice(0, 8)})`;
}

function runLine(run: RunTruth, events: readonly WorldEvent[]): string {
  const breakers = [...run.breakers].map((id) => {
    const event = events.find((candidate) => candidate.id === id);
    return `${event?.body.kind} ${id.slice(0, 8)}`;
  });
  const refused = run.refusals.map(({ time, error }) => `${error} at ${isoSeconds(time)}`).join(', ');
  const arrived = run.written === null ? '' : `arrived ${isoSeconds(run.written.last)}`;
  const place = run.place === null ? '' : `${run.place.bucket}/${run.place.prefix} ${run.place.encryption}`;
  const doubt = run.status === 'missed' && !run.definite ? '(open) ' : '';
  return `    run ${run.name} ${run.status} ${doubt}${run.why} ${place} ${refused}${arrived} ${breakers.length > 0 ? `<- ${breakers.join(' or ')}` : ''}`;
}

interface ToldPhase {
  readonly culprit: Played['report']['incidents'][number]['culprit'];
  readonly cause: Played['report']['incidents'][number]['cause'];
  readonly runs?: { readonly first: string; readonly last: string };
}

function phaseLine({ culprit, cause, runs }: ToldPhase): string {
  const who =
    culprit === null
      ? 'nobody'
      : `${culprit.confidence} ${culprit.change.eventName} ${culprit.change.time} (${culprit.change.eventId?.slice(0, 8)}) because not surer: ${culprit.reasons?.join('; ')}`;
  return `  ${runs === undefined ? '' : `${runs.first} to ${runs.last}: `}${cause?.link ?? '-'} / ${cause?.decision ?? '-'}; ${who}`;
}

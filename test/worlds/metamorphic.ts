import type { Report } from '../../src/report/contract.ts';
import { type Degraded, degrade } from './degrade.ts';
import { deliver } from './deliver.ts';
import { wholeEvidence } from './evidence.ts';
import { generateWorld } from './generate.ts';
import type { Confidence, Naming } from './judge.ts';
import { type Played, playWith } from './play.ts';
import { acts } from './state.ts';
import { DAY, shifted, type World } from './world.ts';

/**
 * Gives back what was taken away, one loss at a time, and tells where a right culprit became a wrong one, or one
 * less sure without a call that was not seen before and a reason.
 */
export async function spoiltByMore(seed: number): Promise<string[]> {
  const world = generateWorld(seed);
  const stages = degrade(wholeEvidence(world, deliver(world)), world).toReversed();
  const spoilt: string[] = [];
  let before: { stage: Degraded; played: Played } | null = null;
  for (const stage of stages) {
    const played = await playWith(world, stage);
    if (before !== null) {
      const what = `with ${before.stage.losses.at(-1)} lifted`;
      const sees = newCalls(world, before.stage, stage);
      spoilt.push(...compare(before.played, played, sees).map((text) => `seed ${seed} ${what}: ${text}`));
    }
    before = { stage, played };
  }
  return spoilt;
}

function compare(before: Played, after: Played, newlySeen: ReadonlySet<string>): string[] {
  const found: string[] = [];
  for (const old of before.judgement.namings.filter(({ verdict }) => verdict === 'right')) {
    const heirs = after.judgement.namings.filter((naming) => sharesRuns(naming, old));
    for (const heir of heirs) {
      if (heir.verdict !== 'right' && heir.confidence !== 'possible') {
        found.push(`${old.label} (${old.confidence}) gave way to ${heir.label} (${heir.confidence}), which is wrong`);
      } else if (heir.event === old.event && RANK[heir.confidence] < RANK[old.confidence]) {
        const isExcused = [...newlySeen].some((id) => id !== old.event) && heir.reasons.length > 0;
        if (!isExcused)
          found.push(`${old.label} was ${old.confidence}, became ${heir.confidence}: ${heir.reasons.join('; ')}`);
      }
    }
  }
  return found;
}

const RANK: Readonly<Record<Confidence, number>> = { possible: 0, probable: 1, proven: 2 };

function sharesRuns(left: Naming, right: Naming): boolean {
  return left.runs.some(({ name, definite }) => definite && right.runs.some((run) => run.name === name));
}

/** Calls that act and are seen only after, or with their body only after. */
function newCalls(world: World, before: Degraded, after: Degraded): Set<string> {
  const acting = new Set(world.events.filter(acts).map(({ id }) => id));
  const told = ({ evidence }: Degraded): Set<string> =>
    new Set([...evidence.records, ...evidence.lookedUp, ...evidence.lines].flatMap(({ event }) => event ?? []));
  const known = told(before);
  return new Set([...told(after)].filter((id) => acting.has(id) && !known.has(id)));
}

/** The same world a day later; a week later where weekdays matter. */
export async function shiftChanges(seed: number): Promise<{ readonly here: unknown; readonly there: unknown }> {
  const world = generateWorld(seed);
  const isWeekly =
    world.initial.configuration.frequency === 'Weekly' ||
    world.events.some(({ body }) => body.kind === 'put-configuration' && body.configuration.frequency === 'Weekly');
  const by = isWeekly ? 7 * DAY : DAY;
  const later = shifted(world, by);
  const [here, there] = [await whole(world), await whole(later)];
  return { here: outline(here.report, 0), there: outline(there.report, by) };
}

function whole(world: World): Promise<Played> {
  return playWith(world, { evidence: wholeEvidence(world, deliver(world)), losses: [] });
}

/** What a report concludes, its times moved back. */
function outline(report: Report, by: number): unknown {
  const back = (time: string): string => new Date(Date.parse(time) - by).toISOString();
  const run = (name: string): string => back(`${name.slice(0, 13)}:00:00Z`);
  return {
    outcome: report.outcome,
    incidents: report.incidents.map((incident) => ({
      status: incident.status,
      missedRuns: incident.missedRuns,
      first: incident.firstMissedRun && run(incident.firstMissedRun.run),
      last: incident.lastMissedRun && run(incident.lastMissedRun.run),
      window: [incident.window.after, incident.window.before].map((time) => time && back(time)),
      phases: phasesOf(incident).map(({ culprit, cause }) => ({
        culprit: culprit && [culprit.confidence, culprit.change.eventId, back(culprit.change.time)],
        cause: cause && [cause.link, cause.decision],
      })),
      candidates: incident.candidates.map(({ eventId, assessment }) => [eventId, assessment]),
    })),
    warnings: report.warnings.map(({ code }) => code),
  };
}

type Incident = Report['incidents'][number];

function phasesOf(incident: Incident): readonly Pick<Incident, 'culprit' | 'cause'>[] {
  return (incident as { phases?: readonly Pick<Incident, 'culprit' | 'cause'>[] }).phases ?? [incident];
}

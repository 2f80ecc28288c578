import type { Report, ReportChange } from '../../src/report/contract.ts';
import type { RunTruth, Truth } from './deliver.ts';
import { DAY, runName, type World } from './world.ts';

export type Confidence = 'proven' | 'probable' | 'possible';

/** Somebody named for a stretch of runs, and whether rightly. */
export interface Naming {
  readonly confidence: Confidence;
  readonly event: string | null;
  readonly label: string;
  /** Why not surer. */
  readonly reasons: readonly string[];
  readonly runs: readonly RunTruth[];
  /** `wrong`: not the breaker of one of its runs that leave no doubt. `stray`: of none of its runs at all. */
  readonly verdict: 'right' | 'wrong' | 'stray';
  /** Named wrongly, but the call stopped deliveries as well when its runs were due: no innocent is accused. */
  readonly isAccomplice: boolean;
}

/** A stretch of missed runs that truly have one breaker, one of them beyond doubt. */
interface TruePhase {
  readonly runs: readonly RunTruth[];
  readonly breakers: ReadonlySet<string>;
  /** The surest right naming of one of its definite runs. */
  readonly named: Confidence | null;
}

export interface Judgement {
  readonly namings: readonly Naming[];
  readonly truePhases: readonly TruePhase[];
  /** Runs called missed that were delivered, or were never due. */
  readonly falselyMissed: readonly string[];
  /** First and last run of each incident that holds no truly missed run at all. */
  readonly falseIncidents: readonly string[];
  /** Runs truly missed that no incident holds. */
  readonly overlooked: readonly string[];
}

/** A phase as far as the judge reads it. */
interface Told {
  readonly runs: { readonly first: string; readonly last: string };
  readonly culprit: {
    readonly confidence: Confidence;
    readonly reasons?: readonly unknown[];
    readonly change: ReportChange;
  } | null;
}

export function judge(world: World, truth: Truth, report: Report): Judgement {
  const missed = missedRuns(report, truth);
  const told = report.incidents.flatMap((incident) => toldOf(incident, truth));
  const namings = told.flatMap((phase): Naming[] => {
    const runs = truth.runs.filter(
      ({ name }) => missed.has(name) && name >= phase.runs.first && name <= phase.runs.last,
    );
    return phase.culprit === null ? [] : [namingOf(world, phase, runs)];
  });
  return {
    namings,
    truePhases: truePhases(truth).map((phase) => ({ ...phase, named: surest(phase, namings) })),
    falselyMissed: [...missed].filter((name) => !mayBeMissed(truth, name)),
    falseIncidents: report.incidents.flatMap(({ firstMissedRun: first, lastMissedRun: last }) => {
      if (first === null || last === null) return [];
      const [from, to] = [trueName(first.run, truth), trueName(last.run, truth)];
      const held = [...missed].filter((name) => name >= from && name <= to);
      return held.some((name) => mayBeMissed(truth, name)) ? [] : [`${first.run} to ${last.run}`];
    }),
    overlooked: truth.runs
      .filter(({ status, lenient, name }) => status === 'missed' && !lenient && !missed.has(name))
      .map(({ name }) => name),
  };
}

function missedRuns(report: Report, truth: Truth): Set<string> {
  const entries = report.timeline.filter(({ kind }) => kind === 'missed-run');
  const names = entries.map(({ time }) => runName(Date.parse(time)));
  for (const { firstMissedRun, lastMissedRun } of report.incidents) {
    if (firstMissedRun !== null) names.push(firstMissedRun.run);
    if (lastMissedRun !== null) names.push(lastMissedRun.run);
  }
  return new Set(names.map((name) => trueName(name, truth)));
}

/** Where no delivery tells the hour of the runs, that of a usual history is taken: the run that is nearest is meant. */
function trueName(name: string, { runs }: Truth): string {
  const time = Date.parse(`${name.slice(0, 13)}:00:00Z`);
  const isMeant = (run: RunTruth): boolean => Math.abs(run.time - time) < DAY / 2;
  return runs.find(isMeant)?.name ?? name;
}

function toldOf({ phases }: Report['incidents'][number], truth: Truth): Told[] {
  return phases.map(({ runs: { first, last }, culprit }) => ({
    runs: { first: trueName(first, truth), last: trueName(last, truth) },
    culprit,
  }));
}

function namingOf(world: World, { culprit }: Told, runs: readonly RunTruth[]): Naming {
  if (culprit === null) throw new TypeError('nobody was named');
  const { change, confidence } = culprit;
  const event = eventOf(world, change);
  const reasons = (culprit.reasons ?? []).map((reason) =>
    typeof reason === 'string' ? reason : JSON.stringify(reason),
  );
  const isOf = ({ breakers }: RunTruth): boolean => event !== null && breakers.has(event);
  const sure = runs.filter(({ definite }) => definite);
  const isRight = sure.every(isOf);
  const stoppedToo = ({ closers }: RunTruth): boolean => event !== null && closers.has(event);
  const isAccomplice = runs.some(stoppedToo) && runs.every((run) => isOf(run) || stoppedToo(run));
  const verdict = !runs.some(isOf) ? 'stray' : isRight ? 'right' : 'wrong';
  return { confidence, event, label: `${change.eventName} ${change.time}`, reasons, runs, verdict, isAccomplice };
}

/** By event id; where only an access log tells of it, by time and name. */
function eventOf(world: World, change: ReportChange): string | null {
  if (change.eventId !== null && world.events.some(({ id }) => id === change.eventId)) return change.eventId;
  const found = world.events.find(
    ({ time, body }) => time === Date.parse(change.time) && NAMES[body.kind]?.test(change.eventName),
  );
  return found?.id ?? null;
}

const NAMES: Readonly<Record<string, RegExp>> = {
  'put-policy': /PutBucketPolicy/,
  'delete-policy': /DeleteBucketPolicy/,
  'create-bucket': /CreateBucket/,
  'delete-bucket': /DeleteBucket$/,
  'put-configuration': /PutBucketInventory/,
  'delete-configuration': /DeleteBucketInventory/,
  'disable-key': /DisableKey/,
  'enable-key': /EnableKey/,
  'put-key-policy': /PutKeyPolicy/,
};

function mayBeMissed(truth: Truth, name: string): boolean {
  const run = truth.runs.find((candidate) => candidate.name === name);
  return run !== undefined && (run.status === 'missed' || (run.status === 'never-due' && run.lenient) || isUndue(run));
}

/** Nothing has come yet and nothing will: whether it counts already is open. */
function isUndue({ status, breakers }: RunTruth): boolean {
  return status === 'pending' && breakers.size > 0;
}

function truePhases({ runs }: Truth): Omit<TruePhase, 'named'>[] {
  const phases: { runs: RunTruth[]; breakers: ReadonlySet<string> }[] = [];
  let open: (typeof phases)[number] | null = null;
  for (const run of runs) {
    if (run.status === 'never-due') continue;
    if (run.status !== 'missed') {
      open = null;
      continue;
    }
    const shared = open === null ? [] : [...open.breakers].filter((id) => run.breakers.has(id));
    if (open === null || shared.length === 0) {
      open = { runs: [], breakers: run.breakers };
      phases.push(open);
    } else open.breakers = new Set(shared);
    open.runs.push(run);
  }
  return phases.filter((phase) => phase.runs.some(({ definite }) => definite));
}

const ORDER: readonly Confidence[] = ['proven', 'probable', 'possible'];

function surest(phase: Omit<TruePhase, 'named'>, namings: readonly Naming[]): Confidence | null {
  const sure = new Set(phase.runs.filter(({ definite }) => definite).map(({ name }) => name));
  const right = namings.filter(
    ({ event, runs }) => event !== null && runs.some(({ name, breakers }) => sure.has(name) && breakers.has(event)),
  );
  return ORDER.find((confidence) => right.some((naming) => naming.confidence === confidence)) ?? null;
}

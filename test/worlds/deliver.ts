import { breakersAt, closersAt, history, indexAt, type Step, stateAt, stretchStart } from './evaluate.ts';
import { createRandom } from './random.ts';
import { judgeDue } from './schedule.ts';
import { acts, type Place, placeOf, type State, samePlace, stops } from './state.ts';
import { DAY, HOUR, MINUTE, runName, type World } from './world.ts';

interface Refusal {
  readonly time: number;
  readonly place: Place;
  /** Below the configuration's folder: `data/` or `<run>/manifest.json`. */
  readonly tail: string;
  readonly error: 'AccessDenied' | 'KMS.DisabledException';
}

/** What truly became of a run. */
export interface RunTruth {
  readonly time: number;
  readonly name: string;
  /** `pending`: nothing has happened yet that tells. `never-due`: no run by the schedule. */
  readonly status: 'delivered' | 'missed' | 'pending' | 'never-due';
  readonly place: Place | null;
  /** Of a delivered run: of the first object and of the checksum. */
  readonly written: { readonly first: number; readonly last: number } | null;
  readonly refusals: readonly Refusal[];
  /** Ids of the calls that may rightly be named for it. */
  readonly breakers: ReadonlySet<string>;
  /** Ids of calls that stopped such a write as well, without being the answer. */
  readonly closers: ReadonlySet<string>;
  /** Whole evidence leaves one answer. */
  readonly definite: boolean;
  /** Whether it counts as missed is open by the rules. */
  readonly lenient: boolean;
  readonly why: string;
}

export interface Truth {
  readonly steps: readonly Step[];
  readonly runs: readonly RunTruth[];
}

/** Lets S3 do its work in a world, run by run. */
export function deliver(world: World): Truth {
  const steps = history(world);
  const runs: RunTruth[] = [];
  for (let day = 0; ; day++) {
    const time = world.start + day * DAY + world.manners.hour * HOUR;
    if (time > world.now) break;
    const run = oneRun(world, steps, time, day, runs);
    // Neither a report nor a refused write: nothing tells that any was due.
    const isExpected = run.refusals.length > 0 || runs.some(({ status }) => status === 'delivered');
    runs.push({ ...run, definite: run.definite && isExpected, closers: closersOf(world, steps, time) });
  }
  return { steps, runs };
}

function oneRun(world: World, steps: readonly Step[], time: number, day: number, before: readonly RunTruth[]): Outcome {
  const name = runName(time);
  const blank = { time, name, place: null, written: null, refusals: [], breakers: new Set<string>() };
  const timing = timingOf(world, time, day);
  const due = judgeDue(world, steps, time, timing.usualEnd);
  const settled = time + 2 * DAY <= world.now;
  const previous = before.findLast(({ status }) => status !== 'never-due');
  const inherited = previous?.status === 'missed' ? previous.breakers : new Set<string>();
  if (due.kind === 'never') {
    return { ...blank, status: 'never-due' as const, definite: false, lenient: due.lenient, why: 'not scheduled' };
  }
  if (due.kind === 'not-due') {
    const breakers = new Set([...due.breakers, ...(due.isFresh ? inherited : [])]);
    const status = settled ? ('missed' as const) : ('pending' as const);
    return { ...blank, status, breakers, definite: due.definite, lenient: due.lenient || !settled, why: due.why };
  }
  return write(world, steps, { ...blank, inherited: due.isFresh ? inherited : new Set<string>() }, timing);
}

/** At the place of the configuration as it is, or last was, when the run is usually written. */
function closersOf(world: World, steps: readonly Step[], time: number): Set<string> {
  const write = time + world.manners.lag;
  const known = steps.slice(0, indexAt(steps, write) + 1).findLast(({ state }) => state.configuration !== null);
  const configuration = known?.state.configuration ?? null;
  return configuration === null ? new Set() : closersAt(steps, write, placeOf(configuration));
}

interface Timing {
  readonly first: number;
  readonly last: number;
  /** When a usual run is over for sure. */
  readonly usualEnd: number;
  readonly isStraggler: boolean;
  readonly isRetried: boolean;
}

function timingOf(world: World, time: number, day: number): Timing {
  const { lag, spread, duration, stragglers, retries } = world.manners;
  const random = createRandom(world.seed, `run ${day}`);
  const isStraggler = random.chance(stragglers);
  const usual = lag + random.between(0, spread);
  const first = seconds(time + usual + (isStraggler ? random.between(4, 14) * HOUR : 0));
  const last = seconds(first + duration * random.between(0.7, 1));
  return {
    first,
    last,
    usualEnd: time + lag + spread + duration + HOUR,
    isStraggler,
    isRetried: random.chance(retries),
  };
}

type Outcome = Omit<RunTruth, 'closers'>;

interface Begun {
  readonly time: number;
  readonly name: string;
  readonly inherited: ReadonlySet<string>;
}

/** The marker under `data/`, the data, the manifest and its checksum, until one of them is refused. */
function write(world: World, steps: readonly Step[], run: Begun, timing: Timing): Outcome {
  const { time, name } = run;
  const { first, last, isStraggler } = timing;
  const begun = stateAt(steps, time).configuration;
  const atWrite = stateAt(steps, first).configuration;
  const configuration = world.manners.configurationAs === 'begun' ? begun : atWrite;
  const base = { time, name, place: null, written: null, refusals: [], lenient: false };
  if (configuration === null || !configuration.enabled) {
    return silentlyStopped(world, steps, run, timing);
  }
  const place = placeOf(configuration);
  const objects: [number, string][] = [
    [first, 'data/'],
    [seconds(first + (last - first) / 2), 'data/part'],
    [last - 2000, `${name}/manifest.json`],
    [last, `${name}/manifest.checksum`],
  ];
  const stopped = objects.find(([at]) => isStopped(stateAt(steps, at), place));
  if (stopped === undefined || stopped[0] > world.now) {
    const status = last > world.now ? ('pending' as const) : ('delivered' as const);
    const written = status === 'delivered' ? { first, last } : null;
    return { ...base, status, place, written, breakers: new Set(), definite: false, lenient: true, why: status };
  }
  const [at, tail] = stopped;
  const breakers = breakersAt(steps, at, place);
  const attempts = [at, ...(timing.isRetried ? [at + 6 * MINUTE] : [])].filter((moment) => moment <= world.now);
  const refusals = attempts.flatMap((moment) => refusalAt(steps, moment, place, tail));
  const isSettled = refusals.length > 0 || time + 2 * DAY <= world.now;
  const isTold = begun === atWrite || begun?.bucket !== atWrite?.bucket || begun?.prefix !== atWrite?.prefix;
  const isQuiet = !steps.some(
    ({ event }) => event !== null && acts(event) && isBetween(event.time, at - 16 * MINUTE, at + 7 * MINUTE),
  );
  // Without a refusal nothing tells which of two configurations the run was made with.
  const isShown = refusals.length > 0 ? isTold : begun === atWrite && isAbsentThroughout(steps, run, place);
  const definite = !isStraggler && isQuiet && isShown && isKnownBefore(world, steps, breakers, at, place);
  return {
    ...base,
    status: isSettled ? 'missed' : 'pending',
    place,
    refusals,
    breakers: new Set([...breakers, ...run.inherited]),
    definite,
    lenient: !isSettled,
    why: refusals.length > 0 ? 'refused' : 'no bucket',
  };
}

/** Whether the evidence holds what the policy said of a place before the break, and which encryption was in use. */
function isKnownBefore(
  world: World,
  steps: readonly Step[],
  breakers: ReadonlySet<string>,
  at: number,
  place: Place,
): boolean {
  const { configuration } = world.initial;
  const acted = steps.flatMap(({ event }) => (event !== null && !event.failed && event.time < at ? [event] : []));
  const broke = acted.find(({ id }) => breakers.has(id))?.time ?? at;
  const seen = acted.map(({ body }) => body);
  const isPolicyTold = acted.some(
    ({ time, body }) => time < broke && body.kind === 'put-policy' && body.bucket === place.bucket,
  );
  const first = seen.find((body) => body.kind === 'put-configuration')?.configuration;
  const last = steps.findLast(({ state }) => state.configuration !== null)?.state.configuration;
  // What was in use before the first call that tells it is taken to be what that call says.
  const isHome = samePlace(place, placeOf(configuration)) && (first ?? last)?.encryption === configuration.encryption;
  const isEncryptionTold = first !== undefined || last?.encryption === configuration.encryption;
  return (isPolicyTold || isHome) && isEncryptionTold;
}

/** Begun, and then the configuration was gone when it should have been written. */
function silentlyStopped(world: World, steps: readonly Step[], run: Begun, { first }: Timing): Outcome {
  const index = indexAt(steps, first);
  const start = stretchStart(steps, index, ({ configuration }) => configuration === null || !configuration.enabled);
  const event = start === null ? null : steps[start]?.event;
  const isSettled = run.time + 2 * DAY <= world.now;
  return {
    time: run.time,
    name: run.name,
    status: isSettled ? 'missed' : 'pending',
    place: null,
    written: null,
    refusals: [],
    breakers: new Set([...(event ? [event.id] : []), ...run.inherited]),
    definite: false,
    lenient: !isSettled,
    why: 'stopped in progress',
  };
}

function isStopped(state: State, place: Place): boolean {
  return stops('policy', state, place) || stops('key-policy', state, place) || stops('key-state', state, place);
}

/** A bucket that is not there records nothing. */
function refusalAt(steps: readonly Step[], time: number, place: Place, tail: string): Refusal[] {
  const state = stateAt(steps, time);
  if (!state.policies.has(place.bucket) || !isStopped(state, place)) return [];
  const isKeyDisabled = stops('key-state', state, place) && !stops('policy', state, place);
  return [{ time, place, tail, error: isKeyDisabled ? 'KMS.DisabledException' : 'AccessDenied' }];
}

function isAbsentThroughout(steps: readonly Step[], run: Begun, place: Place): boolean {
  const first = indexAt(steps, run.time);
  const last = indexAt(steps, run.time + 2 * DAY);
  return steps.slice(first, last + 1).every(({ state }) => !state.policies.has(place.bucket));
}

function isBetween(value: number, low: number, high: number): boolean {
  return value >= low && value <= high;
}

function seconds(time: number): number {
  return Math.round(time / 1000) * 1000;
}

import { type Choice, choices } from './choices.ts';
import { createRandom, derivedHex, type Random } from './random.ts';
import { after, initialState, type State } from './state.ts';
import {
  type Body,
  type BucketPolicy,
  type Bystander,
  type Configuration,
  DAY,
  DESTINATION_ACCOUNT,
  HOUR,
  type Manners,
  MINUTE,
  SOURCE_ACCOUNT,
  type World,
  type WorldEvent,
} from './world.ts';

/** The whole story of a seed. */
export function generateWorld(seed: number): World {
  const random = createRandom(seed, 'world');
  const start = Date.UTC(2026, 0, 4) + random.integer(0, 100) * DAY;
  const days = random.integer(20, 40);
  const manners = mannersOf(random);
  const configuration: Configuration = {
    enabled: true,
    bucket: 'acme-reports',
    prefix: 'inv',
    frequency: random.chance(0.08) ? 'Weekly' : 'Daily',
    encryption: random.weighted([
      [45, 'key'],
      [25, 'SSE-S3'],
      [30, 'none'],
    ]),
  };
  const policy: BucketPolicy = {
    allow: random.chance(0.6) ? 'bucket' : 'inv',
    denials: [],
    decoys: random.chance(0.4)
      ? [random.pick(['insecure-transport', 'source-ip-but-services', 'readers'] as const)]
      : [],
  };
  const quiet: World = {
    seed,
    start,
    now: start + days * DAY + random.integer(0, 23) * HOUR + random.integer(1, 59) * MINUTE,
    manners,
    keyAccount: random.chance(0.75) ? DESTINATION_ACCOUNT : SOURCE_ACCOUNT,
    initial: { configuration, policy },
    events: [],
  };
  return { ...quiet, events: eventsOf(quiet, random) };
}

function mannersOf(random: Random): Manners {
  const lag = random.weighted([
    [3, random.between(2, 8) * HOUR],
    [3, random.between(12, 20) * HOUR],
  ]);
  return {
    configurationAs: random.chance(2 / 3) ? 'begun' : 'written',
    propagation: random.chance(0.4) ? 0 : random.integer(10, 600) * 1000,
    firstReport: random.weighted([
      [6, 0],
      [2, 20 * HOUR],
      [1, 40 * HOUR],
    ]),
    hour: random.chance(0.7) ? 1 : random.integer(0, 23),
    lag,
    spread: random.chance(0.7) ? random.between(5, 90) * MINUTE : random.between(2, 5) * HOUR,
    duration: random.between(3, 60) * MINUTE,
    stragglers: random.chance(0.6) ? 0 : 0.06,
    retries: random.chance(0.7) ? 0.2 : 1,
  };
}

function eventsOf(world: World, random: Random): WorldEvent[] {
  const events: WorldEvent[] = [];
  let state = initialState(world);
  const hasArchive = random.chance(0.5);
  const add = (time: number, body: Body, failed = false): void => {
    const event = named(world, events.length, time, random.pick(ACTORS), body, failed);
    events.push(event);
    state = after(state, event);
  };
  const morning = world.start + random.integer(90, 600) * MINUTE;
  if (random.chance(0.4)) add(morning, { kind: 'put-configuration', configuration: world.initial.configuration });
  if (random.chance(0.8))
    add(morning + 17 * MINUTE, { kind: 'put-policy', bucket: 'acme-reports', policy: world.initial.policy });
  if (hasArchive) add(morning + DAY, { kind: 'create-bucket', bucket: 'acme-archive' });
  if (hasArchive && random.chance(0.7)) {
    const policy: BucketPolicy = { allow: random.chance(0.7) ? 'bucket' : 'inv', denials: [], decoys: [] };
    add(morning + 2 * DAY, { kind: 'put-policy', bucket: 'acme-archive', policy });
  }
  for (const time of timesOf(world, random)) {
    const choice = chooseBody(state, random);
    if (choice !== null) add(time, choice.body, random.chance(choice.isDisruptive ? 0.07 : 0.03));
  }
  return withBystanders(world, events, random);
}

/** Moments of change: in clusters, so that breaks overlap, after a time of undisturbed deliveries. */
function timesOf(world: World, random: Random): number[] {
  const count = random.chance(0.1) ? 0 : random.integer(1, 8);
  const undisturbed = random.chance(0.85) ? random.integer(9, 14) : random.integer(3, 6);
  const times: number[] = [];
  let time = world.start + undisturbed * DAY + random.between(0, 2 * DAY);
  while (times.length < count && time < world.now - HOUR) {
    times.push(Math.round((random.chance(0.05) ? nearWrite(world, time, random) : time) / 1000) * 1000);
    time = Math.max(time, times[times.length - 1] ?? 0) + gap(random);
  }
  return times.filter((moment) => moment < world.now - HOUR);
}

function gap(random: Random): number {
  if (random.chance(0.25)) return random.between(2, 8) * DAY;
  return random.weighted([
    [25, random.between(3, 60) * MINUTE],
    [50, random.between(1, 12) * HOUR],
    [25, random.between(12, 40) * HOUR],
  ]);
}

/** Moved forward to within a quarter of an hour of a usual write. */
function nearWrite(world: World, time: number, random: Random): number {
  const first = world.start + world.manners.hour * HOUR + world.manners.lag;
  const next = first + Math.ceil((time - first) / DAY) * DAY;
  return Math.max(time, next + random.between(-15, 15) * MINUTE);
}

function chooseBody(state: State, random: Random): Choice | null {
  const possible = choices(state, random).filter(({ weight }) => weight > 0);
  return possible.length === 0 ? null : random.weighted(possible.map((choice) => [choice.weight, choice] as const));
}

/** Calls of no account, between the others; they change no state, so they may come at any time. */
function withBystanders(world: World, events: readonly WorldEvent[], random: Random): WorldEvent[] {
  const all = [...events];
  for (let left = random.integer(0, 5); left > 0; left--) {
    const time = world.start + Math.floor(random.between(1, (world.now - world.start) / MINUTE)) * MINUTE + 23_000;
    all.push(
      named(world, all.length, time, random.pick(ACTORS), { kind: 'bystander', what: random.pick(BYSTANDERS) }, false),
    );
  }
  return all.sort((left, right) => left.time - right.time);
}

function named(world: World, index: number, time: number, actor: string, body: Body, failed: boolean): WorldEvent {
  const hex = derivedHex(32, `event ${world.seed} ${index}`);
  const id = [hex.slice(0, 8), hex.slice(8, 12), `4${hex.slice(13, 16)}`, `a${hex.slice(17, 20)}`, hex.slice(20)].join(
    '-',
  );
  return { id, time, actor, body, failed };
}

const ACTORS = ['omar', 'li', 'dana', 'gha-terraform', 'security-baseline'] as const;
const BYSTANDERS: readonly Bystander[] = [
  'other-configuration',
  'other-bucket-policy',
  'other-key',
  'tags',
  'source-policy',
];

import type { Case } from '../case/case.ts';
import { type Instant, SECOND } from '../instant.ts';
import type { Interval } from '../interval.ts';
import { type Call, isDisputed } from '../sightings/call.ts';
import { bucketOf } from '../sightings/sighting.ts';
import { type Captured, componentsOf, type DatedAnchors, NO_ANCHORS } from './anchors.ts';
import { applyCall } from './apply-call.ts';
import { holdItem, READING } from './captures.ts';
import {
  type ConfigurationHistory,
  type ConfigurationState,
  configurationAt,
  isConfigurationChange,
} from './configuration-state.ts';
import { disputedWorld } from './disputed-call.ts';
import { completed, inferredBefore, withDocuments } from './documents-at-now.ts';
import type { PathStep } from './link.ts';
import { createStandIns } from './stand-ins.ts';
import { isOutOfReach } from './touched-links.ts';
import { keyIdOf, type World } from './world.ts';

/** What is known of the world from one change to the next. */
export interface WorldStep {
  /** null for the state before the first change. */
  readonly from: Instant | null;
  /** null before the first change, where an item of AWS Config was captured, and where a document shows a change that no log holds. */
  readonly call: Call | null;
  readonly world: World;
  readonly replaced: PathStep['replaced'];
  /** The world if calls too close in time to be told apart came in the other order; null where no order matters. */
  readonly swapped: World | null;
  /** The world as the call tells it, where copies of it contradict each other; null for all other calls. */
  readonly asTold: World | null;
  /** What an item of AWS Config shows, and what of that is new, by `componentName`; empty for all other steps. */
  readonly shown: ReadonlySet<string>;
  readonly anew: ReadonlySet<string>;
}

/** A time within which something was changed that no log shows, by `componentName`. */
export interface UnseenChange extends Interval {
  readonly component: string;
}

export interface Replayed {
  readonly steps: readonly WorldStep[];
  /** Where items of AWS Config show that something was changed unseen. */
  readonly unseenChanges: readonly UnseenChange[];
  readonly worldAtNow: World;
  /** The world at `now` if calls too close in time came in the other order; null where no order matters. */
  readonly otherWorldAtNow: World | null;
}

/**
 * Replays the successful changes in order.
 *
 * Before its first change a component is unknown, unless something tells it that comes before all changes of it: an
 * item of AWS Config, or a document that describes `now` where no change is seen at all. That holds for the time before
 * it. Anchors stand in for the body of the change in front of them where no log holds it. Where they contradict what
 * that change is known to have left, a step without a call, at the moment of the capture or at `now`, is the state that
 * they tell: somebody changed it unseen. Changes after `now` are not replayed. What a call left of which copies
 * contradict each other is unknown, until a later one.
 */
export function replayWorld(
  subject: Case,
  calls: readonly Call[],
  dated: DatedAnchors,
  configuration: ConfigurationHistory,
): Replayed {
  const changes = calls.filter(({ succeeded, time }) => succeeded && time <= subject.now);
  const anchors: DatedAnchors = {
    ...dated,
    captured: dated.captured.filter(({ capturedAt }) => capturedAt <= subject.now),
  };
  const standIns = createStandIns(changes, anchors);
  const stepOf = new Map(configuration.steps.map((step) => [step.call, step]));
  const asTold = (world: World, call: Call): World => {
    const next = isOutOfReach(call, subject) ? world : applyCall(world, call, standIns(call, world));
    const step = isConfigurationChange(call, subject) ? stepOf.get(call) : undefined;
    return step === undefined ? next : { ...next, configuration: step.told ?? step.state };
  };
  const apply = (world: World, call: Call): World => {
    const told = asTold(world, call);
    if (!isDisputed(call)) return told;
    const settled = disputedWorld(world, told, standIns(call, world));
    return { ...settled, configuration: stepOf.get(call)?.state ?? world.configuration };
  };
  let world: World = {
    ...inferredBefore(anchors, changes),
    configuration: configuration.steps[0]?.state ?? configurationAt(configuration, 0).state,
    bucketRegion: knownRegions(calls),
    rcps: new Map(),
  };
  const steps: WorldStep[] = [{ ...NOBODY, from: null, world }];
  const unseenChanges: UnseenChange[] = [];
  /** When each component was last known. */
  const known = new Map<string, Instant>();
  let open = null as { component: string; before: World; call: Call; swapped: World | null } | null;
  let position = 0;
  for (const [index, call] of changes.entries()) {
    takeItems(index);
    const components = componentsOf(call);
    for (const name of components) known.set(name, call.time);
    const [component = null] = components;
    const before = world;
    world = apply(before, call);
    let swapped: World | null = open?.swapped == null ? null : apply(open.swapped, call);
    if (component !== null && component === open?.component) {
      swapped = areConcurrent(open.call, call) ? apply(apply(open.before, call), open.call) : null;
      open = { component, before, call, swapped };
    } else if (component !== null && swapped === null) open = { component, before, call, swapped: null };
    else if (open !== null) open = { ...open, swapped };
    const told = isDisputed(call) ? asTold(before, call) : null;
    const after = told ?? world;
    const isOfConfiguration = isConfigurationChange(call, subject) && stepOf.has(call);
    const replaced = replacedBy(call, before, after, isOfConfiguration ? after.configuration : null);
    steps.push({ ...NOBODY, from: call.time, call, world, replaced, swapped, asTold: told });
  }
  takeItems(changes.length);
  const unseen = withDocuments(world, anchors.now, configuration);
  if (unseen !== null) steps.push({ ...NOBODY, from: subject.now, world: unseen });
  const swapped = steps.at(-1)?.swapped ?? null;
  return { steps, unseenChanges, worldAtNow: completed(unseen ?? world, anchors.now), otherWorldAtNow: swapped };

  /** Takes the items that were captured before a change. */
  function takeItems(index: number): void {
    const until = changes[index]?.time ?? Number.POSITIVE_INFINITY;
    for (; position < anchors.captured.length; position += 1) {
      const item = anchors.captured[position];
      if (item === undefined || item.capturedAt >= until) return;
      takeItem(item, index);
    }
  }

  function takeItem(item: Captured, index: number): void {
    const at = item.capturedAt;
    const held = holdItem(item, world, worldsSince(steps, at - READING), worldsBehind(index, at));
    // Calls of which it tells the outcome need no longer be thought of in the other order.
    const isSettled = open !== null && held.shown.has(open.component);
    const wasOther = isSettled ? open?.swapped : null;
    const asSwapped = wasOther == null ? null : holdItem(item, wasOther);
    if (isSettled) open = null;
    else if (open?.swapped != null) open = { ...open, swapped: holdItem(item, open.swapped).world };
    for (const component of held.contradicted) {
      if (asSwapped !== null && !asSwapped.contradicted.has(component)) continue;
      unseenChanges.push({ component, from: known.get(component) ?? Number.NEGATIVE_INFINITY, to: at });
    }
    for (const component of held.shown) known.set(component, at);
    world = held.world;
    const { shown, anew } = held;
    steps.push({ ...NOBODY, from: at, world, swapped: open?.swapped ?? null, shown, anew });
  }

  /** What calls right behind a moment wrote. */
  function worldsBehind(index: number, moment: Instant): World[] {
    const worlds: World[] = [];
    for (let next = index; next < changes.length; next += 1) {
      const call = changes[next];
      if (call === undefined || call.time > moment + READING) break;
      worlds.push(applyCall(worlds.at(-1) ?? world, call, NO_ANCHORS));
    }
    return worlds;
  }
}

/** The worlds of the time from a moment on. */
function worldsSince(steps: readonly WorldStep[], moment: Instant): World[] {
  const worlds: World[] = [];
  for (let index = steps.length - 1; index >= 0; index -= 1) {
    const step = steps[index];
    if (step === undefined) break;
    worlds.push(step.world);
    if ((step.from ?? Number.NEGATIVE_INFINITY) <= moment) break;
  }
  return worlds;
}

const NOBODY: Pick<WorldStep, 'call' | 'replaced' | 'swapped' | 'asTold' | 'shown' | 'anew'> = {
  call: null,
  replaced: null,
  swapped: null,
  asTold: null,
  shown: new Set(),
  anew: new Set(),
};

/** Whether the order of two calls is not known: within 2 s, or within 5 s where different logs tell their times. */
function areConcurrent(first: Call, second: Call): boolean {
  const acrossLogs = first.seenIn.includes('cloudtrail') !== second.seenIn.includes('cloudtrail');
  return second.time - first.time <= (acrossLogs ? 5 : 2) * SECOND;
}

/** The values before and after, for the diff that a report shows. */
function replacedBy(
  call: Call,
  before: World,
  after: World,
  configuration: ConfigurationState | null,
): PathStep['replaced'] {
  if (configuration !== null) return { kind: 'configuration', before: before.configuration, after: configuration };
  const { action } = call;
  switch (action.kind) {
    case 'put-bucket-policy':
    case 'delete-bucket-policy':
      return {
        kind: 'policy',
        before: before.bucketPolicies.get(action.bucket),
        after: after.bucketPolicies.get(action.bucket),
      };
    case 'put-key-policy': {
      const key = keyIdOf(action.key) ?? '';
      return { kind: 'policy', before: before.keyPolicies.get(key), after: after.keyPolicies.get(key) };
    }
    case 'key-state': {
      const key = keyIdOf(action.key) ?? '';
      return { kind: 'key-state', before: before.keyStates.get(key), after: after.keyStates.get(key) };
    }
    case 'put-bucket-encryption':
    case 'delete-bucket-encryption':
      return {
        kind: 'encryption',
        before: before.encryptions.get(action.bucket),
        after: after.encryptions.get(action.bucket),
      };
    default:
      return null;
  }
}

/** The Region in which the events on each bucket were recorded, where they name exactly one. */
export function knownRegions(calls: readonly Call[]): ReadonlyMap<string, string> {
  const seen = new Map<string, Set<string>>();
  for (const call of calls) {
    const { action, region } = call;
    const bucket = bucketOf(action);
    // A call sent to the wrong Region fails, and is recorded there.
    if (bucket === null || region === null || !call.succeeded || isDisputed(call)) continue;
    if (action.kind === 'create-bucket') continue;
    const regions = seen.get(bucket);
    if (regions === undefined) seen.set(bucket, new Set([region]));
    else regions.add(region);
  }
  return new Map(
    [...seen].flatMap(([bucket, regions]) => (regions.size === 1 ? [[bucket, [...regions][0] ?? ''] as const] : [])),
  );
}

import type { Case } from '../case/case.ts';
import { type Instant, SECOND } from '../instant.ts';
import type { JsonValue } from '../json.ts';
import { diffPolicies } from '../policy/document/diff.ts';
import { type Call, isDisputed } from '../sightings/call.ts';
import { bucketOf, keyOf } from '../sightings/sighting.ts';
import {
  type ConfigurationHistory,
  type ConfigurationState,
  configurationAt,
  isConfigurationChange,
} from './configuration-state.ts';
import { disputedWorld } from './disputed-call.ts';
import type { PathStep } from './link.ts';
import { isOutOfReach } from './touched-links.ts';
import { type Anchors, applyCall, type Knowledge, keyIdOf, type World } from './world.ts';

/** What is known of the world from one change to the next. */
export interface WorldStep {
  /** null for the state before the first change. */
  readonly from: Instant | null;
  /** null before the first change, and where a document shows a change that no log holds. */
  readonly call: Call | null;
  readonly world: World;
  readonly replaced: PathStep['replaced'];
  /** The world if calls too close in time to be told apart came in the other order; null where no order matters. */
  readonly swapped: World | null;
  /** The world as the call tells it, where copies of it contradict each other; null for all other calls. */
  readonly asTold: World | null;
}

export interface Replayed {
  readonly steps: readonly WorldStep[];
  readonly worldAtNow: World;
  /** The world at `now` if calls too close in time came in the other order; null where no order matters. */
  readonly otherWorldAtNow: World | null;
}

/**
 * Replays the successful changes in order.
 *
 * Before its first change a component is unknown, unless no change of it is seen at all: then a
 * document that describes `now` holds for the whole time. A document stands in for the body of the last
 * change where no log holds it. Where it contradicts what the last change is known to have left, the
 * last step (`call` null, at `now`) is the state of the document: somebody changed it unseen. Changes after
 * `now` are not replayed. What a call left of which copies contradict each other is unknown, until a later one.
 */
export function replayWorld(
  subject: Case,
  calls: readonly Call[],
  anchors: Anchors,
  configuration: ConfigurationHistory,
): Replayed {
  const changes = calls.filter(({ succeeded, time }) => succeeded && time <= subject.now);
  const lastTouches = lastTouchesOf(changes);
  const stepOf = new Map(configuration.steps.map((step) => [step.call, step]));
  const isLast = (call: Call): boolean => lastTouches.get(componentOf(call) ?? '')?.includes(call) === true;
  const asTold = (world: World, call: Call): World => {
    const next = isOutOfReach(call, subject) ? world : applyCall(world, call, anchors, isLast(call));
    const step = isConfigurationChange(call, subject) ? stepOf.get(call) : undefined;
    return step === undefined ? next : { ...next, configuration: step.told ?? step.state };
  };
  const apply = (world: World, call: Call): World => {
    const told = asTold(world, call);
    if (!isDisputed(call)) return told;
    const settled = disputedWorld(world, told, isLast(call) ? anchors : NO_ANCHORS);
    return { ...settled, configuration: stepOf.get(call)?.state ?? world.configuration };
  };
  let world: World = {
    configuration: configuration.steps[0]?.state ?? configurationAt(configuration, 0).state,
    bucketExists: new Map(),
    absentBuckets: new Set(),
    bucketRegion: knownRegions(calls),
    bucketPolicies: untouched(anchors.bucketPolicies, 'policy', lastTouches),
    encryptions: new Map(),
    keyPolicies: untouched(anchors.keyPolicies, 'key-policy', lastTouches),
    keyStates: untouched(anchors.keyStates, 'key-state', lastTouches),
    rcps: new Map(),
  };
  const steps: WorldStep[] = [{ ...NOBODY, from: null, world }];
  let open = null as { component: string; before: World; call: Call; swapped: World | null } | null;
  for (const call of changes) {
    const component = componentOf(call);
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
    steps.push({ from: call.time, call, world, replaced, swapped, asTold: told });
  }
  const unseen = withDocuments(world, anchors, configuration);
  if (unseen !== null) steps.push({ ...NOBODY, from: subject.now, world: unseen });
  const swapped = unseen === null ? (steps.at(-1)?.swapped ?? null) : null;
  return { steps, worldAtNow: completed(unseen ?? world, anchors), otherWorldAtNow: swapped };
}

const NOBODY: Pick<WorldStep, 'call' | 'replaced' | 'swapped' | 'asTold'> = {
  call: null,
  replaced: null,
  swapped: null,
  asTold: null,
};

const NO_ANCHORS: Anchors = {
  bucketPolicies: new Map(),
  keyPolicies: new Map(),
  keyStates: new Map(),
  absentBuckets: new Set(),
};

/** The calls behind which none touches the same component: the last, or the copies of the last that contradict each other. */
function lastTouchesOf(changes: readonly Call[]): ReadonlyMap<string, readonly Call[]> {
  const last = new Map<string, Call[]>();
  for (const call of changes) {
    const component = componentOf(call);
    if (component === null) continue;
    const before = last.get(component);
    if (before?.every(isDisputed) && isDisputed(call)) before.push(call);
    else last.set(component, [call]);
  }
  return last;
}

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

/** Which document or state of which resource a call replaces; null for calls that replace none. */
function componentOf(call: Call): string | null {
  const { action } = call;
  switch (action.kind) {
    case 'put-bucket-policy':
    case 'delete-bucket-policy':
    case 'create-bucket':
    case 'delete-bucket':
      return `policy\n${bucketOf(action)}`;
    case 'put-key-policy':
      return `key-policy\n${keyIdOf(keyOf(action) ?? '')}`;
    case 'key-state':
      return `key-state\n${keyIdOf(keyOf(action) ?? '')}`;
    default:
      return null;
  }
}

function untouched<T>(
  documents: ReadonlyMap<string, T>,
  kind: string,
  touched: ReadonlyMap<string, readonly Call[]>,
): ReadonlyMap<string, Knowledge<T>> {
  return new Map(
    [...documents]
      .filter(([name]) => !touched.has(`${kind}\n${name}`))
      .map(([name, value]) => [name, { state: 'known', value, basis: 'document' } as const]),
  );
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

/** The world with every document for `now` put in place, or null where they change nothing that was known from events. */
function withDocuments(world: World, anchors: Anchors, configuration: ConfigurationHistory): World | null {
  const arePoliciesEqual = (left: JsonValue | null, right: JsonValue) => diffPolicies(left, right).length === 0;
  const policies = overrides(world.bucketPolicies, anchors.bucketPolicies, arePoliciesEqual);
  const keys = overrides(world.keyPolicies, anchors.keyPolicies, arePoliciesEqual);
  const states = overrides(world.keyStates, anchors.keyStates, (left, right) => left === right);
  const isGone = [...anchors.absentBuckets].some((bucket) => world.bucketExists.get(bucket) !== false);
  if (policies === null && keys === null && states === null && configuration.unseenState === null && !isGone)
    return null;
  return {
    ...world,
    absentBuckets: anchors.absentBuckets,
    bucketPolicies: policies ?? world.bucketPolicies,
    keyPolicies: keys ?? world.keyPolicies,
    keyStates: states ?? world.keyStates,
    configuration: configuration.unseenState ?? world.configuration,
  };
}

/** With every document for `now` in the place of what events leave unknown. */
function completed(world: World, anchors: Anchors): World {
  return {
    ...world,
    bucketPolicies: whereUnknown(world.bucketPolicies, anchors.bucketPolicies),
    keyPolicies: whereUnknown(world.keyPolicies, anchors.keyPolicies),
    keyStates: whereUnknown(world.keyStates, anchors.keyStates),
  };
}

function whereUnknown<T>(
  known: ReadonlyMap<string, Knowledge<T>>,
  documents: ReadonlyMap<string, T>,
): ReadonlyMap<string, Knowledge<T>> {
  return new Map(
    [...known].map(([name, knowledge]) => {
      const value = documents.get(name);
      const isKnown = knowledge.state === 'known' || value === undefined;
      return [name, isKnown ? knowledge : { state: 'known', value, basis: 'document' }];
    }),
  );
}

/** The documents that differ from what events are known to have left, laid over it; null where none does. */
function overrides<T, D extends T>(
  known: ReadonlyMap<string, Knowledge<T>>,
  documents: ReadonlyMap<string, D>,
  areEqual: (left: T, document: D) => boolean,
): ReadonlyMap<string, Knowledge<T>> | null {
  const changed = [...documents].filter(([name, document]) => {
    const left = known.get(name);
    return left?.state === 'known' && left.basis === 'event' && !areEqual(left.value, document);
  });
  if (changed.length === 0) return null;
  return new Map<string, Knowledge<T>>([
    ...known,
    ...changed.map(([name, value]) => [name, { state: 'known', value, basis: 'document' } as const] as const),
  ]);
}

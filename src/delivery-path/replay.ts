import type { Case } from '../case/case.ts';
import { type Instant, SECOND } from '../instant.ts';
import type { JsonValue } from '../json.ts';
import { diffPolicies } from '../policy/diff.ts';
import type { Call } from '../sightings/call.ts';
import { bucketOf, keyOf } from '../sightings/sighting.ts';
import {
  type ConfigurationHistory,
  type ConfigurationState,
  configurationAt,
  isConfigurationChange,
} from './configuration-history.ts';
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
 * `now` are not replayed.
 */
export function replayWorld(
  subject: Case,
  calls: readonly Call[],
  anchors: Anchors,
  configuration: ConfigurationHistory,
): Replayed {
  const changes = calls.filter(({ succeeded, time }) => succeeded && time <= subject.now);
  const lastTouch = new Map<string, Call>();
  for (const call of changes) {
    const component = componentOf(call);
    if (component !== null) lastTouch.set(component, call);
  }
  const stateAfter = new Map(configuration.steps.map(({ call, state }) => [call, state]));
  const apply = (world: World, call: Call): World => {
    const component = componentOf(call);
    const isLast = component !== null && lastTouch.get(component) === call;
    const next = isOutOfReach(call, subject) ? world : applyCall(world, call, anchors, isLast);
    const state = isConfigurationChange(call, subject) ? stateAfter.get(call) : undefined;
    return state === undefined ? next : { ...next, configuration: state };
  };
  let world: World = {
    configuration: configuration.steps[0]?.state ?? configurationAt(configuration, 0).state,
    bucketExists: new Map(),
    bucketRegion: knownRegions(calls),
    bucketPolicies: untouched(anchors.bucketPolicies, 'policy', lastTouch),
    encryptions: new Map(),
    keyPolicies: untouched(anchors.keyPolicies, 'key-policy', lastTouch),
    keyStates: untouched(anchors.keyStates, 'key-state', lastTouch),
    rcps: new Map(),
  };
  const steps: WorldStep[] = [{ from: null, call: null, world, replaced: null, swapped: null }];
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
    const state = isConfigurationChange(call, subject) ? (stateAfter.get(call) ?? null) : null;
    steps.push({ from: call.time, call, world, replaced: replacedBy(call, before, world, state), swapped });
  }
  const unseen = withDocuments(world, anchors, configuration);
  if (unseen !== null) steps.push({ from: subject.now, call: null, world: unseen, replaced: null, swapped: null });
  const swapped = unseen === null ? (steps.at(-1)?.swapped ?? null) : null;
  return { steps, worldAtNow: unseen ?? world, otherWorldAtNow: swapped };
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
  touched: ReadonlyMap<string, Call>,
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
  for (const { action, region, succeeded } of calls) {
    const bucket = bucketOf(action);
    // A call sent to the wrong Region fails, and is recorded there.
    if (bucket === null || region === null || !succeeded || action.kind === 'create-bucket') continue;
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
  if (policies === null && keys === null && states === null && configuration.unseenState === null) return null;
  return {
    ...world,
    bucketPolicies: policies ?? world.bucketPolicies,
    keyPolicies: keys ?? world.keyPolicies,
    keyStates: states ?? world.keyStates,
    configuration: configuration.unseenState ?? world.configuration,
  };
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

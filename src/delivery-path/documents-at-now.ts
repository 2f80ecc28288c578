import type { Call } from '../sightings/call.ts';
import {
  type Anchors,
  anchored,
  COMPONENTS,
  type Component,
  componentName,
  componentsOf,
  type DatedAnchors,
  entriesOf,
  knowledgeIn,
  meanTheSame,
  withAnchored,
} from './anchors.ts';
import { READING } from './captures.ts';
import type { ConfigurationHistory } from './configuration-state.ts';
import type { Knowledge, World } from './world.ts';

/**
 * What anchors tell of the time before them: what they show where no call is seen before, the first of them counting. A
 * deletion was once none, and that a bucket is there does not tell since when.
 */
export function inferredBefore({ captured, now }: DatedAnchors, changes: readonly Call[]): Pick<World, Component> {
  const firstTouches = new Map<string, number>();
  for (const call of changes) {
    for (const name of componentsOf(call)) if (!firstTouches.has(name)) firstTouches.set(name, call.time);
  }
  const found = new Map<Component, Map<string, Knowledge<unknown>>>(COMPONENTS.map((name) => [name, new Map()]));
  const settled = new Set<string>();
  for (const anchors of [...captured, now]) {
    const gone = new Set([...anchors.bucketExists].flatMap(([bucket, exists]) => (exists ? [] : [bucket])));
    for (const { component, name, value } of entriesOf(anchors)) {
      const key = componentName(component, name);
      if (component === 'bucketExists' || settled.has(key)) continue;
      settled.add(key);
      const touched = firstTouches.get(key);
      const isFirst = touched === undefined || (anchors.capturedAt !== null && anchors.capturedAt + READING < touched);
      const isEnd = anchors.capturedAt !== null && (gone.has(name) || value === 'Deleted');
      if (isFirst && !isEnd) found.get(component)?.set(name, anchored(value, anchors));
    }
  }
  return Object.fromEntries(found) as unknown as Pick<World, Component>;
}

/** The world with every document for `now` put in place, or null where they change nothing that was known. */
export function withDocuments(world: World, documents: Anchors, configuration: ConfigurationHistory): World | null {
  let next = world;
  for (const { component, name, value } of entriesOf(documents)) {
    const left = knowledgeIn(world, component, name);
    const isOther = left?.state === 'known' ? !meanTheSame(component, left.value, value) : component === 'bucketExists';
    if (isOther) next = withAnchored(next, component, name, documents);
  }
  if (next === world && configuration.unseenState === null) return null;
  return { ...next, configuration: configuration.unseenState ?? world.configuration };
}

/** With every document for `now` in the place of what events leave unknown. */
export function completed(world: World, documents: Anchors): World {
  let next = world;
  for (const { component, name } of entriesOf(documents)) {
    if (knowledgeIn(world, component, name)?.state === 'unknown') next = withAnchored(next, component, name, documents);
  }
  return next;
}

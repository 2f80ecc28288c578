import { type Call, isDisputed } from '../sightings/call.ts';
import {
  type Anchors,
  type Captured,
  componentName,
  componentsOf,
  type DatedAnchors,
  entriesOf,
  knowledgeIn,
  meanTheSame,
  NO_ANCHORS,
} from './anchors.ts';
import { READING } from './captures.ts';
import type { World } from './world.ts';

/** What tells what a call wrote where no log holds it: the anchors that follow it before the next call on the same. */
export type StandIns = (call: Call, before: World) => Anchors;

/**
 * An item of AWS Config that was captured right behind a call may still show what was before: where it shows that, or
 * where that is not known and another call may have left it, it tells nothing of the call.
 */
export function createStandIns(changes: readonly Call[], { captured, now }: DatedAnchors): StandIns {
  const neighbours = neighboursOf(changes);
  const byComponent = capturesOf(captured);
  return (call, before) => {
    const [component] = componentsOf(call);
    if (component === undefined) return NO_ANCHORS;
    const { previous, next } = neighbours.get(call) ?? { previous: null, next: null };
    const own = byComponent.get(component) ?? [];
    for (let index = firstAtOrAfter(own, call.time); index < own.length; index += 1) {
      const item = own[index];
      if (item === undefined || (next !== null && item.capturedAt >= next.time)) break;
      const isSoon = item.capturedAt - call.time < READING;
      if (!isSoon || !mayShowBefore(item, component, before, previous !== null)) return item;
    }
    return next === null ? now : NO_ANCHORS;
  };
}

function mayShowBefore(item: Captured, name: string, before: World, isAfterAnother: boolean): boolean {
  for (const { component, name: resource, value } of entriesOf(item)) {
    if (componentName(component, resource) !== name) continue;
    const known = knowledgeIn(before, component, resource);
    return known?.state === 'known' ? meanTheSame(component, known.value, value) : isAfterAnother;
  }
  return true;
}

interface Neighbours {
  readonly previous: Call | null;
  readonly next: Call | null;
}

/**
 * The calls around each that touch what it replaces first. Copies of one call that contradict each other have the same
 * one behind them.
 */
function neighboursOf(changes: readonly Call[]): ReadonlyMap<Call, Neighbours> {
  const touching = new Map<string, Call[]>();
  for (const call of changes) {
    for (const component of componentsOf(call)) {
      const calls = touching.get(component);
      if (calls === undefined) touching.set(component, [call]);
      else calls.push(call);
    }
  }
  const found = new Map<Call, Neighbours>();
  for (const [component, calls] of touching) {
    let next: Call | null = null;
    for (let index = calls.length - 1; index >= 0; index -= 1) {
      const [call, behind] = [calls[index], calls[index + 1]];
      if (call === undefined) continue;
      if (behind !== undefined && !(isDisputed(call) && isDisputed(behind))) next = behind;
      if (componentsOf(call)[0] === component) found.set(call, { previous: calls[index - 1] ?? null, next });
    }
  }
  return found;
}

function capturesOf(captured: readonly Captured[]): ReadonlyMap<string, readonly Captured[]> {
  const found = new Map<string, Captured[]>();
  for (const item of captured) {
    for (const { component, name } of entriesOf(item)) {
      const key = componentName(component, name);
      const items = found.get(key);
      if (items === undefined) found.set(key, [item]);
      else items.push(item);
    }
  }
  return found;
}

function firstAtOrAfter(items: readonly Captured[], time: number): number {
  let low = 0;
  let high = items.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((items[middle]?.capturedAt ?? 0) < time) low = middle + 1;
    else high = middle;
  }
  return low;
}

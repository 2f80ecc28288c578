import { after, initialState, LINKS, type Link, type Place, placeOf, type State, samePlace, stops } from './state.ts';
import type { World, WorldEvent } from './world.ts';

/** A state and when it began to act; the first has no event. */
export interface Step {
  readonly at: number;
  readonly event: WorldEvent | null;
  readonly state: State;
}

/** All states of a world, each from the moment at which its call acts. */
export function history(world: World): Step[] {
  const steps: Step[] = [{ at: Number.NEGATIVE_INFINITY, event: null, state: initialState(world) }];
  let state = initialState(world);
  for (const event of world.events) {
    state = after(state, event);
    steps.push({ at: event.time + world.manners.propagation, event, state });
  }
  return steps;
}

/** The index of the step in force. */
export function indexAt(steps: readonly Step[], time: number): number {
  let index = steps.length - 1;
  while (index > 0 && (steps[index] as Step).at > time) index--;
  return index;
}

export function stateAt(steps: readonly Step[], time: number): State {
  return (steps[indexAt(steps, time)] as Step).state;
}

/** The first step of the unbroken stretch up to `index` in which something holds; null when it does not hold now. */
export function stretchStart(steps: readonly Step[], index: number, holds: (state: State) => boolean): number | null {
  if (!holds((steps[index] as Step).state)) return null;
  let first = index;
  while (first > 0 && holds((steps[first - 1] as Step).state)) first--;
  return first;
}

/**
 * Whose calls may rightly be named for a write that is stopped at a place: of the links that stop it, the call that
 * began the stretch which began first. A stretch at this very place begins with the call that made it the place;
 * where an earlier place of the same bucket or key was stopped as well, the older call is as right. A key and a bucket
 * are stopped as such, whatever prefix they were used under.
 */
export function breakersAt(steps: readonly Step[], time: number, place: Place): Set<string> {
  const index = indexAt(steps, time);
  const literal: number[] = [];
  const loose: number[] = [];
  const ofResources: number[] = [];
  for (const link of LINKS) {
    const closing = stretchStart(steps, index, (state) => stops(link, state, place));
    if (closing === null) continue;
    literal.push(
      Math.max(
        closing,
        placing(steps, index, (other) => samePlace(other, place)),
      ),
    );
    loose.push(stretchStart(steps, index, (state) => stoppedWherever(link, state, place)) ?? closing);
    const isOfKey = link !== 'policy';
    const absent = isOfKey ? null : stretchStart(steps, index, ({ policies }) => !policies.has(place.bucket));
    const same = (other: Place): boolean =>
      isOfKey ? other.encryption === place.encryption : other.bucket === place.bucket;
    if (isOfKey || absent !== null) ofResources.push(Math.max(absent ?? closing, placing(steps, index, same)));
  }
  const found = new Set<string>();
  for (const starts of [literal, loose, [...literal, ...ofResources]]) {
    if (starts.length === 0) continue;
    const event = steps[Math.min(...starts)]?.event;
    if (event !== undefined && event !== null) found.add(event.id);
  }
  return found;
}

/** Every call that closed a link which stops writes at a place, whether or not another stop came before it. */
export function closersAt(steps: readonly Step[], time: number, place: Place): Set<string> {
  const index = indexAt(steps, time);
  const starts = LINKS.map((link) => stretchStart(steps, index, (state) => stops(link, state, place)));
  return new Set(starts.flatMap((start) => (start === null ? [] : (steps[start]?.event?.id ?? []))));
}

/**
 * The call that made it the place. A run in progress keeps a place that the configuration has left meanwhile: then
 * the last stretch in which it was the place counts.
 */
function placing(steps: readonly Step[], index: number, isIt: (place: Place) => boolean): number {
  const names = ({ configuration }: State): boolean => configuration !== null && isIt(placeOf(configuration));
  let last = index;
  while (last > 0 && !names((steps[last] as Step).state)) last--;
  return stretchStart(steps, last, names) ?? 0;
}

/** Whether the link stopped deliveries in this bucket, under whatever prefix was then the place. */
function stoppedWherever(link: Link, state: State, place: Place): boolean {
  const { configuration } = state;
  if (configuration === null) return stops(link, state, place);
  if (link === 'policy' && configuration.bucket !== place.bucket) return false;
  return stops(link, state, placeOf(configuration));
}

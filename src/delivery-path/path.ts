import type { Instant } from '../instant.ts';
import type { Call } from '../sightings/call.ts';
import { LINKS, type Link, type LinkState, type PathStep } from './link.ts';
import { type Place, placeName, placeOf } from './place.ts';
import { type IndexedStep, type PlaceStepsInput, stepsAt } from './place-steps.ts';
import { linksMoved } from './touched-links.ts';
import type { World } from './world.ts';

/** The replayed path, asked by time or by change. */
export interface Path {
  readonly steps: readonly PathStep[];
  /** The step in force at a moment. */
  at(time: Instant): PathStep;
  /** The steps that begin after one moment and not after another. */
  between(after: Instant, until: Instant): readonly PathStep[];
  /** Just before and just after a change; null for calls that were not replayed (failed ones). */
  around(call: Call): { readonly before: PathStep; readonly after: PathStep } | null;
  /** The change that left a link in the state it has at a moment: the last one at or before it that touched the link. */
  lastTouch(link: Link, time: Instant): PathStep;
  /** The step at which the stretch began over which a link is denied at a moment, and the one before; null when it is not denied. */
  deniedSince(link: Link, time: Instant): { readonly step: PathStep; readonly before: PathStep | null } | null;
}

/** What the delivery path allowed, when: for the place that the configuration named at each moment, and for any other. */
export interface DeliveryPath {
  readonly current: Path;
  at(place: Place): Path;
}

/** The path at every place that is asked for; each is judged once. */
export function createDeliveryPath(input: PlaceStepsInput): DeliveryPath {
  const known = new Map<string, { readonly steps: readonly IndexedStep[]; readonly path: Path }>();
  const at = (place: Place): { readonly steps: readonly IndexedStep[]; readonly path: Path } => {
    const name = placeName(place);
    let found = known.get(name);
    if (found === undefined) {
      const steps = stepsAt(place, input);
      found = { steps, path: createPath(steps) };
      known.set(name, found);
    }
    return found;
  };
  return { current: createPath(currentSteps(input, (place) => at(place).steps)), at: (place) => at(place).path };
}

/** The steps of each moment's own place, one after the other. */
function currentSteps(
  { steps: worldSteps, subject }: PlaceStepsInput,
  stepsOf: (place: Place) => readonly IndexedStep[],
): PathStep[] {
  const groups = new Map<readonly IndexedStep[], readonly IndexedStep[][]>();
  const groupOf = (steps: readonly IndexedStep[], index: number): readonly IndexedStep[] => {
    const known = groups.get(steps) ?? groupByIndex(steps);
    groups.set(steps, known);
    return known[index] ?? [];
  };
  const places = new Map<World['configuration'], { readonly place: Place; readonly steps: readonly IndexedStep[] }>();
  let before: Place | null = null;
  return worldSteps.flatMap(({ world: { configuration } }, index) => {
    let here = places.get(configuration);
    if (here === undefined) {
      const place = placeOf(configuration, subject);
      here = { place, steps: stepsOf(place) };
      places.set(configuration, here);
    }
    const { place, steps } = here;
    const moved: readonly Link[] = before === null || before === place ? [] : linksMoved(before, place);
    before = place;
    return groupOf(steps, index).map((step, position) =>
      position > 0 || moved.length === 0 ? step : { ...step, touched: new Set([...step.touched, ...moved]) },
    );
  });
}

function groupByIndex(steps: readonly IndexedStep[]): IndexedStep[][] {
  const groups: IndexedStep[][] = [];
  for (const step of steps) {
    const group = groups[step.index];
    if (group === undefined) groups[step.index] = [step];
    else group.push(step);
  }
  return groups;
}

export function createPath(steps: readonly PathStep[]): Path {
  const indexOf = new Map(steps.flatMap(({ call }, index) => (call === null ? [] : [[call, index] as const])));
  const stepAt = (index: number): PathStep => {
    const step = steps[Math.max(0, index)];
    if (step === undefined) throw new RangeError('a path has a first step');
    return step;
  };
  /** Index of the last step that begins at or before a moment. */
  const indexAt = (time: Instant): number => {
    let low = 0;
    let high = steps.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((steps[middle]?.from ?? Number.NEGATIVE_INFINITY) <= time) low = middle;
      else high = middle - 1;
    }
    return low;
  };
  return {
    steps,
    at: (time) => stepAt(indexAt(time)),
    between(after, until) {
      return after >= until ? [] : steps.slice(indexAt(after) + 1, indexAt(until) + 1);
    },
    around(call) {
      const index = indexOf.get(call);
      return index === undefined ? null : { before: stepAt(index - 1), after: stepAt(index) };
    },
    lastTouch(link, time) {
      for (let index = indexAt(time); index > 0; index -= 1) {
        if (steps[index]?.touched.has(link)) return stepAt(index);
      }
      return stepAt(0);
    },
    deniedSince(link, time) {
      let index = indexAt(time);
      if (steps[index]?.links[link].state !== 'denied') return null;
      while (index > 0 && steps[index - 1]?.links[link].state === 'denied') index -= 1;
      return { step: stepAt(index), before: steps[index - 1] ?? null };
    },
  };
}

export function deniedLinks(step: PathStep): Link[] {
  return LINKS.filter((link) => step.links[link].state === 'denied');
}

/** Neither known to be open nor known to deny. */
export function isUnsettled({ state }: LinkState): boolean {
  return state === 'unknown' || state === 'depends';
}

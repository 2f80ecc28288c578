import type { Instant } from '../instant.ts';
import type { Call } from '../sightings/call.ts';
import { LINKS, type Link, type LinkState, type PathStep } from './link.ts';

/** The replayed path, asked by time or by change. */
export interface Path {
  readonly steps: readonly PathStep[];
  /** The step in force at a moment. */
  at(time: Instant): PathStep;
  /** Just before and just after a change; null for calls that were not replayed (failed ones). */
  around(call: Call): { readonly before: PathStep; readonly after: PathStep } | null;
  /** The change that left a link in the state it has at a moment: the last one at or before it that touched the link. */
  lastTouch(link: Link, time: Instant): PathStep;
  /** Where the unbroken stretch began over which a link is denied at a moment; null when it is not denied, or was from the start. */
  deniedSince(link: Link, time: Instant): PathStep | null;
  /** Whether any link is denied at every moment of an interval. */
  isDeniedThroughout(from: Instant, to: Instant): boolean;
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
      return index === 0 ? null : stepAt(index);
    },
    isDeniedThroughout(from, to) {
      for (let index = indexAt(from); index < steps.length && (steps[index]?.from ?? from) <= to; index += 1) {
        if (deniedLinks(stepAt(index)).length === 0) return false;
      }
      return true;
    },
  };
}

export function deniedLinks(step: PathStep): Link[] {
  return LINKS.filter((link) => step.links[link].state === 'denied');
}

export function isOpen(state: LinkState): boolean {
  return state.state === 'allowed' || state.state === 'not-applicable';
}

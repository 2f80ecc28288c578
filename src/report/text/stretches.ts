import type { TimelineEntry } from '../contract.ts';

/** Consecutive entries of the timeline, of which those in the middle are counted alone where there are many. */
export interface Stretch {
  readonly first: readonly TimelineEntry[];
  readonly folded: readonly TimelineEntry[];
  readonly last: readonly TimelineEntry[];
}

/**
 * Consecutive deliveries, or consecutive misses and refusals, together; what somebody did alone.
 *
 * @param atEachEnd how many of a long stretch are told before and behind the folded ones
 */
export function stretches(timeline: readonly TimelineEntry[], atEachEnd: number): Stretch[] {
  const found: TimelineEntry[][] = [];
  for (const entry of timeline) {
    const stretch = found.at(-1);
    const sort = ROUTINE.get(entry.kind);
    if (stretch?.[0] !== undefined && sort !== undefined && ROUTINE.get(stretch[0].kind) === sort) stretch.push(entry);
    else found.push([entry]);
  }
  return found.map((entries) => {
    const folded = entries.slice(atEachEnd, -atEachEnd);
    // A fold takes a line too.
    return folded.length < 2
      ? { first: entries, folded: [], last: [] }
      : { first: entries.slice(0, atEachEnd), folded, last: entries.slice(-atEachEnd) };
  });
}

/** What happens again and again, of its own accord. */
const ROUTINE: ReadonlyMap<TimelineEntry['kind'], 'delivering' | 'failing'> = new Map([
  ['delivery', 'delivering'],
  ['missed-run', 'failing'],
  ['denied-attempt', 'failing'],
]);

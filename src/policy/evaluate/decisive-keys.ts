import type { Outcome } from './decision.ts';
import type { Unknown } from './unknowns.ts';

/**
 * The smallest set of keys that tells the outcome: worlds in which all of them are alike have the same one. For
 * unknowns that vary freely this set is unique: those with which alone the outcome varies. Inside a group, whose
 * keys hang together, the smallest subset that suffices is taken, the first in order among equals.
 *
 * @param outcomes one for each world; a world's number, read as digits of mixed base, gives the choices.
 */
export function decisiveKeys(outcomes: readonly Outcome[], unknowns: readonly Unknown[]): ReadonlySet<string> {
  const keys = new Set<string>();
  let stride = 1;
  for (const unknown of unknowns) {
    const base = unknown.choices.length;
    if (varies(outcomes, stride, base)) {
      for (const key of smallestSubset(unknown, outcomes, stride)) keys.add(key);
    }
    stride *= base;
  }
  return keys;
}

/** Whether two worlds that differ in one unknown only have different outcomes. */
function varies(outcomes: readonly Outcome[], stride: number, base: number): boolean {
  return outcomes.some((outcome, world) => {
    const digit = Math.floor(world / stride) % base;
    return outcome !== outcomes[world - digit * stride];
  });
}

function smallestSubset(unknown: Unknown, outcomes: readonly Outcome[], stride: number): readonly string[] {
  if (unknown.keys.length === 1) return unknown.keys;
  return subsets(unknown.keys).find((subset) => suffices(subset, unknown, outcomes, stride)) ?? unknown.keys;
}

/** Whether choices that agree on the subset always lead to the same outcome, all else equal. */
function suffices(subset: readonly string[], unknown: Unknown, outcomes: readonly Outcome[], stride: number): boolean {
  const seen = new Map<string, Outcome>();
  return outcomes.every((outcome, world) => {
    const digit = Math.floor(world / stride) % unknown.choices.length;
    const state = subset.map((key) => unknown.choices[digit]?.states.get(key)).join('\n');
    const place = `${world - digit * stride} ${state}`;
    const earlier = seen.get(place);
    seen.set(place, outcome);
    return earlier === undefined || earlier === outcome;
  });
}

/** From small to large, in order among those of one size. */
function subsets(keys: readonly string[]): readonly (readonly string[])[] {
  const all: (readonly string[])[] = [];
  for (let set = 1; set < 2 ** keys.length; set += 1)
    all.push(keys.filter((_, index) => Math.floor(set / 2 ** index) % 2 === 1));
  return all.sort((left, right) => left.length - right.length);
}

import { DIFFERENCES, type Difference } from './call.ts';
import { differingMembers } from './differing-actor.ts';
import { differingContent } from './differing-content.ts';
import type { Sighting } from './sighting.ts';

/** Sightings of one request that agree on what was done, and those of them that name different callers. */
export interface Version {
  readonly sightings: readonly Sighting[];
  readonly disputed: readonly Sighting[];
}

/**
 * The sightings of one request, parted where they contradict each other in what was done: one version where they do not.
 * A sighting that leaves open what the versions differ in goes with the first that it agrees with, the caller included
 * where it can be.
 *
 * @param sightings the fullest first
 */
export function versionsOf(sightings: readonly Sighting[]): {
  readonly versions: readonly Version[];
  readonly differences: readonly Difference[];
} {
  const versions: {
    readonly sightings: Sighting[];
    readonly compared: Sighting[];
    readonly disputed: Set<Sighting>;
  }[] = [];
  const differences = new Set<Difference>();
  let compared = 0;
  for (const kind of distinct(sightings)) {
    const [sighting] = kind;
    if (sighting === undefined) continue;
    // Those that hold something to compare with are the first.
    const fitting = versions.slice(0, MOST_COMPARED).flatMap((version) => {
      const rivals: Sighting[] = [];
      let fits = true;
      for (const other of version.compared) {
        const content = differingContent(sighting, other);
        for (const difference of content) differences.add(difference);
        if (content.length > 0) fits = false;
        if (differingMembers(sighting, other).length > 0) {
          differences.add('actor');
          rivals.push(other);
        }
      }
      return fits && version.compared.length > 0 ? [{ version, rivals }] : [];
    });
    const home = fitting.find(({ rivals }) => rivals.length === 0) ?? fitting[0];
    const isCompared = compared < MOST_COMPARED;
    compared += 1;
    if (home === undefined) {
      versions.push({ sightings: [...kind], compared: isCompared ? [sighting] : [], disputed: new Set() });
      continue;
    }
    const { version, rivals } = home;
    for (const repeat of kind) version.sightings.push(repeat);
    if (isCompared) version.compared.push(sighting);
    for (const disputed of rivals.length > 0 ? [...rivals, sighting] : []) version.disputed.add(disputed);
  }
  return {
    versions: versions.map((version) => ({ sightings: version.sightings, disputed: [...version.disputed] })),
    differences: DIFFERENCES.filter((difference) => differences.has(difference)),
  };
}

/** More ways of telling one request than any set of logs has; those beyond are compared with these only. */
const MOST_COMPARED = 32;

/** Repeats of a sighting, word for word, are compared once. */
function distinct(sightings: readonly Sighting[]): Sighting[][] {
  if (sightings.length < 3) return sightings.map((sighting) => [sighting]);
  const kinds = new Map<string, Sighting[]>();
  for (const sighting of sightings) {
    const { log, time, action, succeeded, errorCode, durationMs, actor } = sighting;
    const text = JSON.stringify([log, time, action, succeeded, errorCode, durationMs, actor]);
    const kind = kinds.get(text);
    if (kind === undefined) kinds.set(text, [sighting]);
    else kind.push(sighting);
  }
  return [...kinds.values()];
}

/** Names at most this many edits away are offered. */
const MAX_DISTANCE = 4;
const MAX_OFFERED = 3;

/** Beginnings of names, which must be this long to say something, may be fewer edits away. */
const MAX_PREFIX_DISTANCE = 2;
const LEAST_PREFIX = 6;

/** The names that somebody who wrote `wanted` may have meant: those that hold it, then those that are or begin alike. */
function nearestNames(wanted: string, names: readonly string[]): readonly string[] {
  const word = wanted.toLowerCase().slice(0, 100);
  const judged = names.map((name) => ({ name, distance: distanceTo(word, name) }));
  return judged
    .filter(({ distance }) => distance <= MAX_DISTANCE)
    .sort((a, b) => a.distance - b.distance || (a.name < b.name ? -1 : 1))
    .slice(0, MAX_OFFERED)
    .map(({ name }) => name);
}

/** What to say to who wrote `wanted` in place of one of the names; `otherwise` where it is like none. */
export function nearestHint(wanted: string, names: readonly string[], otherwise: string): string {
  const near = nearestNames(wanted, names);
  return near.length === 0 ? otherwise : `did you mean ${near.join(' or ')}?`;
}

function distanceTo(word: string, name: string): number {
  if (word.length > 2 && name.includes(word)) return 0;
  const distances = editDistances(word, name);
  const toBeginning = Math.min(...distances);
  if (word.length >= LEAST_PREFIX && toBeginning <= MAX_PREFIX_DISTANCE) return toBeginning;
  return distances.at(-1) ?? 0;
}

/** Levenshtein's distance of one text to each beginning of another, from the empty one to the whole. */
function editDistances(a: string, b: string): readonly number[] {
  let previous = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i++) {
    const current = [i];
    for (let j = 1; j <= b.length; j++) {
      const replaced = (previous[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      current.push(Math.min(replaced, (previous[j] ?? 0) + 1, (current[j - 1] ?? 0) + 1));
    }
    previous = current;
  }
  return previous;
}

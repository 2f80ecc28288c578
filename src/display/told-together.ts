/** So many that have the same to say are told one by one; more, as one. */
const MOST_APART = 3;

/**
 * Puts together what has the same to say, where it is much of it: each group at the place of its first, all else alone
 * and in its order.
 *
 * @param sayingOf what an item has to say; null for what is told alone however often
 */
export function toldTogether<T>(items: readonly T[], sayingOf: (item: T) => string | null): readonly (readonly T[])[] {
  const groups = new Map<string, { readonly at: number; readonly group: T[] }>();
  for (const [at, item] of items.entries()) {
    const saying = sayingOf(item);
    if (saying === null) continue;
    const known = groups.get(saying);
    if (known === undefined) groups.set(saying, { at, group: [item] });
    else known.group.push(item);
  }
  return items.flatMap((item, index): readonly (readonly T[])[] => {
    const saying = sayingOf(item);
    const known = saying === null ? undefined : groups.get(saying);
    if (known === undefined || known.group.length <= MOST_APART) return [[item]];
    return known.at === index ? [known.group] : [];
  });
}

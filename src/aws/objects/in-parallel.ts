/**
 * Works on items as they come, up to `limit` at a time. The first failure, of an item or of what gives them, stops
 * the taking of new ones; it is thrown once the work in flight has ended, and what gives the items is closed.
 */
export async function inParallel<T>(
  items: AsyncIterable<T> | Iterable<T>,
  limit: number,
  work: (item: T) => Promise<void>,
): Promise<void> {
  const inFlight = new Set<Promise<void>>();
  const failures: unknown[] = [];
  const begin = (item: T) => {
    const running: Promise<void> = work(item)
      .catch((error: unknown) => {
        failures.push(error);
      })
      .finally(() => inFlight.delete(running));
    inFlight.add(running);
  };
  try {
    for await (const item of items) {
      if (failures.length > 0) break;
      begin(item);
      while (inFlight.size >= limit && failures.length === 0) await Promise.race(inFlight);
      if (failures.length > 0) break;
    }
  } catch (error) {
    failures.push(error);
  }
  await Promise.all(inFlight);
  if (failures.length > 0) throw failures[0];
}

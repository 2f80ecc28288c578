import type { Instant } from './instant.ts';

export interface Interval {
  readonly from: Instant;
  readonly to: Instant;
}

/** Intervals that touch or overlap, as one; in order. */
export function united(intervals: readonly Interval[]): Interval[] {
  const result: Interval[] = [];
  for (const interval of [...intervals].sort((a, b) => a.from - b.from || a.to - b.to)) {
    const last = result[result.length - 1];
    if (last !== undefined && interval.from <= last.to) {
      result[result.length - 1] = { from: last.from, to: Math.max(last.to, interval.to) };
    } else result.push(interval);
  }
  return result;
}

/** What of an interval lies in none of the others, in order. */
export function without({ from, to }: Interval, others: readonly Interval[]): Interval[] {
  const rest: Interval[] = [];
  let reached = from;
  for (const other of united(others)) {
    if (reached >= to) break;
    if (other.from > reached) rest.push({ from: reached, to: Math.min(other.from, to) });
    reached = Math.max(reached, other.to);
  }
  if (reached < to) rest.push({ from: reached, to });
  return rest;
}

/** What lies in both, in order. Each of the two is in order and without overlaps. */
export function common(left: readonly Interval[], right: readonly Interval[]): Interval[] {
  const result: Interval[] = [];
  let [a, b] = [0, 0];
  for (;;) {
    const [one, other] = [left[a], right[b]];
    if (one === undefined || other === undefined) return result;
    const [from, to] = [Math.max(one.from, other.from), Math.min(one.to, other.to)];
    if (from < to) result.push({ from, to });
    if (one.to < other.to) a += 1;
    else b += 1;
  }
}

/** Milliseconds of all of them together; overlaps count for each. */
export function lengthOf(intervals: readonly Interval[]): number {
  return intervals.reduce((sum, { from, to }) => sum + to - from, 0);
}

import type { Delivery } from '../delivery-path/delivery.ts';
import { PROPAGATION } from '../delivery-path/observation.ts';
import { firstAtOrAfter, HOUR, type Instant } from '../instant.ts';

/** When the write of a run may have been: any denied moment in it loses the run. */
export interface WriteTime {
  readonly from: Instant;
  readonly to: Instant;
  /** Refused writes fix it; else the lags of the history bound it; else only folder time and deadline do. */
  readonly basis: 'refused' | 'usual-lag' | 'deadline';
  /** When S3 was refused, in order; empty unless `basis` is `refused`. */
  readonly refusals: readonly Instant[];
}

/** How long the runs before a moment took: to the first object, and to the last. */
export interface UsualLags {
  readonly shortestMs: number;
  readonly longestMs: number;
}

/** As many of the last reports as tell what is usual, and as few as may be left of them. */
const LAST = 14;
const FEWEST = 7;

/**
 * Of a moment, the lags of the last 14 runs before it, the single longest left out: one straggler dates no other run. Null
 * where fewer than 7 remain.
 *
 * @param deliveries in order of their runs
 * @param firstObjects when objects under `data/` were written, in order; they do not tell their run.
 */
export function usualLags(
  deliveries: readonly Delivery[],
  firstObjects: readonly Instant[],
): (before: Instant) => UsualLags | null {
  const arrivals = new Map<Instant, Instant>();
  for (const { runTime, deliveredAt, timeIsApproximate } of deliveries) {
    if (deliveredAt === null || timeIsApproximate) continue;
    arrivals.set(runTime, Math.min(deliveredAt, arrivals.get(runTime) ?? deliveredAt));
  }
  const dated = [...arrivals].map(([runTime, deliveredAt]) => ({ runTime, deliveredAt }));
  const runTimes = [...arrivals.keys()];
  return (before) => {
    const end = firstAtOrAfter(runTimes, before);
    return lagsOf(dated.slice(Math.max(0, end - LAST), end), firstObjects);
  };
}

function lagsOf(
  dated: readonly { readonly runTime: Instant; readonly deliveredAt: Instant }[],
  firstObjects: readonly Instant[],
): UsualLags | null {
  const lags = dated.map(({ runTime, deliveredAt }) => deliveredAt - runTime).sort((a, b) => a - b);
  const usual = lags.slice(0, -1);
  const longest = usual[usual.length - 1];
  if (longest === undefined || usual.length < FEWEST) return null;
  const first = dated.flatMap((delivery, index) => {
    const previous = dated[index - 1]?.deliveredAt ?? Number.NEGATIVE_INFINITY;
    const { runTime, deliveredAt } = delivery;
    // An object in front of the report before it may belong to that one.
    const own = firstObjects[firstAtOrAfter(firstObjects, Math.max(runTime, previous + 1))];
    return own === undefined || own > deliveredAt ? [] : [own - runTime];
  });
  const shortest = first.length === 0 ? 0 : Math.max(0, Math.min(...first) - HOUR);
  return { shortestMs: Math.min(shortest, longest), longestMs: longest };
}

/** When a run was written, as well as can be told. */
export function writeTimeOf(
  run: { readonly time: Instant; readonly deadline: Instant },
  refusals: readonly Instant[],
  lags: UsualLags | null,
): WriteTime {
  const [first] = refusals;
  const last = refusals[refusals.length - 1];
  if (first !== undefined && last !== undefined) return { from: first, to: last, basis: 'refused', refusals };
  if (lags === null) return { from: run.time, to: run.deadline, basis: 'deadline', refusals: [] };
  return { from: run.time + lags.shortestMs, to: run.time + lags.longestMs, basis: 'usual-lag', refusals: [] };
}

/** The stretches in which the path is looked at: a refused instant stands for the 15 minutes before it as well. */
export function lookedAt(write: WriteTime): readonly { readonly from: Instant; readonly to: Instant }[] {
  return write.basis === 'refused'
    ? write.refusals.map((time) => ({ from: time - PROPAGATION, to: time }))
    : [{ from: write.from, to: write.to }];
}

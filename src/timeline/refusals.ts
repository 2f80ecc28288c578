import type { Delivery, DeniedAttempt } from '../delivery-path/delivery.ts';
import { addTo } from '../groups.ts';
import { HOUR, type Instant, startOfUtcDay } from '../instant.ts';
import type { DeliveryKeys } from '../profile/profile.ts';
import type { UsualLags } from './write-time.ts';

/** A run, as far as it takes to say which refusals are its own. */
export interface Candidate {
  readonly time: Instant;
  readonly deadline: Instant;
  readonly delivery: Delivery | null;
  readonly lags: UsualLags | null;
  /** False for a run that an event made not due: S3 never began to write it. */
  readonly isDue: boolean;
}

/**
 * The refused writes that belong to each run, by its folder time, in order of time.
 *
 * A key with a run names it. One under `data/` may be of any run within its grace that had not arrived by then: it is
 * assigned where only one fits by the usual interval. Where too few reports tell what is usual, a run that was refused hours before
 * is over. After the arrival of its run a refusal is a stray.
 */
export function assignRefusals(
  candidates: readonly Candidate[],
  denied: readonly DeniedAttempt[],
  keys: DeliveryKeys,
): ReadonlyMap<Instant, readonly DeniedAttempt[]> {
  const assigned = new Map<Instant, DeniedAttempt[]>();
  const byDay = new Map(candidates.map((candidate) => [startOfUtcDay(candidate.time), candidate]));
  for (const attempt of denied) {
    const named = attempt.run === null ? null : keys.runTime(attempt.run);
    const own = named === null ? onlyFit(candidates, attempt.time, assigned) : byDay.get(startOfUtcDay(named));
    if (own !== undefined && !hasArrived(own, attempt.time)) addTo(assigned, own.time, attempt);
  }
  return assigned;
}

/** S3 writes a report, and tries again, within hours. */
const LONGEST_WRITE: number = 6 * HOUR;

/** Several fit: then it is nobody's for sure. */
function onlyFit(
  candidates: readonly Candidate[],
  time: Instant,
  assigned: ReadonlyMap<Instant, readonly DeniedAttempt[]>,
): Candidate | undefined {
  const isOver = ({ time: folder, lags }: Candidate): boolean => {
    const refused = assigned.get(folder)?.at(-1)?.time;
    return lags === null && refused !== undefined && time - refused > LONGEST_WRITE;
  };
  // A run that arrived later may have been refused first.
  const open = candidates.filter(
    (candidate) =>
      candidate.isDue && !hasArrived(candidate, time) && isWithinGrace(candidate, time) && !isOver(candidate),
  );
  const usual = open.filter((candidate) => fits(candidate, time));
  const fitting = usual.length === 0 ? open : usual;
  return fitting.length === 1 ? fitting[0] : undefined;
}

function isWithinGrace({ time: folder, deadline }: Candidate, time: Instant): boolean {
  return time >= folder && time <= deadline;
}

function fits({ time: folder, lags }: Candidate, time: Instant): boolean {
  if (lags === null) return true;
  return time >= folder + lags.shortestMs && time <= folder + lags.longestMs;
}

/** Also where it is not known when. */
function hasArrived({ delivery }: Candidate, time: Instant): boolean {
  return delivery !== null && (delivery.deliveredAt === null || time > delivery.deliveredAt);
}

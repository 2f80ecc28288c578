import { DAY, HOUR, type Instant } from '../instant.ts';

/** One run that arrived. */
export interface ArrivedRun {
  /** Folder time. */
  readonly run: Instant;
  readonly arrivedAt: Instant;
}

/** Why logs are read from where they are read, and from when on. */
export interface LogPeriod {
  readonly since: Instant;
  readonly until: Instant;
  readonly reason: string;
}

/** Room beside the good deliveries around a gap: a change shortly before it may be the one, and logs come by the day. */
const MARGIN_MS = 2 * DAY;
/** Without a gap in the deliveries there is nothing to explain but the present. */
const QUIET_MS = 3 * DAY;
/** Longest time between two runs that is no gap: a daily run may be a few hours off. */
const LONGEST_STEP_MS: Readonly<Record<'Daily' | 'Weekly', number>> = { Daily: 36 * HOUR, Weekly: 8 * DAY };

/**
 * The time of which log files are needed: from the last good delivery in front of the incident in question, the newest
 * gap in the deliveries of the last 90 days, to the delivery that ended it, or to now. Log files are many; those of the
 * months in which all was well, and of incidents that are over, answer nothing.
 *
 * @param runs null when they could not be listed
 * @param since asked for by the user; wins
 */
export function logPeriod(
  runs: readonly ArrivedRun[] | null,
  frequency: 'Daily' | 'Weekly',
  { since, now, historyMs }: { readonly since: Instant | null; readonly now: Instant; readonly historyMs: number },
): LogPeriod {
  if (since !== null) return { since, until: now, reason: '--since' };
  const all = { since: now - historyMs, until: now };
  if (runs === null) return { ...all, reason: 'which reports arrived is not known' };
  const recent = runs.filter(({ arrivedAt }) => arrivedAt >= now - historyMs).sort((a, b) => a.run - b.run);
  if (recent.length === 0) return { ...all, reason: 'no report arrived in the last 90 days' };
  const isGap = ({ run }: ArrivedRun, index: number): boolean =>
    (recent[index + 1]?.run ?? now) - run > LONGEST_STEP_MS[frequency];
  const last = recent.findLastIndex(isGap);
  const before = recent[last];
  if (before === undefined) return { since: now - QUIET_MS, until: now, reason: 'reports arrive without a gap' };
  const gaps = recent.filter(isGap).length;
  const others = gaps === 1 ? '' : `, the newest of ${gaps}; for the others name --since`;
  const after = recent[last + 1];
  return {
    since: before.arrivedAt - MARGIN_MS,
    until: after === undefined ? now : Math.min(now, after.arrivedAt + MARGIN_MS),
    reason: `two days before the last report in front of the gap${others}`,
  };
}

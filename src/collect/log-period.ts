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

/** Room in front of the last good delivery: a change shortly before it may be the one, and logs come by the day. */
const MARGIN_MS = 2 * DAY;
/** Without a gap in the deliveries there is nothing to explain but the present. */
const QUIET_MS = 3 * DAY;
/** Longest time between two runs that is no gap: a daily run may be a few hours off. */
const LONGEST_STEP_MS: Readonly<Record<'Daily' | 'Weekly', number>> = { Daily: 36 * HOUR, Weekly: 8 * DAY };

/**
 * The time of which log files are needed: from the last good delivery in front of the first gap in the deliveries of
 * the last 90 days, to now. Log files are many; those of the months in which all was well answer nothing.
 *
 * @param since asked for by the user; wins
 */
export function logPeriod(
  runs: readonly ArrivedRun[],
  frequency: 'Daily' | 'Weekly',
  { since, now, historyMs }: { readonly since: Instant | null; readonly now: Instant; readonly historyMs: number },
): LogPeriod {
  if (since !== null) return { since, until: now, reason: '--since' };
  const recent = runs.filter(({ arrivedAt }) => arrivedAt >= now - historyMs).sort((a, b) => a.run - b.run);
  const last = recent.at(-1);
  if (last === undefined) {
    return { since: now - historyMs, until: now, reason: 'no report arrived in the last 90 days' };
  }
  const gap = recent.find(({ run }, index) => (recent[index + 1]?.run ?? now) - run > LONGEST_STEP_MS[frequency]);
  if (gap === undefined) {
    return { since: now - QUIET_MS, until: now, reason: 'reports arrive without a gap' };
  }
  return {
    since: gap.arrivedAt - MARGIN_MS,
    until: now,
    reason: 'two days before the last report in front of the first gap',
  };
}

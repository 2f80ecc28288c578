import { DAY, type Instant } from '../instant.ts';

/** Which log a record belongs to, whatever file it came in. */
export interface LogIdentity {
  readonly kind: 'cloudtrail' | 'lookup-events' | 'access-log';
  /** The account whose trail it is; null for access logs and where events do not say. */
  readonly account: string | null;
  readonly region: string | null;
  /** The bucket whose access log it is. */
  readonly bucket: string | null;
  /** For a filtered answer: the one resource or event name that all its events share, when they share one. */
  readonly query: string | null;
}

/**
 * What a log covers: from its first to its last record, less the whole days without a record in a
 * log that has records on most days. Best effort by nature: S3 promises no complete access log, and
 * a quiet trail looks like a lost one.
 */
export interface LogCoverage {
  readonly identity: LogIdentity;
  readonly from: Instant;
  readonly to: Instant;
  readonly gaps: readonly Interval[];
}

export interface Interval {
  readonly from: Instant;
  readonly to: Instant;
}

/** Counts days per log while records stream by; holds a number per day and log, never records. */
export interface CoverageCollector {
  add(identity: LogIdentity, time: Instant): void;
  /** Takes in what another collector found, in any order. */
  absorb(found: readonly LogDays[]): void;
  /** What there is so far, as plain data. */
  days(): LogDays[];
  finish(): LogCoverage[];
}

/** On which days a log has records. */
export interface LogDays {
  readonly identity: LogIdentity;
  readonly from: Instant;
  readonly to: Instant;
  /** Whole days since 1970. */
  readonly days: readonly number[];
}

interface OpenLog {
  readonly identity: LogIdentity;
  from: Instant;
  to: Instant;
  readonly days: Set<number>;
}

export function createCoverageCollector(): CoverageCollector {
  const logs = new Map<string, OpenLog>();
  /** The log of the last record, which is most often that of the next one, too. */
  let last: OpenLog | null = null;

  function logOf(identity: LogIdentity, time: Instant): OpenLog {
    if (last !== null && isSameLog(last.identity, identity)) return last;
    const id = identityKey(identity);
    const log = logs.get(id) ?? { identity, from: time, to: time, days: new Set<number>() };
    logs.set(id, log);
    last = log;
    return log;
  }

  return {
    add(identity, time) {
      const log = logOf(identity, time);
      if (time < log.from) log.from = time;
      if (time > log.to) log.to = time;
      log.days.add(Math.floor(time / DAY));
    },
    absorb(found) {
      for (const { identity, from, to, days } of found) {
        const log = logOf(identity, from);
        if (from < log.from) log.from = from;
        if (to > log.to) log.to = to;
        for (const day of days) log.days.add(day);
      }
    },
    days: () => [...logs.values()].map(({ identity, from, to, days }) => ({ identity, from, to, days: [...days] })),
    finish() {
      return [...logs.entries()]
        .sort(([a], [b]) => (a < b ? -1 : 1))
        .map(([, log]) => ({ identity: log.identity, from: log.from, to: log.to, gaps: missingDays(log) }));
    },
  };
}

function isSameLog(a: LogIdentity, b: LogIdentity): boolean {
  return (
    a.kind === b.kind &&
    a.account === b.account &&
    a.region === b.region &&
    a.bucket === b.bucket &&
    a.query === b.query
  );
}

/** The parts of an interval that none of the logs covers, in order. */
export function uncovered(interval: Interval, logs: readonly LogCoverage[]): Interval[] {
  const covered = logs.flatMap(coveredStretches).sort((a, b) => a.from - b.from || a.to - b.to);
  const holes: Interval[] = [];
  let reached = interval.from;
  for (const stretch of covered) {
    if (reached >= interval.to) break;
    if (stretch.from > reached) holes.push({ from: reached, to: Math.min(stretch.from, interval.to) });
    reached = Math.max(reached, stretch.to);
  }
  if (reached < interval.to) holes.push({ from: reached, to: interval.to });
  return holes;
}

/** A log as the stretches it covers, gaps taken out. */
function coveredStretches(log: LogCoverage): Interval[] {
  const stretches: Interval[] = [];
  let from = log.from;
  for (const gap of log.gaps) {
    stretches.push({ from, to: gap.from });
    from = gap.to;
  }
  stretches.push({ from, to: log.to });
  return stretches;
}

/** Runs of whole UTC days without a record, in a log that has records on more than half of its days. */
function missingDays(log: OpenLog): Interval[] {
  if (log.identity.kind === 'lookup-events') return [];
  const first = Math.floor(log.from / DAY);
  const last = Math.floor(log.to / DAY);
  if (log.days.size * 2 <= last - first + 1) return [];
  const gaps: Interval[] = [];
  let open: number | null = null;
  for (let day = first; day <= last; day += 1) {
    if (!log.days.has(day)) {
      open ??= day;
    } else if (open !== null) {
      gaps.push({ from: open * DAY, to: day * DAY });
      open = null;
    }
  }
  return gaps;
}

function identityKey(identity: LogIdentity): string {
  return [
    identity.kind,
    identity.account ?? '',
    identity.region ?? '',
    identity.bucket ?? '',
    identity.query ?? '',
  ].join('|');
}

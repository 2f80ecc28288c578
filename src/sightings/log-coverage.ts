import { DAY, HOUR, type Instant, MINUTE } from '../instant.ts';

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
 * What a log covers: from its first to its last record, less its gaps. Of a trail, a silence is a gap that is long
 * against its own rhythm in the days around; of an access log, whole days without a record in a log that has records on
 * most days. Best effort by nature: S3 promises no complete access log, and a quiet trail looks like a lost one.
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

/** Notes when logs have records while these stream by; holds a number per five minutes and log at most, never records. */
export interface CoverageCollector {
  add(identity: LogIdentity, time: Instant): void;
  /** Takes in what another collector found, in any order. */
  absorb(found: readonly LogTimes[]): void;
  /** What there is so far, as plain data. */
  times(): LogTimes[];
  finish(): LogCoverage[];
}

/** When a log has records. */
export interface LogTimes {
  readonly identity: LogIdentity;
  readonly from: Instant;
  readonly to: Instant;
  /** Five minutes with a record each, counted since 1970. */
  readonly slots: readonly number[];
}

interface OpenLog {
  readonly identity: LogIdentity;
  from: Instant;
  to: Instant;
  readonly slots: Set<number>;
}

export function createCoverageCollector(): CoverageCollector {
  const logs = new Map<string, OpenLog>();
  /** The log of the last record, which is most often that of the next one, too. */
  let last: OpenLog | null = null;

  function logOf(identity: LogIdentity, time: Instant): OpenLog {
    if (last !== null && isSameLog(last.identity, identity)) return last;
    const id = identityKey(identity);
    const log = logs.get(id) ?? { identity, from: time, to: time, slots: new Set<number>() };
    logs.set(id, log);
    last = log;
    return log;
  }

  return {
    add(identity, time) {
      const log = logOf(identity, time);
      if (time < log.from) log.from = time;
      if (time > log.to) log.to = time;
      log.slots.add(Math.floor(time / SLOT));
    },
    absorb(found) {
      for (const { identity, from, to, slots } of found) {
        const log = logOf(identity, from);
        if (from < log.from) log.from = from;
        if (to > log.to) log.to = to;
        for (const slot of slots) log.slots.add(slot);
      }
    },
    times: () => [...logs.values()].map(({ identity, from, to, slots }) => ({ identity, from, to, slots: [...slots] })),
    finish() {
      return [...logs.entries()]
        .sort(([a], [b]) => (a < b ? -1 : 1))
        .map(([, log]) => ({ identity: log.identity, from: log.from, to: log.to, gaps: gapsOf(log) }));
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

function gapsOf(log: OpenLog): Interval[] {
  switch (log.identity.kind) {
    case 'lookup-events':
      return [];
    case 'access-log':
      return missingDays(log);
    case 'cloudtrail':
      return united([...missingDays(log), ...silences([...log.slots].sort((a, b) => a - b))]);
    default:
      return log.identity.kind satisfies never;
  }
}

/** Intervals that touch or overlap, as one; in order. */
function united(gaps: readonly Interval[]): Interval[] {
  const result: Interval[] = [];
  for (const gap of [...gaps].sort((a, b) => a.from - b.from || a.to - b.to)) {
    const last = result[result.length - 1];
    if (last !== undefined && gap.from <= last.to)
      result[result.length - 1] = { from: last.from, to: Math.max(last.to, gap.to) };
    else result.push(gap);
  }
  return result;
}

/**
 * Silences longer than two hours and than four times what nine in ten pauses keep to within three days either side.
 * Where too few records lie around one, whole days without a record alone are told. Fitted to simulated histories.
 */
function silences(slots: readonly number[]): Interval[] {
  const gaps: Interval[] = [];
  let first = 0;
  let last = 0;
  for (let index = 1; index < slots.length; index += 1) {
    const [before = 0, after = 0] = [slots[index - 1], slots[index]];
    if ((after - before) * SLOT <= SHORTEST_SILENCE) continue;
    while ((slots[first] ?? 0) < before - AROUND) first += 1;
    while (last < slots.length && (slots[last] ?? 0) <= after + AROUND) last += 1;
    const pauses: number[] = [];
    for (let other = first + 1; other < last; other += 1) {
      if (other !== index) pauses.push((slots[other] ?? 0) - (slots[other - 1] ?? 0));
    }
    pauses.sort((a, b) => a - b);
    const usual = pauses[Math.ceil(pauses.length * 0.9) - 1] ?? 0;
    if (last - first >= FEWEST_RECORDS && after - before > 4 * usual)
      gaps.push({ from: before * SLOT, to: after * SLOT });
  }
  return gaps;
}

const SLOT: number = 5 * MINUTE;
const SHORTEST_SILENCE: number = 2 * HOUR;
const AROUND: number = (3 * DAY) / SLOT;
const FEWEST_RECORDS = 12;

/** Runs of whole UTC days without a record, in a log that has records on more than half of its days. */
function missingDays(log: OpenLog): Interval[] {
  const days = new Set([...log.slots].map((slot) => Math.floor((slot * SLOT) / DAY)));
  const first = Math.floor(log.from / DAY);
  const last = Math.floor(log.to / DAY);
  if (days.size * 2 <= last - first + 1) return [];
  const gaps: Interval[] = [];
  let open: number | null = null;
  for (let day = first; day <= last; day += 1) {
    if (!days.has(day)) {
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

import { DAY, type Instant } from '../instant.ts';
import { common, type Interval, united, without } from '../interval.ts';
import { RECORDED_SERVICES, type RecordedService } from './recorded-service.ts';
import { SLOT, stretchesOf } from './rhythm.ts';

/** Which log a record belongs to, whatever file it came in. */
export interface LogIdentity {
  readonly kind: 'cloudtrail' | 'lookup-events' | 'excerpt' | 'access-log';
  /** The account whose trail it is; null for access logs and where events do not say. */
  readonly account: string | null;
  readonly region: string | null;
  /** The bucket whose access log it is. */
  readonly bucket: string | null;
  /** For a filtered answer: the one resource or event name that all its events share, when they share one. */
  readonly query: string | null;
}

/** What a log covers. */
export interface LogCoverage {
  readonly identity: LogIdentity;
  /** First and last record; of an answer that says what was asked, the time asked for. */
  readonly from: Instant;
  readonly to: Instant;
  /** Silences of the log as a whole: of a trail against its own rhythm, of an access log whole days without a record. */
  readonly gaps: readonly Interval[];
  /**
   * When a change of a service would be in the log, had there been one. Nothing of an access log, which is best effort;
   * nothing of a trail without any write, and nothing of a service without any record: what it selects is not known.
   */
  readonly vouched: Readonly<Partial<Record<RecordedService, readonly Interval[]>>>;
  /** A management event that writes is in it: it does not select reads alone. */
  readonly hasWrites: boolean;
  /** What its digests prove of the stretches that they shut: signed by CloudTrail, or fitting together; null without. */
  readonly digests: 'signed' | 'hashed' | null;
  /** Services of which it holds a record. */
  readonly has: readonly RecordedService[];
}

/** What one record says of its log beside its time. */
export interface RecordTraits {
  readonly service: RecordedService;
  readonly isWrite: boolean;
  /** A call that stops a trail or changes what it selects: until the next record nothing shows that it went on. */
  readonly altersTrail: boolean;
}

/** Notes when logs have records while these stream by; holds a number per five minutes, log and service at most, never records. */
export interface CoverageCollector {
  add(identity: LogIdentity, time: Instant, traits: RecordTraits): void;
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
  readonly hasWrites: boolean;
  /** Five minutes with a record each, counted since 1970, by service. */
  readonly slots: Readonly<Record<RecordedService, readonly number[]>>;
  /** Five minutes in which the trail was altered. */
  readonly altered: readonly number[];
}

interface OpenLog {
  readonly identity: LogIdentity;
  from: Instant;
  to: Instant;
  hasWrites: boolean;
  readonly slots: Readonly<Record<RecordedService, Set<number>>>;
  readonly altered: Set<number>;
}

export function createCoverageCollector(): CoverageCollector {
  const logs = new Map<string, OpenLog>();
  /** The log of the last record, which is most often that of the next one, too. */
  let last: OpenLog | null = null;

  function logOf(identity: LogIdentity, time: Instant): OpenLog {
    if (last !== null && isSameLog(last.identity, identity)) return last;
    const id = identityKey(identity);
    const log = logs.get(id) ?? openLog(identity, time);
    logs.set(id, log);
    last = log;
    return log;
  }

  return {
    add(identity, time, { service, isWrite, altersTrail }) {
      const log = logOf(identity, time);
      const slot = Math.floor(time / SLOT);
      if (time < log.from) log.from = time;
      if (time > log.to) log.to = time;
      log.slots[service].add(slot);
      if (isWrite) log.hasWrites = true;
      if (altersTrail) log.altered.add(slot);
    },
    absorb(found) {
      for (const { identity, from, to, hasWrites, slots, altered } of found) {
        const log = logOf(identity, from);
        if (from < log.from) log.from = from;
        if (to > log.to) log.to = to;
        log.hasWrites ||= hasWrites;
        for (const service of RECORDED_SERVICES) for (const slot of slots[service]) log.slots[service].add(slot);
        for (const slot of altered) log.altered.add(slot);
      }
    },
    times: () =>
      [...logs.values()].map(({ slots: sets, altered, ...log }) => {
        const slots = {
          s3: [...sets.s3],
          kms: [...sets.kms],
          organizations: [...sets.organizations],
          other: [...sets.other],
        };
        return { ...log, slots, altered: [...altered] };
      }),
    finish() {
      return [...logs.entries()].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, log]) => coverageOf(log));
    },
  };
}

function openLog(identity: LogIdentity, time: Instant): OpenLog {
  const slots = {
    s3: new Set<number>(),
    kms: new Set<number>(),
    organizations: new Set<number>(),
    other: new Set<number>(),
  };
  return { identity, from: time, to: time, hasWrites: false, slots, altered: new Set() };
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

/** The parts of an interval in which a change of a service may have gone unrecorded by all of the logs, in order. */
export function unvouched(interval: Interval, service: RecordedService, logs: readonly LogCoverage[]): Interval[] {
  return without(
    interval,
    logs.flatMap(({ vouched }) => vouched[service] ?? []),
  );
}

/** The parts of an interval in which no log has records near by, whether or not it vouches for anything. */
export function silent(interval: Interval, logs: readonly LogCoverage[]): Interval[] {
  return without(
    interval,
    logs.flatMap(({ from, to, gaps }) => without({ from, to }, gaps)),
  );
}

function coverageOf(log: OpenLog): LogCoverage {
  const { identity, from, to, hasWrites } = log;
  switch (identity.kind) {
    case 'access-log':
      return { identity, from, to, gaps: missingDays(log), vouched: {}, hasWrites, has: ['s3'], digests: null };
    case 'lookup-events':
      return { identity, from, to, gaps: [], vouched: {}, hasWrites, has: ['s3'], digests: null };
    case 'excerpt':
      // Whatever it was chosen by, other calls may have been left out.
      return { ...trailCoverage(log), vouched: {} };
    case 'cloudtrail':
      return trailCoverage(log);
    default:
      return identity.kind satisfies never;
  }
}

function trailCoverage({ identity, from, to, hasWrites, slots, altered }: OpenLog): LogCoverage {
  const all = sorted(new Set(RECORDED_SERVICES.flatMap((service) => [...slots[service]])));
  const within = { from, to };
  const alive = common([within], stretchesOf(all));
  const vouched: Partial<Record<RecordedService, readonly Interval[]>> = {};
  for (const service of hasWrites ? RECORDED_SERVICES : []) {
    const own = sorted(slots[service]);
    const stretches = common(alive, stretchesOf(own));
    const unsure = afterAlterations(altered, own, to);
    const sure = stretches.flatMap((stretch) => without(stretch, unsure));
    if (sure.length > 0) vouched[service] = sure;
  }
  const has = RECORDED_SERVICES.filter((service) => slots[service].size > 0);
  return { identity, from, to, gaps: without(within, alive), vouched, hasWrites, has, digests: null };
}

/** From each call that altered the trail to the next record of the service. */
function afterAlterations(altered: ReadonlySet<number>, slots: readonly number[], end: Instant): Interval[] {
  let position = 0;
  return united(
    sorted(altered).map((slot) => {
      while ((slots[position] ?? Number.POSITIVE_INFINITY) <= slot) position += 1;
      const next = slots[position];
      return { from: slot * SLOT, to: next === undefined ? Math.max(end, (slot + 1) * SLOT) : next * SLOT };
    }),
  );
}

function sorted(slots: ReadonlySet<number>): number[] {
  return [...slots].sort((a, b) => a - b);
}

/** Runs of whole UTC days without a record, in a log that has records on more than half of its days. */
function missingDays({ from, to, slots }: OpenLog): Interval[] {
  const days = new Set([...slots.s3].map((slot) => Math.floor((slot * SLOT) / DAY)));
  const first = Math.floor(from / DAY);
  const last = Math.floor(to / DAY);
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

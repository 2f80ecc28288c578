import {
  type ConfigurationHistory,
  configurationAt,
  frequencyAt,
  weeklySince,
} from '../delivery-path/configuration-history.ts';
import type { Delivery, DeniedAttempt } from '../delivery-path/delivery.ts';
import { DAY, HOUR, type Instant, startOfUtcDay } from '../instant.ts';
import { runName, runTime } from '../profile/inventory/keys.ts';
import type { ListingScopes } from './listing-scopes.ts';

/** One expected run and what became of it. */
export interface Run {
  readonly name: string;
  readonly time: Instant;
  /** Folder time plus grace: past it, an undelivered run that a listing covers is missed. */
  readonly deadline: Instant;
  readonly status: 'delivered' | 'missed' | 'pending' | 'unknown';
  readonly delivery: Delivery | null;
  /** The refused writes that belong to this run, in order of time. */
  readonly denied: readonly DeniedAttempt[];
  /** The console reported this run's export as failed. */
  readonly reportedFailed: boolean;
}

export interface RunInputs {
  readonly deliveries: readonly Delivery[];
  readonly denied: readonly DeniedAttempt[];
  readonly configuration: ConfigurationHistory;
  readonly listings: ListingScopes;
  /** UTC days (midnight) whose export the console reported as failed. */
  readonly failedExports: readonly Instant[];
  readonly graceMs: number;
  readonly now: Instant;
}

/**
 * The expected runs up to `now`, in order: one per UTC day, or Sundays when weekly, at the time of day
 * of the history, from the first delivery or from the configuration's creation. Runs that the
 * configuration stopped (disabled, deleted, moved) stay expected, and so do the days between a change
 * to weekly and its first Sunday.
 *
 * A run is missed once `now` is past its deadline and a listing covers its absence, or at once when a
 * refused write without a later delivery of it, or the console, names it. Where nothing covers it, it is unknown.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/storage-inventory.html
 */
export function expectedRuns(inputs: RunInputs): Run[] {
  const timeOfDay = usualTimeOfDay(inputs.deliveries);
  const days = expectedDays(inputs, timeOfDay);
  const delivered = new Map<number, Delivery>();
  for (const delivery of inputs.deliveries) {
    const day = startOfUtcDay(delivery.runTime);
    const other = delivered.get(day);
    if (other === undefined || compareArrival(delivery, other) < 0) delivered.set(day, delivery);
    days.add(day);
  }
  const named = new Map(
    inputs.denied.flatMap(({ run }) => (run === null ? [] : [[startOfUtcDay(runTime(run) ?? 0), run] as const])),
  );
  const skeleton = [...days]
    .sort((a, b) => a - b)
    .map((day) => {
      const delivery = delivered.get(day) ?? null;
      const time = delivery?.runTime ?? runTime(named.get(day) ?? '') ?? day + timeOfDay;
      return { day, time, delivery };
    })
    .filter(({ time, delivery, day }) => time <= inputs.now || delivery !== null || named.has(day));
  const attempts = assignAttempts(
    skeleton.map(({ time }) => time),
    inputs.denied,
  );
  const creation = inputs.configuration.creation?.time ?? null;
  return skeleton.map(({ day, time, delivery }, index): Run => {
    const denied = attempts.get(time) ?? [];
    const reportedFailed = inputs.failedExports.some((failed) => startOfUtcDay(failed) === day);
    const isFirstEver = index === 0 && creation !== null;
    const deadline = Math.max(time + inputs.graceMs, isFirstEver ? creation + 48 * HOUR : 0);
    const lastRefusal = denied[denied.length - 1]?.time ?? null;
    return {
      name: delivery?.run ?? runName(time),
      time,
      deadline,
      delivery,
      denied,
      reportedFailed,
      status: statusOf({ time, deadline, delivery, lastRefusal, reportedFailed }, inputs),
    };
  });
}

/** Milliseconds after midnight at which most runs of the history began; 01:00 when there is none. */
function usualTimeOfDay(deliveries: readonly Delivery[]): number {
  const counts = new Map<number, number>();
  for (const { runTime: time } of deliveries) {
    const offset = time - startOfUtcDay(time);
    counts.set(offset, (counts.get(offset) ?? 0) + 1);
  }
  const [usual] = [...counts].sort(([offsetA, a], [offsetB, b]) => b - a || offsetB - offsetA);
  return usual?.[0] ?? HOUR;
}

function statusOf(
  run: {
    time: Instant;
    deadline: Instant;
    delivery: Delivery | null;
    lastRefusal: Instant | null;
    reportedFailed: boolean;
  },
  inputs: RunInputs,
): Run['status'] {
  if (run.delivery !== null) return 'delivered';
  if (run.lastRefusal !== null || run.reportedFailed) return 'missed';
  if (inputs.now <= run.deadline) return 'pending';
  return inputs.listings.coversAbsence(run.time, inputs.configuration) ? 'missed' : 'unknown';
}

/** The UTC days on which a run is expected, deliveries themselves aside. */
function expectedDays(inputs: RunInputs, timeOfDay: number): Set<number> {
  const days = new Set<number>();
  const start = firstExpectedDay(inputs, timeOfDay);
  for (const { run } of inputs.denied) {
    const time = run === null ? null : runTime(run);
    if (time !== null) days.add(startOfUtcDay(time));
  }
  for (const failed of inputs.failedExports) days.add(startOfUtcDay(failed));
  if (start === null) {
    for (const attempt of inputs.denied) days.add(startOfUtcDay(attempt.time - timeOfDay));
    return withEveryDayBetween(days, inputs, timeOfDay);
  }
  if (inputs.configuration.creation === null) {
    // A refusal before the first delivery in evidence is the run's own trace.
    for (const { run, time } of inputs.denied) {
      if (run === null && startOfUtcDay(time - timeOfDay) < start) days.add(startOfUtcDay(time - timeOfDay));
    }
  }
  for (let day = start; day + timeOfDay <= inputs.now; day += DAY) {
    if (isExpected(day + timeOfDay, inputs)) days.add(day);
  }
  return days;
}

/** Without a first delivery or creation, runs are expected from the first one that a refusal or the console names. */
function withEveryDayBetween(days: Set<number>, inputs: RunInputs, timeOfDay: number): Set<number> {
  if (days.size === 0) return days;
  const filled = new Set(days);
  for (let day = Math.min(...days); day + timeOfDay <= inputs.now; day += DAY) {
    if (isExpected(day + timeOfDay, inputs)) filled.add(day);
  }
  return filled;
}

function firstExpectedDay(inputs: RunInputs, timeOfDay: number): Instant | null {
  const firstDelivery = inputs.deliveries[0] ?? null;
  const creation = inputs.configuration.creation?.time ?? null;
  if (creation === null) return firstDelivery === null ? null : startOfUtcDay(firstDelivery.runTime);
  if (firstDelivery !== null && firstDelivery.runTime <= creation + 48 * HOUR)
    return startOfUtcDay(firstDelivery.runTime);
  const day = startOfUtcDay(creation);
  return day + timeOfDay >= creation ? day : day + DAY;
}

/** Daily, or Sunday, or still before the first Sunday of a configuration that was daily. */
function isExpected(time: Instant, inputs: RunInputs): boolean {
  const isSunday = new Date(time).getUTCDay() === 0;
  if (isSunday) return true;
  const { steps } = inputs.configuration;
  const current = configurationAt(inputs.configuration, time);
  const frequency = frequencyAt(steps, steps.indexOf(current));
  // Reports on Sundays only, or a first one and no other, do not tell a daily configuration from a weekly one.
  if (frequency === null && inputs.deliveries.length > 0) return false;
  if (frequency !== 'Weekly') return true;
  const becameWeekly = weeklySince(steps, steps.indexOf(current));
  return becameWeekly !== null && time < firstSundayAfter(becameWeekly, time - startOfUtcDay(time));
}

/** The first Sunday run that starts after a moment. */
export function firstSundayAfter(moment: Instant, timeOfDay: number): Instant {
  let run = startOfUtcDay(moment) + timeOfDay;
  while (run <= moment || new Date(run).getUTCDay() !== 0) run += DAY;
  return run;
}

/** Each refusal belongs to the run in its key, else to the latest run at or before it. */
function assignAttempts(times: readonly Instant[], denied: readonly DeniedAttempt[]): Map<Instant, DeniedAttempt[]> {
  const assigned = new Map<Instant, DeniedAttempt[]>();
  const byDay = new Map(times.map((time) => [startOfUtcDay(time), time]));
  for (const attempt of denied) {
    const own = attempt.run === null ? null : runTime(attempt.run);
    const time =
      own === null ? times.findLast((candidate) => candidate <= attempt.time) : byDay.get(startOfUtcDay(own));
    if (time === undefined) continue;
    const group = assigned.get(time);
    if (group === undefined) assigned.set(time, [attempt]);
    else group.push(attempt);
  }
  return assigned;
}

function compareArrival(a: Delivery, b: Delivery): number {
  return (
    (a.deliveredAt ?? Number.POSITIVE_INFINITY) - (b.deliveredAt ?? Number.POSITIVE_INFINITY) || a.runTime - b.runTime
  );
}

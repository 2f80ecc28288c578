import { type ConfigurationHistory, configurationAt, isStopped } from '../delivery-path/configuration-state.ts';
import type { Delivery, DeniedAttempt } from '../delivery-path/delivery.ts';
import { DAY, earliest, type Instant, startOfUtcDay } from '../instant.ts';
import type { DeliveryProfile } from '../profile/profile.ts';
import { firstDueBy, usualTimeOfDayMs } from '../profile/schedule.ts';
import type { Cadence } from './cadence.ts';
import { assignRefusals } from './refusals.ts';
import { usualLags, type WriteTime, writeTimeOf } from './write-time.ts';

/** One expected run and what became of it. */
export interface Run {
  readonly name: string;
  readonly time: Instant;
  /** Folder time plus grace: past it, an undelivered run whose absence is shown is missed. */
  readonly deadline: Instant;
  readonly status: 'delivered' | 'missed' | 'pending' | 'unknown';
  readonly delivery: Delivery | null;
  /** The refused writes that belong to this run, in order of time. */
  readonly denied: readonly DeniedAttempt[];
  /** The console reported this run's export as failed. */
  readonly reportedFailed: boolean;
  readonly write: WriteTime;
}

export interface RunInputs {
  readonly profile: DeliveryProfile;
  readonly cadence: Cadence;
  readonly deliveries: readonly Delivery[];
  readonly denied: readonly DeniedAttempt[];
  /** When objects under `data/` were written, in order. */
  readonly firstObjects: readonly Instant[];
  readonly configuration: ConfigurationHistory;
  /** Whether it is shown that nothing arrived of a run, or that nothing was due to arrive. */
  readonly isShownAbsent: (run: { readonly time: Instant; readonly write: WriteTime }) => boolean;
  /** False for a run that an event made not due when it should have begun. */
  readonly isDue: (time: Instant) => boolean;
  /** UTC days (midnight) whose export the console reported as failed. */
  readonly failedExports: readonly Instant[];
  readonly graceMs: number;
  readonly now: Instant;
}

/**
 * The expected runs up to `now`, in order, at the time of day of the history: from the first delivery or from the
 * configuration's creation. Runs that the configuration stopped (disabled, deleted, moved) stay expected, and so do
 * the days between a change to weekly and its first Sunday.
 *
 * A run is missed at once when a refused write without a later delivery of it, or the console, names it; else once
 * `now` is past its deadline and its absence is shown. Where nothing shows it, it is unknown.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/storage-inventory.html
 */
export function expectedRuns(inputs: RunInputs): Run[] {
  const { deliveries, denied, firstObjects, configuration, now } = inputs;
  const { schedule, keys } = inputs.profile;
  const timeOfDay = usualTimeOfDayMs(
    schedule,
    deliveries.map(({ runTime: time }) => time),
  );
  const days = expectedDays(inputs, timeOfDay);
  const delivered = new Map<number, Delivery>();
  for (const delivery of deliveries) {
    const day = startOfUtcDay(delivery.runTime);
    const other = delivered.get(day);
    if (other === undefined || compareArrival(delivery, other) < 0) delivered.set(day, delivery);
    days.add(day);
  }
  const named = new Map(
    denied.flatMap(({ run }) => (run === null ? [] : [[startOfUtcDay(keys.runTime(run) ?? 0), run] as const])),
  );
  const creation = configuration.creation?.time ?? null;
  const lagsBefore = usualLags(deliveries, firstObjects);
  const skeleton = [...days]
    .sort((a, b) => a - b)
    .map((day) => {
      const delivery = delivered.get(day) ?? null;
      const time = delivery?.runTime ?? keys.runTime(named.get(day) ?? '') ?? day + timeOfDay;
      return { day, time, delivery };
    })
    .filter(({ time, delivery, day }) => time <= now || delivery !== null || named.has(day))
    .map(({ day, time, delivery }, index) => {
      const first = index === 0 && creation !== null ? firstDueBy(schedule, creation) : 0;
      const lags = lagsBefore(time);
      const deadline = Math.max(time + inputs.graceMs, first);
      return { day, time, delivery, lags, deadline, isDue: inputs.isDue(time) };
    });
  const attempts = assignRefusals(skeleton, denied, keys);
  return skeleton.map(({ day, time, delivery, lags, deadline, isDue }): Run => {
    const own = attempts.get(time) ?? [];
    const reportedFailed = inputs.failedExports.some((failed) => startOfUtcDay(failed) === day);
    const refusals = own.map((attempt) => attempt.time);
    const write = writeTimeOf({ time, deadline }, refusals, lags);
    const status =
      delivery !== null
        ? 'delivered'
        : own.length > 0 || reportedFailed
          ? 'missed'
          : now <= deadline
            ? 'pending'
            : !isDue || inputs.isShownAbsent({ time, write })
              ? 'missed'
              : 'unknown';
    return {
      name: delivery?.run ?? keys.runName(time),
      time,
      deadline,
      delivery,
      denied: own,
      reportedFailed,
      write,
      status,
    };
  });
}

/** The UTC days on which a run is expected, deliveries themselves aside. */
function expectedDays(inputs: RunInputs, timeOfDay: number): Set<number> {
  const days = new Set<number>();
  const start = firstExpectedDay(inputs, timeOfDay);
  for (const { run } of inputs.denied) {
    const time = run === null ? null : inputs.profile.keys.runTime(run);
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
    if (inputs.cadence.isExpected(day + timeOfDay)) days.add(day);
  }
  return days;
}

/** Without a first delivery or creation, runs are expected from the first one that a refusal or the console names. */
function withEveryDayBetween(days: Set<number>, inputs: RunInputs, timeOfDay: number): Set<number> {
  const first = earliest(days);
  if (first === null) return days;
  const filled = new Set(days);
  for (let day = first; day + timeOfDay <= inputs.now; day += DAY) {
    if (inputs.cadence.isExpected(day + timeOfDay)) filled.add(day);
  }
  return filled;
}

function firstExpectedDay({ profile, deliveries, configuration }: RunInputs, timeOfDay: number): Instant | null {
  const firstDelivery = deliveries[0] ?? null;
  const creation = configuration.creation?.time ?? null;
  if (creation === null) return firstDelivery === null ? null : startOfUtcDay(firstDelivery.runTime);
  if (firstDelivery !== null && firstDelivery.runTime <= firstDueBy(profile.schedule, creation)) {
    return startOfUtcDay(firstDelivery.runTime);
  }
  const day = startOfUtcDay(creation);
  return day + timeOfDay >= creation ? day : day + DAY;
}

/** When the configuration in force for a run was last made to deliver anew: created, enabled or moved. */
export function beganAnew(configuration: ConfigurationHistory, time: Instant): Instant | null {
  const { steps } = configuration;
  for (let index = steps.indexOf(configurationAt(configuration, time)); index > 0; index -= 1) {
    const [before, after] = [steps[index - 1]?.state, steps[index]?.state];
    if (before === undefined || after === undefined) return null;
    if (isStopped(after)) return null;
    const moved =
      before.destinationBucket !== after.destinationBucket || before.destinationPrefix !== after.destinationPrefix;
    if (isStopped(before) || moved) return steps[index]?.from ?? null;
  }
  return null;
}

function compareArrival(a: Delivery, b: Delivery): number {
  return (
    (a.deliveredAt ?? Number.POSITIVE_INFINITY) - (b.deliveredAt ?? Number.POSITIVE_INFINITY) || a.runTime - b.runTime
  );
}

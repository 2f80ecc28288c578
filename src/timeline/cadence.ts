import {
  type ConfigurationHistory,
  configurationAt,
  frequencyAt,
  isStopped,
  weeklySince,
} from '../delivery-path/configuration-state.ts';
import type { Delivery } from '../delivery-path/delivery.ts';
import { DAY, type Instant, startOfUtcDay } from '../instant.ts';
import { firstWeeklyRunAfter, isWeeklyDay, type Schedule } from '../profile/schedule.ts';
import type { Call } from '../sightings/call.ts';

/** On which days runs are due, piece by piece. */
export interface Cadence {
  /** Whether a run is to be looked for at a moment: it is due, or was before a change to weekly withheld it. */
  isExpected(time: Instant): boolean;
  /** The change to weekly that withholds a run, by the configuration of a step; null where none does. */
  rescheduledBy(time: Instant, step: number): Call | null;
  /** A document or the case says weekly, no event says since when, and a run is none of the weekly ones. */
  isOffWeeklyUnseen(time: Instant): boolean;
}

/**
 * Daily, or on Sundays, as events tell; before the first event as the deliveries do. Where an event, a document or the
 * case says weekly and the deliveries before it end with Sundays alone, it became weekly unseen behind the last
 * delivery on another day.
 */
export function cadenceOf(
  schedule: Schedule,
  configuration: ConfigurationHistory,
  deliveries: readonly Delivery[],
  refusals: readonly Instant[],
  frequencyNow: 'Daily' | 'Weekly' | null,
): Cadence {
  const { steps, unseenState } = configuration;
  const now = unseenState?.frequency ?? (steps.length === 1 ? frequencyNow : null);
  const isWeeklyNow = now === 'Weekly';
  const firstWeeklyBehind = (since: Instant, time: Instant): Instant =>
    firstWeeklyRunAfter(schedule, since, time - startOfUtcDay(time));
  /** The last run on another day than the weekly one before a moment, where weekly ones alone came behind it. */
  const unseenSince = (before: Instant): Instant | null => {
    const earlier = deliveries.filter(({ runTime }) => runTime < before);
    const last = earlier.findLast(({ runTime }) => !isWeeklyDay(schedule, runTime))?.runTime ?? null;
    const next = last === null ? undefined : earlier.find(({ runTime }) => runTime > last)?.runTime;
    return last !== null && next !== undefined ? last : null;
  };
  const unseenNow = isWeeklyNow ? unseenSince(Number.POSITIVE_INFINITY) : null;
  const changes = steps.flatMap((_, index) => {
    const since = weeklySince(steps, index);
    return since === null || steps[index]?.from !== since ? [] : [{ since, unseen: weeksBefore(since) }];
  });
  return {
    isExpected(time) {
      if (isWeeklyDay(schedule, time)) return true;
      if (unseenNow !== null && time > unseenNow) return false;
      if (changes.some(({ since, unseen }) => unseen !== null && time > unseen && time < since)) return false;
      const index = steps.indexOf(configurationAt(configuration, time));
      const frequency = frequencyAt(steps, index);
      // Reports on Sundays only, or a first one and no other, do not tell a daily configuration from a weekly one.
      if (frequency === null && deliveries.length > 0) return false;
      if (frequency !== 'Weekly') return true;
      const since = weeklySince(steps, index);
      return since !== null && !isUnseen(since) && time < firstWeeklyBehind(since, time);
    },
    rescheduledBy(time, step) {
      if (isWeeklyDay(schedule, time) || frequencyAt(steps, step) !== 'Weekly') return null;
      const since = weeklySince(steps, step);
      if (since === null || isUnseen(since) || time >= firstWeeklyBehind(since, time)) return null;
      return steps.find(({ from }) => from === since)?.call ?? null;
    },
    isOffWeeklyUnseen: (time) => isWeeklyNow && !isWeeklyDay(schedule, time),
  };

  /**
   * A daily history whose last days but the weekly one brought nothing before an event said weekly, where nothing else
   * is seen that kept them from coming: no event stopped the configuration or made it weekly, and S3 was not refused on
   * another day.
   */
  function weeksBefore(since: Instant): Instant | null {
    const last = unseenSince(since);
    if (last === null) return null;
    const next = deliveries.find(({ runTime }) => runTime > last)?.runTime;
    const isWithin = (time: Instant): boolean => time > last && time < since;
    const isExplained =
      steps.some(
        ({ from, state }) =>
          from !== null &&
          isWithin(from) &&
          state.basis === 'event' &&
          (isStopped(state) || state.frequency === 'Weekly'),
      ) ||
      refusals.some((time) => isWithin(time) && !isWeeklyDay(schedule, time - DAY) && !isWeeklyDay(schedule, time));
    return next !== undefined && next - last > DAY && !isExplained ? last : null;
  }

  function isUnseen(since: Instant): boolean {
    return changes.some((change) => change.since === since && change.unseen !== null);
  }
}

import { DAY, HOUR, type Instant, startOfUtcDay } from '../instant.ts';

/** When the deliveries of a profile are due; times are UTC. */
export interface Schedule {
  /** Day of weekly deliveries, 0 for Sunday. */
  readonly weekday: 0 | 1 | 2 | 3 | 4 | 5 | 6;
  /** Milliseconds after midnight at which runs begin where no history tells. */
  readonly usualTimeOfDayMs: number;
  /** Hours after its folder time within which a delivery comes. */
  readonly dueWithinHours: number;
  /** Hours after the creation of the configuration within which the first delivery comes. */
  readonly firstWithinHours: number;
  /** Nothing was delivered before this moment: the service is not older. */
  readonly since: Instant;
}

/** Whether weekly runs fall on the day of a moment. */
export function isWeeklyDay({ weekday }: Schedule, time: Instant): boolean {
  return new Date(time).getUTCDay() === weekday;
}

const WEEKDAYS = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'] as const;

/** The day of weekly deliveries, `Sunday`. */
export function weekdayName({ weekday }: Schedule): string {
  return WEEKDAYS[weekday];
}

/** The first weekly run that starts after a moment. */
export function firstWeeklyRunAfter(schedule: Schedule, moment: Instant, timeOfDayMs: number): Instant {
  let run = startOfUtcDay(moment) + timeOfDayMs;
  while (run <= moment || !isWeeklyDay(schedule, run)) run += DAY;
  return run;
}

/** Milliseconds after midnight at which most runs began, the later on a tie. */
export function usualTimeOfDayMs({ usualTimeOfDayMs: standard }: Schedule, runs: readonly Instant[]): number {
  const counts = new Map<number, number>();
  for (const time of runs) {
    const offset = time - startOfUtcDay(time);
    counts.set(offset, (counts.get(offset) ?? 0) + 1);
  }
  const [usual] = [...counts].sort(([offsetA, a], [offsetB, b]) => b - a || offsetB - offsetA);
  return usual?.[0] ?? standard;
}

/** The first moment at which a report of a new, moved or enabled configuration is overdue. */
export function firstDueBy({ firstWithinHours }: Schedule, since: Instant): Instant {
  return since + firstWithinHours * HOUR;
}

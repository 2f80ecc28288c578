/** A moment in time: milliseconds since the Unix epoch, UTC. Never local time. */
export type Instant = number;

export const SECOND: number = 1_000;
export const MINUTE: number = 60 * SECOND;
export const HOUR: number = 60 * MINUTE;
export const DAY: number = 24 * HOUR;

/**
 * The one written form of a moment in this program: ISO 8601, UTC, `Z`, to the second;
 * milliseconds only where the evidence has them.
 */
export function formatInstant(instant: Instant): string {
  const day = Math.floor(instant / DAY);
  if (instant % SECOND !== 0 || instant < 0 || instant >= YEAR_10000) {
    return new Date(instant).toISOString().replace('.000Z', 'Z');
  }
  if (day !== lastDay.number) lastDay = { number: day, text: new Date(day * DAY).toISOString().slice(0, 11) };
  const seconds = (instant - day * DAY) / SECOND;
  const [hour, minute, second] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60];
  // V8 copies pieces as short as this together; longer text is kept as a tree of its pieces, one for each step.
  const time = `${TWO_DIGITS[hour]}:${TWO_DIGITS[minute]}:${TWO_DIGITS[second]}Z`;
  return lastDay.text + time;
}

/** The same of a moment that may not be known. */
export function formatOrNull(instant: Instant | null): string | null {
  return instant === null ? null : formatInstant(instant);
}

/** Moments come by the million and most fall on the day of the one before; making a date's text is most of the work. */
let lastDay: { readonly number: number; readonly text: string } = { number: 0, text: '1970-01-01T' };
const TWO_DIGITS: readonly string[] = Array.from({ length: 60 }, (_, number) => String(number).padStart(2, '0'));
const YEAR_10000 = 253_402_300_800_000;

/** The UTC calendar day that holds a moment, `2026-02-09`. */
export function formatDay(instant: Instant): string {
  return new Date(instant).toISOString().slice(0, 10);
}

/** Midnight UTC at the start of the day that holds a moment. */
export function startOfUtcDay(instant: Instant): Instant {
  return instant - (((instant % DAY) + DAY) % DAY);
}

/** Of however many: as arguments of `Math.min`, a hundred thousand are too many. null for none. */
export function earliest(moments: Iterable<Instant>): Instant | null {
  let found: Instant | null = null;
  for (const moment of moments) if (found === null || moment < found) found = moment;
  return found;
}

/** As `earliest`. */
export function latest(moments: Iterable<Instant>): Instant | null {
  let found: Instant | null = null;
  for (const moment of moments) if (found === null || moment > found) found = moment;
  return found;
}

/** Index of the first moment of a sorted list that is not before another. */
export function firstAtOrAfter(sorted: readonly Instant[], moment: Instant): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((sorted[middle] ?? 0) < moment) low = middle + 1;
    else high = middle;
  }
  return low;
}

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
  return new Date(instant).toISOString().replace('.000Z', 'Z');
}

/** The UTC calendar day that holds a moment, `2026-02-09`. */
export function formatDay(instant: Instant): string {
  return new Date(instant).toISOString().slice(0, 10);
}

/** Midnight UTC at the start of the day that holds a moment. */
export function startOfUtcDay(instant: Instant): Instant {
  return instant - (((instant % DAY) + DAY) % DAY);
}

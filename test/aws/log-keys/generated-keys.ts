import fc from 'fast-check';
import { compareKeys } from '../../../src/aws/objects/key-order.ts';
import type { KeyRange } from '../../../src/aws/objects/list-objects.ts';
import { DAY, formatInstant, HOUR, type Instant } from '../../../src/instant.ts';

/** Half a year around the turn of a year. */
const FIRST: Instant = Date.UTC(2025, 9, 1);
const SPAN = 180 * DAY;

const moment: fc.Arbitrary<Instant> = fc.integer({ min: 0, max: SPAN / 1000 }).map((seconds) => FIRST + seconds * 1000);

export const window: fc.Arbitrary<{ since: Instant; until: Instant }> = fc
  .tuple(moment, fc.integer({ min: 0, max: 40 * 24 }))
  .map(([since, hours]) => ({ since, until: since + hours * HOUR }));

/** A record, and the file that it was delivered in: up to a day later. */
export interface DeliveredRecord {
  readonly time: Instant;
  readonly delivered: Instant;
}

export const deliveredRecord: fc.Arbitrary<DeliveredRecord> = fc
  .tuple(moment, fc.integer({ min: 0, max: DAY / 1000 }))
  .map(([time, late]) => ({ time, delivered: time + late * 1000 }));

export function isIn(time: Instant, { since, until }: { since: Instant; until: Instant }): boolean {
  return since <= time && time <= until;
}

export function isListed(key: string, ranges: readonly KeyRange[]): boolean {
  return ranges.some(
    ({ prefix, startAfter, endBefore }) =>
      key.startsWith(prefix) &&
      (startAfter === null || compareKeys(key, startAfter) > 0) &&
      (endBefore === null || compareKeys(key, endBefore) < 0),
  );
}

/** `2026/02/09` */
export function day(time: Instant): string {
  return formatInstant(time).slice(0, 10).replaceAll('-', '/');
}

/** `2026-02-09-01-00-07` */
export function second(time: Instant): string {
  return new Date(time).toISOString().slice(0, 19).replaceAll(/[T:]/g, '-');
}

/** `20260209T0100Z` */
export function minute(time: Instant): string {
  return `${new Date(time).toISOString().slice(0, 16).replaceAll(/[-:]/g, '')}Z`;
}

import { tz } from '@date-fns/tz/tz';
import { endOfDay } from 'date-fns/endOfDay';
import { isValid } from 'date-fns/isValid';
import { milliseconds } from 'date-fns/milliseconds';
import { parseISO } from 'date-fns/parseISO';
import { startOfDay } from 'date-fns/startOfDay';
import type { Instant } from '../../instant.ts';
import { badValue } from './usage-error.ts';

const utc = tz('UTC');

/** Which end of a whole day a date stands for. */
export type DayEdge = 'start' | 'end';

const DATE = /^\d{4}-\d{2}-\d{2}$/;
const DATE_TIME = /^\d{4}-\d{2}-\d{2}[Tt ]\d{2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?(?:[Zz]|[+-]\d{2}:?\d{2})?$/;
const DURATION = /^(\d{1,6})([wdhm])$/;
const UNITS: ReadonlyMap<string, 'weeks' | 'days' | 'hours' | 'minutes'> = new Map([
  ['w', 'weeks'],
  ['d', 'days'],
  ['h', 'hours'],
  ['m', 'minutes'],
]);

/**
 * A time option: ISO 8601 (UTC when it names no zone), a date (the whole UTC day, of which `edge` is meant), or a
 * length of time before `now` such as `90d` or `36h`.
 *
 * @throws ForensicsError `usage`
 */
export function resolveTime(option: string, value: string, when: { edge: DayEdge; now: Instant }): Instant {
  const length = lengthOf(value);
  if (length !== null) return when.now - length;
  const day = resolveDay(value);
  if (day !== null) return when.edge === 'start' ? day : endOfDay(day, { in: utc }).getTime();
  if (DATE_TIME.test(value)) {
    const time = parseISO(value.toUpperCase().replace(' ', 'T'), { in: utc });
    if (isValid(time)) return time.getTime();
  }
  throw badValue(option, value, 'a time such as 2026-02-19T08:00:00Z, a date, or a length of time such as 90d or 36h');
}

/** Midnight UTC at the start of a date `2026-02-19`; null for anything else, impossible dates included. */
export function resolveDay(value: string): Instant | null {
  if (!DATE.test(value)) return null;
  const day = parseISO(value, { in: utc });
  return isValid(day) ? startOfDay(day, { in: utc }).getTime() : null;
}

/**
 * A length of time, `48h`, `2d`, in milliseconds.
 *
 * @throws ForensicsError `usage`
 */
export function resolveDuration(option: string, value: string): number {
  const length = lengthOf(value);
  if (length === null) throw badValue(option, value, 'a length of time such as 48h or 2d');
  return length;
}

function lengthOf(value: string): number | null {
  const match = DURATION.exec(value.trim().toLowerCase());
  const unit = UNITS.get(match?.[2] ?? '');
  return match === null || unit === undefined ? null : milliseconds({ [unit]: Number(match[1]) });
}

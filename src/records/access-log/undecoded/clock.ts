import type { Instant } from '../../../instant.ts';
import { parseAccessLogTime } from '../parse-time.ts';
import { isDigit, standsAt, ZERO } from './line-bytes.ts';

/** Bytes of `[06/Feb/2019` */
export const DAY_BYTES = 12;
/** Bytes of `:00:00:38 +0000] ` */
export const CLOCK_BYTES = 17;

/** Midnight of the day that is written at a place, bracket first; null where none is. */
export function midnightAt(bytes: Buffer, at: number): Instant | null {
  const day = bytes.toString('latin1', at, at + DAY_BYTES);
  return day.startsWith('[') ? parseAccessLogTime(`${day}:00:00:00 +0000`, 1) : null;
}

/** The milliseconds since midnight that are written behind a day, colon first; -1 where none are. */
export function clockAt(bytes: Buffer, at: number): number {
  if (bytes[at] !== COLON || bytes[at + 3] !== COLON || bytes[at + 6] !== COLON) return -1;
  if (!standsAt(bytes, at + 9, UTC)) return -1;
  const hour = twoDigits(bytes, at + 1);
  const minute = twoDigits(bytes, at + 4);
  const second = twoDigits(bytes, at + 7);
  if (hour < 0 || hour > 23 || minute < 0 || minute > 59 || second < 0 || second > 59) return -1;
  return ((hour * 60 + minute) * 60 + second) * 1000;
}

/** The number that two digits write; -1 when one of them is none. */
function twoDigits(bytes: Buffer, at: number): number {
  const tens = bytes[at];
  const ones = bytes[at + 1];
  return isDigit(tens) && isDigit(ones) ? (tens - ZERO) * 10 + ones - ZERO : -1;
}

const UTC = Buffer.from(' +0000] ');
const COLON = 0x3a;

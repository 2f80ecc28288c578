import type { Instant } from '../../instant.ts';
import type { ListingLine } from './read-text-listing.ts';

/**
 * Reads one line of `aws s3 ls`, plain, `--recursive`, `--human-readable` or `--summarize`: local time
 * without a zone, size in ten columns, key. Keys may hold spaces, also at their beginning.
 * https://docs.aws.amazon.com/cli/latest/reference/s3/ls.html
 */
export function parseLsLine(line: string): ListingLine {
  const wallClock = wallClockOf(line);
  if (wallClock !== null) {
    const key = keyOf(line);
    return key === null ? FOREIGN : { kind: 'object', key, version: 'current', time: { wallClock } };
  }
  const text = line.trim();
  if (text === '') return { kind: 'blank' };
  // Printed without `--recursive`.
  if (text.startsWith('PRE ')) return { kind: 'prefix' };
  // The end of `--summarize`.
  const total = /^Total Objects: (\d{1,15})$/.exec(text)?.[1];
  if (total !== undefined) return { kind: 'total-objects', objects: Number(total) };
  return /^Total Size: [\d.]+(?: (?:Bytes?|[KMGTPE]iB))?$/.test(text) ? { kind: 'beside' } : FOREIGN;
}

/** Whether a line is one of such a listing, and not by chance. */
export function isLsLine(line: string): boolean {
  const { kind } = parseLsLine(line);
  return kind === 'object' || kind === 'total-objects' || (kind === 'prefix' && line.startsWith(PREFIX_COLUMN));
}

/** `2026-02-09 20:55:44` at the beginning of the line. */
function wallClockOf(line: string): Instant | null {
  const written = /^(\d{4})-(\d\d)-(\d\d) (\d\d:\d\d:\d\d) /.exec(line);
  if (written === null) return null;
  const [, year, month, day, time] = written;
  const iso = `${year}-${month}-${day}T${time}.000Z`;
  const instant = Date.parse(iso);
  // 31 February is parsed as a day in March: only what is written the same again was a real day.
  return Number.isNaN(instant) || new Date(instant).toISOString() !== iso ? null : instant;
}

function keyOf(line: string): string | null {
  const size = SIZE.exec(line);
  if (size === null) return null;
  const numberEnd = size[0].length;
  // A plain size ends in its column or behind it; with a unit, the unit does.
  const unit = numberEnd < SIZE_END ? UNIT.exec(line.slice(numberEnd, numberEnd + LONGEST_UNIT)) : null;
  const keyStart = numberEnd + (unit?.[0].length ?? 0) + 1;
  return line[keyStart - 1] === ' ' && keyStart < line.length ? line.slice(keyStart) : null;
}

/** Prefixes stand behind the columns of time and size. */
const PREFIX_COLUMN = ' '.repeat(20);
const FOREIGN: ListingLine = { kind: 'foreign' };
const SIZE = /^.{19} +\d+(?:\.\d+)?(?= )/;
const SIZE_END = 30;
const UNIT = /^ (?:Bytes?|[KMGTPE]iB)(?= )/;
const LONGEST_UNIT = 8;

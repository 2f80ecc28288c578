import type { Instant } from '../../instant.ts';

/** One line of `aws s3 ls`. */
export type LsLine =
  | {
      readonly kind: 'object';
      readonly key: string /** As a clock in UTC would show it. */;
      readonly wallClock: Instant;
    }
  /** `PRE name/`, printed without `--recursive`. */
  | { readonly kind: 'prefix' }
  /** `Total Objects: 3`, the end of `--summarize`. */
  | { readonly kind: 'total-objects'; readonly objects: number }
  | { readonly kind: 'total-size' }
  | { readonly kind: 'blank' }
  | { readonly kind: 'foreign' };

/**
 * Reads one line of `aws s3 ls`, plain, `--recursive`, `--human-readable` or `--summarize`: local time
 * without a zone, size in ten columns, key. Keys may hold spaces, also at their beginning.
 * https://docs.aws.amazon.com/cli/latest/reference/s3/ls.html
 */
export function parseLsLine(line: string): LsLine {
  const wallClock = wallClockOf(line);
  if (wallClock !== null) {
    const key = keyOf(line);
    return key === null ? FOREIGN : { kind: 'object', key, wallClock };
  }
  const text = line.trim();
  if (text === '') return { kind: 'blank' };
  if (text.startsWith('PRE ')) return { kind: 'prefix' };
  const total = /^Total Objects: (\d{1,15})$/.exec(text)?.[1];
  if (total !== undefined) return { kind: 'total-objects', objects: Number(total) };
  return /^Total Size: [\d.]+(?: (?:Bytes?|[KMGTPE]iB))?$/.test(text) ? { kind: 'total-size' } : FOREIGN;
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
const FOREIGN: LsLine = { kind: 'foreign' };
const SIZE = /^.{19} +\d+(?:\.\d+)?(?= )/;
const SIZE_END = 30;
const UNIT = /^ (?:Bytes?|[KMGTPE]iB)(?= )/;
const LONGEST_UNIT = 8;

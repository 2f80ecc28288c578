import { byteSize, counted, duration } from '../display/quantities.ts';
import { DAY, formatDay } from '../instant.ts';
import { compareText } from '../order.ts';
import { AT_ONCE } from './fetch-objects.ts';

/** What there is to fetch of one kind. */
export interface Amount {
  /** `access log of acme-reports` */
  readonly what: string;
  readonly bucket: string;
  readonly objects: number;
  readonly bytes: number;
  /** There is more, which was not counted. */
  readonly isPartial: boolean;
  /** Bytes by the days that keys tell, UTC: `2026-02-09`. */
  readonly byDay: ReadonlyMap<string, number>;
}

/** Bytes that are fetched unless somebody asks for more. */
export const MOST_BYTES = 5_000_000_000;

/** A second of one request among others, and bytes a second, as a laptop may have them. */
const SECONDS_A_REQUEST = 0.1;
const BYTES_A_SECOND = 20_000_000;
/**
 * List prices in us-east-1, dollars: of a GetObject request, and of a byte that leaves AWS; inside the Region of the
 * bucket bytes are free.
 * https://aws.amazon.com/s3/pricing/
 */
const DOLLARS_A_REQUEST = 0.0004 / 1_000;
const DOLLARS_A_BYTE = 0.09 / 1_000_000_000;

/** What fetching comes to, in a line: objects, bytes, requests, time and price. */
export function costLine(amounts: readonly Amount[]): string {
  const { objects, bytes, isPartial } = totalOf(amounts);
  if (objects === 0) return 'no log files to fetch';
  const seconds = Math.max((objects * SECONDS_A_REQUEST) / AT_ONCE, bytes / BYTES_A_SECOND);
  const price = dollars(objects * DOLLARS_A_REQUEST);
  return `${isPartial ? 'more than ' : ''}${counted(objects, 'log file')} to fetch, ${byteSize(bytes)}: as many requests, about ${duration(seconds)}, ${price} for requests and, outside of AWS, ${dollars(bytes * DOLLARS_A_BYTE)} for the bytes`;
}

/** Whether it is more than may be fetched: what was not counted is. */
export function isTooMuch(amounts: readonly Amount[], mostBytes: number): boolean {
  const { bytes, isPartial } = totalOf(amounts);
  return isPartial || bytes > mostBytes;
}

/** Why nothing was fetched, and what would narrow it, in a line. */
export function tooMuchLine(amounts: readonly Amount[], mostBytes: number): string {
  const { bytes, isPartial } = totalOf(amounts);
  const largest = amounts
    .toSorted((a, b) => b.bytes - a.bytes || compareText(a.what, b.what))
    .slice(0, MOST_NAMED)
    .map((amount) => `${amount.what} ${amount.isPartial ? 'more than ' : ''}${byteSize(amount.bytes)}`);
  const since = laterSince(amounts, mostBytes);
  const later =
    since === null
      ? 'name a later --since'
      : `name a later --since, in another directory (from ${since} on it is within that)`;
  return `no log file is fetched: ${isPartial ? 'more than ' : ''}${byteSize(bytes)} is more than --max-bytes (${byteSize(mostBytes)}): ${largest.join(', ')}; ${later}, or a higher --max-bytes, or ask Athena (inventory-forensics query)`;
}

const MOST_NAMED = 3;

/** The earliest day from which on everything is within the bound; null where no day is, or the days are not known. */
function laterSince(amounts: readonly Amount[], mostBytes: number): string | null {
  const byDay = new Map<string, number>();
  for (const amount of amounts) {
    for (const [day, bytes] of amount.byDay) byDay.set(day, (byDay.get(day) ?? 0) + bytes);
  }
  const days = [...byDay].sort(([a], [b]) => compareText(b, a));
  if (amounts.some(({ isPartial }) => isPartial)) return null;
  let bytes = 0;
  let since: string | null = null;
  for (const [day, size] of days) {
    bytes += size;
    if (bytes > mostBytes) break;
    since = day;
  }
  // Files of the evening before are fetched as well, and those of digests a day more.
  const day = since === null ? null : formatDay(Date.parse(since) + 2 * DAY);
  return day !== null && day <= (days[0]?.[0] ?? '') ? day : null;
}

function totalOf(amounts: readonly Amount[]): Pick<Amount, 'objects' | 'bytes' | 'isPartial'> {
  return {
    objects: amounts.reduce((sum, { objects }) => sum + objects, 0),
    bytes: amounts.reduce((sum, { bytes }) => sum + bytes, 0),
    isPartial: amounts.some(({ isPartial }) => isPartial),
  };
}

function dollars(value: number): string {
  return value < 0.01 ? 'less than $0.01' : `$${value.toFixed(2)}`;
}

import type { JsonValue } from '../../json.ts';
import type { Reading } from '../documents/reading.ts';
import { parseIsoInstant } from '../iso-time.ts';
import type { ListingLine } from './read-text-listing.ts';

/**
 * A key and its time, in either order, and nothing else: what `--query 'Contents[].[Key,LastModified]'` leaves of a
 * listing. The marks of further pages are left out as well, so that no such listing is known to be whole.
 * https://docs.aws.amazon.com/cli/latest/userguide/cli-usage-filter.html
 */
function pairOf(cells: readonly JsonValue[]): { readonly key: string; readonly instant: number } | null {
  const [first, second, ...others] = cells;
  if (typeof first !== 'string' || typeof second !== 'string' || others.length > 0) return null;
  const [time, other] = [parseIsoInstant(first), parseIsoInstant(second)];
  if (other !== null) return time === null && first !== '' ? { key: first, instant: other } : null;
  return time !== null && second !== '' ? { key: second, instant: time } : null;
}

/** A pair as a row of a JSON array; null for any other. */
export function readListedPair(row: readonly JsonValue[]): Reading | null {
  const pair = pairOf(row);
  if (pair === null) return null;
  const { key, instant } = pair;
  const object = { key, version: 'current', lastModified: instant, timeIsApproximate: false } as const;
  return { state: 'read', kind: 'listing', content: { kind: 'listing-object', object }, time: instant, isPart: true };
}

/** A pair as a line with a tab in it. */
export function parseListedPair(line: string): ListingLine {
  const pair = pairOf(line.split('\t'));
  if (pair !== null) return { kind: 'object', key: pair.key, version: 'current', time: { instant: pair.instant } };
  return line.trim() === '' ? { kind: 'blank' } : { kind: 'foreign' };
}

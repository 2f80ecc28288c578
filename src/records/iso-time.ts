import { isValid } from 'date-fns/isValid';
import { parseISO } from 'date-fns/parseISO';
import type { Instant } from '../instant.ts';

/**
 * The moment that an ISO 8601 text with a zone (`Z` or an offset) names; null for anything else. A
 * text without a zone is no moment: which one it means would depend on the machine that reads it.
 */
export function parseIsoInstant(text: string): Instant | null {
  const usual = parseUsual(text);
  if (usual !== null) return usual;
  if (text.length > LONGEST || !ZONE.test(text)) return null;
  const date = parseISO(text);
  return isValid(date) ? date.getTime() : null;
}

/**
 * `2026-02-09T01:00:00Z` and `2026-02-09T01:00:00+00:00`, as CloudTrail and the AWS CLI write nearly all, by hand, since
 * trails and listings hold millions; null also where only a closer look can tell (hour 24, 31 February).
 */
function parseUsual(text: string): Instant | null {
  const isUtc = text.length === 20 ? text[19] === 'Z' : text.length === 25 && text.endsWith('+00:00');
  if (!isUtc || text[4] !== '-' || text[7] !== '-' || text[10] !== 'T') return null;
  if (text[13] !== ':' || text[16] !== ':') return null;
  const [month, day] = [twoDigits(text, 5), twoDigits(text, 8)];
  const [hour, minute, second] = [twoDigits(text, 11), twoDigits(text, 14), twoDigits(text, 17)];
  const [century, year] = [twoDigits(text, 0), twoDigits(text, 2)];
  const isDay = day >= 1 && (day <= 28 || (day <= 30 && month !== 2));
  const isUsual = month >= 1 && month <= 12 && isDay && hour >= 0 && hour <= 23;
  if (!isUsual || minute < 0 || minute > 59 || second < 0 || second > 59 || century < 1 || year < 0) return null;
  return Date.UTC(century * 100 + year, month - 1, day, hour, minute, second);
}

/** -1 when they are no digits. */
function twoDigits(text: string, at: number): number {
  const [tens, ones] = [text.charCodeAt(at) - 0x30, text.charCodeAt(at + 1) - 0x30];
  return tens >= 0 && tens <= 9 && ones >= 0 && ones <= 9 ? tens * 10 + ones : -1;
}

const ZONE = /T.*(?:Z|[+-]\d\d(?::?\d\d)?)$/;
const LONGEST = 40;

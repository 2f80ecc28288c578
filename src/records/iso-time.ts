import { isValid } from 'date-fns/isValid';
import { parseISO } from 'date-fns/parseISO';
import type { Instant } from '../instant.ts';

/**
 * The moment that an ISO 8601 text with a zone (`Z` or an offset) names; null for anything else. A
 * text without a zone is no moment: which one it means would depend on the machine that reads it.
 */
export function parseIsoInstant(text: string): Instant | null {
  if (text.length > LONGEST || !ZONE.test(text)) return null;
  const date = parseISO(text);
  return isValid(date) ? date.getTime() : null;
}

const ZONE = /T.*(?:Z|[+-]\d\d(?::?\d\d)?)$/;
const LONGEST = 40;

import { isValid } from 'date-fns/isValid';
import { parse } from 'date-fns/parse';
import type { Instant } from '../../instant.ts';
import { parseEventTime } from './event-time.ts';

/**
 * A time in a row of the console's event history. Downloads carry ISO 8601; rows copied from the page
 * carry the page's own forms, which count only with their offset: without one they are in the reader's
 * local time, and no moment.
 *
 * @example
 * parseConsoleTime('2024-05-13, 14:22:10 (UTC+00:00)');
 * parseConsoleTime('May 13, 2024, 14:22:10 (UTC+02:00)');
 */
export function parseConsoleTime(text: string): Instant | null {
  const trimmed = text.trim();
  if (trimmed.length > 60) {
    return null;
  }
  const shown = SHOWN_IN_CONSOLE.exec(trimmed);
  if (shown === null) {
    // Written with a blank it is the page's own form, in local time.
    return trimmed.includes('T') ? parseEventTime(trimmed) : null;
  }
  for (const format of CONSOLE_FORMATS) {
    const date = parse(`${shown[1]} ${shown[2] ?? '+00:00'}`, `${format} xxx`, EPOCH);
    if (isValid(date)) {
      return date.getTime();
    }
  }
  return null;
}

const SHOWN_IN_CONSOLE = /^(.{10,40}?) ?\((?:UTC|GMT)([+-]\d\d:\d\d)?\)$/;
const CONSOLE_FORMATS: readonly string[] = [
  'yyyy-MM-dd, HH:mm:ss',
  'yyyy-MM-dd HH:mm:ss',
  'MMMM d, yyyy, HH:mm:ss',
  'MMMM d, yyyy, h:mm:ss a',
  'MMM d, yyyy, HH:mm:ss',
  'yyyy-MM-dd, h:mm:ss a',
];
const EPOCH = new Date(0);

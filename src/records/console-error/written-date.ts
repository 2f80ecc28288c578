import type { Instant } from '../../instant.ts';

/** A date as somebody wrote it. */
export interface WrittenDate {
  readonly text: string;
  /** The days (midnight UTC) that it may mean: two where nothing tells the day from the month. */
  readonly readings: readonly [Instant, ...Instant[]];
}

/**
 * The dates in a text, in order: `2026-02-19`, `2026/2/19`, `20260219`, `19 Feb 2026`, `19-Feb-2026`, `February 19th, 2026`,
 * and `02/19/2026` or `19.02.2026`, whose order the numbers tell or do not. A year has four digits. What is no day of the
 * calendar is no date.
 */
export function datesIn(text: string): WrittenDate[] {
  return [...text.matchAll(ANY)].flatMap((match): WrittenDate[] => {
    const groups = match.groups ?? {};
    const year = Number(groups['y1'] ?? groups['y2'] ?? groups['y3'] ?? groups['y4'] ?? groups['y5']);
    const [first, second] = [Number(groups['a']), Number(groups['b'])];
    const month = monthOf(groups['n3'] ?? groups['n4'] ?? '');
    const candidates =
      groups['a'] !== undefined
        ? [dayOf(year, first, second), dayOf(year, second, first)]
        : month > 0
          ? [dayOf(year, month, Number(groups['d3'] ?? groups['d4']))]
          : [dayOf(year, Number(groups['m1'] ?? groups['m2']), Number(groups['d1'] ?? groups['d2']))];
    const [reading, ...others] = [...new Set(candidates.filter((day) => day !== null))].sort((a, b) => a - b);
    return reading === undefined ? [] : [{ text: match[0], readings: [reading, ...others] }];
  });
}

const YEAR = '(?:19|20)\\d\\d';
const MONTH =
  'jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?';
const FORMS = [
  `(?<y1>${YEAR})(?<s>[-/.])(?<m1>\\d{1,2})\\k<s>(?<d1>\\d{1,2})`,
  `(?<y2>${YEAR})(?<m2>\\d\\d)(?<d2>\\d\\d)`,
  `(?<d3>\\d{1,2})(?:st|nd|rd|th)?[ -]?(?:of )?(?<n3>${MONTH})\\.?,?[ -]?(?<y3>${YEAR})`,
  `(?<n4>${MONTH})\\.? ?(?<d4>\\d{1,2})(?:st|nd|rd|th)?,? (?<y4>${YEAR})`,
  `(?<a>\\d{1,2})(?<t>[-/.])(?<b>\\d{1,2})\\k<t>(?<y5>${YEAR})`,
];
/** No part of a longer number, nor of a version or an address; a time may follow. */
const ANY = new RegExp(`(?<![\\d.:/-])(?:${FORMS.join('|')})(?!\\d|[-/.]\\d)`, 'gi');

const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];

/** From 1; 0 for none. */
function monthOf(name: string): number {
  return MONTHS.indexOf(name.slice(0, 3).toLowerCase()) + 1;
}

function dayOf(year: number, month: number, day: number): Instant | null {
  const time = Date.UTC(year, month - 1, day);
  const made = new Date(time);
  return made.getUTCMonth() === month - 1 && made.getUTCDate() === day ? time : null;
}

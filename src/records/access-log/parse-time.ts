import type { Instant } from '../../instant.ts';

/** Length of `06/Feb/2019:00:00:38 +0000`, the one layout of the time field. */
export const TIME_LENGTH: number = 26;

/**
 * Reads the time field of an access log line, `dd/Mon/yyyy:hh:mm:ss ±hhmm`, that begins at `start`.
 * null when the text has another layout or names no real moment (31 February).
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/LogFormat.html
 *
 * Written out by hand because it runs once a line over gigabytes.
 */
export function parseAccessLogTime(text: string, start: number): Instant | null {
  const day = digits(text, start, 2);
  const month = MONTHS.indexOf(text.slice(start + 3, start + 6));
  const year = digits(text, start + 7, 4);
  const hour = digits(text, start + 12, 2);
  const minute = digits(text, start + 15, 2);
  const second = digits(text, start + 18, 2);
  const zoneHour = digits(text, start + 22, 2);
  const zoneMinute = digits(text, start + 24, 2);
  const zoneSign = text[start + 21] === '+' ? 1 : text[start + 21] === '-' ? -1 : 0;
  if (
    text[start + 2] !== '/' ||
    text[start + 6] !== '/' ||
    text[start + 11] !== ':' ||
    text[start + 14] !== ':' ||
    text[start + 17] !== ':' ||
    text[start + 20] !== ' ' ||
    zoneSign === 0 ||
    month === -1 ||
    day < 1 ||
    day > daysIn(month, year) ||
    year < 1970 ||
    hour < 0 ||
    hour > 23 ||
    minute < 0 ||
    minute > 59 ||
    second < 0 ||
    second > 59 ||
    zoneHour < 0 ||
    zoneHour > 14 ||
    zoneMinute < 0 ||
    zoneMinute > 59
  ) {
    return null;
  }
  return Date.UTC(year, month, day, hour, minute, second) - zoneSign * (zoneHour * 60 + zoneMinute) * 60_000;
}

/** The number that `count` digits write; -1 when one of them is no digit. */
function digits(text: string, start: number, count: number): number {
  let value = 0;
  for (let index = start; index < start + count; index++) {
    const digit = text.charCodeAt(index) - 0x30;
    if (!(digit >= 0 && digit <= 9)) return -1;
    value = value * 10 + digit;
  }
  return value;
}

function daysIn(month: number, year: number): number {
  if (month === 1) return (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0 ? 29 : 28;
  return month === 3 || month === 5 || month === 8 || month === 10 ? 30 : 31;
}

const MONTHS: readonly string[] = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

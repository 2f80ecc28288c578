import type { Instant } from '../../instant.ts';
import { resolveDay } from '../options/resolve-time.ts';
import { badValue } from '../options/usage-error.ts';

/** The console's sentence names the day after "export for", whatever stands around it. */
const NAMED_BY_CONSOLE = /export\s+for\s+(\d{4}-\d{2}-\d{2})(?!\d)/i;
const ANY_DATE = /(?<!\d)\d{4}-\d{2}-\d{2}(?!\d)/g;

/** Longer than any error message; what follows is not looked at. */
const LONGEST = 4_000;

/**
 * The UTC day (midnight) of an export that the console reports as failed. The option takes the day itself or the
 * text of the error as pasted from the console, in any language:
 * "Access denied Inventory export for 2021-02-19 failed because S3 doesn't have access ...".
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/troubleshooting-inventory.html
 *
 * @throws ForensicsError `usage` when no day, or more than one, can be found in it
 */
export function resolveFailedExport(value: string): Instant {
  const text = value.slice(0, LONGEST);
  const named = NAMED_BY_CONSOLE.exec(text)?.[1];
  const dates = named === undefined ? new Set(text.match(ANY_DATE)) : new Set([named]);
  const [date] = dates;
  const day = date === undefined || dates.size > 1 ? null : resolveDay(date);
  if (day === null) {
    const wanted = "the date of the failed export (2026-02-19), or the console's error text with that date in it";
    throw badValue('--failed-export', value, wanted);
  }
  return day;
}

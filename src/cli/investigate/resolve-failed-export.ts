import { ForensicsError } from '../../errors.ts';
import { formatDay, type Instant } from '../../instant.ts';
import { failedExportsIn } from '../../records/console-error/console-error.ts';
import { datesIn } from '../../records/console-error/written-date.ts';
import { badValue } from '../options/usage-error.ts';

/** Longer than any error message; what follows is not looked at. */
const LONGEST = 4_000;

/**
 * The UTC day (midnight) of an export that the console reports as failed. The option takes the day itself, however it is
 * written, or the text of the error as pasted from the console, in any language.
 *
 * @throws ForensicsError `usage` when no day, or more than one, can be found in it, and when it may be one of two
 */
export function resolveFailedExport(value: string): Instant {
  const text = value.slice(0, LONGEST);
  const named = failedExportsIn(text);
  const dates = named.length > 0 ? named : datesIn(text);
  const days = new Set(dates.flatMap(({ readings }) => readings));
  const [only, ...others] = days;
  const [date] = dates;
  if (only !== undefined && others.length === 0) return only;
  if (date !== undefined && dates.every(({ text: other }) => other === date.text)) {
    throw new ForensicsError(
      'usage',
      `--failed-export: "${date.text}" may be ${[...days].map(formatDay).join(' or ')}`,
      {
        hint: 'give the one that is meant',
      },
    );
  }
  const wanted = "the date of the failed export (2026-02-19), or the console's error text with that date in it";
  throw badValue('--failed-export', value, wanted);
}

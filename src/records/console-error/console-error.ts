import { datesIn, type WrittenDate } from './written-date.ts';

/**
 * The exports that the S3 console calls failed, as its text is pasted: the date stands after "export for", whatever is
 * around it. "Access denied Inventory export for 2021-02-19 failed because S3 doesn't have access to the destination
 * bucket or KMS key." Empty for other text.
 *
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/troubleshooting-inventory.html
 */
export function failedExportsIn(text: string): WrittenDate[] {
  return [...text.slice(0, LONGEST).matchAll(NAMED)].flatMap(({ 1: behind = '' }) => datesIn(behind).slice(0, 1));
}

/** Longer than any error message; what follows is not looked at. */
const LONGEST = 4_000;
const NAMED = /export\s+for\s+(.{1,40})/gis;

/** Whether a text is what the console says, and no more than that: notes that quote it are something else. */
export function isConsoleError(text: string): boolean {
  return text.length <= LONGEST && BEGINNING.test(text) && failedExportsIn(text).length > 0;
}

const BEGINNING = /^[^#`\n]{0,60}\s{0,3}inventory\s+export\s+for\s/i;

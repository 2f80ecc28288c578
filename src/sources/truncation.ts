import { ObjectFailure } from '../errors.ts';

/**
 * What became of a file that ended before the size that it had when it was opened. Null where it did not, or where it
 * still has that size, as files have that the system makes up.
 *
 * @param read bytes that it gave
 * @param before its size when it was opened
 * @param now its size at the end
 */
export function truncation(read: number, before: number, now: number): ObjectFailure | null {
  return read < before && now < before ? new ObjectFailure('truncated while it was read: the rest was gone') : null;
}

import { ObjectFailure } from '../errors.ts';

/**
 * `EACCES: permission denied`: without the call and the path that Node appends.
 *
 * @throws the error itself when it is a fault of this program
 */
export function describeReadFailure(error: unknown): string {
  if (error instanceof ObjectFailure) return error.message;
  if (error instanceof Error && 'syscall' in error) {
    if (isMisspelt(error)) return 'its name is not UTF-8, so that it cannot be opened by it: rename the file';
    return error.message.split(',')[0] ?? error.message;
  }
  throw error;
}

/** Bytes of a name that are no UTF-8 are given as U+FFFD, and no file is there under that. */
function isMisspelt(error: Error): boolean {
  const { code, path } = error as NodeJS.ErrnoException;
  return code === 'ENOENT' && path?.includes('\ufffd') === true;
}

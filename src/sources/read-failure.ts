import { ObjectFailure } from '../errors.ts';

/**
 * `EACCES: permission denied`: without the call and the path that Node appends.
 *
 * @throws the error itself when it is a fault of this program
 */
export function describeReadFailure(error: unknown): string {
  if (error instanceof ObjectFailure) return error.message;
  if (error instanceof Error && 'syscall' in error) return error.message.split(',')[0] ?? error.message;
  throw error;
}

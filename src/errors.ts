/**
 * Misuse and broken surroundings, in words for the user. Bad data inside evidence is never an
 * exception: it is a counted reject.
 */
export class ForensicsError extends Error {
  override readonly name: string = 'ForensicsError';
  readonly code: ErrorCode;
  /** What the user can do about it; printed after the message. */
  readonly hint: string | null;

  constructor(code: ErrorCode, message: string, options: { hint?: string | null | undefined; cause?: unknown } = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.code = code;
    this.hint = options.hint ?? null;
  }
}

/** What a command ends for: `describeFailure` has the exit code of each. */
export type ErrorCode =
  | 'usage'
  | 'no-evidence'
  | 'malformed-case'
  | 'unreadable-input'
  /** Evidence was given, and nothing of it could be used. */
  | 'nothing-read'
  | 'output-failed'
  | 'failed';

/** Why an object could not be read whole, in words for the evidence section of a report. */
export class ObjectFailure extends Error {
  override readonly name = 'ObjectFailure';
}

/** The code of an error of Node's, `ENOENT`; null for what has none. */
export function codeOf(error: unknown): string | null {
  return error instanceof Error && 'code' in error ? String(error.code) : null;
}

/** What an operation on files failed for, by the code of Node's error, in plain words. */
export function describeCode(code: string): string {
  return CODES.get(code) ?? code;
}

const CODES: ReadonlyMap<string, string> = new Map([
  ['ENOENT', 'the directory does not exist'],
  ['ENOTDIR', 'it is no directory'],
  ['EACCES', 'permission denied'],
  ['EPERM', 'permission denied'],
  ['EROFS', 'the file system is read-only'],
  ['ENOSPC', 'no space left on the device'],
  ['EIO', 'the device failed'],
]);

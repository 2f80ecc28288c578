import { randomBytes } from 'node:crypto';
import type { BigIntStats } from 'node:fs';
import { closeSync, fsyncSync, openSync, realpathSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { describeCode, ForensicsError } from '../../errors.ts';

/**
 * Writes a file whole or not at all: into a temporary file beside it, which then takes its name. On failure the
 * temporary file is removed and an older file of that name is left as it was.
 *
 * It is synchronous on purpose: an interrupt is handled before or after, never in between.
 *
 * @param pieces each written by itself, so that a text is no list of them
 * @throws ForensicsError `output-failed`
 */
export function writeWhole(path: string, pieces: Iterable<string> & object): void {
  // A link keeps pointing to the file that is replaced, and is not replaced itself.
  const target = realPath(path);
  const temporary = join(dirname(target), `.${basename(target)}.${randomBytes(6).toString('hex')}.tmp`);
  try {
    const handle = openSync(temporary, 'wx', 0o666);
    try {
      for (const piece of pieces) writeFileSync(handle, piece);
      fsyncSync(handle);
    } finally {
      closeSync(handle);
    }
    renameSync(temporary, target);
  } catch (error) {
    rmSync(temporary, { force: true });
    throw cannotWrite(path, error);
  }
}

/**
 * Refuses, before any work is done, what cannot end well: an output whose directory does not exist, an output that
 * is something else than a file, two outputs in one file, and an output that would replace evidence being read.
 *
 * @param options the flag to name, and other outputs of the same run
 * @throws ForensicsError `usage` or `output-failed`
 */
export function checkOutputs(
  outputs: readonly string[],
  evidence: readonly string[],
  { flag = '--output', taken = [] }: { readonly flag?: string; readonly taken?: readonly string[] } = {},
): void {
  if (outputs.length === 0) return;
  const read = new Set(evidence.map(identityOf));
  const written = new Set(taken.map(identityOf));
  for (const path of outputs) {
    const found = look(path);
    // Renaming onto a device such as /dev/null would replace the device.
    if (found !== null && !found.isFile())
      throw refused(flag, path, found.isDirectory() ? 'is a directory' : 'is not a file');
    if (!look(dirname(resolve(path)))?.isDirectory()) {
      throw new ForensicsError('output-failed', `${flag}: the directory of "${path}" does not exist`);
    }
    const identity = identityOf(path);
    if (read.has(identity)) throw refused(flag, path, 'is evidence that is being read');
    if (written.has(identity)) throw refused(flag, path, 'is given twice');
    written.add(identity);
  }
}

function refused(flag: string, path: string, why: string): ForensicsError {
  return new ForensicsError('usage', `${flag}: "${path}" ${why}`, { hint: 'choose another name' });
}

/** Equal for two names of one file, links included. */
function identityOf(path: string): string {
  const found = look(path);
  return found === null ? realPath(path) : `${found.dev}:${found.ino}`;
}

/** The path with links followed, as far as it exists. */
function realPath(path: string): string {
  const absolute = resolve(path);
  if (look(absolute) !== null) return realpathSync(absolute);
  const parent = dirname(absolute);
  return look(parent) === null ? absolute : join(realpathSync(parent), basename(absolute));
}

/** What stands at a path; null when there is nothing. */
function look(path: string): BigIntStats | null {
  try {
    return statSync(path, { bigint: true, throwIfNoEntry: false }) ?? null;
  } catch (error) {
    throw cannotWrite(path, error);
  }
}

function cannotWrite(path: string, cause: unknown): ForensicsError {
  const code = cause instanceof Error && 'code' in cause ? String(cause.code) : 'unknown reason';
  return new ForensicsError('output-failed', `could not write "${path}": ${describeCode(code)}`, { cause });
}

import { randomBytes } from 'node:crypto';
import { createWriteStream, renameSync, rmSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import process from 'node:process';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { ForensicsError } from '../errors.ts';

/**
 * Writes what comes into a file, whole or not at all: beside it first, under its name when the last piece is
 * written. If the source fails, or the process is told to end, an older file of that name stays as it was.
 *
 * @throws ForensicsError `output-failed`; errors of the source as they are
 */
export async function writeWholeStream(path: string, texts: AsyncIterable<string>): Promise<void> {
  const target = resolve(path);
  const temporary = join(dirname(target), `.${basename(target)}.${randomBytes(6).toString('hex')}.tmp`);
  const remove = () => rmSync(temporary, { force: true });
  process.once('exit', remove);
  try {
    await pipeline(Readable.from(texts), createWriteStream(temporary, { flags: 'wx' }));
    renameSync(temporary, target);
  } catch (error) {
    remove();
    if (!isSystemError(error)) throw error;
    throw new ForensicsError('output-failed', `could not write "${path}": ${error.code ?? error.message}`, {
      cause: error,
    });
  } finally {
    process.off('exit', remove);
  }
}

function isSystemError(error: unknown): error is NodeJS.ErrnoException {
  return error instanceof Error && 'syscall' in error && 'path' in error;
}

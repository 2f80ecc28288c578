import { createHash } from 'node:crypto';
import { mkdirSync, renameSync, rmSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { ForensicsError } from '../errors.ts';

/** What was written: the file below the directory, its size and the SHA-256 of its bytes. */
export interface WrittenDocument {
  readonly path: string;
  readonly bytes: number;
  readonly sha256: string;
}

/**
 * Writes pieces of text or bytes into one file as they come, whole or not at all: into a temporary file, which takes the name
 * when the last piece is on the disk. What the pieces throw is thrown on, and nothing is left behind.
 *
 * @throws ForensicsError `output-failed` when the disk does not take it
 */
export async function writeDocument(
  directory: string,
  path: string,
  pieces: AsyncIterable<string | Buffer> | Iterable<string | Buffer>,
): Promise<WrittenDocument> {
  const target = join(directory, path);
  const temporary = `${target}.part`;
  const hash = createHash('sha256');
  let bytes = 0;
  await onDisk(target, () => mkdirSync(dirname(target), { recursive: true }));
  const file = await onDisk(target, () => open(temporary, 'w'));
  try {
    try {
      for await (const piece of pieces) {
        const chunk = typeof piece === 'string' ? Buffer.from(piece) : piece;
        hash.update(chunk);
        bytes += chunk.length;
        await onDisk(target, () => file.appendFile(chunk));
      }
      await onDisk(target, () => file.sync());
    } finally {
      await file.close();
    }
    await onDisk(target, () => renameSync(temporary, target));
  } catch (error) {
    rmSync(temporary, { force: true });
    throw error;
  }
  return { path, bytes, sha256: hash.digest('hex') };
}

/** Keeps what the disk refuses apart from what whoever gives the pieces throws, which may carry the same codes. */
export async function onDisk<T>(path: string, work: () => T | Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (cause) {
    const reason = cause instanceof Error && 'code' in cause ? String(cause.code) : String(cause);
    throw new ForensicsError('output-failed', `--out: could not write "${path}": ${reason}`, { cause });
  }
}

/** Whether it is the name that the disk does not take, beside the names that are there: no other file is the worse for it. */
export function isMisplaced(error: unknown): boolean {
  if (!(error instanceof ForensicsError) || !(error.cause instanceof Error) || !('code' in error.cause)) return false;
  return MISPLACED.has(String(error.cause.code));
}

/** Objects may be named `a` and `a/b`, files not. */
const MISPLACED: ReadonlySet<string> = new Set(['EEXIST', 'ENOTDIR', 'EISDIR', 'ENOTEMPTY', 'ENAMETOOLONG']);

/** A JSON document with one long array, page by page: `{"Events": [...], ...rest}` without holding it in memory. */
export async function* jsonWithArray(
  member: string,
  pages: AsyncIterable<readonly unknown[]>,
  rest: Readonly<Record<string, unknown>>,
): AsyncGenerator<string, void, undefined> {
  yield `{"${member}": [`;
  let separator = '\n';
  for await (const page of pages) {
    for (const element of page) {
      yield `${separator}${JSON.stringify(element)}`;
      separator = ',\n';
    }
  }
  const members = Object.entries(rest).map(([name, value]) => `, ${JSON.stringify(name)}: ${JSON.stringify(value)}`);
  yield `\n]${members.join('')}}\n`;
}

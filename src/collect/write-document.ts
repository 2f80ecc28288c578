import { createHash } from 'node:crypto';
import { mkdirSync, renameSync, rmSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { StoredFile } from '../collection/manifest.ts';
import { codeOf, ForensicsError } from '../errors.ts';
import { refuseLinks, UNFINISHED } from './containment.ts';

/** What was written: the file below the directory. */
export type WrittenDocument = Pick<StoredFile, 'path' | 'bytes' | 'sha256'>;

/**
 * Writes pieces of text or bytes into one file as they come, whole or not at all: into an unfinished file, which takes
 * its place when the last piece is on the disk and `beforePlaced` knows of it. What the pieces throw is thrown on, and
 * nothing is left behind.
 *
 * @throws ForensicsError `output-failed` when the disk does not take it, or a link leads out of the directory
 */
export async function writeDocument(
  { directory, number, beforePlaced }: Place,
  path: string,
  pieces: Pieces,
): Promise<void> {
  const target = join(directory, path);
  const unfinished = join(directory, UNFINISHED, String(number));
  const hash = createHash('sha256');
  let bytes = 0;
  refuseLinks(directory, UNFINISHED);
  await onDisk(target, () => mkdirSync(dirname(unfinished), { recursive: true }));
  const file = await onDisk(target, () => open(unfinished, 'wx'));
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
    refuseLinks(directory, path);
    await onDisk(target, () => {
      mkdirSync(dirname(target), { recursive: true });
      beforePlaced({ path, bytes, sha256: hash.digest('hex') });
      renameSync(unfinished, target);
    });
  } catch (error) {
    rmSync(unfinished, { force: true });
    throw error;
  }
}

/** What a file is written from. */
export type Pieces = AsyncIterable<string | Buffer> | Iterable<string | Buffer>;

/** Where a file is made, under which number, and who is told before it is there. */
interface Place {
  readonly directory: string;
  /** No other file that is being written has it. */
  readonly number: number;
  readonly beforePlaced: (written: WrittenDocument) => void;
}

/** Keeps what the disk refuses apart from what whoever gives the pieces throws, which may carry the same codes. */
export async function onDisk<T>(path: string, work: () => T | Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (cause) {
    if (cause instanceof ForensicsError) throw cause;
    const reason = codeOf(cause) ?? String(cause);
    throw new ForensicsError('output-failed', `--out: could not write "${path}": ${reason}`, { cause });
  }
}

/** Whether it is the name that the disk does not take, beside the names that are there: no other file is the worse for it. */
export function isMisplaced(error: unknown): boolean {
  return error instanceof ForensicsError && MISPLACED.has(codeOf(error.cause) ?? '');
}

/** Objects may be named `a` and `a/b`, files not. */
const MISPLACED: ReadonlySet<string> = new Set(['EEXIST', 'ENOTDIR', 'EISDIR', 'ENOTEMPTY', 'ENAMETOOLONG']);

/**
 * A JSON document with one long array, page by page: `{"Events": [...], ...rest}` without holding it in memory. The rest
 * is asked for when the pages have ended.
 */
export async function* jsonWithArray(
  member: string,
  pages: AsyncIterable<readonly unknown[]>,
  rest: () => Readonly<Record<string, unknown>>,
): AsyncGenerator<string, void, undefined> {
  yield `{"${member}": [`;
  let separator = '\n';
  for await (const page of pages) {
    for (const element of page) {
      yield `${separator}${JSON.stringify(element)}`;
      separator = ',\n';
    }
  }
  const members = Object.entries(rest()).map(([name, value]) => `, ${JSON.stringify(name)}: ${JSON.stringify(value)}`);
  yield `\n]${members.join('')}}\n`;
}

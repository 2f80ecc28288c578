import { createHash } from 'node:crypto';
import { mkdirSync, renameSync, rmSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { dirname, join } from 'node:path';

/** What was written: the file below the directory, its size and the SHA-256 of its bytes. */
export interface WrittenDocument {
  readonly path: string;
  readonly bytes: number;
  readonly sha256: string;
}

/**
 * Writes pieces of text or bytes into one file as they come, whole or not at all: into a temporary file, which takes the name
 * when the last piece is on the disk. What the pieces throw is thrown on, and nothing is left behind.
 */
export async function writeDocument(
  directory: string,
  path: string,
  pieces: AsyncIterable<string | Buffer> | Iterable<string | Buffer>,
): Promise<WrittenDocument> {
  const target = join(directory, path);
  const temporary = `${target}.part`;
  mkdirSync(dirname(target), { recursive: true });
  const hash = createHash('sha256');
  let bytes = 0;
  try {
    const file = await open(temporary, 'w');
    try {
      for await (const piece of pieces) {
        const chunk = typeof piece === 'string' ? Buffer.from(piece) : piece;
        hash.update(chunk);
        bytes += chunk.length;
        await file.appendFile(chunk);
      }
      await file.sync();
    } finally {
      await file.close();
    }
    renameSync(temporary, target);
  } catch (error) {
    rmSync(temporary, { force: true });
    throw error;
  }
  return { path, bytes, sha256: hash.digest('hex') };
}

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

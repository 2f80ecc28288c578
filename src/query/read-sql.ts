import { readFile, stat } from 'node:fs/promises';
import type { Readable } from 'node:stream';
import { codeOf, ForensicsError } from '../errors.ts';

/** The longest statement that Athena takes. https://docs.aws.amazon.com/athena/latest/APIReference/API_StartQueryExecution.html */
const MAX_BYTES = 262_144;

/**
 * The text of a file, or of standard input for `-`; null when there is no such file.
 *
 * @throws ForensicsError `unreadable-input`
 */
export async function readSql(path: string, stdin: Readable): Promise<string | null> {
  if (path === '-') return bounded(await readAll(stdin), 'standard input');
  const found = await stat(path).catch((error: unknown) => {
    if (['ENOENT', 'ENOTDIR'].includes(codeOf(error) ?? '')) return null;
    throw unreadable(path, error);
  });
  if (found === null) return null;
  if (!found.isFile()) throw new ForensicsError('unreadable-input', `"${path}" is not a file with SQL`);
  if (found.size > MAX_BYTES) throw tooLong(path);
  const bytes = await readFile(path).catch((error: unknown) => {
    throw unreadable(path, error);
  });
  return bounded(bytes, path);
}

async function readAll(stdin: Readable): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of stdin) {
    const bytes = Buffer.from(chunk);
    size += bytes.length;
    if (size > MAX_BYTES) throw tooLong('standard input');
    chunks.push(bytes);
  }
  return Buffer.concat(chunks);
}

function bounded(bytes: Buffer, name: string): string {
  if (bytes.length > MAX_BYTES) throw tooLong(name);
  return bytes.toString('utf8').replace(/^\ufeff/, '');
}

function tooLong(name: string): ForensicsError {
  return new ForensicsError('unreadable-input', `"${name}" is longer than a statement may be (${MAX_BYTES} bytes)`);
}

function unreadable(path: string, cause: unknown): ForensicsError {
  const reason = codeOf(cause) ?? 'unknown reason';
  return new ForensicsError('unreadable-input', `could not read "${path}": ${reason}`, { cause });
}

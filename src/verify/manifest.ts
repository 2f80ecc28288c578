import { existsSync, readFileSync } from 'node:fs';
import { isAbsolute, join, normalize, sep } from 'node:path';
import { z } from 'zod';
import { ForensicsError } from '../errors.ts';
import { hashFile } from '../sources/hash-file.ts';
import type { Problem } from './problem.ts';

/** One file that a collection tells of. */
export interface CollectedFile {
  readonly path: string;
  /** Of the bytes as they lie there, hexadecimal. */
  readonly sha256: string;
  /** Where it was fetched from, `s3://bucket/key` for objects. */
  readonly source?: string | undefined;
  /** Of the object; a digest has its signature here. */
  readonly metadata?: Readonly<Record<string, unknown>> | undefined;
}

const schema = z.looseObject({
  collected: z.array(
    z.looseObject({
      path: z.string().min(1),
      sha256: z.string().regex(/^[0-9a-f]{64}$/),
      source: z.string().optional(),
      metadata: z.record(z.string(), z.unknown()).optional(),
    }),
  ),
});

/**
 * The files that the `manifest.json` of a collection tells of; null when there is no such file.
 *
 * @throws ForensicsError `unreadable-input` when it cannot be read as that of a collection
 */
export function readManifest(directory: string): readonly CollectedFile[] | null {
  const path = join(directory, 'manifest.json');
  if (!existsSync(path)) return null;
  try {
    return schema.parse(JSON.parse(readFileSync(path, 'utf8'))).collected;
  } catch (cause) {
    throw new ForensicsError('unreadable-input', `the manifest.json in "${directory}" is not that of a collection`, {
      cause,
    });
  }
}

/** Holds the files against the checksums. Files that the manifest does not tell of are not looked at. */
export async function verifyCollected(directory: string, collected: readonly CollectedFile[]): Promise<Problem[]> {
  const problems: Problem[] = [];
  for (const { path, sha256 } of collected) {
    const kind = await problemOf(directory, path, sha256);
    if (kind !== null) problems.push({ kind, file: path, from: null, to: null, detail: null });
  }
  return problems;
}

async function problemOf(directory: string, path: string, sha256: string): Promise<Problem['kind'] | null> {
  // The manifest may be anyone's: it must not make this program read elsewhere.
  if (isAbsolute(path) || normalize(path).split(sep)[0] === '..') return 'collected-file-outside';
  try {
    return (await hashFile(join(directory, path))) === sha256 ? null : 'collected-file-changed';
  } catch (error) {
    if (error instanceof Error && 'code' in error && ABSENT.has(error.code)) return 'collected-file-missing';
    throw error;
  }
}

/** A directory in its place is not the file either. */
const ABSENT: ReadonlySet<unknown> = new Set(['ENOENT', 'ENOTDIR', 'EISDIR']);

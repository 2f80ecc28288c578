import { isAbsolute, join, normalize, sep } from 'node:path';
import type { CollectedFile } from '../collection/manifest.ts';
import { hashFile } from '../sources/hash-file.ts';
import type { Problem } from './problem.ts';

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

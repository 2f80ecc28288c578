import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { describeCode, ForensicsError } from '../errors.ts';

export interface TemporaryDirectory {
  readonly path: string;
  /** Removes it with everything in it; where that is not asked for, the end of the process does it. */
  readonly remove: () => void;
}

/**
 * A directory of our own that does not outlive the process, unless that is killed.
 *
 * @throws ForensicsError `failed` where the surroundings have no place for one
 */
export function makeTemporaryDirectory(): TemporaryDirectory {
  const path = made();
  const remove = () => {
    standing.delete(path);
    process.off('exit', remove);
    rmSync(path, { recursive: true, force: true });
  };
  standing.add(path);
  process.once('exit', remove);
  return { path, remove };
}

/** Whether there is one that the end of the process has to remove. */
export function hasTemporaryDirectory(): boolean {
  return standing.size > 0;
}

const standing = new Set<string>();

function made(): string {
  const parent = tmpdir();
  try {
    return mkdtempSync(join(parent, 'inventory-forensics-'));
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown reason';
    throw new ForensicsError('failed', `no temporary directory can be made in "${parent}": ${describeCode(code)}`, {
      hint: 'set TMPDIR to a directory that can be written to',
      cause: error,
    });
  }
}

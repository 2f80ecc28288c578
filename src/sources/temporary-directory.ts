import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';

export interface TemporaryDirectory {
  readonly path: string;
  /** Removes it with everything in it; where that is not asked for, the end of the process does it. */
  readonly remove: () => void;
}

/** A directory of our own that does not outlive the process, unless that is killed. */
export function makeTemporaryDirectory(): TemporaryDirectory {
  const path = mkdtempSync(join(tmpdir(), 'inventory-forensics-'));
  const remove = () => {
    process.off('exit', remove);
    rmSync(path, { recursive: true, force: true });
  };
  process.once('exit', remove);
  return { path, remove };
}

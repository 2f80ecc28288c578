import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Folder, Mutant } from './mutant.ts';

/** What the last run found, kept beside this file. */
export interface Result {
  readonly date: string;
  readonly seed: number;
  readonly folders: Partial<Record<Folder, FolderResult>>;
}

interface FolderResult {
  readonly mutants: number;
  /** Of the branches of the folder, how many tests take, in percent; null where that was not measured. */
  readonly branches: number | null;
  readonly survivors: readonly Survivor[];
}

/** A mutant that no test notices. */
export interface Survivor extends Pick<Mutant, 'id' | 'file' | 'line' | 'mutator'> {
  readonly change: string;
  /** Why no test notices; null where nobody has looked. */
  readonly why: string | null;
}

export function readResult(seed: number): Result {
  try {
    return JSON.parse(readFileSync(fileOf(seed), 'utf8')) as Result;
  } catch {
    return { date: '', seed, folders: {} };
  }
}

export function writeResult(result: Result): void {
  writeFileSync(fileOf(result.seed), `${JSON.stringify(result, null, 2)}\n`);
}

function fileOf(seed: number): string {
  return join(import.meta.dirname, `result-${seed}.json`);
}

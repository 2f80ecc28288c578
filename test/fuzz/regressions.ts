import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Effect, Files } from './mutations/mutation.ts';
import { filesBelow } from './subjects.ts';

/** Inputs that were once answered wrongly, a folder each: seeds mean others as soon as a case is added. */
export const REGRESSIONS: string = join(import.meta.dirname, 'regressions');

export interface Regression {
  readonly name: string;
  /** What was mutated, and what that may do to the truth. */
  readonly subject: string;
  readonly effect: Effect;
  readonly files: Files;
}

export function regressionsOnDisk(): readonly Regression[] {
  return readdirSync(REGRESSIONS)
    .sort()
    .map((name) => {
      const folder = join(REGRESSIONS, name);
      const told = JSON.parse(readFileSync(join(folder, 'regression.json'), 'utf8')) as Omit<
        Regression,
        'name' | 'files'
      >;
      return { ...told, name, files: filesBelow(join(folder, 'evidence')) };
    });
}

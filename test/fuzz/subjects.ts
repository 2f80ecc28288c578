import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { ScenarioOptions } from '../fabricate/cases/scenario.ts';
import { casesOnDisk, samplesOnDisk } from '../fabricate/cases-on-disk.ts';
import { type Files, plainOf } from './mutations/mutation.ts';

/** Evidence that is mutated, and how it is asked about. */
export interface Subject {
  readonly name: string;
  readonly files: Files;
  readonly options: ScenarioOptions;
  /** Of all files, decompressed. */
  readonly plainBytes: number;
}

/** Larger cases show nothing that smaller ones do not, and take the time of many. */
const LARGEST = 60_000;

export function subjectsOnDisk(): readonly Subject[] {
  return [...samplesOnDisk(), ...casesOnDisk().cases].flatMap(({ name, folder, options }) => {
    const files = filesBelow(folder);
    const size = [...files.values()].reduce((sum, { length }) => sum + length, 0);
    if (size > LARGEST || files.size === 0) return [];
    const plainBytes = [...files.values()].reduce((sum, bytes) => sum + (plainOf(bytes) ?? bytes).length, 0);
    return { name, files, options, plainBytes };
  });
}

export function filesBelow(folder: string): Files {
  const names = readdirSync(folder, { recursive: true, encoding: 'utf8' }).sort();
  return new Map(
    names.flatMap((name) => {
      const path = join(folder, name);
      return statSync(path).isFile() ? [[name, readFileSync(path)]] : [];
    }),
  );
}

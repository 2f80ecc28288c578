import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ScenarioOptions } from './cases/scenario.ts';
import type { Expectation, ExpectedRefusal } from './expectation.ts';
import { parseExpectation, parseOptions } from './expectation-schema.ts';
import { ALL_SAMPLES } from './samples/all-samples.ts';

/** A folder of evidence and what must be concluded from it. */
export interface CaseOnDisk<Expected = Expectation> {
  /** `theme/case` */
  readonly name: string;
  /** Of the evidence. */
  readonly folder: string;
  readonly expected: Expected;
  readonly options: ScenarioOptions;
}

export const CASES_ROOT: string = join(import.meta.dirname, '..', 'cases');
const SAMPLES_ROOT = join(import.meta.dirname, '..', '..', 'samples');

/** Every case under `test/cases/`, in the order of names; those whose evidence is refused apart. */
export function casesOnDisk(): {
  readonly cases: readonly CaseOnDisk[];
  readonly refusals: readonly CaseOnDisk<ExpectedRefusal>[];
} {
  const cases: CaseOnDisk[] = [];
  const refusals: CaseOnDisk<ExpectedRefusal>[] = [];
  for (const theme of foldersIn(CASES_ROOT)) {
    for (const name of foldersIn(join(CASES_ROOT, theme))) {
      const folder = join(CASES_ROOT, theme, name);
      const options = join(folder, 'options.json');
      const expected = parseExpectation(readFileSync(join(folder, 'expected.json'), 'utf8'));
      const found = {
        name: `${theme}/${name}`,
        folder: join(folder, 'evidence'),
        options: existsSync(options) ? parseOptions(readFileSync(options, 'utf8')) : {},
      };
      if ('refused' in expected) refusals.push({ ...found, expected });
      else cases.push({ ...found, expected });
    }
  }
  return { cases, refusals };
}

/** The samples, as cases without options. */
export function samplesOnDisk(): readonly CaseOnDisk[] {
  return ALL_SAMPLES.map(({ name, expected }) => ({
    name: `samples/${name}`,
    folder: join(SAMPLES_ROOT, name),
    expected,
    options: {},
  }));
}

function foldersIn(root: string): string[] {
  return readdirSync(root, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name)
    .sort();
}

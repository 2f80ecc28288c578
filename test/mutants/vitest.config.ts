import { readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { defineConfig, type ViteUserConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';
import { instrument } from './instrument.ts';
import type { Mutant } from './mutant.ts';

const { MUTANTS: folder = '', MUTANT: one } = process.env;
const mutants: readonly Mutant[] = JSON.parse(readFileSync(join(folder, 'plan.json'), 'utf8'));
const [{ folder: about } = { folder: 'policy' }] = mutants;

/** From the tests that cost least and tell most. */
const TESTS = [
  `test/${about}/**/*.test.ts`,
  'test/mutants/scenarios.ts',
  'test/{policy,delivery-path,timeline,verdict}/**/*.test.ts',
  'test/check/{check,requirements,siblings/siblings}.test.ts',
  // Whole answers, as they are read.
  'test/{report,check,survey,profile,custody}/**/*.test.ts',
  'test/library/{investigate,library}.test.ts',
  'test/faults/faults.test.ts',
  'test/{spread-evidence,wrapped-evidence,investigate-archives,printed-commands}.test.ts',
  'test/records/{wrapped-incident,incident-forms}.test.ts',
  'test/cli/{investigate,check}/*.test.ts',
  'test/verify/check-evidence.test.ts',
  'test/docs/messages.test.ts',
];
const STAGES = [
  `/test/${about}/`,
  '/mutants/scenarios',
  /\/test\/(policy|delivery-path|timeline|verdict)\//,
  /\/test\/check\/(check|requirements|siblings\/siblings)\./,
  '/test/report/',
];

class InStages extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const stage = ({ moduleId }: TestSpecification) => {
      const at = STAGES.findIndex((part) => moduleId.match(part));
      return at === -1 ? STAGES.length : at;
    };
    return files.toSorted((left, right) => stage(left) - stage(right) || left.moduleId.localeCompare(right.moduleId));
  }
}

const config: ViteUserConfig = defineConfig({
  plugins: [
    {
      name: 'mutants',
      enforce: 'pre',
      transform(source, id) {
        const file = relative(process.cwd(), id);
        if (!/^(src|test\/fabricate)\//.test(file)) return null;
        const own = mutants.filter((mutant) => mutant.file === file);
        const code = own.length === 0 ? source : instrument(source, own);
        const forgetful = code
          .replaceAll('new WeakMap', 'new __mutants.Memory')
          .replaceAll(/^(const \w+ = )(new Map(?:<[^\n]*>)?\(\));$/gm, '$1__mutants.forgetting($2);');
        return { code: forgetful, map: null };
      },
    },
  ],
  test: {
    include: process.env['MUTANTS_TRY'] === 'units' ? TESTS.slice(0, 1) : one !== undefined ? TESTS.slice(0, 2) : TESTS,
    pool: 'forks',
    isolate: false,
    maxWorkers: 1,
    fileParallelism: false,
    sequence: { sequencer: InStages },
    globalSetup: ['test/scratch.ts'],
    setupFiles: [
      'test/mutants/switch.ts',
      'test/property-runs.ts',
      'test/mutants/fail-early.ts',
      'test/clean-process.ts',
    ],
    testTimeout: 120_000,
    hookTimeout: 120_000,
    ...(one === undefined ? { runner: 'test/mutants/runner.ts' } : { bail: 1 }),
    env: { FC_RUNS: '0.2' },
  },
});

export default config;

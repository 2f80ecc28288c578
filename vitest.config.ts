import { readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { defineConfig, type ViteUserConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** Tests that ask what this very process has loaded: each in one of its own. */
const APART = ['test/cli/lazy-sdk.test.ts'];

/** Begun first, so that none of them is what one process still does when the others have ended. */
const LONG: readonly string[] = JSON.parse(readFileSync('test/long.json', 'utf8'));

/** Of `npm run coverage`: where a branch that no test takes may accuse somebody wrongly. */
const REASONING = ['policy', 'delivery-path', 'timeline', 'verdict'];

class LongFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const place = ({ moduleId }: TestSpecification) => {
      const at = LONG.findIndex((name) => moduleId.endsWith(`/test/${name}.test.ts`));
      return at === -1 ? LONG.length : at;
    };
    return (await super.sort(files)).sort((left, right) => place(left) - place(right));
  }
}

const config: ViteUserConfig = defineConfig({
  test: {
    pool: 'forks',
    // One more than there are cores, since tests wait for processes and servers; left to itself vitest keeps a core free.
    maxWorkers: availableParallelism() + 1,
    sequence: { sequencer: LongFirst },
    globalSetup: ['test/scratch.ts'],
    setupFiles: ['test/property-runs.ts', 'test/clean-process.ts'],
    // Against hanging, not for speed: a loaded machine takes many times as long.
    testTimeout: 120_000,
    hookTimeout: 120_000,
    coverage: {
      include: REASONING.map((folder) => `src/${folder}/**/*.ts`),
      thresholds: Object.fromEntries(REASONING.map((folder) => [`src/${folder}/**`, { branches: 90 }])),
      reporter: ['text', 'json-summary'],
      reportsDirectory: 'coverage',
    },
    projects: [
      // The others run one after the other in few processes, so that each loads the program once:
      // `test/clean-process.ts` sees to it that none finds what another left.
      {
        extends: true,
        test: {
          name: 'together',
          include: ['test/**/*.test.ts'],
          exclude: APART,
          isolate: false,
          sequence: { groupOrder: 1 },
        },
      },
      { extends: true, test: { name: 'apart', include: APART, isolate: true, sequence: { groupOrder: 2 } } },
    ],
  },
});

export default config;

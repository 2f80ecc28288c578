import fc from 'fast-check';

/**
 * Properties run from one seed, so that a failure is the change's and can be run again;
 * `FC_SEED=random` looks at new worlds, `FC_SEED=123` at those of a failure reported elsewhere.
 */
const asked = process.env['FC_SEED'] ?? '20240301';

fc.configureGlobal({ seed: asked === 'random' ? Date.now() | 0 : Number(asked), numRuns: runs(50) });

/**
 * One in `every` of cells that are all of one kind, beginning with the `turn`-th: who takes turns tries each of them
 * somewhere. `EVERY_CELL=1` takes all.
 */
export function sampled<T>(cells: readonly T[], every: number, turn: number): readonly T[] {
  return process.env['EVERY_CELL'] === '1' ? cells : cells.filter((_, index) => index % every === turn % every);
}

/** How often a property is tried: `usual`, 50 times where none is given, and with `FC_RUNS=10` ten times that. */
export function runs(usual: number): number {
  return Math.ceil(usual * Number(process.env['FC_RUNS'] ?? '1'));
}

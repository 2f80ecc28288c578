import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { compilable } from './compile.ts';
import { FOLDERS, type Folder, type Mutant, mutantsOf } from './mutant.ts';
import { branchesTaken } from './page.ts';
import { readResult, type Survivor, writeResult } from './result.ts';
import type { Killed } from './runner.ts';

/*
 * npm run mutants -- --count 150 --seed 1 [--folder verdict]   a sample of each folder, and what no test notices
 * npm run mutants -- --seed 1 --again                          of that sample, those that no test noticed the last time
 * MUTANTS_TRY=units                                            with the tests of the folder alone
 */
const { values } = parseArgs({
  options: {
    count: { type: 'string', default: '150' },
    seed: { type: 'string', default: '1' },
    folder: { type: 'string', multiple: true },
    again: { type: 'boolean', default: false },
  },
});
const count = Number(values.count);
const seed = Number(values.seed);

for (const folder of FOLDERS.filter((name) => values.folder?.includes(name) ?? true)) {
  const before = readResult(seed).folders[folder] ?? { mutants: 0, branches: null, survivors: [] };
  const mutants = values.again ? sameAs(folder, before.survivors) : sample(folder);
  const reasons = new Map(before.survivors.map(({ id, why }) => [id, why]));
  const survivors = survivorsOf(mutants).map(({ id, file, line, mutator, was, now }): Survivor => {
    return { id, file, line, mutator, change: `${oneLine(was)}  ->  ${oneLine(now)}`, why: reasons.get(id) ?? null };
  });
  // Of those of the last time some are gone with the code that they changed.
  const total = values.again ? before.mutants - before.survivors.length + mutants.length : mutants.length;
  const result = readResult(seed);
  const date = new Date().toISOString().slice(0, 10);
  writeResult({
    date,
    seed,
    folders: {
      ...result.folders,
      [folder]: { mutants: total, branches: branchesTaken(folder) ?? before.branches, survivors },
    },
  });
  print(`${folder}: ${total - survivors.length} of ${total} killed`);
  for (const { file, line, mutator, change, why } of survivors) {
    print(`  ${file}:${line} ${mutator}: ${change}${why === null ? '' : `\n      ${why}`}`);
  }
}

/** The first, in an order by chance, that the compiler takes. */
function sample(folder: Folder): readonly Mutant[] {
  // More than half are refused.
  return compilable(mutantsOf(folder, seed).slice(0, 4 * count)).slice(0, count);
}

function sameAs(folder: Folder, survivors: readonly Survivor[]): readonly Mutant[] {
  return mutantsOf(folder, seed).filter(({ id }) => survivors.some((survivor) => survivor.id === id));
}

function survivorsOf(mutants: readonly Mutant[]): readonly Mutant[] {
  const folder = mkdtempSync(join(tmpdir(), 'mutants-'));
  try {
    writeFileSync(join(folder, 'plan.json'), JSON.stringify(mutants));
    vitest({ MUTANTS: folder });
    const { killed, loaded } = JSON.parse(readFileSync(join(folder, 'progress.json'), 'utf8')) as {
      readonly killed: Killed;
      readonly loaded: readonly string[];
    };
    const alive = mutants.filter(({ id }) => killed[id] === undefined);
    // What takes effect while modules are loaded is on from the start, in a process of its own.
    return alive.filter(
      ({ id, isStatic }) => !(isStatic || loaded.includes(id)) || vitest({ MUTANTS: folder, MUTANT: id }),
    );
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Whether all tests pass. */
function vitest(env: Readonly<Record<string, string>>): boolean {
  const { status } = spawnSync(
    process.execPath,
    ['node_modules/vitest/vitest.mjs', 'run', '--config', 'test/mutants/vitest.config.ts', '--reporter', 'dot'],
    { env: { ...process.env, NODE_NO_WARNINGS: '1', CI: '1', ...env }, stdio: ['ignore', 'ignore', 'inherit'] },
  );
  return status === 0;
}

function oneLine(code: string): string {
  return code.replaceAll(/\s+/g, ' ').slice(0, 120);
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}

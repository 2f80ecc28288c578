import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type RunnerTestCase, TestRunner } from 'vitest';
import type { Mutant } from './mutant.ts';
import './switch.ts';

/** By the id of a mutant: the test that fails with it. */
export type Killed = Record<string, string>;

/** Of what this process has tried so far, for all files of tests. */
interface Progress {
  readonly alive: Set<string>;
  readonly killed: Killed;
  readonly reached: Set<string>;
  /** Those that modules came by while they were loaded, where no switch is turned. */
  readonly loaded: Set<string>;
  /** How many of those tried of late were killed, from 0 to 1. */
  share: number;
}

declare global {
  var __progress: Progress | undefined;
}

/** A test that takes longer is tried with no mutant. */
const LONGEST_CPU_MS = 6_000;
const FOLDER = process.env['MUTANTS'] ?? '';

/**
 * Each test runs once as it is, then once with each living mutant that it came by, switched on in place: modules are loaded
 * once for all, and no test is tried that cannot notice.
 */
export default class MutantRunner extends TestRunner {
  readonly #progress: Progress = progress();

  override async importFile(...of: Parameters<TestRunner['importFile']>): Promise<unknown> {
    __mutants.takeReached();
    const module = await super.importFile(...of);
    for (const id of __mutants.takeReached()) this.#progress.loaded.add(id);
    return module;
  }

  async runTask(test: RunnerTestCase): Promise<void> {
    const attempt = TestRunner.getTestFn(test);
    const { alive, killed, reached } = this.#progress;
    __mutants.turnOff();
    __mutants.takeReached();
    const begun = process.cpuUsage();
    const started = performance.now();
    await attempt();
    const wallMs = performance.now() - started;
    const { user, system } = process.cpuUsage(begun);
    const met = [...__mutants.takeReached()].filter((id) => alive.has(id));
    for (const id of met) reached.add(id);
    if ((user + system) / 1_000 > LONGEST_CPU_MS) return;
    const limitMs = 5_000 + 20 * wallMs;
    for (const group of groupsOf(met, this.#progress.share)) {
      const failing = await failingOf(attempt, group, limitMs);
      this.#progress.share = 0.9 * this.#progress.share + (0.1 * failing.length) / group.length;
      // Not a test that cannot be run twice.
      if (failing.length > 0 && (await fails(attempt, [], Number.POSITIVE_INFINITY))) {
        process.stderr.write(`cannot be run again: ${test.file.name}: ${test.name}\n`);
        return;
      }
      for (const id of failing) {
        alive.delete(id);
        killed[id] = `${test.file.name}: ${test.name}`;
      }
    }
  }

  override onAfterRunFiles(): void {
    super.onAfterRunFiles();
    const { killed, reached, loaded, alive } = this.#progress;
    const told = { killed, reached: [...reached], loaded: [...loaded] };
    writeFileSync(join(FOLDER, 'progress.json'), JSON.stringify(told));
    const cpuS = Math.round(process.cpuUsage().user / 1e6);
    process.stderr.write(`${Object.keys(killed).length} killed, ${alive.size} alive after ${cpuS} s\n`);
  }
}

/** Kept beside the runner, of which every file of tests has one of its own. */
function progress(): Progress {
  if (globalThis.__progress === undefined) {
    const plan: readonly Mutant[] = JSON.parse(readFileSync(join(FOLDER, 'plan.json'), 'utf8'));
    const alive = new Set(plan.flatMap(({ id, isStatic }) => (isStatic ? [] : [id])));
    globalThis.__progress = { alive, killed: {}, reached: new Set(), loaded: new Set(), share: 0.5 };
  }
  return globalThis.__progress;
}

/** Of as many at a time as together make the test fail about as often as not. */
function groupsOf(ids: readonly string[], share: number): readonly (readonly string[])[] {
  const size = Math.min(32, Math.max(1, Math.round(0.5 / share)));
  return Array.from({ length: Math.ceil(ids.length / size) }, (_, index) =>
    ids.slice(index * size, (index + 1) * size),
  );
}

/**
 * Those of a group with each of which alone the test fails: all are tried at once, and the halves of those that fail. Two that
 * undo each other are not found: they count as alive.
 */
async function failingOf(attempt: () => unknown, ids: readonly string[], limitMs: number): Promise<readonly string[]> {
  if (ids.length === 0 || !(await fails(attempt, ids, limitMs))) return [];
  if (ids.length === 1) return ids;
  const middle = ids.length >> 1;
  const first = await failingOf(attempt, ids.slice(0, middle), limitMs);
  return [...first, ...(await failingOf(attempt, ids.slice(middle), limitMs))];
}

async function fails(attempt: () => unknown, ids: readonly string[], limitMs: number): Promise<boolean> {
  __mutants.turnOn(new Set(ids), limitMs);
  try {
    await attempt();
    return false;
  } catch {
    return true;
  } finally {
    __mutants.turnOff();
  }
}

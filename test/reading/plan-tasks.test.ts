import { mkdtempSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type * as PlanTasks from '../../src/reading/plan-tasks.ts';
import type { EvidenceInput } from '../../src/sources/input.ts';

const MEBIBYTE = 1024 * 1024;
const OPTIONS = { partBytes: 8 * MEBIBYTE, countLines: false, hash: false, worthAThread: 100 * MEBIBYTE };

let root: string;
beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), 'plan-'));
});
afterAll(() => rmSync(root, { recursive: true }));

/** A file of a size, of which nothing takes room on the disk. */
function file(name: string, bytes: number): EvidenceInput {
  const path = join(root, name);
  writeFileSync(path, '');
  truncateSync(path, bytes);
  return { kind: 'file', name: path, path };
}

describe('planTasks', () => {
  it.each([
    ['one log', [['a.log', 99]], false],
    ['a longer one', [['a.log', 100]], true],
    [
      'several logs',
      [
        ['a.log', 60],
        ['b.log', 60],
      ],
      true,
    ],
    ['a compressed log', [['a.log.gz', 6]], true],
    ['a short compressed log', [['a.log.gz', 4]], false],
  ] as const)('starts threads for what takes longer than they take to start: %s', async (_, files, isWorthIt) => {
    // Threads run compiled code.
    const { planTasks }: typeof PlanTasks = await import(
      new URL('../../dist/reading/plan-tasks.js', import.meta.url).href
    );
    const { threads } = planTasks(
      files.map(([name, mebibytes]) => file(name, mebibytes * MEBIBYTE)),
      OPTIONS,
    );
    expect(threads).toBe(isWorthIt ? Math.min(availableParallelism() - 1, 3) : 0);
  });
});

import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readFolder, writeFolder } from '../../fabricate/folder.ts';
import { runCase } from '../../fabricate/run-case.ts';
import { logLine } from '../../records/evidence-text.ts';

const STORY = 'test/cases/quiet';

describe('what is the same', () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'inventory-forensics-told-'));
  });
  afterAll(async () => {
    await rm(folder, { recursive: true });
  });

  it('is told once of many sources, with how many there are, and of few one by one', async () => {
    const [first] = (await readFolder(STORY)).map(({ path }) => path.split('/')[0] ?? '');
    const files = await readFolder(join(STORY, first ?? '', 'evidence'));
    const damaged = (count: number) =>
      Array.from({ length: count }, (_, index) => ({
        path: `damaged-${index}.log`,
        bytes: Buffer.from(`${logLine(index)}\nbroken\nbroken\n`),
      }));
    const toldOf = async (count: number) => {
      const place = join(folder, String(count));
      await writeFolder(place, [...files, ...damaged(count)]);
      const { warnings } = await runCase(place, {});
      return warnings.filter(({ code }) => code === 'rejected-records');
    };
    expect(await toldOf(3)).toHaveLength(3);
    const [told, ...others] = await toldOf(5);
    expect(others).toEqual([]);
    expect(told?.message).toMatch(/^10 records of 5 sources could not be read/);
    expect(told?.evidence).toHaveLength(5);
  });
});

import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Question } from '../../src/library/investigate.ts';
import type { Report } from '../../src/report/contract.ts';
import { oneReport } from '../fabricate/one-report.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'inventory-forensics-'));
});
afterEach(async () => {
  await rm(folder, { recursive: true });
});

function run(question: Question = {}, path: string = folder): Promise<Report> {
  return oneReport([path], { clock: Date.UTC(2026, 1, 20, 12), ...question });
}

describe('investigate', () => {
  it('answers what it can of foreign files, and names each', async () => {
    await writeFile(join(folder, 'notes.txt'), 'hello');
    await writeFile(join(folder, 'empty.json'), '');
    const report = await run();
    expect(report.outcome).toBe('indeterminate');
    expect(report.warnings.map(({ code }) => code)).toEqual(expect.arrayContaining(['not-recognised', 'empty-source']));
    expect(report.evidence.map(({ kind }) => kind)).toEqual(['empty', 'not-recognised']);
  });

  it.each([
    ['{"sourceBucket": "acme-lake",', 'case.json: '],
    ['{"sourceBucket": "acme-lake", "sourceAccount": "12"}', 'sourceAccount'],
  ])('refuses the broken case document %s', async (text, words) => {
    await writeFile(join(folder, 'case.json'), text);
    await expect(run()).rejects.toMatchObject({ code: 'malformed-case', message: expect.stringContaining(words) });
  });

  it('keeps to the period asked for in what it tells, and to all evidence in what it reasons', async () => {
    const sample = join(import.meta.dirname, '..', '..', 'samples', 'deny-by-ip');
    const since = Date.UTC(2026, 1, 9);
    const until = Date.UTC(2026, 1, 11);
    const report = await run({ since, until }, sample);
    expect(report.incidents[0]?.culprit?.confidence).toBe('proven');
    const times = report.timeline.map(({ time }) => Date.parse(time));
    expect(times.length).toBeGreaterThan(3);
    expect(times.every((time) => time >= since && time <= until)).toBe(true);
  });
});

import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runCommand } from '../cli/fake-shell.ts';
import { writeFolder } from '../fabricate/folder.ts';
import { evidenceOf, members, NOW } from './organisation.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'inventory-forensics-survey-'));
  await writeFolder(folder, evidenceOf(members().filter(({ source }) => /-(?:00|14|15|28)$/.test(source))));
});
afterAll(() => rm(folder, { recursive: true }));

const investigate = (...flags: readonly string[]) => runCommand(['investigate', folder, '--now', NOW, ...flags]);

describe('investigate on the evidence of several configurations', () => {
  it('answers for all of them, and exits with the worst', async () => {
    const { code, stdout } = await investigate();
    expect(code).toBe(0);
    expect(stdout).toContain('7 inventories in this evidence: 2 broken, 1 stopped, 4 delivering.');
    expect((await investigate('--fail-on', 'broken')).code).toBe(4);
    const { kind, reports } = JSON.parse((await investigate('--format', 'json')).stdout);
    expect([kind, reports.length]).toEqual(['survey', 7]);
    expect((await investigate('--format', 'markdown')).stdout).toContain('# S3 Inventory deliveries');
  });

  it.each([
    ['--format', 'ocsf'],
    ['--format', 'ecs'],
    ['--format', 'timesketch'],
    ['--failed-export', '2026-02-15'],
  ])('asks to narrow down what tells of one: %s %s', async (...flags) => {
    const { code, stderr } = await investigate(...flags);
    expect(code).toBe(2);
    expect(stderr).toContain('tells of one inventory, and the evidence speaks of 7: acme-src-00/daily-full, ');
    expect(stderr).toContain('--source-bucket');
  });

  it('writes no remedy of which it is not known whose it is', async () => {
    const { code, stderr } = await investigate('--remedy-out', join(folder, '..', 'remedy-of-nobody.json'));
    expect(code).toBe(2);
    expect(stderr).toContain('--remedy-out tells of one inventory');
  });

  it('is of one where one is named', async () => {
    const { code, stdout } = await investigate('--source-bucket', 'acme-src-28');
    expect(code).toBe(0);
    expect(stdout).toContain('Inventory daily-full of acme-src-28 to acme-rep-c: delivery has been broken');
  });

  it('takes each case document for a case of its own', async () => {
    const told = (source: string) => JSON.stringify({ sourceBucket: source, configurationId: 'daily-full', now: NOW });
    await writeFile(join(folder, 'case-00.json'), told('acme-src-00'));
    await writeFile(join(folder, 'case-28.json'), told('acme-src-28'));
    const { stdout } = await runCommand(['investigate', folder, '--format', 'json']);
    const { reports } = JSON.parse(stdout);
    expect(reports.map((report: { case: { sourceBucket: string } }) => report.case.sourceBucket)).toEqual([
      'acme-src-00',
      'acme-src-28',
    ]);
  });
});

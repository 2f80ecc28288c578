import { mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { stage } from '../../fabricate/cases/stage.ts';
import { writeFolder } from '../../fabricate/folder.ts';
import { runCase } from '../../fabricate/run-case.ts';

const folder = mkdtempSync(join(tmpdir(), 'evidence-warnings-'));
afterAll(() => rmSync(folder, { recursive: true }));

it('a source that went away is told', async () => {
  await writeFolder(folder, stage());
  symlinkSync(join(folder, 'nowhere'), join(folder, 'gone.json'));
  const { warnings } = await runCase(folder, {});
  expect(warnings.filter(({ message }) => message.includes('gone.json')).map(({ code }) => code)).toEqual([
    'unreadable-source',
  ]);
});

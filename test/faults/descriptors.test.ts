import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { EVIDENCE } from './fault.ts';

const MAIN = join(import.meta.dirname, '..', '..', 'dist', 'cli', 'main.js');
let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'descriptors-'));
  cpSync(EVIDENCE, folder, { recursive: true });
  mkdirSync(join(folder, 'notes'));
  for (let copy = 0; copy < 200; copy++) writeFileSync(join(folder, 'notes', `${copy}`), 'note\n');
});
afterAll(() => rmSync(folder, { recursive: true }));

it.runIf(process.platform === 'linux')('ulimit -n 64 leaves enough for evidence of 200 files', () => {
  const command = 'ulimit -n 64 && exec "$0" "$@"';
  const args = [process.execPath, MAIN, 'investigate', '--format', 'json', folder];
  const { status, stdout } = spawnSync('bash', ['-c', command, ...args], { encoding: 'utf8', maxBuffer: 1e8 });
  const report = JSON.parse(stdout);
  expect([status, report.outcome, report.incidents[0].culprit.confidence]).toEqual([0, 'broken', 'proven']);
});

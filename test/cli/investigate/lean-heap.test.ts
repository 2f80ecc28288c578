import { spawnSync } from 'node:child_process';
import { expect, it } from 'vitest';

it('sets options that the V8 of this Node has: of others it would complain to whoever investigates', () => {
  const { stdout } = spawnSync(process.execPath, ['--v8-options'], { encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 });
  expect(stdout).toMatch(/^ +--heap-growing-percent /m);
  expect(stdout).toMatch(/^ +--semi-space-growth-factor /m);
});

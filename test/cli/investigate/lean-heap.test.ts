import { spawnSync } from 'node:child_process';
import { expect, it } from 'vitest';

it('sets an option that the V8 of this Node has: of another it would complain to whoever investigates', () => {
  const { stdout } = spawnSync(process.execPath, ['--v8-options'], { encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 });
  expect(stdout).toMatch(/^ +--heap-growing-percent /m);
});

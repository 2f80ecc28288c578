import process from 'node:process';
import { afterAll, expect, vi } from 'vitest';

/*
 * Files of tests share processes: what one sets in the environment is gone before the next begins, and a file that
 * leaves the process otherwise than it found it fails.
 */
const { env } = process;
const found = { env: { ...env }, cwd: process.cwd(), exitCode: process.exitCode, timers: setTimeout };

afterAll(() => {
  vi.unstubAllEnvs();
  process.env = env;
  for (const name of Object.keys(env)) if (!(name in found.env)) delete env[name];
  Object.assign(env, found.env);
  expect({ cwd: process.cwd(), exitCode: process.exitCode }).toEqual({ cwd: found.cwd, exitCode: found.exitCode });
  expect(setTimeout === found.timers && !vi.isFakeTimers(), 'timers are real').toBe(true);
});

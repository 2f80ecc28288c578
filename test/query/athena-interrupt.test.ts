import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { AthenaServer } from './athena-server.ts';

/** The program as it is installed: `npm test` builds it first. */
const MAIN = join(import.meta.dirname, '..', '..', 'dist', 'cli', 'main.js');

const server = new AthenaServer();
let directory: string;

beforeAll(async () => {
  directory = mkdtempSync(join(tmpdir(), 'query-interrupt-'));
  await server.start('samples/deny-by-ip');
  // As long as anybody looks.
  server.looks = Number.MAX_SAFE_INTEGER;
});
afterAll(async () => {
  await server.stop();
  rmSync(directory, { recursive: true });
});
beforeEach(() => {
  server.calls.length = 0;
});

/** The program in a process of its own, with temporary files in `directory`. */
function start(args: readonly string[]): ChildProcess {
  const there = ['--workgroup', 'forensics', '--database', 'logs', '--endpoint-url', server.url];
  return spawn(process.execPath, [MAIN, ...args, ...there], {
    env: {
      PATH: process.env['PATH'],
      TMPDIR: directory,
      AWS_ACCESS_KEY_ID: 'AKIAEXAMPLE',
      AWS_SECRET_ACCESS_KEY: 'example',
      AWS_REGION: 'eu-west-1',
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
}

describe('Ctrl-C while Athena works', () => {
  it.each([
    ['query', ['query', 'coverage-access-log', '--since', '2026-02-01', '-f', 'csv', '-o', 'OUTPUT']],
    ['investigate', ['investigate', '--athena', '--since', '2026-02-01', 'samples/deny-by-ip/README.md']],
  ])('stops the query of %s, leaves nothing behind, and ends with 130', async (_, args) => {
    const child = start(args.map((text) => (text === 'OUTPUT' ? join(directory, 'rows.csv') : text)));
    let stderr = '';
    child.stderr?.on('data', (chunk: Buffer) => {
      stderr += chunk.toString();
    });
    child.stdout?.resume();
    const ended = once(child, 'close');
    while (!server.operations().includes('GetQueryExecution')) await new Promise((resolve) => setTimeout(resolve, 10));
    child.kill('SIGINT');
    const [code] = await ended;
    expect(code).toBe(130);
    expect(server.operations().filter((name) => name === 'StopQueryExecution')).toHaveLength(1);
    expect(server.operations().at(-1)).toBe('StopQueryExecution');
    expect(stderr).toMatch(/^Query execution [\w-]+\.\nwarning: query execution [\w-]+ was stopped\n$/);
    expect(readdirSync(directory)).toEqual([]);
  });
});

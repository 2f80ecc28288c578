import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type StartedProgram, startProgram } from './started-program.ts';

const LINE =
  '79a59df900b949e55d96a1e698fbacedfd6e09d98eacf8f8d5218e7cd47ef2be acme-reports [06/Feb/2019:00:00:38 +0000] 192.0.2.3 79a59df900b949e55d96a1e698fbacedfd6e09d98eacf8f8d5218e7cd47ef2be 891CE47D2EXAMPLE REST.PUT.BUCKETPOLICY - "PUT /acme-reports?policy HTTP/1.1" 200 - 242 - 11 - "-" "S3Console/0.4" - 9vKBE6vMhrNiWHZmb2L0mXOcqPGzQOI5XLnCtZNPxev+Hf+7tpT6sxDwDty4LHBUOZJG96N1234= SigV2 ECDHE-RSA-AES128-GCM-SHA256 AuthHeader acme-reports.s3.us-west-1.amazonaws.com TLSV1.1\n';

let folder = '';

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'interrupt-'));
  await writeFile(join(folder, 'access.log'), LINE);
});

afterAll(async () => {
  await rm(folder, { recursive: true });
});

function start(args: readonly string[], { terminal = false } = {}): StartedProgram {
  return startProgram(args, { cwd: folder, terminal });
}

// Side by side: each waits for a process.
describe.concurrent('Ctrl-C', () => {
  it.each<[NodeJS.Signals, number]>([
    ['SIGINT', 130],
    ['SIGTERM', 143],
  ])('as %s takes the progress line away, shows the cursor again, and ends with %i', async (signal, code) => {
    const { child, stderr, until, ended } = start(['investigate', '-'], { terminal: true });
    child.stdin?.write(LINE.repeat(1_000));
    await until(/Reading: [1-9]/);
    expect(stderr()).toContain('\x1b[?25l');
    child.kill(signal);
    expect(await ended).toBe(code);
    const last = stderr().slice(stderr().lastIndexOf('Reading'));
    expect(last).toContain('\x1b[2K');
    expect(last).toContain('\x1b[?25h');
    expect(stderr()).not.toMatch(/\bat .*:\d+/);
  });

  it.each<[NodeJS.Signals, number]>([
    ['SIGINT', 130],
    ['SIGTERM', 143],
  ])('as %s ends an endless stream, %i or by the system', async (signal, code) => {
    const { child, ended } = start(['investigate', '/dev/zero']);
    await new Promise((resolve) => setTimeout(resolve, 1_000));
    child.kill(signal);
    expect([code, null]).toContain(await ended);
  });

  it('leaves no file behind that was being written', async ({ expect }) => {
    const rows = ['query', '-', '--evidence', 'access.log', '--output', 'rows.csv', '--format', 'csv'];
    const { child, ended, stderr } = start(rows);
    child.stdin?.end('SELECT a.range FROM range(100000000) a, range(1000) b');
    let isWriting = false;
    const written = (async () => {
      while (!isWriting) {
        isWriting = (await readdir(folder)).some((name) => name.endsWith('.tmp'));
        await new Promise((resolve) => setTimeout(resolve, 20));
      }
      child.kill('SIGINT');
    })();
    const code = await ended;
    expect([isWriting, code, stderr().includes('Error')]).toEqual([true, 130, false]);
    await written;
    expect(await readdir(folder)).toEqual(['access.log']);
  });
});

describe.concurrent('a reader that goes away', () => {
  it.each([
    ['investigate', ['investigate', '-', '--format', 'json', '--quiet']],
    ['scan', ['scan', '-', '--quiet']],
    ['help', ['--help']],
    ['completion', ['completion', 'bash']],
    ['query --list', ['query', '--list']],
  ])('ends %s without a word', async (_, args) => {
    const { child, stderr, ended } = start(args);
    child.stdout?.destroy();
    child.stdin?.end(LINE.repeat(1_000));
    const code = await ended;
    expect(stderr()).toBe('');
    // Without an incident an investigation has nothing to go by.
    expect([0, 3]).toContain(code);
  });
});

import { spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { createWriteStream, type WriteStream } from 'node:fs';
import { copyFile, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startProgram } from './started-program.ts';

/** A day on which a policy was changed. */
const LOG = join(import.meta.dirname, '../../samples/deny-by-ip/access-logs/2026-02-11-00-33-12-XE5555EEJ328BBGV');

const COMMANDS: readonly (readonly [string, readonly string[]])[] = [
  ['scan', ['scan', 'access.log']],
  ['scan --all', ['scan', '--all', '--format', 'ndjson', 'access.log']],
  ['investigate', ['investigate', '--format', 'json', '--now', '2026-02-20T12:00:00Z', 'access.log']],
  ['query', ['query', 'count.sql', '--evidence', 'access.log', '--format', 'csv']],
];

const SQL = 'SELECT operation, count(*) AS calls FROM s3_access_logs GROUP BY operation ORDER BY operation';

let folder = '';
/** The same name for the file and for pipes: so reports are the same to the byte. */
let plain = '';

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'pipe-evidence-'));
  plain = await folderWithQuery('plain');
  await copyFile(LOG, join(plain, 'access.log'));
});

async function folderWithQuery(name: string): Promise<string> {
  const made = await mkdtemp(join(folder, name));
  await writeFile(join(made, 'count.sql'), SQL);
  return made;
}

/** A folder with a pipe of its own. */
async function pipe(): Promise<string> {
  const made = await folderWithQuery('piped');
  expect(spawnSync('/usr/bin/mkfifo', [join(made, 'access.log')]).status).toBe(0);
  return made;
}

afterAll(async () => {
  await rm(folder, { recursive: true });
});

/** A writer of the pipe; it is there once somebody reads. */
async function openWriter(piped: string): Promise<WriteStream> {
  const writer = createWriteStream(join(piped, 'access.log'));
  await once(writer, 'open');
  return writer;
}

/** A pipe cannot be read again for the records as they stand in it. */
function withoutRecords(output: string): string {
  return output.replace(/^ {2}"records": \[(?:\]|\n.*?\n {2}\])/ms, '');
}

// Side by side: each waits for a process, or for its progress line.
describe.concurrent.each(COMMANDS)('%s of a named pipe', (_, args) => {
  it('gives what it gives of a file, however slowly it comes', async () => {
    const bytes = await readFile(join(plain, 'access.log'));
    const piped = await pipe();
    const program = startProgram(args, { cwd: piped });
    const writer = await openWriter(piped);
    for (let at = 0; at < bytes.length; at += 1_500) {
      writer.write(bytes.subarray(at, at + 1_500));
      await setTimeout(20);
    }
    writer.end();
    const expected = startProgram(args, { cwd: plain });
    const codes = await Promise.all([program.ended, expected.ended]);
    expect(codes[0]).toBe(codes[1]);
    expect(withoutRecords(program.stdout())).toBe(withoutRecords(expected.stdout()));
    expect(program.stdout()).toMatch(/REST\.PUT\.BUCKETPOLICY/);
  });

  it('ends with 130 on Ctrl-C while nobody writes', async () => {
    const program = startProgram(args, { cwd: await pipe(), terminal: true });
    await program.until(/Reading/);
    program.child.kill('SIGINT');
    expect(await program.ended).toBe(130);
  });

  it('ends with 130 on Ctrl-C while it waits for more', async () => {
    const piped = await pipe();
    const program = startProgram(args, { cwd: piped, terminal: true });
    const writer = await openWriter(piped);
    // Its reader goes away first.
    writer.on('error', () => {});
    writer.write((await readFile(join(plain, 'access.log'))).subarray(0, 1_500));
    await program.until(/Reading: 1\.5 kB/);
    program.child.kill('SIGINT');
    expect(await program.ended).toBe(130);
    writer.destroy();
  });
});

describe.concurrent('check of a policy that does not come', () => {
  it.each(['-', 'access.log'])('tells that it waits for %s, and ends with 130 on Ctrl-C', async (policy) => {
    const args = ['check', '--policy', policy, '--source-bucket', 'acme-lake', '--destination-bucket', 'acme-reports'];
    const program = startProgram(args, { cwd: await pipe(), terminal: true });
    await program.until(/Reading/);
    program.child.kill('SIGINT');
    expect(await program.ended).toBe(130);
  });
});

describe('standard input by its name', () => {
  it('is that of -', async () => {
    const bytes = await readFile(join(plain, 'access.log'));
    const [named, dash] = ['/dev/stdin', '-'].map((name) => startProgram(['scan', '--all', name], { cwd: plain }));
    for (const { child } of [named, dash].flatMap((one) => one ?? [])) child.stdin?.end(bytes);
    expect(await named?.ended).toBe(0);
    expect(await dash?.ended).toBe(0);
    expect(named?.stdout()).toBe(dash?.stdout());
    expect(named?.stdout()).toContain('REST');
  });
});

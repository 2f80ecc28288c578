import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, existsSync, openSync } from 'node:fs';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

/** The program as it is installed: `npm test` builds it first. */
const DIST = join(import.meta.dirname, '..', '..', 'dist');
const MAIN = join(DIST, 'cli', 'main.js');
const BUILT = `${pathToFileURL(DIST).href}/`;

const LINE =
  '79a59df900b949e55d96a1e698fbacedfd6e09d98eacf8f8d5218e7cd47ef2be acme-reports [06/Feb/2019:00:00:38 +0000] 192.0.2.3 79a59df900b949e55d96a1e698fbacedfd6e09d98eacf8f8d5218e7cd47ef2be 891CE47D2EXAMPLE REST.PUT.BUCKETPOLICY - "GET /acme-reports?logging HTTP/1.1" 200 - 242 - 11 - "-" "S3Console/0.4" - 9vKBE6vMhrNiWHZmb2L0mXOcqPGzQOI5XLnCtZNPxev+Hf+7tpT6sxDwDty4LHBUOZJG96N1234= SigV2 ECDHE-RSA-AES128-GCM-SHA256 AuthHeader acme-reports.s3.us-west-1.amazonaws.com TLSV1.1\n';

let directory = '';
let log = '';

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'main-'));
  log = join(directory, 'access.log');
  await writeFile(log, LINE.repeat(20_000));
});

afterAll(async () => {
  await rm(directory, { recursive: true });
});

function start(args: readonly string[], env: Record<string, string> = {}): ChildProcess {
  return spawn(process.execPath, [MAIN, ...args], { env: { PATH: process.env['PATH'], ...env }, stdio: 'pipe' });
}

async function ended(child: ChildProcess): Promise<{ code: number | null; stdout: string; stderr: string }> {
  const exit = once(child, 'close');
  const [stdout, stderr] = await Promise.all([textOf(child.stdout), textOf(child.stderr)]);
  const [code] = await exit;
  return { code, stdout, stderr };
}

/** What the program loads for a command: files of its own, and the modules that they are made of. */
async function loadedFor(args: readonly string[]): Promise<{ files: number; modules: readonly string[] }> {
  const coverage = await mkdtemp(join(directory, 'coverage-'));
  await ended(start(args, { NODE_V8_COVERAGE: coverage }));
  const modulesOf: Record<string, readonly string[]> = JSON.parse(await readFile(join(DIST, 'modules.json'), 'utf8'));
  const files = new Set<string>();
  for (const name of await readdir(coverage)) {
    const { result } = JSON.parse(await readFile(join(coverage, name), 'utf8'));
    for (const { url } of result) if (url.startsWith(BUILT)) files.add(url.slice(BUILT.length));
  }
  return { files: files.size, modules: [...files].flatMap((file) => modulesOf[file] ?? []).sort() };
}

function textOf(stream: ChildProcess['stdout']): Promise<string> {
  if (stream === null) throw new Error('the child has no such stream');
  return text(stream);
}

describe('the installed command', () => {
  it('can be started directly', async () => {
    expect((await readFile(MAIN, 'utf8')).split('\n')[0]).toBe('#!/usr/bin/env node');
  });

  it('prints its version and nothing else', async () => {
    expect(await ended(start(['--version']))).toEqual({
      code: 0,
      stdout: expect.stringMatching(/^\d+\.\d+\.\d+\n$/),
      stderr: '',
    });
  });

  it.runIf(existsSync('/dev/full'))('tells a full disk from success and from a fault of its own', async () => {
    for (const args of [['scan', log], ['--help'], ['query', '--list']]) {
      const full = openSync('/dev/full', 'w');
      const child = spawn(process.execPath, [MAIN, ...args], { stdio: ['ignore', full, 'pipe'] });
      const [stderr, [code]] = await Promise.all([textOf(child.stderr), once(child, 'close')]);
      closeSync(full);
      expect([code, stderr]).toEqual([
        1,
        'inventory-forensics: standard output could not be written: no space left on the device\n',
      ]);
    }
  });

  it('tells a directory that is gone, and that there is none for temporary files', async () => {
    const gone = await mkdtemp(join(directory, 'gone-'));
    const script = `rmdir "${gone}"; exec "${process.execPath}" "${MAIN}" "$@"`;
    const away = spawn('sh', ['-c', script, 'sh', 'investigate', 'x'], { cwd: gone, stdio: 'pipe' });
    expect(await ended(away)).toMatchObject({
      code: 1,
      stderr: 'inventory-forensics: the current directory does not exist any more; change into another one\n',
    });
    const asked = start(['query', 'policy-changes-access-log', '-e', log, '-p', 'bucket=x'], { TMPDIR: '/none/such' });
    expect(await ended(asked)).toMatchObject({
      code: 1,
      stderr: expect.stringMatching(
        /no temporary directory can be made in "\/none\/such": the directory does not exist; set TMPDIR/,
      ),
    });
  });

  it('has no file that cannot be loaded', async () => {
    const files = (await readdir(join(DIST, 'bundle'))).filter((name) => name.endsWith('.js'));
    expect(files.length).toBeGreaterThan(20);
    const script = files.map((file) => `await import(${JSON.stringify(`./bundle/${file}`)});`).join('\n');
    const child = spawn(process.execPath, ['--input-type=module', '--eval', script], { cwd: DIST, stdio: 'pipe' });
    expect(await ended(child)).toEqual({ code: 0, stdout: '', stderr: '' });
  });

  it('finds files by a pattern, and says which are not there', async () => {
    const found = await ended(start(['scan', '--all', '--format', 'ndjson', join(directory, '*.log')]));
    expect([found.code, found.stdout.split('\n').length]).toEqual([0, 20_001]);
    const missing = await ended(start(['scan', join(directory, 'nowhere')]));
    expect(missing.code).toBe(2);
    expect(missing.stderr).toContain('no such file');
  });

  it.runIf(process.platform !== 'win32')('answers where few files may be open at once', async () => {
    const command = [process.execPath, MAIN, 'investigate', '--quiet', join(DIST, '..', 'samples', 'deny-by-ip')];
    const child = spawn('sh', ['-c', 'ulimit -n 64; exec "$@"', 'sh', ...command], { stdio: 'pipe' });
    const { code, stdout, stderr } = await ended(child);
    expect([code, stderr, stdout.slice(0, 7)]).toEqual([0, '', 'BROKEN:']);
  });

  it('ends with 2 on misuse', async () => {
    const { code, stderr } = await ended(start(['investigate', '--format', '\x1b[31mred', 'x']));
    expect(code).toBe(2);
    expect(stderr).toBe(
      'inventory-forensics: --format: "\\x1b[31mred" cannot be used; give one of text, json, markdown, html, timesketch, timesketch-csv, ecs, ocsf\n',
    );
  });

  it('loads for a scan what it takes, in a few files', async () => {
    const { files, modules } = await loadedFor(['scan', '-q', log]);
    expect(files).toBeLessThanOrEqual(15);
    expect(modules).toContain('records/access-log/undecoded/search-lines.ts');
    // What only streams, archives, other kinds of evidence and further threads take.
    for (const other of ['sources/contents.ts', 'records/read.ts', 'reading/serve.ts', 'aws/clients.ts']) {
      expect(modules).not.toContain(other);
    }
  });

  it.each([['--help'], ['--version']])('loads no more than the table of commands for %s', async (option) => {
    const { files, modules } = await loadedFor([option]);
    expect(files).toBeLessThanOrEqual(7);
    expect(modules).toMatchInlineSnapshot(`
      [
        "case/members.ts",
        "cli/check/command.ts",
        "cli/check/delivery-options.ts",
        "cli/collect/command.ts",
        "cli/command.ts",
        "cli/commands.ts",
        "cli/completion/command.ts",
        "cli/explain/command.ts",
        "cli/iam-policy/command.ts",
        "cli/investigate/command.ts",
        "cli/main.ts",
        "cli/mcp/command.ts",
        "cli/options/option-groups.ts",
        "cli/options/usage-error.ts",
        "cli/query/command.ts",
        "cli/run.ts",
        "cli/scan/command.ts",
        "cli/terminal/describe-failure.ts",
        "cli/terminal/write-stream.ts",
        "cli/verify.ts",
        "display/escape-terminal.ts",
        "display/mask-secrets.ts",
        "errors.ts",
        "program-file.ts",
        "report/formats.ts",
        "version.ts",
      ]
    `);
  });

  it('streams many records to a reader that takes them all', async () => {
    const child = start(['scan', '--format', 'ndjson', log]);
    const { code, stdout, stderr } = await ended(child);
    expect([code, stdout.split('\n').length]).toEqual([0, 20_001]);
    expect(stderr).toBe('scan: 1 source, 20,000 log records parsed, 0 rejected, 0 sources not read, 20,000 matched\n');
  });

  it('ends quietly when its reader goes away, as with head -1', async () => {
    const child = start(['scan', '--format', 'ndjson', log]);
    const exit = once(child, 'close');
    const stderr = textOf(child.stderr);
    child.stdout?.once('data', () => child.stdout?.destroy());
    const [code] = await exit;
    expect([code, await stderr]).toEqual([0, '']);
  });

  it('ends with 130 when it is interrupted', async () => {
    const child = start(['scan', '-']);
    const exit = once(child, 'close');
    // The heading shows that it has begun; standard input stays open, so it waits.
    child.stdout?.once('data', () => child.kill('SIGINT'));
    const [code] = await exit;
    expect(code).toBe(130);
  });
});

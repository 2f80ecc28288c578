import { execFile } from 'node:child_process';
import { mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { promisify } from 'node:util';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { runCommand } from '../cli/fake-shell.ts';
import { AthenaServer } from './athena-server.ts';

const server = new AthenaServer();
const before = { ...process.env };
let directory: string;

beforeAll(async () => {
  Object.assign(process.env, {
    AWS_ACCESS_KEY_ID: 'AKIAEXAMPLE',
    AWS_SECRET_ACCESS_KEY: 'example',
    AWS_REGION: 'eu-west-1',
  });
  directory = await mkdtemp(join(tmpdir(), 'query-results-'));
  await server.start('samples/deny-by-ip');
  server.looks = 0;
});
afterAll(async () => {
  await server.stop();
  await rm(directory, { recursive: true });
  process.env = before;
});
beforeEach(() => {
  server.calls.length = 0;
  server.output = 's3://acme-results/athena/';
  server.hasManagedResults = false;
});
afterEach(() => expect(server.faults).toEqual([]));

const count = (operation: string) => server.operations().filter((name) => name === operation).length;

async function ask(sql: string, args: readonly string[] = []) {
  return runCommand(['query', '-', '--workgroup', 'forensics', '--endpoint-url', server.url, ...args], { stdin: sql });
}

/** Values that a reader of CSV can take for another, in more rows than a page has. */
const AWKWARD = `SELECT i AS n, i * 0.5::DOUBLE AS half, i % 2 = 0 AS even, 9007199254740993 AS big,
  CASE i % 8 WHEN 0 THEN '' WHEN 1 THEN NULL WHEN 2 THEN 'a"b' WHEN 3 THEN '"' WHEN 4 THEN 'x,' || chr(10) || 'y'
    WHEN 5 THEN chr(13) || chr(10) WHEN 6 THEN ' ' ELSE '\u{1f600}' END AS t
  FROM range(2500) AS r(i) ORDER BY i`;

describe('a result of more than one page', () => {
  it('is read from the object that Athena has left, the same as by pages', async () => {
    const fromObject = await ask(AWKWARD, ['-f', 'json', '-q']);
    expect(fromObject).toMatchObject({ code: 0, stderr: '' });
    expect([count('GetQueryResults'), count('GetObject')]).toEqual([1, 2]);
    server.output = null;
    const fromPages = await ask(AWKWARD, ['-f', 'json', '-q']);
    expect([count('GetQueryResults'), count('GetObject')]).toEqual([4, 2]);
    expect(fromObject.stdout).toBe(fromPages.stdout);
    const rows = JSON.parse(fromObject.stdout);
    expect(rows).toHaveLength(2_500);
    expect(rows[2_409]).toEqual({ n: 2409, half: 1204.5, even: false, big: '9007199254740993', t: null });
    expect(rows.slice(2_408, 2_414).map(({ t }: { t: string }) => t)).toEqual(['', null, 'a"b', '"', 'x,\ny', '\r\n']);
  });

  it('has rows of NULL alone, too', async () => {
    const ran = await ask('SELECT CASE WHEN i % 2 = 0 THEN i END AS n FROM range(1500) AS r(i)', ['-f', 'json', '-q']);
    expect(JSON.parse(ran.stdout)).toHaveLength(1_500);
    expect(count('GetObject')).toBe(2);
  });

  it('goes on where a body broke off', async () => {
    // The first byte alone is asked for, then the whole.
    server.faults.push({ operation: 'GetObject', answer: 'cut', after: 1 });
    const ran = await ask('SELECT i AS n FROM range(60000) AS r(i)', ['-f', 'csv', '-q']);
    expect(ran).toMatchObject({ code: 0, stderr: '' });
    const lines = ran.stdout.trimEnd().split('\r\n').slice(1);
    expect(lines.every((line, index) => line === String(index)) && lines.length).toBe(60_000);
    const ranges = server.calls.filter(({ operation }) => operation === 'GetObject').map(({ input }) => input['range']);
    expect(ranges.at(-1)).toMatch(/^bytes=[1-9]\d*-$/);
  });

  it('comes in pages when the object may not be read, which is said', async () => {
    server.faults.push({
      operation: 'GetObject',
      answer: { status: 403, type: 'AccessDenied', message: 'Access Denied' },
    });
    const ran = await ask('SELECT i AS n FROM range(2500) AS r(i)', ['-f', 'csv']);
    expect(ran.code).toBe(0);
    expect(ran.stdout.trimEnd().split('\r\n')).toHaveLength(2_501);
    expect(ran.stderr).toMatch(
      /\ns3:\/\/acme-results\/athena\/[\w-]+\.csv cannot be read \(not permitted; s3:GetObject is missing, see iam-policy\); the result comes in pages of 1000 rows instead\.\n2,500 rows\.\n$/,
    );
    expect(count('GetQueryResults')).toBe(3);
  });

  it('comes in pages when Athena keeps it', async () => {
    server.hasManagedResults = true;
    const ran = await ask('SELECT i AS n FROM range(2500) AS r(i)', ['-f', 'csv', '-q']);
    expect(ran.stdout.trimEnd().split('\r\n')).toHaveLength(2_501);
    expect([count('GetQueryResults'), count('GetObject')]).toEqual([3, 0]);
  });

  it('is not read beyond the limit', async () => {
    const ran = await ask('SELECT i AS n FROM range(2500) AS r(i)', ['-f', 'csv', '--limit', '998', '-q']);
    expect(ran.stdout.trimEnd().split('\r\n')).toHaveLength(999);
    expect(count('GetObject')).toBe(0);
    const more = await ask('SELECT i AS n FROM range(2500) AS r(i)', ['-f', 'csv', '--limit', '1200']);
    expect(more.stdout.trimEnd().split('\r\n')).toHaveLength(1_201);
    expect(more.stderr).toContain('1,200 rows, and there are more (--limit).');
  });

  it('is fetched again by the id of its execution', async () => {
    const first = await ask('SELECT i AS n FROM range(1500) AS r(i)', ['-f', 'csv']);
    const id = /Query execution ([\w-]+)\./.exec(first.stderr)?.[1] ?? '';
    const again = await runCommand([
      'query',
      '--query-execution-id',
      id,
      '--endpoint-url',
      server.url,
      '-f',
      'csv',
      '-q',
    ]);
    expect(again).toEqual({ code: 0, stdout: first.stdout, stderr: '' });
    expect(count('GetObject')).toBe(4);
  });

  it.each([
    ['"n"\n"1\n', /Quote Not Closed/],
    [`"n"\n${'"1"\n'.repeat(1_200)}"1","2"\n`, /Invalid Record Length/],
  ])('that is no CSV of Athena is told in a line', async (body, message) => {
    const first = await ask('SELECT i AS n FROM range(1500) AS r(i)', ['-f', 'csv']);
    const id = /Query execution ([\w-]+)\./.exec(first.stderr)?.[1] ?? '';
    server.storage.put('acme-results', { key: `athena/${id}.csv`, body });
    const again = await runCommand([
      'query',
      '--query-execution-id',
      id,
      '--endpoint-url',
      server.url,
      '-f',
      'csv',
      '-q',
    ]);
    expect(again.code).toBe(1);
    expect(again.stderr).toMatch(message);
    expect(again.stderr).toMatch(/^inventory-forensics: the result s3:\/\/acme-results\/athena\/.*\n$/);
  });
});

describe('48 MB of rows', () => {
  /**
   * Prints the most memory that the process ever had, in kilobytes. Linux counts that of whoever started it, too, so
   * a shell stands between it and this process, which holds the result. One that streams has about 150 MB, one that
   * keeps what it reads 270 MB and more.
   */
  const MAIN = join(import.meta.dirname, '..', '..', 'dist', 'cli', 'main.js');
  const MEASURE = 'data:text/javascript,process.on("exit",()=>console.error("peak",process.resourceUsage().maxRSS))';

  it.each([
    ['from the object in S3', 's3://acme-results/athena/', 'GetObject'],
    ['page after page', null, 'GetQueryResults'],
  ])('pass through less than 210 MB of memory, %s', async (_, output, operation) => {
    server.output = output;
    const file = join(directory, 'many.csv');
    const sql = join(directory, 'many.sql');
    await writeFile(sql, `SELECT i AS n, rpad('x', 3000, 'x') AS agent FROM range(16000) AS r(i)`);
    const there = ['--workgroup', 'forensics', '--endpoint-url', server.url];
    const args = [MAIN, 'query', sql, ...there, '-f', 'csv', '-o', file];
    const program = [process.execPath, '--import', MEASURE, ...args];
    const { stderr } = await promisify(execFile)('sh', ['-c', '"$@"; exit $?', 'sh', ...program]);
    expect(stderr).toContain('16,000 rows.');
    expect((await stat(file)).size).toBeGreaterThan(48_000_000);
    expect(count(operation)).toBeGreaterThan(1);
    const peakKilobytes = Number(/^peak (\d+)$/m.exec(stderr)?.[1]);
    expect(peakKilobytes).toBeLessThan(210_000);
  });
});

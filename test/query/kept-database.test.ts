import { spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  cpSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';
import { DuckDBInstance } from '@duckdb/node-api';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { isDatabaseFile } from '../../src/query/database-file.ts';
import { runCommand } from '../cli/fake-shell.ts';
import { tarOf } from '../fabricate/archive/pack-tar.ts';

/** The program as it is installed: `npm test` builds it first. */
const MAIN = join(import.meta.dirname, '..', '..', 'dist', 'cli', 'main.js');
const COUNT = 'SELECT (SELECT COUNT(*) FROM s3_access_logs) AS lines, (SELECT COUNT(*) FROM cloudtrail_logs) AS events';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'kept-database-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

let made = 0;
/** A new name in a directory of its own. */
function newFile(): string {
  const directory = join(folder, String(made++));
  mkdirSync(directory);
  return join(directory, 'case.duckdb');
}

const line = (id: string, tail = '-') =>
  `79a5 acme-reports [06/Feb/2019:00:00:38 +0000] 192.0.2.3 79a5 ${id} REST.GET.OBJECT a "GET /a HTTP/1.1" 200 - 1 2 3 4 "-" "-" ${tail}\n`;

function ask(file: string, evidence: readonly string[], sql = COUNT, ...more: string[]) {
  const given = evidence.flatMap((path) => ['-e', path]);
  return runCommand(['query', '-', '--database', file, ...given, '-f', 'csv', ...more], { stdin: sql });
}

/** Text of an engine's own database with other tables. */
async function writeDatabase(file: string, ...statements: string[]): Promise<void> {
  const instance = await DuckDBInstance.create(file);
  const connection = await instance.connect();
  for (const statement of statements) await connection.run(statement);
  connection.closeSync();
  instance.closeSync();
}

describe('a file that --database names', () => {
  it.each(['case.duckdb', './case', 'dir/case', '../x', 'C:\\case', '/tmp/case'])('is %s', (name) => {
    expect(isDatabaseFile(name)).toBe(true);
  });

  it.each(['logs', 'cloudtrail_logs', 'logs_2026', 'my-logs'])('is not %s, which is a database of Athena', (name) => {
    expect(isDatabaseFile(name)).toBe(false);
  });
});

describe('query --database FILE', () => {
  it('keeps what it loads, and answers from it as from the evidence itself', async () => {
    const file = newFile();
    const sample = 'samples/deny-by-ip';
    const first = await ask(file, [sample]);
    const inMemory = await runCommand(['query', '-', '-e', sample, '-f', 'csv'], { stdin: COUNT });
    expect(first).toMatchObject({ code: 0, stdout: inMemory.stdout });
    expect(first.stderr).toMatch(/case\.duckdb: \d+ logs added\.\n/);
    const bytes = readFileSync(file);
    for (const query of ['policy-changes-cloudtrail', 'request-join']) {
      const args = ['query', query, '-p', 'bucket=acme-reports', '-f', 'json', '-q'];
      const kept = await runCommand([...args, '--database', file]);
      expect(kept).toEqual(await runCommand([...args, '-e', sample]));
      expect(JSON.parse(kept.stdout).length).toBeGreaterThan(1);
    }
    expect(readFileSync(file).equals(bytes)).toBe(true);
    expect(readdirSync(join(file, '..'))).toEqual(['case.duckdb']);
  });

  it('adds what it does not hold yet, and the same bytes once, under whatever name', async () => {
    const file = newFile();
    const logs = join(file, '..', 'logs');
    mkdirSync(logs);
    writeFileSync(join(logs, 'a.log'), line('A'));
    writeFileSync(join(logs, 'a-again.log'), line('A'));
    expect((await ask(file, [logs])).stdout).toBe('lines,events\r\n1,0\r\n');
    writeFileSync(join(logs, 'b.log'), line('B'));
    // The same size as another, and other bytes.
    writeFileSync(join(logs, 'c.log.gz'), gzipSync(line('C') + line('D')));
    const second = await ask(file, [logs]);
    expect(second.stdout).toBe('lines,events\r\n4,0\r\n');
    expect(second.stderr).toContain('2 logs added, 2 sources loaded before.');
    renameSync(join(logs, 'b.log'), join(logs, 'moved.log'));
    const third = await ask(file, [logs, 'samples/deny-by-ip/case.json']);
    expect(third.stdout).toBe(second.stdout);
    expect(third.stderr).toContain('0 logs added, 4 sources loaded before.');
  });

  it('holds the logs of an archive once, and does not mix in those of a changed one', async () => {
    const file = newFile();
    const archive = join(file, '..', 'logs.tgz');
    const logs = [
      { name: 'a.log', bytes: line('A') },
      { name: 'b.log', bytes: line('B') },
    ];
    writeFileSync(archive, gzipSync(tarOf(logs)));
    const first = await ask(file, [archive]);
    expect(first).toMatchObject({ code: 0, stdout: 'lines,events\r\n2,0\r\n' });
    expect(first.stderr).toContain('2 logs added.');
    expect((await ask(file, [archive])).stderr).toContain('0 logs added, 1 source loaded before.');
    writeFileSync(archive, gzipSync(tarOf([...logs, { name: 'c.log', bytes: line('C') }])));
    expect(await ask(file, [archive])).toMatchObject({ code: 2, stderr: expect.stringContaining('has changed since') });
  });

  it('stays where it is when a symbolic link names it', async () => {
    const file = newFile();
    const directory = join(file, '..');
    writeFileSync(join(directory, 'a.log'), line('A'));
    writeFileSync(join(directory, 'b.log'), line('B'));
    const link = join(directory, 'link.duckdb');
    symlinkSync('case.duckdb', link);
    await ask(link, [join(directory, 'a.log')]);
    await ask(link, [join(directory, 'b.log')]);
    expect(lstatSync(link).isSymbolicLink()).toBe(true);
    expect((await ask(file, [])).stdout).toBe('lines,events\r\n2,0\r\n');
  });

  it('is not evidence itself, and does not mind documents that change', async () => {
    const file = newFile();
    const directory = join(file, '..');
    writeFileSync(join(directory, 'a.log'), line('A'));
    writeFileSync(join(directory, 'notes.txt'), 'one');
    await ask(file, [directory]);
    writeFileSync(join(directory, 'notes.txt'), 'two, and longer');
    const again = await ask(file, [directory]);
    expect(again).toMatchObject({ code: 0, stdout: 'lines,events\r\n1,0\r\n' });
    expect(again.stderr).not.toContain('case.duckdb: file');
  });

  it.each(['grown', 'of the same length'])('refuses a log that is %s since it was loaded', async (how) => {
    const file = newFile();
    const log = join(file, '..', 'a.log');
    writeFileSync(log, line('A'));
    await ask(file, [log]);
    const bytes = readFileSync(file);
    writeFileSync(log, how === 'grown' ? line('A') + line('B') : line('B'));
    const refused = await ask(file, [log]);
    expect(refused.code).toBe(2);
    expect(refused.stderr).toMatch(/^inventory-forensics: --database: ".*a\.log" has changed since .*\n$/);
    expect(readFileSync(file).equals(bytes)).toBe(true);
  });

  it('repeats at each question what could not be read', async () => {
    const file = newFile();
    const directory = join(file, '..');
    writeFileSync(join(directory, 'a.log'), `${line('A')}no log line\n`);
    writeFileSync(join(directory, 'cut.log.gz'), gzipSync(line('B').repeat(2_000)).subarray(0, -10));
    const warnings = (stderr: string) => stderr.split('\n').filter((text) => text.startsWith('warning: '));
    const first = warnings((await ask(file, [directory])).stderr);
    expect(first).toEqual([
      expect.stringMatching(/a\.log: 1 record not readable$/),
      expect.stringMatching(/cut\.log\.gz: 1 record not readable$/),
      expect.stringMatching(/cut\.log\.gz: truncated gzip$/),
      expect.stringMatching(/cloudtrail_logs is empty/),
    ]);
    expect(warnings((await ask(file, [])).stderr)).toEqual(first);
    expect(warnings((await ask(file, [], COUNT, '-q')).stderr)).toEqual([]);
  });

  it('loads standard input once', async () => {
    const file = newFile();
    const args = ['query', 'unparsed-lines', '--database', file, '-e', '-', '-q', '-f', 'csv'];
    expect((await runCommand(args, { stdin: line('A') })).code).toBe(0);
    expect((await runCommand(args, { stdin: line('B') })).code).toBe(0);
    const again = await runCommand(args, { stdin: line('A') });
    expect(again.code).toBe(2);
    expect(again.stderr).toContain('what "-" holds has been loaded before');
    expect((await ask(file, [])).stdout).toBe('lines,events\r\n2,0\r\n');
  });

  it('makes no file of evidence without a log', async () => {
    const file = newFile();
    const ran = await ask(file, ['samples/deny-by-ip/case.json']);
    expect(ran).toMatchObject({ code: 3, stdout: '' });
    expect(ran.stderr).toContain('there is no log in the evidence');
    expect(readdirSync(join(file, '..'))).toEqual([]);
  });
});

describe('a kept database', () => {
  let file: string;
  beforeAll(async () => {
    file = newFile();
    writeFileSync(`${file}.log`, line('A'));
    await ask(file, [`${file}.log`]);
  });

  it.each([
    "ATTACH '/tmp/inventory-forensics-other.db'",
    "COPY s3_access_logs TO '/tmp/inventory-forensics-copy.csv'",
    "EXPORT DATABASE '/tmp/inventory-forensics-export'",
    "COPY (SELECT 1) TO '<file>' (USE_TMP_FILE false)",
    "COPY (SELECT 1) TO '<file>.wal'",
    "EXPLAIN ANALYZE COPY (SELECT 1) TO '<file>.wal'",
    'CREATE TEMPORARY TABLE other (i INTEGER)',
    'PRAGMA enable_profiling',
    "SELECT * FROM read_csv('package.json')",
    "SELECT * FROM sniff_csv('package.json')",
    "SELECT * FROM read_text('package.json')",
    "SELECT * FROM glob('*')",
    "SELECT * FROM 'package.json'",
    "COPY s3_access_logs FROM 'package.json'",
    "INSERT INTO s3_access_logs (key) VALUES ('x')",
    'DELETE FROM cloudtrail_logs',
    'DROP TABLE s3_access_logs',
    'CREATE TABLE other (i INTEGER)',
    'INSTALL httpfs',
    'SET enable_external_access = true',
    "SET temp_directory = '/tmp'",
    "SET memory_limit = '100GB'",
    'SET lock_configuration = false',
  ])('is not left, and not changed, by %s', async (sql) => {
    const bytes = readFileSync(file);
    const ran = await ask(file, [], sql.replace('<file>', file));
    expect(ran.code).toBe(1);
    expect(ran.stderr).toContain('the query failed');
    expect(readFileSync(file).equals(bytes)).toBe(true);
    expect(readdirSync(join(file, '..')).sort()).toEqual(['case.duckdb', 'case.duckdb.log']);
    expect(readdirSync('/tmp').filter((name) => /^inventory-forensics-(other|copy|export)/.test(name))).toEqual([]);
  });

  it.each<[string, (file: string) => void | Promise<void>, RegExp]>([
    ['missing', () => {}, /there is no file ".*"; give --evidence PATH to make it/],
    ['a directory', (file) => mkdirSync(file), /is a directory; name a file/],
    ['no database', (file) => writeFileSync(file, 'SELECT 1\n'), /is no DuckDB database; name another file/],
    ['a link to itself', (file) => symlinkSync(file, file), /cannot be looked at: ELOOP/],
    ['empty', (file) => writeFileSync(file, ''), /is no DuckDB database/],
    ['of another tool', (file) => writeDatabase(file, 'CREATE TABLE t (i INTEGER)'), /is a database of something else/],
    [
      'of another layout',
      (file) =>
        writeDatabase(
          file,
          'CREATE TABLE inventory_forensics_layout (layout INTEGER)',
          'INSERT INTO inventory_forensics_layout VALUES (0)',
        ),
      /made by another version of this program \(layout 0, this one has 1\); load the evidence into a new file/,
    ],
  ])('that is %s is refused in one line', async (_, prepare, message) => {
    const file = newFile();
    await prepare(file);
    const ran = await ask(file, []);
    expect(ran.code).toBe(2);
    expect(ran.stderr).toMatch(message);
    expect(ran.stderr.trimEnd().split('\n')).toHaveLength(1);
  });

  it.each(['a directory', 'no database', 'of another tool'])('%s is refused as well for evidence', async (what) => {
    const file = newFile();
    if (what === 'a directory') mkdirSync(file);
    else if (what === 'no database') writeFileSync(file, 'x');
    else await writeDatabase(file, 'CREATE TABLE t (i INTEGER)');
    const ran = await ask(file, ['samples/deny-by-ip']);
    expect(ran.code).toBe(2);
    expect(ran.stderr.trimEnd().split('\n')).toHaveLength(1);
    expect(readdirSync(join(file, '..'))).toEqual(['case.duckdb']);
  });

  it.each(['no-such-directory/case.duckdb', '/proc/case.duckdb'])('cannot be written to %s', async (place) => {
    const file = place.startsWith('/') ? place : join(folder, place);
    const ran = await ask(file, ['samples/deny-by-ip/access-logs']);
    expect(ran.code).toBe(1);
    expect(ran.stderr.trimEnd().split('\n').at(-1)).toMatch(/--database: could not write ".*case\.duckdb": /);
  });

  it('is not asked on Athena, nor written over by the answer', async () => {
    const file = newFile();
    const both = await ask(file, [], COUNT, '--workgroup', 'forensics');
    expect(both.code).toBe(2);
    expect(both.stderr).toMatch(/is queried on this machine, not on Athena; leave out either --database or/);
    writeFileSync(`${file}.log`, line('A'));
    await ask(file, [`${file}.log`]);
    const over = await ask(file, [], COUNT, '-o', file);
    expect(over.code).toBe(2);
    expect((await ask(file, [])).code).toBe(0);
  });

  it.each<[NodeJS.Signals, number]>([
    ['SIGINT', 130],
    ['SIGTERM', 143],
  ])('that %s interrupts the loading of is not there, nor anything else', async (signal, code) => {
    const file = newFile();
    const directory = join(file, '..');
    const args = [MAIN, 'query', 'unparsed-lines', '--database', file, '-e', '-'];
    const child = spawn(process.execPath, args, { stdio: ['pipe', 'ignore', 'ignore'] });
    const ended = once(child, 'close');
    child.stdin.on('error', () => {});
    child.stdin.write(line('A').repeat(1_000));
    while (readdirSync(directory).length === 0 && child.exitCode === null) await sleep(10);
    child.kill(signal);
    expect((await ended)[0]).toBe(code);
    expect(readdirSync(directory)).toEqual([]);
  });

  it('that fails to be added to stays as it was', async () => {
    const file = newFile();
    const directory = join(file, '..');
    cpSync('samples/deny-by-ip/access-logs', join(directory, 'logs'), { recursive: true });
    await ask(file, [join(directory, 'logs')]);
    const bytes = readFileSync(file);
    const args = ['query', 'unparsed-lines', '--database', file, '-e', '-'];
    const child = spawn(process.execPath, [MAIN, ...args], { stdio: ['pipe', 'ignore', 'ignore'] });
    const ended = once(child, 'close');
    child.stdin.on('error', () => {});
    child.stdin.write(line('A'));
    while (readdirSync(directory).length === 2 && child.exitCode === null) await sleep(10);
    child.kill('SIGINT');
    await ended;
    expect(readdirSync(directory).sort()).toEqual(['case.duckdb', 'logs']);
    expect(readFileSync(file).equals(bytes)).toBe(true);
  });
});

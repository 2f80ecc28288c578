import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runCommand } from '../cli/fake-shell.ts';

const SAMPLE = ['-e', 'samples/deny-by-ip', '-q'];
let directory: string;
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'query-command-'));
});
afterAll(() => rm(directory, { recursive: true }));

describe('query', () => {
  it('lists the queries and shows one', async () => {
    const list = await runCommand(['query', '--list']);
    expect(list.stdout).toContain('policy-changes-cloudtrail  ');
    expect(list.stdout).toMatch(/session-activity +What did one access key do .*\[access_key, around\]\n/);
    const shown = await runCommand(['query', 'key-changes', '--show']);
    expect(shown.stdout).toBe(await readFile('queries/key-changes.sql', 'utf8'));
  });

  it('shows the statement and its values without running it', async () => {
    const dry = await runCommand([
      'query',
      'policy-changes-access-log',
      '--dry-run',
      '--since',
      '2026-02-01',
      '--until',
      '2026-02-10',
    ]);
    expect(dry.stdout).toContain('"timestamp" BETWEEN ? AND ?');
    expect(dry.stdout).toContain(
      '-- ?1 first_day = "2026/02/01"\n-- ?2 last_day = "2026/02/11"\n-- ?3 since = "2026-02-01T00:00:00Z"\n',
    );
    expect(dry.code).toBe(0);
  });

  it('runs SQL from standard input and from a file, with parameters of its own', async () => {
    const sql = 'SELECT COUNT(*) AS n FROM s3_access_logs WHERE operation = :operation AND httpstatus = ?;';
    const args = ['--param', 'operation=REST.PUT.BUCKETPOLICY', '--param', '1=204', '-f', 'csv'];
    const piped = await runCommand(['query', '-', ...SAMPLE, ...args], { stdin: sql });
    expect(piped.stdout).toBe('n\r\n2\r\n');
    const file = join(directory, 'own.sql');
    await writeFile(file, sql);
    expect((await runCommand(['query', file, ...SAMPLE, ...args])).stdout).toBe(piped.stdout);
  });

  it('writes a file whole, and stops at the limit', async () => {
    const file = join(directory, 'rows.json');
    const ran = await runCommand(['query', '-', '-e', 'samples/deny-by-ip', '-f', 'json', '-o', file, '--limit', '2'], {
      stdin: 'SELECT operation FROM s3_access_logs',
    });
    expect(ran).toMatchObject({ code: 0, stdout: '' });
    expect(ran.stderr).toContain('2 rows, and there are more (--limit).');
    expect(JSON.parse(await readFile(file, 'utf8'))).toHaveLength(2);
  });

  it('leaves an older file as it was when the query fails on the way', async () => {
    const file = join(directory, 'kept.csv');
    await writeFile(file, 'old');
    const ran = await runCommand(['query', '-', ...SAMPLE, '-f', 'csv', '-o', file], {
      stdin: `SELECT from_iso8601_timestamp(requester) FROM s3_access_logs`,
    });
    expect(ran.code).toBe(1);
    expect(await readFile(file, 'utf8')).toBe('old');
    expect((await readdir(directory)).filter((name) => name.endsWith('.tmp'))).toEqual([]);
  });

  it.each<[string, string[], number, RegExp]>([
    [
      'the beginning of a name, misspelt',
      ['polcy-change'],
      2,
      /did you mean policy-changes-access-log or policy-changes-/,
    ],
    ['an unknown query', ['policy-change'], 2, /no file "policy-change"; did you mean policy-changes-access-log or/],
    ['no query', [], 2, /no query was given/],
    ['nothing to ask', ['key-changes'], 2, /nothing to ask; give --evidence/],
    ['a missing parameter', ['top-requesters', ...SAMPLE], 2, /parameter "bucket" has no value; give --param bucket=/],
    [
      'a parameter that is none',
      ['key-changes', ...SAMPLE, '-p', 'nope=1'],
      2,
      /no such parameter; its parameters are .*key/,
    ],
    [
      '--since for a query without',
      ['session-activity', ...SAMPLE, '--since', '1d'],
      2,
      /--since: session-activity has no such/,
    ],
    [
      'a bad integer',
      ['session-activity', '-p', 'minutes=x', '-p', 'access_key=A', '-p', 'around=1d'],
      2,
      /"x" cannot be used/,
    ],
    ['a bad time', ['session-activity', '-p', 'access_key=A', '-p', 'around=noon'], 2, /--param around: "noon"/],
    ['a pair that is none', ['key-changes', '-p', 'key'], 2, /--param: "key" cannot be used; give name=value/],
    ['a parameter twice', ['key-changes', '-p', 'key=1', '-p', 'key=2'], 2, /"key" is given twice/],
    ['a bad format', ['key-changes', '-f', 'xml'], 2, /one of table, json, csv/],
    ['a bad limit', ['key-changes', '--limit', '0'], 2, /a whole number from 1 on/],
    ['an unknown option', ['key-changes', '--evidense', 'x'], 2, /unknown option '--evidense'/],
    ['a folder for SQL', ['samples', ...SAMPLE], 2, /"samples" is not a file with SQL/],
    [
      'both engines',
      ['key-changes', '-e', 'samples/deny-by-ip', '--workgroup', 'w'],
      2,
      /--evidence is queried on this machine, not on Athena; leave out either --evidence or/,
    ],
    [
      'tables for a file',
      ['s3_access_logs', '--create-tables', '--database', './case.duckdb'],
      2,
      /"\.\/case\.duckdb" is a file, not a database of Athena/,
    ],
    ['standard input twice', ['-', '-e', '-'], 2, /cannot be both the query and evidence/],
    ['evidence that is not there', ['key-changes', '-e', 'no-such-folder'], 2, /no-such-folder/],
  ])('refuses %s in one line', async (_, args, code, message) => {
    const ran = await runCommand(['query', ...args]);
    expect(ran.code).toBe(code);
    expect(ran.stderr).toMatch(message);
    expect(ran.stderr.trimEnd().split('\n')).toHaveLength(1);
  });

  it("tells the engine's message and line, and what the tables are called", async () => {
    const wrong = await runCommand(['query', '-', ...SAMPLE], { stdin: 'SELECT\nnope FROM s3_access_logs' });
    expect(wrong.code).toBe(1);
    expect(wrong.stderr).toMatch(/Referenced column "nope" not found.*\(line 2\)\n$/);
    const table = await runCommand(['query', '-', ...SAMPLE], { stdin: 'SELECT 1 FROM cloudtrail' });
    expect(table.stderr).toMatch(/the local tables are s3_access_logs and cloudtrail_logs\n$/);
  });

  it.each<[string, string, RegExp]>([
    [
      'is no SQL',
      'SELEC 1',
      /^inventory-forensics: the query failed: Parser Error: syntax error at or near "SELEC" \(line 1\)$/,
    ],
    ['ends too early', 'SELECT 1\nFROM (', /Parser Error: syntax error at end of input/],
    [
      'misspells a function',
      'SELECT\n\njson_extrat(key)\nFROM s3_access_logs',
      /json_extrat does not exist!.*\(line 3\)$/,
    ],
    [
      'names no table of the two',
      'SELECT 1 FROM nope',
      /nope does not exist!.*; the local tables are s3_access_logs and/,
    ],
    ['is two statements', 'SELECT 1; SELECT 2', /Cannot prepare multiple statements/],
    [
      'has values of the wrong type',
      'SELECT operation + 1 FROM s3_access_logs',
      /'\+\(VARCHAR, INTEGER_LITERAL\)'\. You might need to add explicit type casts\. \(line 1\)$/,
    ],
  ])('says in one line what is wrong with SQL that %s', async (_, sql, message) => {
    const ran = await runCommand(['query', '-', ...SAMPLE], { stdin: sql });
    expect(ran.code).toBe(1);
    expect(ran.stderr.trimEnd().split('\n')).toEqual([expect.stringMatching(message)]);
  });

  it('has no SQL to run', async () => {
    const ran = await runCommand(['query', '-', ...SAMPLE], { stdin: ' -- nothing\n;' });
    expect(ran.code).toBe(2);
    expect(ran.stderr).toBe('inventory-forensics: -: there is no SQL in it\n');
  });

  it.each<[string, string[]]>([
    ['holds no log', ['samples/deny-by-ip/case.json']],
    ['holds the other log only', ['samples/deny-by-ip/access-logs']],
  ])('answers nothing for certain where the evidence %s', async (_, evidence) => {
    const args = ['query', 'policy-changes-cloudtrail', ...evidence.flatMap((path) => ['-e', path]), '-f', 'csv'];
    const ran = await runCommand(args);
    expect(ran.code).toBe(3);
    expect(ran.stdout.split('\r\n')).toHaveLength(2);
    expect(ran.stderr).toContain('warning: cloudtrail_logs is empty: the evidence holds none of its records\n');
  });

  it('answers a join over one log that is there, and says which is not', async () => {
    const args = ['query', 'request-join', '-e', 'samples/deny-by-ip/access-logs', '-p', 'bucket=acme-reports'];
    const ran = await runCommand(args);
    expect(ran.code).toBe(0);
    expect(ran.stderr).toContain('warning: cloudtrail_logs is empty');
  });
});

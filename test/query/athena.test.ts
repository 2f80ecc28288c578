import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createAthenaClient } from '../../src/query/athena/client.ts';
import { awaitExecution, startExecution } from '../../src/query/athena/execute.ts';
import { executionParameters } from '../../src/query/athena/execution-parameters.ts';
import { shippedQueries } from '../../src/query/catalog.ts';
import { runCommand } from '../cli/fake-shell.ts';
import { AthenaServer } from './athena-server.ts';

const server = new AthenaServer();
let directory: string;
/** The same evidence, loaded once for all that is asked here. */
let kept: string;
const before = { ...process.env };

beforeAll(async () => {
  Object.assign(process.env, {
    AWS_ACCESS_KEY_ID: 'AKIAEXAMPLE',
    AWS_SECRET_ACCESS_KEY: 'example',
    AWS_REGION: 'eu-west-1',
  });
  directory = await mkdtemp(join(tmpdir(), 'query-athena-'));
  await server.start('samples/deny-by-ip');
  kept = join(directory, 'case.duckdb');
  await runCommand(['query', '-', '-e', 'samples/deny-by-ip', '--database', kept], { stdin: 'SELECT 1' });
});
afterAll(async () => {
  await server.stop();
  await rm(directory, { recursive: true });
  process.env = before;
});
beforeEach(() => {
  server.calls.length = 0;
  server.looks = 0;
});
afterEach(() => expect(server.faults).toEqual([]));

const started = () => server.calls.find(({ operation }) => operation === 'StartQueryExecution');
const at = () => ['--endpoint-url', server.url];
const there = () => ['--workgroup', 'forensics', '--database', 'logs', ...at()];

/** Values for every parameter that must be given. */
const PARAMS: ReadonlyMap<string, string> = new Map([
  ['bucket', 'acme-reports'],
  ['source', 'acme-lake'],
  ['id', 'daily-full'],
  ['access_key', 'ASIAEXAMPLE'],
  ['around', '2026-02-10T09:14:27Z'],
]);

describe('a query on Athena', () => {
  it.each(shippedQueries())('answers $name as the local engine does', async ({ name, header }) => {
    const params = header.parameters.flatMap((parameter) => {
      return parameter.default === null ? ['-p', `${parameter.name}=${PARAMS.get(parameter.name) ?? ''}`] : [];
    });
    const args = ['query', name, ...params, '-f', 'json', '-q'];
    const remote = await runCommand([...args, ...there()]);
    const local = await runCommand([...args, '--database', kept]);
    expect(remote).toMatchObject({ code: 0, stderr: '' });
    expect(JSON.parse(remote.stdout)).toEqual(JSON.parse(local.stdout));
  });

  it('sends the statement, its quoted values, its place and a token', async () => {
    const ran = await runCommand([
      'query',
      'policy-changes-access-log',
      ...there(),
      '--catalog',
      'AwsDataCatalog',
      '--output-location',
      's3://acme-results/q/',
      '--since',
      '2026-02-01',
      '-p',
      "bucket=o'brien",
    ]);
    expect(ran.code).toBe(0);
    const start = started();
    expect(start?.input).toMatchObject({
      WorkGroup: 'forensics',
      QueryExecutionContext: { Database: 'logs', Catalog: 'AwsDataCatalog' },
      ResultConfiguration: { OutputLocation: 's3://acme-results/q/' },
      ExecutionParameters: [
        "'2026/02/01'",
        "'9999/12/31'",
        "'2026-02-01T00:00:00Z'",
        "'9999-12-31T23:59:59Z'",
        "'o''brien'",
        "'o''brien'",
      ],
    });
    expect(String(start?.input['ClientRequestToken'])).toMatch(/^[\w-]{32,128}$/);
    expect(ran.stderr).toMatch(/Query execution 0{8}-[\d-]+\.\nAthena read 20\.0 MB\.\n0 rows\.\n$/);
    expect(ran.stderr).not.toContain('warning');
  });

  it('keeps NULL and the empty text apart, and reads page after page', async () => {
    const sql = "SELECT i AS n, CASE WHEN i % 2 = 0 THEN '' END AS t FROM range(2500) AS r(i)";
    const file = join(directory, 'pages.csv');
    const ran = await runCommand(['query', '-', ...there(), '-f', 'csv', '-o', file, '-q'], { stdin: sql });
    expect(ran.code).toBe(0);
    const lines = (await readFile(file, 'utf8')).split('\r\n');
    expect(lines).toHaveLength(2_502);
    expect(lines.slice(0, 4)).toEqual(['n,t', '0,""', '1,', '2,""']);
    expect(lines[2_500]).toBe('2499,');
    expect(server.operations().filter((name) => name === 'GetQueryResults')).toHaveLength(3);
  });

  it('asks for no page that nobody reads', async () => {
    const sql = 'SELECT i FROM range(300000) AS r(i)';
    const ran = await runCommand(['query', '-', ...there(), '-f', 'csv', '--limit', '3', '-q'], { stdin: sql });
    expect(ran.stdout).toBe('i\r\n0\r\n1\r\n2\r\n');
    expect(server.operations().filter((name) => name === 'GetQueryResults')).toHaveLength(1);
  });

  it('takes the first row for the names of the columns in answers to SELECT alone', async () => {
    const ask = async (sql: string) =>
      (await runCommand(['query', '-', ...there(), '-f', 'csv', '-q'], { stdin: sql })).stdout;
    expect(await ask('SHOW TABLES')).toMatch(/^name\r\ncloudtrail_logs\r\n(?:\w+\r\n)*s3_access_logs\r\n/);
    expect(await ask("WITH a AS (SELECT 'x' AS name) SELECT name FROM a")).toBe('name\r\nx\r\n');
  });

  it('survives throttling and lost looks', async () => {
    server.looks = 1;
    server.faults.push(
      {
        operation: 'StartQueryExecution',
        answer: { status: 400, type: 'TooManyRequestsException', message: 'slow down' },
      },
      { operation: 'GetQueryExecution', answer: 'lost' },
      { operation: 'GetQueryExecution', answer: { status: 400, type: 'ThrottlingException', message: 'slow down' } },
    );
    const ran = await runCommand(['query', '-', ...there(), '-f', 'csv', '-q'], { stdin: 'SELECT 1 AS one' });
    expect(ran.stdout).toBe('one\r\n1\r\n');
    const tokens = server.calls
      .filter(({ operation }) => operation === 'StartQueryExecution')
      .map(({ input }) => input['ClientRequestToken']);
    expect(tokens).toHaveLength(2);
    expect(new Set(tokens).size).toBe(1);
  });

  it('goes on with an execution that was started before', async () => {
    const first = await runCommand(['query', '-', ...there(), '-f', 'csv'], { stdin: 'SELECT 42 AS answer' });
    const id = /Query execution ([\w-]+)\./.exec(first.stderr)?.[1] ?? '';
    const again = await runCommand(['query', '--query-execution-id', id, ...at(), '-f', 'csv', '-q']);
    expect(again).toEqual({ code: 0, stdout: first.stdout, stderr: '' });
    expect(server.operations().filter((name) => name === 'StartQueryExecution')).toHaveLength(1);
  });

  it('stops a query that has read too much', async () => {
    server.looks = 9;
    const ran = await runCommand(['query', '-', ...there(), '--max-scan-bytes', '10MB', '-q'], { stdin: 'SELECT 1' });
    expect(ran.code).toBe(1);
    expect(ran.stderr).toMatch(/was stopped after 20\.0 MB: --max-scan-bytes is 10\.0 MB; narrow it/);
    expect(server.operations().at(-1)).toBe('StopQueryExecution');
  });

  it('stops a query on an interrupt, and lets the process live', async () => {
    server.looks = 99;
    const listeners = process.listeners('SIGINT');
    const running = runCommand(['query', '-', ...there()], { stdin: 'SELECT 1' });
    while (!server.operations().includes('GetQueryExecution')) await new Promise((resolve) => setTimeout(resolve, 10));
    process.emit('SIGINT');
    const ran = await running;
    expect(ran.code).toBe(130);
    expect(ran.stderr).toMatch(/query execution [\w-]+ was stopped\n$/);
    expect(server.operations().at(-1)).toBe('StopQueryExecution');
    expect(process.listeners('SIGINT')).toEqual(listeners);
  });

  it('warns when every partition is read', async () => {
    const open = await runCommand(['query', 'key-changes', ...there()]);
    expect(open.stderr).toMatch(
      /^warning: no --since: the query reads every partition; --dry-run tells what is read\n/,
    );
    const own = await runCommand(['query', '-', ...there()], { stdin: 'SELECT 1 FROM cloudtrail_logs' });
    expect(own.stderr).toMatch(/^warning: the query has no condition on the partition column/);
  });

  it('tells the bound of the workgroup, beside its own', async () => {
    const ask = async (...args: string[]) =>
      (await runCommand(['query', '-', ...there(), ...args], { stdin: 'SELECT 1' })).stderr.split('\n')[0];
    expect(await ask()).toMatch(/^Query execution/);
    server.workgroups.set('forensics', { BytesScannedCutoffPerQuery: 1_000_000_000 });
    expect(await ask()).toBe('Workgroup forensics stops a query that has read 1.0 GB.');
    expect(await ask('--max-scan-bytes', '500MB')).toBe('Workgroup forensics stops a query that has read 1.0 GB.');
    expect(await ask('--max-scan-bytes', '2GB')).toBe(
      'Workgroup forensics stops a query that has read 1.0 GB, before --max-scan-bytes does.',
    );
    server.faults.push({
      operation: 'GetWorkGroup',
      answer: { status: 400, type: 'AccessDeniedException', message: 'no' },
    });
    expect(await ask()).toBe(
      'Workgroup forensics: its bound on a query is not known (not permitted; athena:GetWorkGroup is missing, see iam-policy).',
    );
    server.workgroups.set('forensics', {});
    expect(server.operations().filter((name) => name === 'GetWorkGroup')).toHaveLength(5);
  });

  it.each<[string, string[], string, RegExp]>([
    ['a statement that writes', [], 'DROP TABLE cloudtrail_logs', /begins with DROP is not sent/],
    ['both engines', ['-e', 'samples/deny-by-ip'], 'SELECT 1', /leave out either --evidence or/],
    ['a bad output location', ['--output-location', 'acme'], 'SELECT 1', /--output-location: "acme"/],
    ['a bad size', ['--max-scan-bytes', 'much'], 'SELECT 1', /--max-scan-bytes: "much"/],
    [
      'a value that is too long',
      ['-p', `x=${'y'.repeat(1_030)}`],
      'SELECT :x',
      /--param x: Athena takes no more than 1024/,
    ],
  ])('refuses %s before anything is sent', async (_, args, sql, message) => {
    const ran = await runCommand(['query', '-', ...there(), ...args, '-q'], { stdin: sql });
    expect(ran.code).toBe(2);
    expect(ran.stderr).toMatch(message);
    expect(server.calls).toEqual([]);
  });
});

describe('--create-tables', () => {
  const params = [
    '-p',
    'location=s3://acme-logs/AWSLogs/',
    '-p',
    'accounts=111122223333',
    '-p',
    'regions=eu-west-1',
    '--since',
    '2024-01-01',
  ];

  it('shows the definition and runs it', async () => {
    const ran = await runCommand(['query', 'cloudtrail_logs', '--create-tables', ...params, ...there()]);
    expect(ran.code).toBe(0);
    expect(ran.stdout).toContain("'projection.timestamp.range' = '2024/01/01,NOW'");
    expect(`${String(started()?.input['QueryString'])}\n`).toBe(ran.stdout);
    expect(ran.stderr).toContain('The table is there.');
  });

  it('makes the database first when asked to, in none', async () => {
    const asked = ['cloudtrail_logs', '--create-tables', '--create-database', ...params];
    const ran = await runCommand(['query', ...asked, ...there()]);
    expect(ran.code).toBe(0);
    const [first, second] = server.calls.filter(({ operation }) => operation === 'StartQueryExecution');
    expect(first?.input).toMatchObject({
      QueryString: 'CREATE DATABASE IF NOT EXISTS `logs`',
      QueryExecutionContext: {},
    });
    expect(second?.input).toMatchObject({ QueryExecutionContext: { Database: 'logs' } });
    expect(`${first?.input['QueryString']};\n\n${second?.input['QueryString']}\n`).toBe(ran.stdout);
    expect(ran.stderr).toContain('The database is there.');
    expect((await runCommand(['query', ...asked, ...there(), '--dry-run'])).stdout).toBe(ran.stdout);
  });

  it('makes no table where the database cannot be made', async () => {
    server.ending = { state: 'FAILED', reason: 'Insufficient permissions: glue:CreateDatabase' };
    const asked = ['cloudtrail_logs', '--create-tables', '--create-database', ...params, ...there()];
    expect((await runCommand(['query', ...asked])).code).toBe(1);
    expect(server.calls.filter(({ operation }) => operation === 'StartQueryExecution')).toHaveLength(1);
    server.ending = null;
  });

  it.each<[readonly string[], RegExp]>([
    [['cloudtrail_logs', '--create-tables', ...params], /give its name with --database/],
    [['cloudtrail_logs', '--create-tables', ...params, '--database', 'a`; DROP DATABASE logs'], /--database/],
    [['cloudtrail_logs', '--create-tables', ...params, '--database', 'Logs'], /small letters, digits and _/],
    [['policy-changes-cloudtrail', '--database', 'logs'], /--create-database is for --create-tables/],
  ])('refuses --create-database with %j', async (args, message) => {
    const ran = await runCommand([
      'query',
      ...args,
      '--create-database',
      '--workgroup',
      'w',
      '--endpoint-url',
      server.url,
    ]);
    expect(ran.code).toBe(2);
    expect(ran.stderr).toMatch(message);
    expect(server.calls).toEqual([]);
  });

  it.each<[string, RegExp]>([
    ["location=s3://acme/' LOCATION 's3://evil/", /is not the folder that holds/],
    ['location=s3://acme/$' + '{account}/', /is not the folder that holds/],
    ['location=https://acme/', /is not the folder that holds/],
    ["accounts=111122223333'", /is not account ids/],
    ['regions=eu-west-1;', /is not Regions/],
  ])('refuses %s', async (pair, message) => {
    const kept = params.filter((text, index) => {
      const name = `${pair.split('=')[0] ?? ''}=`;
      return !text.startsWith(name) && !(params[index + 1] ?? '').startsWith(name);
    });
    const ran = await runCommand(['query', 'cloudtrail_logs', '--create-tables', ...kept, '-p', pair, ...there()]);
    expect(ran.code).toBe(2);
    expect(ran.stderr).toMatch(message);
    expect(server.calls).toEqual([]);
  });
});

describe('the client of Athena', () => {
  it('refuses every other call before it is sent', async () => {
    const client = createAthenaClient({ profile: null, region: 'eu-west-1', endpointUrl: server.url });
    const { DeleteWorkGroupCommand } = await import('@aws-sdk/client-athena');
    await expect(async () => client.send(new DeleteWorkGroupCommand({ WorkGroup: 'primary' }))).rejects.toThrow(
      /is not a call that this program may make/,
    );
    expect(server.calls).toEqual([]);
    client.destroy();
  });

  it('tells how to go on when the state cannot be asked for', async () => {
    const client = createAthenaClient({ profile: null, region: 'eu-west-1', endpointUrl: server.url });
    const statement = { sql: 'SELECT 1', values: [] };
    const id = await startExecution(
      client,
      statement,
      { workgroup: 'w', database: null, catalog: null, outputLocation: null },
      'x'.repeat(40),
    );
    server.faults.push({
      operation: 'GetQueryExecution',
      answer: { status: 400, type: 'AccessDeniedException', message: 'no' },
    });
    const waiting = awaitExecution(client, id, {
      sleep: async () => {},
      signal: new AbortController().signal,
      maxScanBytes: null,
    });
    await expect(waiting).rejects.toMatchObject({
      hint: `athena:GetQueryExecution is missing, see iam-policy; it goes on, query --query-execution-id ${id} fetches its result`,
    });
    client.destroy();
  });

  it('writes values as literals that hold nothing but the value', () => {
    expect(executionParameters([])).toBeNull();
    expect(
      executionParameters([
        { name: 'a', value: { type: 'string', value: "'; DROP TABLE t; --" } },
        { name: 'b', value: { type: 'integer', value: -5n } },
        { name: 'c', value: { type: 'string', value: '' } },
      ]),
    ).toEqual(["'''; DROP TABLE t; --'", '-5', "''"]);
  });
});

import process from 'node:process';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { runCommand } from '../cli/fake-shell.ts';
import { FORENSICS, stockAcme } from './athena-acme.ts';
import { AthenaServer } from './athena-server.ts';
import { servedTable } from './athena-tables.ts';

const server = new AthenaServer();
const before = { ...process.env };

beforeAll(async () => {
  Object.assign(process.env, {
    AWS_ACCESS_KEY_ID: 'AKIAEXAMPLE',
    AWS_SECRET_ACCESS_KEY: 'example',
    AWS_REGION: 'eu-west-1',
  });
  await server.start('samples/deny-by-ip');
  stockAcme(server);
});
afterAll(async () => {
  await server.stop();
  process.env = before;
});
beforeEach(() => {
  server.calls.length = 0;
  server.workgroups.set('forensics', FORENSICS);
});
afterEach(() => {
  expect(server.faults).toEqual([]);
  expect(server.operations().filter((name) => /^(Start|Stop)/.test(name))).toEqual([]);
});

/** The lines of a plan, without the statement and its values. */
async function plan(args: readonly string[], stdin?: string): Promise<readonly string[]> {
  const there = ['--workgroup', 'forensics', '--database', 'logs', '--endpoint-url', server.url];
  const ran = await runCommand(['query', '--dry-run', ...there, ...args], stdin === undefined ? {} : { stdin });
  expect(ran).toMatchObject({ code: 0, stderr: '' });
  const lines = ran.stdout.trimEnd().split('\n');
  return lines.slice(lines.findLastIndex((line) => !line.startsWith('-- ') || /^-- \?\d/.test(line)) + 1);
}

const WORKGROUP =
  '-- Workgroup forensics: Athena engine version 3; results go to s3://acme-results/athena/ (enforced); a query that has read 10.0 GB is stopped';
const RATE = '(5 USD a TB and 10 MB at least in most Regions, https://aws.amazon.com/athena/pricing/)';
const FOOTNOTE = '-- Compressed objects count as stored; text formats are read whole, whatever columns are asked for.';

describe('query --dry-run for Athena', () => {
  it('lists the partitions of the period, their bytes, the price and the bound', async () => {
    expect(await plan(['policy-changes-access-log', '--since', '2026-02-01', '--until', '2026-02-02'])).toEqual([
      WORKGROUP,
      '-- Table logs.s3_access_logs: 3 of 82 partitions, 9.0 MB in 6 objects',
      '--   by timestamp:',
      '--     2026/02/01  3.0 MB  2 objects',
      '--     2026/02/02  3.0 MB  2 objects',
      '--     2026/02/03  3.0 MB  2 objects',
      `-- It reads at most 9.0 MB in 6 objects, for at most 0.00005 USD ${RATE}.`,
      FOOTNOTE,
      '-- Nothing was started.',
    ]);
    expect(server.operations()).toEqual(['GetWorkGroup', 'GetTableMetadata', 'ListObjectsV2']);
  });

  it('brings many partitions together, counts what is read more than once, and holds it against the bounds', async () => {
    const once = `SELECT * FROM cloudtrail_logs WHERE "timestamp" >= '2026/01/01'`;
    const lines = await plan(['-', '--max-scan-bytes', '20GB'], [once, once, once].join(' UNION ALL '));
    expect(lines.slice(1)).toEqual([
      '-- Table logs.cloudtrail_logs, read 3 times: 204 of 328 partitions, 40.0 GB in 200 objects',
      '--   by account, region:',
      '--     111122223333 eu-west-1  10.0 GB  50 objects  50 partitions',
      '--     111122223333 us-east-1  10.0 GB  50 objects  50 partitions',
      '--     444455556666 eu-west-1  10.0 GB  50 objects  50 partitions',
      '--     444455556666 us-east-1  10.0 GB  50 objects  50 partitions',
      '--   4 partitions with nothing in them',
      `-- It reads at most 120.0 GB in 600 objects, for at most 0.60 USD ${RATE}.`,
      FOOTNOTE,
      '-- That is more than the workgroup lets a query read (10.0 GB).',
      '-- That is more than --max-scan-bytes (20.0 GB).',
      '-- Nothing was started.',
    ]);
    // One listing for each account and Region.
    expect(server.operations().filter((name) => name === 'ListObjectsV2')).toHaveLength(4);
  });

  it('reads the partitions of the accounts alone that a query is given', async () => {
    const period = ['--since', '2026-02-01', '--until', '2026-02-02'];
    const amount = async (...more: string[]) => (await plan(['key-changes', ...period, ...more]))[1];
    expect(await amount()).toBe('-- Table logs.cloudtrail_logs: 12 of 328 partitions, 2.4 GB in 12 objects');
    expect(await amount('-p', 'accounts=444455556666')).toBe(
      '-- Table logs.cloudtrail_logs: 6 of 328 partitions, 1.2 GB in 6 objects',
    );
  });

  it('says that without a period every partition is read', async () => {
    const lines = await plan(['coverage-access-log']);
    expect(lines[0]).toBe('-- no --since: the query reads every partition');
    expect(lines.slice(2, 7)).toEqual([
      '-- Table logs.s3_access_logs: every one of its 82 partitions, 150.0 MB in 100 objects',
      '--   by month:',
      '--     2026/01  93.0 MB  62 objects  31 partitions',
      '--     2026/02  57.0 MB  38 objects  19 partitions',
      '--   32 partitions with nothing in them',
    ]);
  });

  it('reads conditions on partitions from SQL of the user', async () => {
    const sql = `SELECT * FROM cloudtrail_logs WHERE region = 'eu-west-1' AND account IN ('111122223333') AND "timestamp" > '2026/02/18'`;
    expect((await plan(['-'], sql))[1]).toBe(
      '-- Table logs.cloudtrail_logs: 2 of 328 partitions, 200.0 MB in 1 object',
    );
  });

  it.each([
    ['SELECT 1', '-- It reads no table.'],
    ['SHOW TABLES', '-- It reads no table.'],
    ['SELECT (', '-- What it reads is not known: the statement is not understood here.'],
  ])('of %s: %s', async (sql, line) => expect(await plan(['-'], sql)).toContain(line));

  it('looks through the view that this program makes, and through no other', async () => {
    const flat = servedTable('s3_access_logs_flat', { location: 's3://acme-logs/444455556666/' });
    server.tables.set('flat.s3_access_logs', { TableType: 'VIRTUAL_VIEW' });
    server.tables.set('flat.s3_access_logs_flat', flat);
    server.tables.set('flat.other', { TableType: 'VIRTUAL_VIEW' });
    const lines = await plan(['-'], 'SELECT * FROM flat.s3_access_logs JOIN flat.other USING (x)');
    expect(lines.slice(1, 3)).toEqual([
      '-- Table flat.s3_access_logs: all of s3://acme-logs/444455556666/: 150.0 MB in 100 objects',
      '-- Table flat.other: not known what is read (it is a view: which tables it reads is not told)',
    ]);
    expect(lines.at(-2)).toBe(
      `-- It reads 150.0 MB in 100 objects, for 0.00075 USD ${RATE}, and what could not be listed besides.`,
    );
  });

  it('promises no bound where partitions of the catalog may lie elsewhere', async () => {
    server.tables.set('logs.listed', {
      Parameters: { location: 's3://acme-logs/444455556666/' },
      PartitionKeys: [{ Name: 'day', Type: 'string' }],
    });
    expect((await plan(['-'], `SELECT * FROM listed WHERE day = '1' AND "timestamp" = '1'`)).slice(1)).toEqual([
      '-- Table logs.listed: all of s3://acme-logs/444455556666/ (its partitions are in the catalog, which is not asked for them, and may lie elsewhere): 150.0 MB in 100 objects',
      `-- It reads 150.0 MB in 100 objects, for 0.00075 USD ${RATE}, and what could not be listed besides.`,
      '-- Nothing was started.',
    ]);
  });

  it.each([
    [
      {},
      ': engine not named; no place for results: give --output-location s3://BUCKET/PREFIX/; no bound on what a query reads',
    ],
    [{ ManagedQueryResultsConfiguration: { Enabled: true } }, '; Athena keeps the results; '],
    [{ ResultConfiguration: { OutputLocation: 's3://own/' } }, '; results go to s3://own/; '],
  ])('tells what the workgroup settles: %j', async (configuration, text) => {
    server.workgroups.set('forensics', configuration);
    expect((await plan(['-'], 'SELECT 1'))[0]).toContain(text);
  });

  it('tells where results go when options say otherwise', async () => {
    const [enforced] = await plan(['-', '--output-location', 's3://mine/q/'], 'SELECT 1');
    expect(enforced).toContain('results go to s3://acme-results/athena/ (enforced, whatever --output-location says)');
    server.workgroups.set('forensics', { ResultConfiguration: { OutputLocation: 's3://own/' } });
    const [given] = await plan(['-', '--output-location', 's3://mine/q/'], 'SELECT 1');
    expect(given).toContain('results go to s3://mine/q/;');
  });

  it('prints the rest when something may not be asked', async () => {
    const denied = (action: string) => ({
      status: 400,
      type: 'AccessDeniedException',
      message: `User: arn:aws:iam::111122223333:user/x is not authorized to perform: ${action} on resource: y`,
    });
    server.faults.push(
      { operation: 'GetWorkGroup', answer: denied('athena:GetWorkGroup') },
      { operation: 'GetTableMetadata', answer: denied('glue:GetTable') },
      { operation: 'ListObjectsV2', answer: { status: 403, type: 'AccessDenied', message: 'Access Denied' } },
    );
    const args = ['--since', '2026-02-01', '--until', '2026-02-02', '-p', 'bucket=acme-reports'];
    expect(await plan(['request-join', ...args])).toEqual([
      '-- Workgroup forensics: not known (not permitted; athena:GetWorkGroup is missing, see iam-policy)',
      '-- Table logs.cloudtrail_logs: not known what is read (not permitted; glue:GetTable is missing)',
      '-- Table logs.s3_access_logs: 3 of 82 partitions: not listed (not permitted; s3:ListBucket is missing, see iam-policy)',
      '-- What it reads could not be listed, so there is no telling what it costs.',
      '-- Nothing was started.',
    ]);
  });

  it('says how a table is made that is not there', async () => {
    const lines = await plan(['-'], 'SELECT * FROM nowhere.cloudtrail_logs JOIN logs.other USING (x)');
    expect(lines.slice(1, 3)).toEqual([
      '-- Table nowhere.cloudtrail_logs: not known what is read (there is no such table; query cloudtrail_logs --create-tables --database nowhere --param location=... --param accounts=... --param regions=... --since DAY makes it)',
      '-- Table logs.other: not known what is read (there is no such table)',
    ]);
  });

  it.each<[string, readonly string[], string, number, RegExp]>([
    [
      'no such workgroup',
      ['--workgroup', 'nosuch'],
      'SELECT 1',
      1,
      /there is no workgroup "nosuch"; name one with --wo/,
    ],
    ['a statement that writes', ['--workgroup', 'w'], 'DROP TABLE t', 2, /begins with DROP is not sent/],
    ['a bad size', ['--workgroup', 'w', '--max-scan-bytes', 'much'], 'SELECT 1', 2, /--max-scan-bytes: "much"/],
    ['both engines', ['--workgroup', 'w', '-e', 'samples'], 'SELECT 1', 2, /--evidence is queried on this machine/],
  ])('refuses %s in one line', async (_, args, stdin, code, message) => {
    const ran = await runCommand(['query', '-', '--dry-run', '--endpoint-url', server.url, ...args], { stdin });
    expect(ran).toMatchObject({ code, stdout: '' });
    expect(ran.stderr).toMatch(message);
    expect(ran.stderr.trimEnd().split('\n')).toHaveLength(1);
  });

  it('escapes what the catalog and the bucket say', async () => {
    server.tables.set('logs.evil', { Parameters: { location: 's3://acme-logs/\u001b[2J\u202e/' } });
    const text = (await plan(['-'], 'SELECT * FROM evil')).join('');
    for (const unsafe of ['\u001b', '\u202e']) expect(text).not.toContain(unsafe);
  });

  it('asks nothing when the query is not for Athena', async () => {
    const ran = await runCommand(['query', 'coverage-access-log', '--dry-run']);
    expect(ran).toMatchObject({ code: 0, stderr: '' });
    expect(server.calls).toEqual([]);
  });
});

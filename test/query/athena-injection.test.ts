import process from 'node:process';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { shippedQueries, shippedTables } from '../../src/query/catalog.ts';
import type { QueryParameter } from '../../src/query/header.ts';
import { runCommand } from '../cli/fake-shell.ts';
import { sampled } from '../property-runs.ts';
import { AthenaServer } from './athena-server.ts';

const TRIES = [
  "'; DROP TABLE s3_access_logs; --",
  "'; DROP",
  "' OR '1'='1",
  `$\{account}`,
  `$\{}`,
  "x\n'; DELETE FROM cloudtrail_logs",
  'x\r\n-- y',
  '\u2019 OR \u20181\u2019=\u20181',
  '\u02bc; DROP',
  '\uff07; DROP',
  "\\'; --",
  '\\',
  '?',
  ':bucket ? :since',
  '/* x',
  '*/ -- x',
  '{{location}}',
  "'||(SELECT max(requester) FROM s3_access_logs)||'",
];
const NUL = 'x\u0000y';

const server = new AthenaServer();
let rowsBefore: readonly unknown[];
const before = { ...process.env };
beforeAll(async () => {
  Object.assign(process.env, {
    AWS_ACCESS_KEY_ID: 'AKIAEXAMPLE',
    AWS_SECRET_ACCESS_KEY: 'example',
    AWS_REGION: 'eu-west-1',
  });
  await server.start('samples/deny-by-ip');
  server.looks = 0;
  rowsBefore = await countRows();
});
afterAll(async () => {
  await server.stop();
  process.env = before;
});
beforeEach(() => {
  server.calls.length = 0;
  server.bound.length = 0;
});

const there = () => ['--workgroup', 'forensics', '--database', 'logs', '--endpoint-url', server.url, '-q'];
const started = () => server.calls.find(({ operation }) => operation === 'StartQueryExecution')?.input ?? {};

const GOOD: ReadonlyMap<string, string> = new Map([['around', '2026-02-10T09:14:27Z']]);

/** Arguments for a query with a value for one parameter, and good ones for those that must have one. */
function withValue(parameters: readonly QueryParameter[], name: string, value: string): readonly string[] {
  const others = parameters.filter((parameter) => parameter.default === null && parameter.name !== name);
  const pairs = others.flatMap((other) => ['-p', `${other.name}=${GOOD.get(other.name) ?? 'no-such-name'}`]);
  // These two are options of their own.
  if (name === 'since' || name === 'until') return [...pairs, `--${name}`, value];
  return [...pairs, '-p', `${name}=${value}`];
}

async function countRows(): Promise<readonly unknown[]> {
  const counts: unknown[] = [];
  for (const table of ['s3_access_logs', 'cloudtrail_logs']) {
    const ran = await runCommand(['query', '-', ...there(), '-f', 'csv'], { stdin: `SELECT COUNT(*) FROM ${table}` });
    counts.push(ran.stdout);
  }
  return counts;
}

/** What keeps a value a value is the same at every place: each try is made at some of them. */
const PLACES = shippedQueries()
  .flatMap((query) => query.header.parameters.map((parameter) => ({ query, parameter })))
  .map((place, index) => ({ ...place, tries: sampled(TRIES, 18, index) }));

describe.each(PLACES.filter(({ parameter }) => parameter.type === 'string'))(
  '$query.name, :$parameter.name',
  ({ query, parameter, tries }) => {
    it('is a value and nothing else, whatever it says', async () => {
      const run = (value: string) =>
        runCommand([
          'query',
          query.name,
          ...withValue(query.header.parameters, parameter.name, value),
          ...there(),
          '-f',
          'json',
        ]);
      const plain = await run('plain-value-of-nothing');
      expect(plain).toMatchObject({ code: 0, stderr: '' });
      const { QueryString: statement } = started();
      const [usual = []] = server.bound.slice(-1);
      for (const value of tries) {
        server.calls.length = 0;
        server.bound.length = 0;
        const ran = await run(value);
        // The same statement, and, evaluated as Athena evaluates them, the same values but for this one.
        expect(started()['QueryString']).toBe(statement);
        expect(server.bound).toEqual([usual.map((other) => (other === 'plain-value-of-nothing' ? value : other))]);
        expect(ran).toEqual(plain);
      }
      expect(usual).toContain('plain-value-of-nothing');
      server.calls.length = 0;
      expect(await run(NUL)).toMatchObject({ code: 2, stdout: '' });
      expect(server.calls).toEqual([]);
    });
  },
);

describe.each(PLACES.filter(({ parameter }) => parameter.type !== 'string'))(
  '$query.name, :$parameter.name ($parameter.type)',
  ({ query, parameter, tries }) => {
    it('refuses what is none, in one line', async () => {
      for (const value of [...tries, NUL, '1; DROP TABLE t', '2026-02-10T00:00:00Z\u0000']) {
        const given = withValue(query.header.parameters, parameter.name, value);
        const ran = await runCommand(['query', query.name, ...given, ...there()]);
        expect(ran).toMatchObject({ code: 2, stdout: '' });
        expect(ran.stderr).toMatch(/^inventory-forensics: --[^\n]*\n$/);
      }
      expect(server.calls).toEqual([]);
    });
  },
);

describe('options that name a place', () => {
  it.each(TRIES.filter((value) => !/[\r\n]/.test(value)))('take %j for a name and nothing else', async (value) => {
    // With a slash in it, --database is a file of this machine.
    const database = /[\\/]/.test(value) ? 'logs' : value;
    const ran = await runCommand(
      [
        'query',
        '-',
        '--database',
        database,
        '--catalog',
        value,
        '--workgroup',
        'w',
        '--endpoint-url',
        server.url,
        '-q',
      ],
      { stdin: 'SELECT 1 AS one' },
    );
    expect(ran).toMatchObject({ code: 0, stderr: '' });
    expect(started()).toMatchObject({
      QueryString: 'SELECT 1 AS one',
      QueryExecutionContext: { Database: database, Catalog: value },
    });
    const location = `s3://acme-results/${value}/`;
    server.calls.length = 0;
    await runCommand(['query', '-', '--output-location', location, '--endpoint-url', server.url, '-q'], {
      stdin: 'SELECT 1 AS one',
    });
    expect(started()).toMatchObject({
      QueryString: 'SELECT 1 AS one',
      ResultConfiguration: { OutputLocation: location },
    });
  });

  it.each([
    ...TRIES.map((value) => ['--workgroup', value]),
    ...[NUL, 'x\ny', '\ud800', '', 'x'.repeat(257)].flatMap((value) => [
      ['--workgroup', value],
      ['--database', value],
      ['--catalog', value],
    ]),
    ...[
      ...TRIES,
      's3://',
      's3://x',
      's3://UPPER/',
      's3://acme/\n',
      `s3://acme/${NUL}`,
      "s3://acme'; --/",
      'https://acme/',
    ].map((value) => ['--output-location', value]),
    ...TRIES.map((value) => ['--query-execution-id', value]),
  ])('%s refuses %j in one line', async (option, value) => {
    const ran = await runCommand(['query', '-', option, value, '--endpoint-url', server.url, '-q'], {
      stdin: 'SELECT 1',
    });
    expect(ran).toMatchObject({ code: 2, stdout: '' });
    expect(ran.stderr).toMatch(/^inventory-forensics: [^\n]*\n$/);
    expect(ran.stderr).toContain(option);
    expect(server.calls).toEqual([]);
  });
});

describe('the tables', () => {
  it('hold what they held before all that', async () => {
    expect(rowsBefore.length).toBe(2);
    expect(await countRows()).toEqual(rowsBefore);
  });
});

describe('--create-tables', () => {
  const USUAL: ReadonlyMap<string, string> = new Map([
    ['location', 's3://acme-logs/AWSLogs/'],
    ['accounts', '111122223333'],
    ['regions', 'eu-west-1'],
    ['since', '2024-01-01'],
  ]);
  const definitions = shippedTables().flatMap(({ name, header }) =>
    header.parameters.map((parameter, index) => ({
      table: name,
      parameter: parameter.name,
      all: header.parameters,
      tries: sampled(TRIES, 3, index),
    })),
  );

  it.each(definitions)(
    '$table: $parameter refuses what has not its form, by itself or behind a good value',
    async ({ table, parameter, all, tries }) => {
      for (const value of [...tries, NUL]) {
        for (const tried of [value, `${USUAL.get(parameter)}${value}`]) {
          const pairs = all.flatMap(({ name }) => {
            const text = name === parameter ? tried : (USUAL.get(name) ?? '');
            return name === 'since' ? ['--since', text] : ['-p', `${name}=${text}`];
          });
          const ran = await runCommand(['query', table, '--create-tables', ...pairs, ...there()]);
          expect(ran).toMatchObject({ code: 2, stdout: '' });
          expect(ran.stderr).toMatch(/^inventory-forensics: [^\n]*\n$/);
        }
      }
      expect(server.calls).toEqual([]);
    },
  );
});

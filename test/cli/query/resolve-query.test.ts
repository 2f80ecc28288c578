import { Readable } from 'node:stream';
import { describe, expect, it } from 'vitest';
import type { Flags } from '../../../src/cli/command.ts';
import { type QueryQuestion, resolveQuery } from '../../../src/cli/query/resolve-query.ts';
import { DAY } from '../../../src/instant.ts';

const CLOCK = Date.UTC(2026, 1, 20, 12);
const NOBODY = {
  profile: null,
  region: null,
  endpointUrl: null,
  profiles: {},
};
const ANYWHERE = { workgroup: null, database: null, catalog: null, outputLocation: null };
const TABLE = { format: 'table', limit: null, file: null, secrets: 'masked' };

/** What is asked for by SQL on standard input. */
function asked(flags: Flags, sql = 'SELECT :n', operands = ['-']): Promise<QueryQuestion> {
  return resolveQuery(operands, flags, { stdin: Readable.from([Buffer.from(sql)]), now: () => CLOCK });
}

const STATEMENT = { sql: 'SELECT ?', values: [{ name: 'n', value: { type: 'string', value: '7' } }] };

describe('resolveQuery', () => {
  it('makes of flags a question that knows none: evidence, its period, the values and the output', async () => {
    const flags = { evidence: ['logs/'], param: ['n=7'], since: '10d', profile: 'audit', format: 'CSV', limit: '5' };
    const sql = '-- param since time\nSELECT :n, :since';
    expect(await asked({ ...flags, output: 'rows.csv' }, sql)).toEqual({
      kind: 'run',
      statement: {
        sql: ' \nSELECT ?, ?',
        values: [...STATEMENT.values, { name: 'since', value: { type: 'string', value: '2026-02-10T12:00:00Z' } }],
      },
      place: {
        kind: 'evidence',
        evidence: {
          operands: ['logs/'],
          period: { since: CLOCK - 10 * DAY, until: null },
          access: { ...NOBODY, profile: 'audit' },
        },
      },
      output: { format: 'csv', limit: 5, file: 'rows.csv', secrets: 'masked' },
    });
  });

  it('tells a database that is kept from one of Athena by its name', async () => {
    const kept = await asked({ database: './case.duckdb', param: ['n=7'] });
    expect(kept).toMatchObject({ place: { kind: 'kept-database', file: './case.duckdb', evidence: null } });
    const athena = await asked({ database: 'logs', maxScanBytes: '2GB', param: ['n=7'], output: '-' });
    expect(athena).toEqual({
      kind: 'run',
      statement: STATEMENT,
      place: {
        kind: 'athena',
        target: { place: { ...ANYWHERE, database: 'logs' }, maxScanBytes: 2e9, access: NOBODY },
      },
      output: TABLE,
    });
  });

  it('runs nothing that is only to be shown', async () => {
    expect(await asked({ list: true })).toEqual({ kind: 'list', asJson: false });
    expect(await asked({ show: true, database: 'logs' })).toEqual({ kind: 'show', text: 'SELECT :n' });
    const dry = { dryRun: true, param: ['n=7'] };
    expect(await asked(dry)).toEqual({ kind: 'show', text: 'SELECT ?\n-- ?1 n = "7"\n' });
    expect(await asked({ ...dry, evidence: ['logs/'] })).toMatchObject({ kind: 'show' });
    expect(await asked({ ...dry, database: 'logs' })).toMatchObject({ kind: 'plan', statement: STATEMENT });
  });

  it('knows what needs no statement', async () => {
    expect(await asked({ queryExecutionId: 'a-1' }, '', [])).toMatchObject({ kind: 'fetch', executionId: 'a-1' });
    await expect(asked({ createTables: true }, '', ['nope'])).rejects.toThrow('there is no definition "nope"');
    const flags = {
      createTables: true,
      param: ['location=s3://acme-logs/access/'],
      since: '2026-02-01',
      database: 'logs',
    };
    const table = await asked(flags, '', ['s3_access_logs']);
    expect(table).toMatchObject({ kind: 'create-table', target: { place: { database: 'logs' } } });
    const definition = table.kind === 'create-table' ? table.definition : '';
    expect(definition).toContain("LOCATION 's3://acme-logs/access/'");
    expect(await asked({ ...flags, dryRun: true }, '', ['s3_access_logs'])).toEqual({ kind: 'show', text: definition });
  });

  it.each<[string, Flags]>([
    ['--workgroup: "a b"', { workgroup: 'a b' }],
    ['--max-scan-bytes: "lots"', { workgroup: 'w', maxScanBytes: 'lots' }],
    ['--output-location: "acme-results"', { outputLocation: 'acme-results' }],
    ['--query-execution-id: "1;2"', { queryExecutionId: '1;2' }],
    ['nothing to ask', {}],
    ['--since (2026-02-10T12:00:00Z) is later than --until', { evidence: ['x'], since: '10d', until: '20d' }],
  ])('refuses before anything runs: %s', async (message, flags) => {
    await expect(asked({ param: ['n=7'], ...flags })).rejects.toThrow(message);
  });
});

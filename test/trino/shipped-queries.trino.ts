import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { Readable } from 'node:stream';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { resolveValues } from '../../src/cli/query/resolve-values.ts';
import { executionParameters } from '../../src/query/athena/execution-parameters.ts';
import { type BoundStatement, bindParameters } from '../../src/query/bind.ts';
import { type ShippedQuery, shippedQueries } from '../../src/query/catalog.ts';
import { loadEvidence } from '../../src/query/duckdb/load.ts';
import { type LocalDatabase, openDatabase } from '../../src/query/duckdb/open.ts';
import { runLocally } from '../../src/query/duckdb/run.ts';
import type { Cell } from '../../src/query/result.ts';
import { readEvidence } from '../../src/records/read.ts';
import { expandInputs } from '../../src/sources/expand-inputs.ts';
import { POLICY_EVENTS, STATEMENT_ROWS, STATEMENTS_SQL } from '../query/policy-json/policy-json.ts';
import { type AskTrino, copyTables, type TrinoAnswer, trinoAt } from './trino.ts';

const url = inject('trinoUrl');
const SAMPLES = readdirSync('samples');
const ROWS = join(import.meta.dirname, '..', 'query', 'rows');
const QUERIES = shippedQueries();
const NOW = Date.UTC(2026, 3, 1);

interface Given {
  readonly pairs: Readonly<Record<string, string>>;
  readonly since?: string;
  readonly until?: string;
}

/** Evidence in both engines. */
class Both {
  readonly ask: AskTrino;
  readonly catalog: string;
  readonly local: LocalDatabase;

  private constructor(ask: AskTrino, catalog: string, local: LocalDatabase) {
    this.ask = ask;
    this.catalog = catalog;
    this.local = local;
  }

  static async load(catalog: string, evidence: string, stdin = ''): Promise<Both> {
    const ask = trinoAt(url ?? '');
    const local = await openDatabase();
    const inputs = await expandInputs([evidence]);
    await loadEvidence(
      local.connection,
      readEvidence(inputs, { listingTimezone: null, stdin: Readable.from([Buffer.from(stdin)]) }),
    );
    await copyTables(ask, catalog, local);
    return new Both(ask, catalog, local);
  }

  async here(statement: BoundStatement): Promise<readonly (readonly Cell[])[]> {
    const rows: (readonly Cell[])[] = [];
    for await (const row of (await runLocally(this.local.connection, statement)).rows) rows.push(row);
    return rows;
  }

  /** As Athena runs it, with its execution parameters. */
  there(statement: BoundStatement, catalog = this.catalog): Promise<TrinoAnswer> {
    const using = executionParameters(statement.values);
    const text = statement.sql.replaceAll("'", "''");
    return this.ask(catalog, `EXECUTE IMMEDIATE '${text}'${using === null ? '' : ` USING ${using.join(', ')}`}`);
  }
}

function bound(query: ShippedQuery, { pairs, since, until }: Given): BoundStatement {
  const given = { pairs: new Map(Object.entries(pairs)), since, until, now: NOW };
  return bindParameters(query.sql, resolveValues(query, given));
}

/** The values for the parameters that a query has, all of them or those it must have. */
function valuesFor({ header }: ShippedQuery, known: Readonly<Record<string, string>>, which: 'all' | 'needed') {
  const names = header.parameters.filter(({ default: value }) => which === 'all' || value === null);
  return Object.fromEntries(names.flatMap(({ name }) => (name in known ? [[name, known[name] ?? '']] : [])));
}

const tally = { equal: 0, withRows: 0, rows: 0 };

async function holdAgainst(both: Both, query: ShippedQuery, given: Given, reversed?: string): Promise<void> {
  const statement = bound(query, given);
  const [here, there] = [await both.here(statement), await both.there(statement)];
  const rows = 'rows' in there ? there.rows : there.error;
  expect(rows, `${query.name} ${JSON.stringify(given)}`).toEqual(here);
  if ('columns' in there) expect(there.columns).toEqual(query.header.columns.map(({ name }) => name));
  if (reversed !== undefined) expect(await both.there(statement, reversed)).toEqual(there);
  tally.equal += 1;
  tally.withRows += here.length > 0 ? 1 : 0;
  tally.rows += here.length;
}

describe.skipIf(url === null).each(SAMPLES)('over the sample %s', (sample) => {
  const catalog = sample.replaceAll('-', '_');
  const reversed = `${catalog}_reversed`;
  let both: Both;
  let known: Readonly<Record<string, string>>;
  beforeAll(async () => {
    both = await Both.load(catalog, `samples/${sample}`);
    await copyTables(both.ask, reversed, both.local, 'DESC');
    const { sourceBucket, destinationBucket, configurationId } = JSON.parse(
      readFileSync(`samples/${sample}/case.json`, 'utf8'),
    );
    const [change] = await both.here({
      sql: `SELECT eventid, eventtime, useridentity.arn, useridentity.accesskeyid, json_extract_scalar(requestparameters, '$.keyId')
        FROM cloudtrail_logs
        WHERE readonly = 'false' AND eventname LIKE 'Put%' AND useridentity.accesskeyid IS NOT NULL
        ORDER BY eventtime DESC, eventid LIMIT 1`,
      values: [],
    });
    const [event, time, caller, accessKey, key] = (change ?? []).map((cell) => String(cell ?? ''));
    known = {
      bucket: destinationBucket,
      source: sourceBucket,
      id: configurationId,
      event_id: event ?? '',
      around: time ?? '',
      caller: caller ?? '',
      access_key: accessKey ?? '',
      key: key ?? '',
      minutes: '600',
      accounts: '111122223333,444455556666',
    };
  });
  afterAll(() => both?.local.close());

  it.each(QUERIES)('$name has the same rows, whatever the order of the table', async (query) => {
    const hasPeriod = query.header.parameters.some(({ name }) => name === 'since');
    const period = hasPeriod ? { since: '2026-02-01', until: '2026-02-11' } : {};
    await holdAgainst(both, query, { pairs: valuesFor(query, known, 'needed') }, reversed);
    await holdAgainst(both, query, { pairs: valuesFor(query, known, 'all') });
    await holdAgainst(both, query, { pairs: valuesFor(query, known, 'all'), ...period });
  });

  it.each(QUERIES)('$name reads each of its tables once', async (query) => {
    const { sql, values } = bound(query, { pairs: valuesFor(query, known, 'needed') });
    const literals = executionParameters(values) ?? [];
    let at = 0;
    const text = sql.replace(/'(?:[^']|'')*'|\?/g, (token) => (token === '?' ? (literals[at++] ?? token) : token));
    const plan = await both.ask(catalog, `EXPLAIN (TYPE LOGICAL) ${text}`);
    const nodes = ('rows' in plan ? String(plan.rows[0]?.[0]) : plan.error).split('\n');
    expect(nodes.filter((node) => /─ (?:Table)?Scan/.test(node))).toHaveLength(query.header.tables.length);
    // Of each group one row is kept while the table is read, not all of them until it is.
    if (query.name.startsWith('evidence-')) expect(nodes.join('\n')).toContain('TopNRanking');
  });
});

it.skipIf(url === null)('policies in requestparameters are unnested as they are on this machine', async () => {
  const both = await Both.load('policies', '-', POLICY_EVENTS);
  both.local.close();
  expect(await both.ask('policies', STATEMENTS_SQL)).toMatchObject({ rows: STATEMENT_ROWS });
});

describe.skipIf(url === null)('over the evidence of its kept rows', () => {
  it.each(QUERIES)('$name has the same rows', async (query) => {
    const kept = JSON.parse(readFileSync(join(ROWS, `${query.name}.json`), 'utf8'));
    const { evidence, input, options }: { evidence: string; input?: unknown; options: string[] } = kept;
    const stdin = Array.isArray(input) ? input.join('\n') : JSON.stringify(input ?? '');
    const both = await Both.load(`rows_${query.name.replaceAll('-', '_')}`, evidence, stdin);
    try {
      await holdAgainst(both, query, givenIn(options));
    } finally {
      both.local.close();
    }
  });

  afterAll(() => {
    process.stdout.write(
      `test:trino: ${tally.equal} answers of shipped queries are equal, ${tally.withRows} of them with rows, ${tally.rows} rows\n`,
    );
  });
});

/** What `--param`, `--since` and `--until` say among options. */
function givenIn(options: readonly string[]): Given {
  const valuesOf = (...names: string[]) =>
    options.flatMap((option, at) => (names.includes(option) ? [options[at + 1] ?? ''] : []));
  const pairs = Object.fromEntries(valuesOf('--param', '-p').map((pair) => pair.split(/=(.*)/s).slice(0, 2)));
  const [since] = valuesOf('--since');
  const [until] = valuesOf('--until');
  return { pairs, ...(since === undefined ? {} : { since }), ...(until === undefined ? {} : { until }) };
}

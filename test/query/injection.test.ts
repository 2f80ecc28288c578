import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { resolveValues } from '../../src/cli/query/resolve-values.ts';
import { executionParameters } from '../../src/query/athena/execution-parameters.ts';
import { bindParameters } from '../../src/query/bind.ts';
import { shippedQueries } from '../../src/query/catalog.ts';
import { loadEvidence } from '../../src/query/duckdb/load.ts';
import { type LocalDatabase, openDatabase } from '../../src/query/duckdb/open.ts';
import { runLocally } from '../../src/query/duckdb/run.ts';
import { readEvidence } from '../../src/records/read.ts';
import { expandInputs } from '../../src/sources/expand-inputs.ts';
import { sampled } from '../property-runs.ts';

const TRIES = [
  "'; DROP TABLE s3_access_logs; --",
  "' OR '1'='1",
  '$' + '{account}',
  "x\n'; DELETE FROM cloudtrail_logs",
  '\u2019 OR \u20181\u2019=\u20181',
  '\u02bc; DROP',
  "\\'; --",
  ':bucket ? /*',
];
const OTHERS: ReadonlyMap<string, string> = new Map([['around', '2026-02-10T09:14:27Z']]);

let database: LocalDatabase;
beforeAll(async () => {
  database = await openDatabase();
  const inputs = await expandInputs(['samples/deny-by-ip']);
  await loadEvidence(database.connection, readEvidence(inputs, { listingTimezone: null }));
});
afterAll(() => database.close());

const PLACES = shippedQueries()
  .flatMap((query) =>
    query.header.parameters.filter(({ type }) => type === 'string').map(({ name }) => ({ query, parameter: name })),
  )
  .map((place, index) => ({ ...place, tries: sampled(TRIES, 4, index) }));

function statementWith(query: (typeof PLACES)[number]['query'], parameter: string, value: string) {
  const needed = query.header.parameters.filter((other) => other.default === null);
  const pairs = new Map(needed.map(({ name }) => [name, OTHERS.get(name) ?? 'no-such-name']));
  return bindParameters(query.sql, resolveValues(query, { pairs: pairs.set(parameter, value), now: 0 }));
}

async function countOf(table: string): Promise<unknown> {
  return (await database.connection.runAndReadAll(`SELECT COUNT(*) FROM ${table}`)).getRows()[0]?.[0];
}

describe.each(PLACES)('$query.name, :$parameter', ({ query, parameter, tries }) => {
  it.each(tries)('takes %j for a value and nothing else', async (value) => {
    const statement = statementWith(query, parameter, value);
    const plain = statementWith(query, parameter, 'plain');
    // On Athena: the same text, and a literal that evaluates to the value.
    expect(statement.sql).toBe(plain.sql);
    const sent = executionParameters(statement.values) ?? [];
    for (const [index, literal] of sent.entries()) {
      if (statement.values[index]?.name !== parameter) continue;
      const rows = (await database.connection.runAndReadAll(`SELECT ${literal}`)).getRows();
      expect(rows).toEqual([[value]]);
    }
    // Here: nothing in the logs has that name, and the tables are as before.
    const before = [await countOf('s3_access_logs'), await countOf('cloudtrail_logs')];
    const result = await runLocally(database.connection, statement);
    const found: unknown[] = [];
    for await (const row of result.rows) found.push(row);
    expect(found).toEqual([]);
    expect([await countOf('s3_access_logs'), await countOf('cloudtrail_logs')]).toEqual(before);
  });
});

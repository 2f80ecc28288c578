import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type LocalDatabase, openDatabase } from '../../src/query/duckdb/open.ts';
import { runLocally } from '../../src/query/duckdb/run.ts';
import type { Cell } from '../../src/query/result.ts';

let database: LocalDatabase;
beforeAll(async () => {
  database = await openDatabase();
});
afterAll(() => database.close());

async function evaluate(expression: string): Promise<Cell | undefined> {
  const { rows } = await runLocally(database.connection, { sql: `SELECT ${expression}`, values: [] });
  for await (const [cell] of rows) return cell;
  return undefined;
}

describe("Trino's functions on the local engine", () => {
  it.each<[string, Cell]>([
    [`json_extract_scalar('{"a":{"b":1}}', '$.a')`, null],
    [`json_extract_scalar('{"a":[1]}', '$.a')`, null],
    [`json_extract_scalar('{"a":{"b":1}}', '$.a.b')`, '1'],
    [`json_extract_scalar('{"x-amz-id-2":"v"}', '$["x-amz-id-2"]')`, 'v'],
    [`json_extract_scalar('no json', '$.a')`, null],
    [`json_extract_scalar('{"a":null}', '$.a')`, null],
    [`json_format(json_extract('{"a":{"b":1}}', '$.a'))`, '{"b":1}'],
    [`element_at(ARRAY['a','b'], 1)`, 'a'],
    [`element_at(ARRAY['a','b'], 3)`, null],
    [`cardinality(ARRAY[1,2,3])`, 3],
    [`from_iso8601_timestamp('2026-02-10T09:14:27Z')`, '2026-02-10 09:14:27.000 UTC'],
    [`parse_datetime('10/Feb/2026:09:14:27 +0100', 'dd/MMM/yyyy:HH:mm:ss Z')`, '2026-02-10 08:14:27.000 UTC'],
    [
      `format_datetime(from_iso8601_timestamp('2026-12-10T09:14:27Z'), 'yyyy-MM-dd''T''HH:mm:ss''Z''')`,
      '2026-12-10T09:14:27Z',
    ],
    [
      `date_diff('minute', from_iso8601_timestamp('2026-02-10T09:00:50Z'), from_iso8601_timestamp('2026-02-10T09:02:40Z'))`,
      1,
    ],
    [`date_add('day', -1, from_iso8601_timestamp('2026-03-01T00:00:00Z'))`, '2026-02-28 00:00:00.000 UTC'],
    [`date_parse('2026-02-10 09:14', '%Y-%m-%d %H:%i')`, '2026-02-10 09:14:00.000'],
    [`date_format(date_parse('2026-02-10', '%Y-%m-%d'), '%d.%m.%Y')`, '10.02.2026'],
    [`url_decode('a%20b')`, 'a b'],
    [`regexp_like('manifest.json', 'json$')`, true],
    [`regexp_extract('a-12', '-([0-9]+)', 1)`, '12'],
    [`regexp_extract('a', '[0-9]+')`, null],
    [`array_join(ARRAY['a','b'], '+')`, 'a+b'],
  ])('%s', async (expression, wanted) => {
    expect(await evaluate(expression)).toEqual(wanted);
  });

  it.each([
    `from_iso8601_timestamp('yesterday')`,
    `parse_datetime('x', 'yyyy')`,
    `parse_datetime('2026', 'yyyy EEE')`,
    `date_add('fortnight', 1, from_iso8601_timestamp('2026-01-01'))`,
    `any_match(ARRAY[1], x -> x = 1)`,
  ])('raises for %s', async (expression) => {
    await expect(evaluate(expression)).rejects.toThrow(/the query failed/);
  });
});

describe('the local engine', () => {
  it.each([
    `SELECT * FROM 'package.json'`,
    `SELECT * FROM read_csv('package.json')`,
    `COPY (SELECT 1) TO '/tmp/inventory-forensics-copy.csv'`,
    `ATTACH '/tmp/inventory-forensics.db'`,
    `INSTALL httpfs`,
    `LOAD httpfs`,
    `SET enable_external_access = true`,
    `SET memory_limit = '100GB'`,
    `SELECT 1; SELECT 2`,
  ])('refuses %s', async (sql) => {
    const read = async () => {
      for await (const _ of (await runLocally(database.connection, { sql, values: [] })).rows);
    };
    await expect(read()).rejects.toThrow(/the query failed/);
  });

  it('streams many rows, with types as JSON has them', async () => {
    const { columns, rows } = await runLocally(database.connection, {
      sql: `SELECT i AS number, i * 0.5e0 AS half, CAST(i AS DECIMAL(9,2)) AS price, i + 9007199254740992 AS big FROM range(300000) AS r(i)`,
      values: [],
    });
    expect(columns).toEqual(['number', 'half', 'price', 'big']);
    let count = 0;
    for await (const row of rows) {
      if (count === 1) expect(row).toEqual([1, 0.5, '1.00', '9007199254740993']);
      count++;
    }
    expect(count).toBe(300_000);
  });

  it('tells which line is wrong', async () => {
    await expect(runLocally(database.connection, { sql: 'SELECT 1,\n nope', values: [] })).rejects.toThrow(
      /\(line 2\)/,
    );
    await expect(
      runLocally(database.connection, { sql: 'SELECT 1 FROM cloudtrail', values: [] }),
    ).rejects.toMatchObject({
      code: 'failed',
      hint: 'the local tables are s3_access_logs and cloudtrail_logs',
    });
  });
});

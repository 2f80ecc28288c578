import { existsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type LocalDatabase, openDatabase } from '../../src/query/duckdb/open.ts';
import { runLocally } from '../../src/query/duckdb/run.ts';

let database: LocalDatabase;
beforeAll(async () => {
  database = await openDatabase();
});
afterAll(() => database.close());

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
    `CREATE TABLE other AS SELECT 1 AS i`,
    `PRAGMA enable_profiling`,
    `EXPLAIN ANALYZE SELECT 1`,
    // A row without names, of which not every field could be shown.
    `SELECT ARRAY[ROW(1, 'a')] AS r`,
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

  it('lets what does not fit into memory overflow into a temporary directory, gone when it is closed', async () => {
    const other = await openDatabase();
    const reader = await other.connection.runAndReadAll("SELECT current_setting('temp_directory')");
    const overflow = String(reader.getRows()[0]?.[0]);
    expect(overflow.startsWith(tmpdir())).toBe(true);
    expect(existsSync(overflow)).toBe(true);
    other.close();
    expect(existsSync(overflow)).toBe(false);
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

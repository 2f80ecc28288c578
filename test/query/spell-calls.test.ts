import { describe, expect, it } from 'vitest';
import { openDatabase } from '../../src/query/duckdb/open.ts';
import { runLocally } from '../../src/query/duckdb/run.ts';
import { spellCalls } from '../../src/query/duckdb/spell-calls.ts';

describe('spelling calls', () => {
  it('changes names and brackets, and leaves texts, comments and lines alone', () => {
    const sql = `SELECT 'any_match(', "any_match"(a) /* any_match( */, t.any_match (b),\n ANY_MATCH \n( xs, x -> f(x) ) -- any_match(`;
    expect(spellCalls(sql)).toBe(
      `SELECT 'any_match(', "any_match"(a) /* any_match( */, t.any_match (b),\n trino_any(list_transform(\n xs, x -> f(x) )) -- any_match(`,
    );
  });

  it.each([
    'SELECT 1',
    'SELECT any_match(xs, x -> (x)',
    'SELECT any_match',
    'SELECT 1)',
    'WITH transform (a, b) AS (SELECT 1, 2) SELECT transform, (a) FROM transform',
    "SELECT 'max_by(a, b)', t.max_by(a, b), max_by(a, b, 3) -- max_by(a, b)",
    "SELECT json_extract(a, '$') AS varchar, CAST(a AS double)",
  ])('leaves %s as it is', (sql) => {
    expect(spellCalls(sql)).toBe(sql);
  });

  it('counts the arguments of a call, not what stands in their brackets', () => {
    expect(
      spellCalls("SELECT max_by(ROW(a, b), ARRAY[c, d]), cast ( json_extract(f(x, y), '$.a') AS Varchar(5))"),
    ).toBe("SELECT arg_max_null(ROW(a, b), ARRAY[c, d]), trino_as_short_text( json_extract(f(x, y), '$.a') , 5)");
  });

  it('keeps the line of an error behind it', async () => {
    const sql = 'SELECT any_match\n(ARRAY[1], x -> x = 1),\n nope';
    const { connection, close } = await openDatabase();
    await expect(runLocally(connection, { sql, values: [] })).rejects.toThrow(/\(line 3\)/);
    close();
  });
});

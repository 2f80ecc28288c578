import { expect, it } from 'vitest';
import { MACROS } from '../../src/query/duckdb/macros.ts';
import { macrosNeeded } from '../../src/query/duckdb/macros-needed.ts';

const named = (sql: string) => macrosNeeded(sql).map((macro) => macro.slice(0, macro.indexOf('(')));

it('a statement is given the macros that it calls, in whatever letters, and those that these call', () => {
  expect(named('SELECT count(*) FROM cloudtrail_logs')).toEqual([]);
  expect(named('SELECT SubStr(eventname, 2) FROM cloudtrail_logs')).toEqual(['substr']);
  expect(named("SELECT json_array_length(json_extract(a, '$.b'))")).toEqual(
    expect.arrayContaining(['json_array_length', 'json_extract', 'trino_json_path', 'trino_raise']),
  );
});

it('a statement is given what its spelling here calls', () => {
  expect(named('SELECT CAST(eventtime AS date)')).toContain('trino_as_date');
});

it('a statement that names every macro is given each once, in their order', () => {
  const all = MACROS.join(' ').replaceAll(/[^\w]+/g, ' ');
  expect(macrosNeeded(all)).toEqual(MACROS);
});

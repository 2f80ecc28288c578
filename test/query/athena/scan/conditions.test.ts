import { type DuckDBConnection, DuckDBInstance } from '@duckdb/node-api';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { mayMeet } from '../../../../src/query/athena/scan/conditions.ts';
import { tableUses } from '../../../../src/query/athena/scan/table-uses.ts';
import type { ParameterValue } from '../../../../src/query/bind.ts';

/** Partition values that conditions say of a row: those that are not excluded. */
function kept(where: string, partitions: readonly string[], values: readonly ParameterValue[] = []): readonly string[] {
  const [use] = tableUses(`SELECT * FROM t WHERE ${where}`, values) ?? [];
  const about = use?.conditions.filter(({ column }) => column === 'day') ?? [];
  return partitions.filter((partition) => about.every((condition) => mayMeet(condition, partition, false)));
}

const DAYS = ['2026/02/01', '2026/02/02', '2026/02/03', '2026/02/04'];

describe('the partitions that a WHERE clause leaves', () => {
  it.each<[string, readonly number[]]>([
    ["day = '2026/02/02'", [1]],
    ['\'2026/02/02\' = "day"', [1]],
    ["t.day = '2026/02/02'", [1]],
    ["other.day = '2026/02/02'", [0, 1, 2, 3]],
    ["day > '2026/02/02'", [2, 3]],
    ["'2026/02/02' >= day", [0, 1]],
    ["day BETWEEN '2026/02/02' AND '2026/02/03' AND x = 1", [1, 2]],
    ["day IN ('2026/02/01', '2026/02/04')", [0, 3]],
    ["(day >= '2026/02/02' AND (day < '2026/02/04'))", [1, 2]],
    ["day >= '2026/02/03' OR x = 1", [0, 1, 2, 3]],
    ["NOT day = '2026/02/02'", [0, 1, 2, 3]],
    ["day NOT IN ('2026/02/02')", [0, 1, 2, 3]],
    ["day = '2026/02/02' || ''", [0, 1, 2, 3]],
    ["CASE WHEN p AND day = '2026/02/02' AND q THEN true END", [0, 1, 2, 3]],
    ['day = 20260202', [0, 1, 2, 3]],
    ["day = upper('2026/02/02')", [0, 1, 2, 3]],
    ["day LIKE '2026/02/%'", [0, 1, 2, 3]],
    ["day = 'it''s'", []],
  ])('%s', (where, indexes) => expect(kept(where, DAYS)).toEqual(indexes.map((index) => DAYS[index])));

  it('takes values of question marks in their order, those in other places counted', () => {
    const text = (value: string): ParameterValue => ({ type: 'string', value });
    const where = 'x = ? AND day BETWEEN ? AND ?';
    expect(kept(where, DAYS, [text('z'), text('2026/02/02'), text('2026/02/03')])).toEqual(DAYS.slice(1, 3));
  });

  it('compares columns of numbers as numbers', () => {
    const [use] = tableUses('SELECT * FROM t WHERE hour >= 9 AND hour < 12', []) ?? [];
    const hours = ['08', '9', '10', '11', '12'];
    expect(hours.filter((hour) => use?.conditions.every((condition) => mayMeet(condition, hour, true)))).toEqual([
      '9',
      '10',
      '11',
    ]);
  });
});

describe('no row that an engine finds is left out', () => {
  let connection: DuckDBConnection;
  beforeAll(async () => {
    connection = await (await DuckDBInstance.create(':memory:')).connect();
    await connection.run('CREATE TABLE t (day VARCHAR, x INTEGER)');
    for (const day of DAYS) for (const x of [0, 1]) await connection.run(`INSERT INTO t VALUES ('${day}', ${x})`);
  });
  afterAll(() => connection.closeSync());

  it('whatever the clause', async () => {
    const day = fc.constantFrom(...DAYS, '2026/02', 'z').map((text) => `'${text}'`);
    const operator = fc.constantFrom('=', '<', '<=', '>', '>=', '<>', '!=');
    const simple = fc.oneof(
      fc.tuple(operator, day).map(([is, value]) => `day ${is} ${value}`),
      fc.tuple(operator, day).map(([is, value]) => `${value} ${is} t."day"`),
      fc.tuple(day, day).map(([low, high]) => `day BETWEEN ${low} AND ${high}`),
      fc.tuple(day, day).map(([low, high]) => `day NOT BETWEEN ${low} AND ${high}`),
      fc.array(day, { minLength: 1, maxLength: 3 }).map((list) => `day IN (${list.join(', ')})`),
      fc.constantFrom('x = 1', 'day IS NOT NULL', 'day IN (SELECT max(day) FROM t)', 'length(day) = 10'),
    );
    const { clause } = fc.letrec<{ clause: string }>((tie) => ({
      clause: fc.oneof(
        { depthSize: 'small', withCrossShrink: true },
        simple,
        fc.tuple(tie('clause'), fc.constantFrom('AND', 'OR'), tie('clause')).map((parts) => parts.join(' ')),
        tie('clause').map((inner) => `(${inner})`),
        tie('clause').map((inner) => `NOT (${inner})`),
        tie('clause').map((inner) => `CASE WHEN ${inner} THEN true ELSE false END`),
      ),
    }));
    await fc.assert(
      fc.asyncProperty(clause, async (where) => {
        const reader = await connection.runAndReadAll(`SELECT DISTINCT day FROM t WHERE ${where}`);
        const found = reader.getRows().map(([value]) => String(value));
        expect(kept(where, DAYS)).toEqual(expect.arrayContaining(found));
      }),
      { numRuns: 300 },
    );
  });
});

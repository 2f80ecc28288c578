import { describe, expect, it } from 'vitest';
import { tableUses } from '../../../../src/query/athena/scan/table-uses.ts';

/** Each use as `name(columns with conditions)`. */
function read(sql: string): readonly string[] | null {
  const uses = tableUses(sql, []);
  return (
    uses?.map(({ name, conditions }) => `${name.join('.')}(${conditions.map(({ column }) => column).join(' ')})`) ??
    null
  );
}

describe('where a statement reads tables', () => {
  it.each<[string, readonly string[] | null]>([
    ['SELECT 1', []],
    ['SHOW TABLES', []],
    ['SELECT * FROM t', ['t()']],
    ['TABLE t', ['t()']],
    ['SELECT * FROM Logs."S3 t"', ['logs.s3 t()']],
    ["SELECT * FROM t WHERE day = '1' AND x > 2 GROUP BY 1", ['t(day x)']],
    ["SELECT * FROM a, b AS z JOIN c USING (k) WHERE z.day = '1'", ['a()', 'b(day)', 'c()']],
    ["SELECT * FROM a WHERE day = '1' UNION ALL SELECT * FROM a ORDER BY 1", ['a(day)', 'a()']],
    ["WITH w AS (SELECT * FROM a WHERE day = '1') SELECT * FROM w JOIN w AS v ON true", ['a(day)', 'a(day)']],
    ['WITH w (x, y) AS (SELECT * FROM a), v AS (SELECT * FROM w) SELECT * FROM v', ['a()']],
    ["SELECT * FROM (SELECT * FROM a WHERE day = '1') AS q WHERE q.day = '2'", ['a(day)']],
    ["SELECT * FROM a WHERE x IN (SELECT y FROM b WHERE day = '1')", ['a()', 'b(day)']],
    ["SELECT (SELECT max(x) FROM b) FROM a WHERE EXISTS (SELECT 1 FROM c WHERE c.k = 'v')", ['a()', 'b()', 'c(k)']],
    ['SELECT * FROM (a CROSS JOIN b)', ['a()', 'b()']],
    ['SELECT * FROM UNNEST(ARRAY[1, 2]) AS u (x) CROSS JOIN a', ['a()']],
    ['SELECT extract(YEAR FROM day), x IS DISTINCT FROM y FROM a', ['a()']],
    ["SELECT ' FROM b ' FROM a -- FROM c".replace('-- FROM c', ''), ['a()']],
    ['((SELECT * FROM a))', ['a()']],
    ['SELECT * FROM ((SELECT x FROM a) UNION ALL SELECT x FROM b)', ['a()', 'b()']],
    ['SELECT 1 WHERE 1 IN ((SELECT x FROM a) EXCEPT (SELECT x FROM b))', ['a()', 'b()']],
    ['WITH window AS (SELECT * FROM a) SELECT * FROM window JOIN b ON true LIMIT 5', ['a()', 'b()']],
    ['SELECT * FROM offset, limit ORDER BY 1 OFFSET 2 LIMIT ALL', ['offset()', 'limit()']],
    ['SELECT sum(x) OVER w FROM a AS fetch WHERE fetch.day = 1 WINDOW w AS (ORDER BY x)', ['a(day)']],
    // The column of USING is that of either table, and is not compared in front of the join.
    ["SELECT * FROM a JOIN b USING (day) WHERE day = '1' AND a.x = 2", ['a(x)', 'b()']],
    ["SELECT * FROM (a FULL JOIN b USING (day)) WHERE day = '1'", ['a()', 'b()']],
    // Names of its own for the columns.
    ["SELECT * FROM a AS z (x, day) WHERE day = '1' AND z.x = 2", ['a()']],
    ['SELECT * FROM TABLE(exclude_columns(input => TABLE(a), columns => DESCRIPTOR(x)))', null],
    ['SELECT * FROM a WHERE (', null],
    ['SELECT * FROM a)', null],
    [`SELECT ${'('.repeat(200)}1${')'.repeat(200)}`, null],
  ])('%s', (sql, uses) => expect(read(sql)).toEqual(uses));

  it('does not follow chains of WITH that double at every step', () => {
    const steps = Array.from({ length: 40 }, (_, step) => `w${step + 1} AS (SELECT * FROM w${step}, w${step} AS x)`);
    expect(tableUses(`WITH w0 AS (SELECT * FROM a), ${steps.join(', ')} SELECT * FROM w40`, [])).toBeNull();
  });
});

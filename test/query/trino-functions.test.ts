import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type LocalDatabase, openDatabase } from '../../src/query/duckdb/open.ts';
import { runLocally } from '../../src/query/duckdb/run.ts';
import type { Cell } from '../../src/query/result.ts';
import { runs } from '../property-runs.ts';

let database: LocalDatabase;
beforeAll(async () => {
  database = await openDatabase();
});
afterAll(() => database.close());

/** The value of an expression, its `?` bound to texts. */
async function evaluate(expression: string, ...texts: string[]): Promise<Cell | undefined> {
  const values = texts.map((value) => ({ name: '', value: { type: 'string', value } as const }));
  const { rows } = await runLocally(database.connection, { sql: `SELECT ${expression}`, values });
  for await (const [cell] of rows) return cell;
  return undefined;
}

/** As the pages of Trino's documentation on each group of functions have them. */
describe("Trino's functions on the local engine", () => {
  it.each<[string, Cell]>([
    // https://trino.io/docs/current/functions/json.html
    [`json_extract_scalar('{"a":{"b":1}}', '$.a')`, null],
    [`json_extract_scalar('{"a":[1]}', '$.a')`, null],
    [`json_extract_scalar('{"a":{"b":1}}', '$.a.b')`, '1'],
    [`json_extract_scalar('{"a":true}', '$.a')`, 'true'],
    [`json_extract_scalar('{"a":""}', '$.a')`, ''],
    [`json_extract_scalar('{"a":null}', '$.a')`, null],
    [`json_extract_scalar('{"a":1}', '$.b')`, null],
    [`json_extract_scalar('[1, 2, 3]', '$[2]')`, '3'],
    [`json_extract_scalar('[1, 2, 3]', '$[3]')`, null],
    [`json_extract_scalar('{"store":{"book":[{"title":"T"}]}}', '$.store.book[0].title')`, 'T'],
    [`json_extract_scalar('{"x-amz-id-2":"v"}', '$["x-amz-id-2"]')`, 'v'],
    [`json_extract_scalar('no json', '$.a')`, null],
    [`json_extract_scalar(CAST(NULL AS varchar), '$.a')`, null],
    [`json_extract_scalar(json_parse('{"a":1}'), '$.a')`, '1'],
    [`json_extract_scalar(json_extract('{"a":{"b":"c"}}', '$.a'), '$.b')`, 'c'],
    [`json_format(json_extract('{"a": {"b": 1}}', '$.a'))`, '{"b":1}'],
    [`json_format(json_extract('{"a":1}', '$.b'))`, null],
    [`json_format(json_parse('[1,  "a"]'))`, '[1,"a"]'],
    [`CAST(json_extract('{"a":"b"}', '$.a') AS varchar)`, 'b'],
    [`CAST(json_extract('{"a":1}', '$.b') AS VARCHAR(9))`, null],
    [`try_cast(json_extract(json_format(json_parse('{"a":["b"]}')), '$.a[0]') AS varchar)`, 'b'],
    [`json_array_length('[1, 2]')`, 2],
    [`json_array_length('{"a":1}')`, null],
    [`json_array_length('no json')`, null],
    // https://trino.io/docs/current/functions/array.html
    [`element_at(ARRAY['a','b'], 1)`, 'a'],
    [`element_at(ARRAY['a','b'], 3)`, null],
    [`element_at(ARRAY['a','b'], -1)`, 'b'],
    [`element_at(CAST(NULL AS varchar[]), 1)`, null],
    [`element_at(MAP(ARRAY['a'], ARRAY[1]), 'a')`, 1],
    [`element_at(MAP(ARRAY['a'], ARRAY[1]), 'b')`, null],
    [`cardinality(ARRAY[1,2,3])`, 3],
    [`cardinality(ARRAY[1,NULL])`, 2],
    [`cardinality(MAP(ARRAY['a'], ARRAY[1]))`, 1],
    [`cardinality(CAST(NULL AS varchar[]))`, null],
    [`array_join(ARRAY['a','b'], '+')`, 'a+b'],
    [`array_join(ARRAY['a',NULL,'b'], '+')`, 'a+b'],
    [`array_join(ARRAY['a',NULL,'b'], '+', '?')`, 'a+?+b'],
    [`contains(ARRAY['a','b'], 'b')`, true],
    [`cardinality(sequence(1, 3))`, 3],
    [`array_join(sequence(3, 1), '')`, '321'],
    [`array_join(sequence(1, 1), '')`, '1'],
    [`array_join(array_distinct(ARRAY['c','a','c','b','a']), '')`, 'cab'],
    [`cardinality(array_distinct(ARRAY['c',NULL,'c',NULL]))`, 2],
    [`array_position(ARRAY['a','b'], 'b')`, 2],
    [`array_position(ARRAY['a'], 'b')`, 0],
    [`array_position(ARRAY['a'], CAST(NULL AS varchar))`, null],
    // https://trino.io/docs/current/functions/aggregate.html
    [`max_by(e, t) FROM (VALUES ('x', 1), (NULL, 2)) AS v(e, t)`, null],
    [`min_by(e, t) FROM (VALUES (NULL, 1), ('x', 2), ('y', NULL)) AS v(e, t)`, null],
    [`max_by(e, t) FILTER (WHERE e IS NOT NULL) FROM (VALUES ('x', 1), (NULL, 2)) AS v(e, t)`, 'x'],
    [`max_by(e, t) OVER (ORDER BY t) FROM (VALUES ('x', 1), (NULL, 2)) AS v(e, t)`, 'x'],
    [`cardinality(max_by(e, t, 2)) FROM (VALUES ('x', 1), ('y', 2)) AS v(e, t)`, 2],
    [`arbitrary(e) FROM (VALUES (NULL), ('x')) AS v(e)`, 'x'],
    [`approx_distinct(e) FROM (VALUES ('x'), ('x'), (NULL)) AS v(e)`, 1],
    [`approx_distinct(e) FILTER (WHERE e > 1) FROM (VALUES (1), (2)) AS v(e)`, 1],
    [`any_match(ARRAY[1,2], x -> x = 2)`, true],
    [`any_match(ARRAY[1,NULL,2], x -> x = 2)`, true],
    [`any_match(ARRAY[1,2], x -> x = 3)`, false],
    [`any_match(ARRAY[1,NULL], x -> x = 3)`, null],
    [`any_match(CAST(ARRAY[] AS integer[]), x -> x = 3)`, false],
    [`any_match(CAST(NULL AS integer[]), x -> x = 3)`, null],
    [`all_match(ARRAY[1,2], x -> x > 0)`, true],
    [`all_match(ARRAY[1,NULL], x -> x > 1)`, false],
    [`all_match(ARRAY[1,NULL], x -> x > 0)`, null],
    [`all_match(CAST(ARRAY[] AS integer[]), x -> x > 0)`, true],
    [`none_match(ARRAY[1,2], x -> x > 2)`, true],
    [`none_match(ARRAY[1,NULL,3], x -> x > 2)`, false],
    [`none_match(ARRAY[1,NULL], x -> x > 2)`, null],
    [`any_match(ARRAY[ARRAY[1],ARRAY[2,3]], xs -> any_match(xs, x -> x = 3) AND (cardinality(xs) > (1)))`, true],
    [`(SELECT COUNT(*) FROM cloudtrail_logs WHERE any_match(resources, r -> r.arn LIKE 'arn:%' OR r.type = 'x'))`, 0],
    [`array_join(filter(ARRAY[1,NULL,3], x -> x > 1), ',')`, '3'],
    [`array_join(transform(ARRAY['a','b'], x -> upper(x)), ',')`, 'A,B'],
    // https://trino.io/docs/current/functions/datetime.html
    [`from_iso8601_timestamp('2026-02-10T09:14:27Z')`, '2026-02-10 09:14:27.000 UTC'],
    [`from_iso8601_timestamp('2020-05-11T11:15:05')`, '2020-05-11 11:15:05.000 UTC'],
    [`from_iso8601_timestamp('2020-05-11T11:15')`, '2020-05-11 11:15:00.000 UTC'],
    [`from_iso8601_timestamp('2020-05-11')`, '2020-05-11 00:00:00.000 UTC'],
    [`from_iso8601_timestamp('2020-05')`, '2020-05-01 00:00:00.000 UTC'],
    [`from_iso8601_timestamp('2020')`, '2020-01-01 00:00:00.000 UTC'],
    [`from_iso8601_timestamp(CAST(NULL AS varchar))`, null],
    [`from_iso8601_date('2020-05-11')`, '2020-05-11'],
    [`to_iso8601(DATE '2020-05-11')`, '2020-05-11'],
    [`to_iso8601(date_parse('2020-05-11', '%Y-%m-%d'))`, '2020-05-11T00:00:00.000'],
    [`from_unixtime(1770714867)`, '2026-02-10 09:14:27.000 UTC'],
    [`to_unixtime(from_iso8601_timestamp('2026-02-10T09:14:27.5Z'))`, 1770714867.5],
    [`parse_datetime('1960/01/22 3:04', 'yyyy/MM/dd HH:mm')`, '1960-01-22 03:04:00.000 UTC'],
    [
      `format_datetime(from_iso8601_timestamp('2026-12-10T09:14:27Z'), 'yyyy-MM-dd''T''HH:mm:ss''Z''')`,
      '2026-12-10T09:14:27Z',
    ],
    [`format_datetime(DATE '2026-02-10', 'EEE EEEE MMM MMMM')`, 'Tue Tuesday Feb February'],
    [`extract(DOW FROM DATE '2026-02-08')`, 7],
    [`extract(dow FROM TIMESTAMP '2026-02-09 01:00:00')`, 1],
    [`extract(DAY FROM DATE '2026-02-08')`, 8],
    [`extract(YEAR FROM from_iso8601_timestamp('2026-02-08T01:02:03Z'))`, 2026],
    [`day_of_week(DATE '2026-02-08')`, 7],
    [`date_diff('second', TIMESTAMP '2020-03-01 00:00:00', TIMESTAMP '2020-03-02 00:00:00')`, 86_400],
    [`date_diff('hour', TIMESTAMP '2020-03-01 00:00:00', TIMESTAMP '2020-03-02 00:59:59')`, 24],
    [`date_diff('day', DATE '2020-03-01', DATE '2020-03-02')`, 1],
    [`date_diff('month', DATE '2020-03-02', DATE '2020-03-01')`, 0],
    [`date_diff('minute', TIMESTAMP '2020-03-01 00:00:50', TIMESTAMP '2020-03-01 00:02:40')`, 1],
    [`date_diff('minute', TIMESTAMP '2020-03-01 00:02:40', TIMESTAMP '2020-03-01 00:00:50')`, -1],
    [`date_add('second', 86, TIMESTAMP '2020-03-01 00:00:00')`, '2020-03-01 00:01:26.000'],
    [`date_add('hour', 9, TIMESTAMP '2020-03-01 00:00:00')`, '2020-03-01 09:00:00.000'],
    [`date_add('day', -1, from_iso8601_timestamp('2020-03-01'))`, '2020-02-29 00:00:00.000 UTC'],
    [`date_add('week', 2, DATE '2020-03-01')`, '2020-03-15 00:00:00.000'],
    [`date_add('month', 1, TIMESTAMP '2020-01-31 00:00:00')`, '2020-02-29 00:00:00.000'],
    [`date_parse('2022/10/20/05', '%Y/%m/%d/%H')`, '2022-10-20 05:00:00.000'],
    [`date_parse('2026-02-10 09:14', '%Y-%m-%d %H:%i')`, '2026-02-10 09:14:00.000'],
    [`date_format(TIMESTAMP '2022-10-20 05:10:00', '%m-%d-%Y %H')`, '10-20-2022 05'],
    [`date_format(TIMESTAMP '2022-10-20 05:10:07', '%M %T')`, 'October 05:10:07'],
    // https://trino.io/docs/current/functions/url.html, https://trino.io/docs/current/functions/regexp.html
    [`url_decode('a%20b')`, 'a b'],
    [`url_decode('a+b%2Bc')`, 'a b+c'],
    [`url_decode(url_decode('%2522'))`, '"'],
    [`url_decode(CAST(NULL AS varchar))`, null],
    [`url_encode('a b~*\u00e9')`, 'a+b%7E*%C3%A9'],
    [`regexp_like('manifest.json', 'json$')`, true],
    [`regexp_like('1a 2b 14m', '\\d+b')`, true],
    [`regexp_extract('1a 2b 14m', '\\d+')`, '1'],
    [`regexp_extract('1a 2b 14m', '(\\d+)([a-z]+)', 2)`, 'a'],
    [`regexp_extract('a', '[0-9]+')`, null],
    [`regexp_replace('1a 2b 14m', '\\d+[ab] ')`, '14m'],
    [`regexp_replace('1a 2b 14m', '(\\d+)([ab]) ', '3c$2 ')`, '3ca 3cb 14m'],
    // https://trino.io/docs/current/functions/string.html, and operators
    [`split_part('a/b/c', '/', 2)`, 'b'],
    [`split_part('a/b/c', '/', 4)`, null],
    [`concat('a', 'b', 'c')`, 'abc'],
    [`concat('a', CAST(NULL AS varchar))`, null],
    [`concat('a', 'b', 'c', 'd', 'e', 'f')`, 'abcdef'],
    [`substr('Trino', 2)`, 'rino'],
    [`substr('Trino', -3)`, 'ino'],
    [`substr('Trino', -3, 2)`, 'in'],
    [`substr('Trino', 0)`, ''],
    [`substr('Trino', 0, 3)`, ''],
    [`substr('Trino', -9, 6)`, ''],
    [`substring('Trino', 2, 2)`, 'ri'],
    [`substring('Trino' FROM 2 FOR 2)`, 'ri'],
    [`substr(CAST(NULL AS varchar), 0)`, null],
    [`greatest(1, 3, 2)`, 3],
    [`greatest(1, NULL)`, null],
    [`least('b', 'a')`, 'a'],
    [`least(1, NULL, 2)`, null],
    [`format('%s: %d', 'a', 5)`, 'a: 5'],
    [`7 / 2`, 3],
    [`7e0 / 2`, 3.5],
  ])('%s', async (expression, wanted) => {
    expect(await evaluate(expression)).toEqual(wanted);
  });

  it.each([
    `from_iso8601_timestamp('yesterday')`,
    `from_iso8601_timestamp('epoch')`,
    `from_iso8601_timestamp('infinity')`,
    `from_iso8601_timestamp('2020-05-11 11:15:05')`,
    `from_iso8601_timestamp('2020-13-11')`,
    `from_iso8601_date('10.02.2026')`,
    `parse_datetime('x', 'yyyy')`,
    `parse_datetime('2026 W7', 'yyyy ''W''w')`,
    `date_parse('2026', '%Q')`,
    `date_add('fortnight', 1, from_iso8601_timestamp('2026-01-01'))`,
    `date_diff('days', DATE '2026-01-01', DATE '2026-01-02')`,
    `element_at(ARRAY[1], 0)`,
    `json_parse('no json')`,
    `json_extract_scalar('{"a":1}', 'a')`,
    `json_extract('{"a":1}', '')`,
    `CAST(json_extract('{"a":{}}', '$.a') AS varchar)`,
    `split_part('a/b', '/', 0)`,
    `split_part('a/b', '/', -1)`,
    `url_decode('100%')`,
    `url_decode('%zz')`,
  ])('raises for %s', async (expression) => {
    await expect(evaluate(expression)).rejects.toThrow(/the query failed/);
  });
});

const SECONDS = fc.integer({ min: 0, max: 4_102_444_800 });
const iso = (seconds: number) => new Date(seconds * 1_000).toISOString().replace('.000Z', 'Z');

/** The values of expressions of `a` and `b` in each of many rows of texts: one query, since to plan it is what takes time. */
async function evaluateRows(
  expressions: readonly string[],
  rows: readonly (readonly [string, string])[],
): Promise<Cell[][]> {
  const values = rows.flat().map((value) => ({ name: '', value: { type: 'string', value } as const }));
  const places = rows.map((_, index) => `(${index}, ?, ?)`).join();
  const sql = `SELECT ${expressions.join()} FROM (VALUES ${places}) AS told(place, a, b) ORDER BY place`;
  const answered: Cell[][] = [];
  for await (const row of (await runLocally(database.connection, { sql, values })).rows) answered.push([...row]);
  return answered;
}

const many = <T>(of: fc.Arbitrary<T>) => fc.array(of, { minLength: 50, maxLength: 50 });
const FEW = { numRuns: runs(2) };

describe('what holds for every value', () => {
  it('a time read and written is the same time', async () => {
    const written = `format_datetime(from_iso8601_timestamp(a), 'yyyy-MM-dd''T''HH:mm:ss''Z''')`;
    const logged = `format_datetime(from_iso8601_timestamp(a), 'dd/MMM/yyyy:HH:mm:ss Z')`;
    const again = `to_iso8601(parse_datetime(${logged}, 'dd/MMM/yyyy:HH:mm:ss Z'))`;
    await fc.assert(
      fc.asyncProperty(many(SECONDS.map(iso)), async (times) => {
        const rows = times.map((time) => [time, ''] as const);
        expect(await evaluateRows([written, again], rows)).toEqual(
          times.map((time) => [time, time.replace('Z', '.000Z')]),
        );
      }),
      FEW,
    );
  });

  it('the seconds between two times, added to the first, are the second', async () => {
    const apart = `date_diff('second', from_iso8601_timestamp(a), from_iso8601_timestamp(b))`;
    const added = `to_unixtime(date_add('second', ${apart}, from_iso8601_timestamp(a)))`;
    await fc.assert(
      fc.asyncProperty(many(fc.tuple(SECONDS, SECONDS)), async (pairs) => {
        const rows = pairs.map(([from, to]) => [iso(from), iso(to)] as const);
        expect(await evaluateRows([apart, added], rows)).toEqual(pairs.map(([from, to]) => [to - from, to]));
      }),
      FEW,
    );
  });

  it('URL decoding takes URL encoding back', async () => {
    const said = fc.string({ unit: 'grapheme' }).filter((text) => !text.includes('\0'));
    await fc.assert(
      fc.asyncProperty(many(said), async (texts) => {
        const rows = texts.map((text) => [encodeURIComponent(text), text] as const);
        expect(await evaluateRows(['url_decode(a)', 'url_decode(url_encode(b))'], rows)).toEqual(
          texts.map((text) => [text, text]),
        );
      }),
      FEW,
    );
  });

  it('json_extract_scalar finds what JSON.parse finds, if it is a scalar', async () => {
    const scalar = fc.oneof(fc.string({ unit: 'grapheme' }), fc.integer(), fc.boolean(), fc.constant(null));
    const member = fc.oneof(scalar, fc.array(scalar), fc.dictionary(fc.string(), scalar));
    const document = fc
      .record({ value: member, items: fc.array(scalar, { maxLength: 3 }) })
      .filter((made) => !JSON.stringify(made).includes('\\u0000'));
    const paths = ['$.deep["x-y"]', '$.deep.items[0]', '$.deep.items[1]', '$.deep.items[2]'];
    const wanted = (value: unknown) => (value == null || typeof value === 'object' ? null : String(value));
    await fc.assert(
      fc.asyncProperty(many(document), async (documents) => {
        const rows = documents.map(
          ({ value, items }) => [JSON.stringify({ deep: { 'x-y': value, items } }), ''] as const,
        );
        const found = paths.map((path) => `json_extract_scalar(a, '${path}')`);
        expect(await evaluateRows(found, rows)).toEqual(
          documents.map(({ value, items }) => [value, items[0], items[1], items[2]].map(wanted)),
        );
      }),
      FEW,
    );
  });
});

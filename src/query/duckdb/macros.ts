/** What the stand-ins become in a format, and in a format that is only looked at for letters nobody knows. */
const CLOSED = [
  ['\u0001', 'T'],
  ['\u0002', 'Z'],
  ['\u0003', 'm'],
] as const;
const OPEN = [] as const;

/** A letter that is not known is refused rather than read wrongly. */
const REFUSED = "error('the local engine does not know the time format ' || format)";

/**
 * Functions of Trino (Athena engine version 3) that DuckDB lacks or reads differently, as macros. Each has the
 * semantics of https://trino.io/docs/current/functions.html for the arguments of an ad-hoc query: arrays count from
 * 1, text that is no time raises, a JSON path to an object or array is no scalar. Formats of times must be constant.
 * Functions that take a lambda cannot be macros and are left out.
 */
export const MACROS: readonly string[] = [
  // JSON: text that is no JSON is NULL; `$["x-amz-id-2"]` is DuckDB's `$."x-amz-id-2"`.
  `trino_json_path(path) AS replace(replace(path, '["', '."'), '"]', '"')`,
  `json_extract_scalar(document, path) AS CASE
     WHEN NOT json_valid(document) THEN NULL
     WHEN json_type(document, trino_json_path(path)) IN ('OBJECT', 'ARRAY') THEN NULL
     ELSE json_extract_string(document, trino_json_path(path)) END`,
  `json_extract(document, path) AS CASE
     WHEN NOT json_valid(document) THEN NULL
     ELSE json_extract_path(CAST(document AS JSON), trino_json_path(path)) END`,
  `json_format(document) AS CAST(document AS VARCHAR)`,
  `json_parse(document) AS CAST(document AS JSON)`,

  // Times.
  `from_iso8601_timestamp(text) AS CAST(text AS TIMESTAMPTZ)`,
  `from_iso8601_date(text) AS CAST(text AS DATE)`,
  `to_iso8601(moment) AS strftime(timezone('UTC', moment), '%Y-%m-%dT%H:%M:%S.%gZ')`,
  `trino_joda(format) AS ${joda('format', CLOSED)}`,
  `trino_joda_unknown(format) AS regexp_matches(regexp_replace(${joda('format', OPEN)}, '%.', '', 'g'), '[A-Za-z'']')`,
  `parse_datetime(text, format) AS CASE WHEN trino_joda_unknown(format) THEN ${REFUSED}
     ELSE strptime(text, trino_joda(format)) END`,
  `format_datetime(moment, format) AS CASE WHEN trino_joda_unknown(format) THEN ${REFUSED}
     ELSE strftime(timezone('UTC', moment), replace(trino_joda(format), '%z', '+0000')) END`,
  `date_parse(text, format) AS CASE WHEN regexp_matches(format, '%[^YmdHisSTfbMjyp%]') THEN ${REFUSED}
     ELSE strptime(text, ${mysql('format')}) END`,
  `date_format(moment, format) AS CASE WHEN regexp_matches(format, '%[^YmdHisSTfbMjyp%]') THEN ${REFUSED}
     ELSE strftime(moment, ${mysql('format')}) END`,
  `date_add(unit, amount, moment) AS moment + amount * CASE lower(unit)
     WHEN 'millisecond' THEN INTERVAL 1 MILLISECOND
     WHEN 'second' THEN INTERVAL 1 SECOND
     WHEN 'minute' THEN INTERVAL 1 MINUTE
     WHEN 'hour' THEN INTERVAL 1 HOUR
     WHEN 'day' THEN INTERVAL 1 DAY
     WHEN 'week' THEN INTERVAL 7 DAY
     WHEN 'month' THEN INTERVAL 1 MONTH
     WHEN 'quarter' THEN INTERVAL 3 MONTH
     WHEN 'year' THEN INTERVAL 1 YEAR
     ELSE error('date_add: not a unit: ' || unit) END`,
  `date_diff(unit, earlier, later) AS date_sub(lower(unit), earlier, later)`,

  // Arrays and maps.
  `element_at(container, place) AS container[place]`,
  `cardinality(container) AS len(container)`,
  `array_join(items, separator) AS array_to_string(items, separator)`,

  // Text.
  `regexp_like(text, pattern) AS regexp_matches(text, pattern)`,
  `regexp_extract(text, pattern) AS list_extract(regexp_extract_all(text, pattern), 1),
     (text, pattern, place) AS list_extract(regexp_extract_all(text, pattern, place), 1)`,
  `approx_distinct(value) AS count(DISTINCT value)`,
];

/** Joda's letters as strptime's; the stand-ins keep what has been replaced from being replaced again. */
function joda(format: string, last: readonly (readonly [string, string])[]): string {
  const letters = [
    ["''T''", '\u0001'],
    ["''Z''", '\u0002'],
    ['yyyy', '%Y'],
    ['MMM', '%b'],
    ['MM', '%\u0003'],
    ['dd', '%d'],
    ['HH', '%H'],
    ['mm', '%M'],
    ['SSS', '%g'],
    ['ss', '%S'],
    ['Z', '%z'],
    ...last,
  ];
  let sql = format;
  for (const [from, to] of letters) sql = `replace(${sql}, '${from}', '${to}')`;
  return sql;
}

/** MySQL's letters as strptime's; they differ in minutes and the names of months. */
function mysql(format: string): string {
  return `replace(replace(replace(replace(${format}, '%M', '%B'), '%i', '%M'), '%s', '%S'), '%T', '%H:%M:%S')`;
}

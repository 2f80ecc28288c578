/** What the stand-ins become in a format, and in a format that is only looked at for letters nobody knows. */
const CLOSED = [
  ['\u0001', 'T'],
  ['\u0002', 'Z'],
  ['\u0003', 'm'],
] as const;
const OPEN = [] as const;

/** A letter that is not known is refused rather than read wrongly. */
const REFUSED = "error('the local engine does not know the time format ' || format)";

/** A moment to the second, with its zone: what logs hold. The other forms of ISO 8601 leave parts out. */
const ISO_FULL = '[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}([.][0-9]+)?(Z|[+-][0-9]{2}(:?[0-9]{2})?)';
const ISO_SHORT =
  '[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?(T([0-9]{2}(:[0-9]{2}(:[0-9]{2}([.][0-9]+)?)?)?)?(Z|[+-][0-9]{2}(:?[0-9]{2})?)?)?';

/** Where Trino's `substr` finds nothing: places count from 1, or backwards from -1. */
const OUTSIDE = 'text IS NOT NULL AND (first = 0 OR first < -length(text))';

const UNITS = ['millisecond', 'second', 'minute', 'hour', 'day', 'week', 'month', 'quarter', 'year'];

/**
 * Functions of Trino (Athena engine version 3) that DuckDB lacks or reads differently, as macros. Each has the
 * semantics of https://trino.io/docs/current/functions.html for the arguments of an ad-hoc query: arrays count from
 * 1, text that is no time raises, a JSON path to an object or array is no scalar. Formats of times must be constant.
 * Functions that take a lambda, and aggregates, cannot be macros: see `spellCalls`.
 */
export const MACROS: readonly string[] = [
  // JSON: text that is no JSON is NULL; `$["x-amz-id-2"]` is DuckDB's `$."x-amz-id-2"`.
  `trino_json_path(path) AS CASE WHEN starts_with(path, '$') THEN replace(replace(path, '["', '."'), '"]', '"')
     ELSE error('not a JSON path, which begins with $: ' || path) END`,
  `json_extract_scalar(document, path) AS CASE
     WHEN NOT json_valid(document) THEN NULL
     WHEN json_type(document, trino_json_path(path)) IN ('OBJECT', 'ARRAY') THEN NULL
     ELSE json_extract_string(document, trino_json_path(path)) END`,
  `trino_json_text(document, path) AS CASE
     WHEN json_type(json_extract(document, path)) IN ('OBJECT', 'ARRAY')
       THEN error('an object or array is no varchar, json_format is for it: ' || path)
     ELSE json_extract_scalar(document, path) END`,
  // Of what is no array, the engine says 0.
  `json_array_length(document) AS CASE
     WHEN json_valid(document) AND json_type(document) = 'ARRAY' THEN system.main.json_array_length(document) END`,
  `json_extract(document, path) AS CASE
     WHEN NOT json_valid(document) THEN NULL
     ELSE json_extract_path(CAST(document AS JSON), trino_json_path(path)) END`,
  `json_format(document) AS CAST(document AS VARCHAR)`,
  `json_parse(document) AS CASE
     WHEN json_valid(document) THEN json(document)
     WHEN document IS NULL THEN NULL
     ELSE error('not JSON: ' || document) END`,

  // Times.
  `trino_iso_padded(text) AS system.main.concat(
     system.main.regexp_extract(text, '^([0-9-]+)', 1), system.main.substr('-01-01', length(system.main.regexp_extract(text, '^([0-9-]+)', 1)) - 3),
     'T', system.main.regexp_extract(text, 'T([0-9:.]*)', 1),
     CASE WHEN length(system.main.regexp_extract(text, 'T([0-9:.]*)', 1)) < 8
       THEN system.main.substr('00:00:00', length(system.main.regexp_extract(text, 'T([0-9:.]*)', 1)) + 1) ELSE '' END,
     coalesce(nullif(system.main.regexp_extract(text, 'T[0-9:.]*([Z+-].*)$', 1), ''), 'Z'))`,
  `from_iso8601_timestamp(text) AS CASE
     WHEN regexp_full_match(text, '${ISO_FULL}') THEN CAST(text AS TIMESTAMPTZ)
     WHEN regexp_full_match(text, '${ISO_SHORT}') THEN CAST(trino_iso_padded(text) AS TIMESTAMPTZ)
     WHEN text IS NULL THEN NULL
     ELSE error('not a time in ISO 8601: ' || text) END`,
  `from_iso8601_date(text) AS CASE
     WHEN text IS NULL THEN NULL
     WHEN regexp_full_match(text, '[0-9]{4}-[0-9]{2}-[0-9]{2}') THEN CAST(text AS DATE)
     ELSE error('not a date in ISO 8601: ' || text) END`,
  `to_iso8601(moment) AS CASE typeof(moment)
     WHEN 'DATE' THEN strftime(CAST(moment AS TIMESTAMP), '%Y-%m-%d')
     WHEN 'TIMESTAMP' THEN strftime(CAST(moment AS TIMESTAMP), '%Y-%m-%dT%H:%M:%S.%g')
     ELSE strftime(CAST(moment AS TIMESTAMP), '%Y-%m-%dT%H:%M:%S.%gZ') END`,
  'from_unixtime(seconds) AS to_timestamp(seconds)',
  'to_unixtime(moment) AS CAST(epoch(moment) AS DOUBLE)',
  `trino_joda(format) AS ${joda('format', CLOSED)}`,
  `trino_joda_unknown(format) AS regexp_matches(system.main.regexp_replace(${joda('format', OPEN)}, '%.', '', 'g'), '[A-Za-z'']')`,
  `parse_datetime(text, format) AS CASE WHEN trino_joda_unknown(format) THEN ${REFUSED}
     ELSE CAST(strptime(text, trino_joda(format)) AS TIMESTAMPTZ) END`,
  `format_datetime(moment, format) AS CASE WHEN trino_joda_unknown(format) THEN ${REFUSED}
     ELSE strftime(CAST(moment AS TIMESTAMP), replace(trino_joda(format), '%z', '+0000')) END`,
  `date_parse(text, format) AS CASE WHEN regexp_matches(format, '%[^YmdHisSTfbMjyp%]') THEN ${REFUSED}
     ELSE strptime(text, ${mysql('format')}) END`,
  `date_format(moment, format) AS CASE WHEN regexp_matches(format, '%[^YmdHisSTfbMjyp%]') THEN ${REFUSED}
     ELSE strftime(moment, ${mysql('format')}) END`,
  `trino_unit(unit) AS CASE WHEN lower(unit) IN (${UNITS.map((unit) => `'${unit}'`).join(', ')}) THEN lower(unit)
     ELSE error('not a unit of time: ' || unit) END`,
  `date_add(unit, amount, moment) AS moment + CASE trino_unit(unit)
     WHEN 'millisecond' THEN to_milliseconds(amount)
     WHEN 'second' THEN to_seconds(amount)
     WHEN 'minute' THEN to_minutes(amount)
     WHEN 'hour' THEN to_hours(amount)
     WHEN 'day' THEN to_days(CAST(amount AS INTEGER))
     WHEN 'week' THEN to_days(CAST(amount * 7 AS INTEGER))
     WHEN 'month' THEN to_months(CAST(amount AS INTEGER))
     WHEN 'quarter' THEN to_months(CAST(amount * 3 AS INTEGER))
     WHEN 'year' THEN to_years(CAST(amount AS INTEGER)) END`,
  // Sunday is 7, which the engine calls 0.
  `date_part(part, moment) AS system.main.date_part(CASE lower(part) WHEN 'dow' THEN 'isodow' ELSE part END, moment)`,
  'day_of_week(moment) AS isodow(moment)',
  'date_diff(unit, earlier, later) AS date_sub(trino_unit(unit), earlier, later)',

  // Arrays and maps.
  `element_at(container, place) AS CASE
     WHEN typeof(container) NOT LIKE 'MAP(%' AND CAST(place AS VARCHAR) = '0'
       THEN error('element_at: an array counts from 1') ELSE container[place] END`,
  `cardinality(container) AS CAST(CASE WHEN typeof(container) LIKE 'MAP(%' THEN len(json_keys(to_json(container)))
     ELSE system.main.json_array_length(to_json(container)) END AS BIGINT)`,
  `array_join(items, separator) AS array_to_string(items, separator),
     (items, separator, replacement) AS
       array_to_string(list_transform(items, item -> coalesce(CAST(item AS VARCHAR), replacement)), separator)`,
  // In the order in which they come first, NULL among them.
  `array_distinct(items) AS list_filter(items, (item, place) -> place = list_position(items, item))`,
  `array_position(items, item) AS CASE WHEN items IS NOT NULL AND item IS NOT NULL
     THEN coalesce(list_position(items, item), 0) END`,
  `sequence(first, last) AS generate_series(first, last, CASE WHEN first > last THEN -1 ELSE 1 END),
     (first, last, step) AS generate_series(first, last, step)`,
  `trino_any(matches) AS CASE
     WHEN matches IS NULL THEN NULL
     WHEN list_contains(matches, true) THEN true
     WHEN len(matches) > list_count(matches) THEN NULL
     ELSE false END`,
  `trino_all(matches) AS NOT trino_any(list_transform(matches, matched -> NOT matched))`,

  // Text.
  'regexp_like(text, pattern) AS regexp_matches(text, pattern)',
  `regexp_extract(text, pattern) AS list_extract(regexp_extract_all(text, pattern), 1),
     (text, pattern, place) AS list_extract(regexp_extract_all(text, pattern, place), 1)`,
  `url_decode(text) AS CASE
     WHEN contains(system.main.regexp_replace(text, '%[0-9A-Fa-f]{2}', '', 'g'), '%') THEN error('not URL-encoded: ' || text)
     ELSE system.main.url_decode(replace(text, '+', ' ')) END`,
  `url_encode(text) AS
     replace(replace(replace(system.main.url_encode(text), '%20', '+'), '%2A', '*'), '~', '%7E')`,
  `regexp_replace(text, pattern) AS system.main.regexp_replace(text, pattern, '', 'g'),
     (text, pattern, replacement) AS system.main.regexp_replace(
       text, pattern, system.main.regexp_replace(replacement, '[$]([0-9])', '\\\\\\1', 'g'), 'g')`,
  `split_part(text, separator, place) AS CASE WHEN place < 1 THEN error('split_part: fields count from 1')
     ELSE list_extract(string_split(text, separator), place) END`,
  ...['substr', 'substring'].map(
    (name) => `${name}(text, first) AS CASE WHEN ${OUTSIDE} THEN '' ELSE system.main.substr(text, first) END,
     (text, first, count) AS CASE WHEN ${OUTSIDE} THEN '' ELSE system.main.substr(text, first, count) END`,
  ),
  // Of what the engine passes over, Trino says that it is unknown.
  `concat${Array.from({ length: 9 }, (_, index) => {
    const names = Array.from({ length: index + 2 }, (_, place) => `text${place}`);
    return `(${names.join(', ')}) AS ${names.join(' || ')}`;
  }).join(', ')}`,
  `greatest(a, b) AS CASE WHEN a >= b THEN a WHEN b > a THEN b END,
     (a, b, c) AS CASE WHEN a >= b AND a >= c THEN a WHEN b >= a AND b >= c THEN b WHEN c >= a AND c >= b THEN c END`,
  `least(a, b) AS CASE WHEN a <= b THEN a WHEN b < a THEN b END,
     (a, b, c) AS CASE WHEN a <= b AND a <= c THEN a WHEN b <= a AND b <= c THEN b WHEN c <= a AND c <= b THEN c END`,
  'format(text, a) AS printf(text, a), (text, a, b) AS printf(text, a, b), (text, a, b, c) AS printf(text, a, b, c)',
];

/** Joda's letters as strptime's; the stand-ins keep what has been replaced from being replaced again. */
function joda(format: string, last: readonly (readonly [string, string])[]): string {
  const letters = [
    ["''T''", '\u0001'],
    ["''Z''", '\u0002'],
    ['yyyy', '%Y'],
    ['EEEE', '%A'],
    ['EEE', '%a'],
    ['MMMM', '%B'],
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

import { ADDRESS_MACROS } from './macros-of-addresses.ts';
import { CAST_MACROS } from './macros-of-casts.ts';
import { JSON_MACROS } from './macros-of-json.ts';
import { TEXT_MACROS } from './macros-of-text.ts';

/** What the engine says where a macro raises, with the words of the macro. */
export const RAISED: RegExp = /Could not convert string 'trino: (.*)' to INT32/s;

/** A moment to the second, with its zone: what logs hold. The other forms of ISO 8601 leave parts out. */
const ISO_FULL = '[0-9]{4}-[0-9]{2}-[0-9]{2}T([01][0-9]|2[0-3]):[0-9]{2}:[0-9]{2}([.][0-9]+)?(Z|[+-]00(:?00)?)';
const ISO_SHORT =
  '[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?(T(([01][0-9]|2[0-3])(:[0-9]{2}(:[0-9]{2}([.][0-9]+)?)?)?)?(Z|[+-]00(:?00)?)?)?';

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
  // The engine's own error() is volatile, which TRY refuses.
  // A message without anything of the row would be raised before any row is looked at: it is given a value of it.
  `trino_raise(message) AS CASE WHEN CAST('trino: ' || message AS INTEGER) = 0 THEN NULL END,
     (message, value) AS CASE
       WHEN CAST('trino: ' || message || system.main.substr(coalesce(CAST(value AS VARCHAR), ''), 1, 0) AS INTEGER) = 0 THEN NULL END`,
  ...JSON_MACROS,
  ...CAST_MACROS,
  ...ADDRESS_MACROS,
  ...TEXT_MACROS,

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
     WHEN regexp_full_match(text, '.*T.*[+-][0-9]{2}(:?[0-9]{2})?')
       THEN trino_raise('the local engine takes times in UTC alone, another zone would be lost: ' || text)
     ELSE trino_raise('not a time in ISO 8601: ' || text) END`,
  `from_iso8601_date(text) AS CASE
     WHEN text IS NULL THEN NULL
     WHEN regexp_full_match(text, '[0-9]{4}-[0-9]{2}-[0-9]{2}') THEN CAST(text AS DATE)
     ELSE trino_raise('not a date in ISO 8601: ' || text) END`,
  `trino_no_timestamp(text) AS CAST(trino_raise('the local engine takes times without a zone, or in UTC: ' || text) AS TIMESTAMP)`,
  `to_iso8601(moment) AS CASE typeof(moment)
     WHEN 'DATE' THEN strftime(CAST(moment AS TIMESTAMP), '%Y-%m-%d')
     WHEN 'TIMESTAMP' THEN strftime(CAST(moment AS TIMESTAMP), '%Y-%m-%dT%H:%M:%S.%g')
     ELSE strftime(CAST(moment AS TIMESTAMP), '%Y-%m-%dT%H:%M:%S.%gZ') END`,
  'from_unixtime(seconds) AS to_timestamp(seconds)',
  'to_unixtime(moment) AS CAST(epoch(moment) AS DOUBLE)',
  // Two digits stand for other years than the engine thinks.
  `trino_years(moment, format, first, last, shift) AS CASE
     WHEN system.main.contains(format, '%y') AND year(moment) BETWEEN first AND last THEN moment + to_years(shift)
     ELSE moment END`,
  // Their formats have been spelt for the engine, see `timeFormats`; a name that is left has one that cannot be.
  `trino_parse_datetime(text, format) AS CASE
     WHEN system.main.contains(format, '%z') AND regexp_matches(text, '[+-][0-9]{2}:?[0-9]{2}$') AND NOT regexp_matches(text, '[+-]00:?00$')
       THEN trino_raise('the local engine takes times in UTC alone, another zone would be lost: ' || text)
     ELSE CAST(trino_years(strptime(
       CASE WHEN system.main.contains(format, '%z') THEN system.main.regexp_replace(text, 'Z$', '+0000') ELSE text END, format
     ), format, 2050, 2068, -100) AS TIMESTAMPTZ) END`,
  'trino_format_datetime(moment, format) AS strftime(CAST(moment AS TIMESTAMP), format)',
  'trino_date_parse(text, format) AS trino_years(CAST(strptime(text, format) AS TIMESTAMP), format, 1969, 1969, 100)',
  'trino_date_format(moment, format) AS strftime(moment, format)',
  ...['parse_datetime', 'format_datetime', 'date_parse', 'date_format'].map(
    (name) => `${name}(value, format) AS trino_raise('the local engine does not know the time format ' || format)`,
  ),
  `trino_unit(unit) AS CASE WHEN lower(unit) IN (${UNITS.map((unit) => `'${unit}'`).join(', ')}) THEN lower(unit)
     ELSE trino_raise('not a unit of time: ' || unit) END`,
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
  'day_of_year(moment) AS dayofyear(moment)',
  'last_day_of_month(moment) AS last_day(moment)',
  `timezone(zone, moment) AS CASE WHEN typeof(moment) = 'TIMESTAMP'
     THEN trino_raise('the local engine gives no zone to a time without one: from_iso8601_timestamp has one', moment)
     ELSE system.main.timezone(zone, CAST(moment AS TIMESTAMPTZ)) END`,
  'at_timezone(moment, zone) AS timezone(zone, moment)',
  'date_diff(unit, earlier, later) AS date_sub(trino_unit(unit), earlier, later)',

  // Arrays and maps.
  `element_at(container, place) AS CASE
     WHEN typeof(container) NOT LIKE 'MAP(%' AND CAST(place AS VARCHAR) = '0'
       THEN trino_raise('element_at: an array counts from 1', container) ELSE container[place] END`,
  `cardinality(container) AS CAST(CASE WHEN typeof(container) LIKE 'MAP(%' THEN len(json_keys(to_json(container)))
     ELSE system.main.json_array_length(to_json(container)) END AS BIGINT)`,
  `array_join(items, separator) AS array_to_string(list_transform(items, item -> trino_as_text(item)), separator),
     (items, separator, replacement) AS
       array_to_string(list_transform(items, item -> coalesce(trino_as_text(item), replacement)), separator)`,
  // In the order in which they come first, NULL among them.
  `array_distinct(items) AS list_filter(items, (item, place) -> place = list_position(items, item))`,
  `array_position(items, item) AS CASE WHEN items IS NOT NULL AND item IS NOT NULL
     THEN coalesce(list_position(items, item), 0) END`,
  `trino_is_whole(items) AS len(items) = list_count(items)`,
  'array_max(items) AS CASE WHEN trino_is_whole(items) THEN list_max(items) END',
  'array_min(items) AS CASE WHEN trino_is_whole(items) THEN list_min(items) END',
  'array_union(items, others) AS array_distinct(list_concat(items, others))',
  'array_except(items, others) AS list_filter(array_distinct(items), item -> list_position(others, item) IS NULL)',
  `array_intersect(items, others) AS CASE WHEN len(items) >= len(others)
     THEN list_filter(array_distinct(items), item -> list_position(others, item) IS NOT NULL)
     ELSE list_filter(array_distinct(others), item -> list_position(items, item) IS NOT NULL) END`,
  'array_remove(items, gone) AS list_filter(items, item -> item IS DISTINCT FROM gone)',
  `arrays_overlap(items, others) AS CASE
     WHEN list_has_any(items, others) THEN true
     WHEN len(items) = 0 OR len(others) = 0 THEN false
     WHEN trino_is_whole(items) AND trino_is_whole(others) THEN false END`,
  `slice(items, first, count) AS CASE
     WHEN first = 0 THEN trino_raise('slice: an array counts from 1', items)
     WHEN count < 0 THEN trino_raise('slice: a length is not negative', items)
     WHEN first < -len(items) THEN items[1:0]
     ELSE items[CASE WHEN first < 0 THEN len(items) + first + 1 ELSE first END :
       CASE WHEN first < 0 THEN len(items) + first ELSE first - 1 END + count] END`,
  // A text is a block of addresses.
  `contains(container, item) AS CASE
     WHEN container IS NULL OR item IS NULL THEN NULL
     WHEN typeof(container) = 'VARCHAR' THEN trino_in_block(CAST(container AS VARCHAR), CAST(item AS VARCHAR))
     WHEN system.main.contains(container, item) THEN true
     WHEN json_contains(to_json(container), 'null') THEN NULL
     ELSE false END`,
  'repeat(item, times) AS list_transform(range(times), place -> item)',
  'trino_share(share) AS CASE WHEN share < 1 THEN share + 1e-9 ELSE share END',
  // Of several values for one key, the first.
  `trino_map(entries) AS map_from_entries(list_filter(entries, (entry, place) ->
     place = list_position(list_transform(entries, one -> one[1]), entry[1])))`,
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
  `url_encode(text) AS
     replace(replace(replace(system.main.url_encode(text), '%20', '+'), '%2A', '*'), '~', '%7E')`,
  `split_part(text, separator, place) AS CASE WHEN place < 1 THEN trino_raise('split_part: fields count from 1', text)
     ELSE list_extract(string_split(text, separator), place) END`,
  ...['substr', 'substring'].map(
    (name) => `${name}(text, first) AS CASE WHEN ${OUTSIDE} THEN '' ELSE system.main.substr(text, first) END,
     (text, first, count) AS CASE WHEN ${OUTSIDE} OR (text IS NOT NULL AND count < 1) THEN '' ELSE system.main.substr(text, first, count) END`,
  ),
  // Of what the engine passes over, Trino says that it is unknown.
  `concat${Array.from({ length: 9 }, (_, index) => {
    const names = Array.from({ length: index + 2 }, (_, place) => `text${place}`);
    return `(${names.join(', ')}) AS ${names.join(' || ')}`;
  }).join(', ')}`,
  ...['greatest', 'least'].map(
    (name) =>
      `${name}(a) AS a, ${Array.from({ length: 9 }, (_, index) => {
        const names = Array.from({ length: index + 2 }, (_, place) => `value${place}`);
        const isUnknown = names.map((value) => `${value} IS NULL`).join(' OR ');
        return `(${names.join(', ')}) AS CASE WHEN NOT (${isUnknown}) THEN system.main.${name}(${names.join(', ')}) END`;
      }).join(', ')}`,
  ),
  'to_base(number, base) AS lower(system.main.to_base(number, base))',
  'format(text, a) AS printf(text, a), (text, a, b) AS printf(text, a, b), (text, a, b, c) AS printf(text, a, b, c)',
];

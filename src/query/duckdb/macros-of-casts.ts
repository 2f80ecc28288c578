const DATE = '[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}';
const TIME = '([01]?[0-9]|2[0-3]):[0-9]{2}(:[0-9]{2}([.][0-9]{1,6})?)?';

const INTEGERS = ['tinyint', 'smallint', 'integer', 'bigint'];

/**
 * Casts with Trino's rules, where the engine takes more texts or writes others: see `spellCalls`, which puts them in
 * place of `CAST`. https://trino.io/docs/current/functions/conversion.html
 */
export const CAST_MACROS: readonly string[] = [
  ...INTEGERS.map(
    (type) => `trino_as_${type}(value) AS CASE
     WHEN typeof(value) = 'VARCHAR' AND NOT regexp_full_match(CAST(value AS VARCHAR), '[+-]?[0-9]+')
       THEN trino_raise('not a ${type}: ' || CAST(value AS VARCHAR))
     WHEN typeof(value) IN ('DOUBLE', 'FLOAT') THEN CAST(round(TRY_CAST(CAST(value AS VARCHAR) AS DOUBLE)) AS ${type})
     ELSE CAST(value AS ${type}) END`,
  ),
  `trino_as_boolean(value) AS CASE
     WHEN typeof(value) = 'VARCHAR' AND NOT regexp_full_match(CAST(value AS VARCHAR), '(?i)t|f|true|false|0|1')
       THEN trino_raise('not a boolean: ' || CAST(value AS VARCHAR))
     ELSE CAST(value AS BOOLEAN) END`,
  `trino_to_milliseconds(text) AS
     CASE WHEN system.main.contains(text, '.') THEN system.main.substr(text || '00', 1, 23) ELSE text || '.000' END`,
  `trino_as_text(value) AS CASE typeof(value)
     WHEN 'JSON' THEN trino_text_of_json(CASE WHEN typeof(value) = 'JSON' THEN CAST(value AS VARCHAR) END)
     WHEN 'DOUBLE' THEN trino_raise('the local engine does not write doubles as Trino does (1.5E0): cast them to a decimal first', value)
     WHEN 'FLOAT' THEN trino_raise('the local engine does not write reals as Trino does (1.5E0): cast them to a decimal first', value)
     WHEN 'TIMESTAMP' THEN trino_to_milliseconds(CAST(value AS VARCHAR))
     WHEN 'TIMESTAMP WITH TIME ZONE'
       THEN trino_to_milliseconds(system.main.regexp_replace(CAST(value AS VARCHAR), '[+]00$', '')) || ' UTC'
     ELSE CAST(value AS VARCHAR) END`,
  `trino_as_short_text(value, size) AS CASE
     WHEN typeof(value) = 'VARCHAR' OR length(trino_as_text(value)) <= size
       THEN system.main.substr(trino_as_text(value), 1, size)
     WHEN value IS NOT NULL THEN trino_raise('longer than varchar(' || size || ')', value) END`,
  `trino_as_char(value) AS CAST(trino_raise('the local engine has no char: varchar is for it') AS VARCHAR)`,
  `trino_as_texts(value) AS CASE WHEN typeof(value) = 'JSON'
     THEN list_transform(CAST(value AS JSON[]), item -> trino_text_of_json(CAST(item AS VARCHAR)))
     ELSE list_transform(CAST(value AS VARCHAR[]), item -> item) END`,
  `trino_as_date(value) AS CASE
     WHEN typeof(value) = 'JSON' THEN trino_raise('JSON is no date: json_extract_scalar gives its text', value)
     WHEN typeof(value) <> 'VARCHAR' THEN CAST(value AS DATE)
     WHEN regexp_full_match(trim(CAST(value AS VARCHAR)), '${DATE}') THEN CAST(trim(CAST(value AS VARCHAR)) AS DATE)
     WHEN value IS NOT NULL THEN trino_raise('not a date: ' || CAST(value AS VARCHAR)) END`,
  `trino_as_timestamp(value) AS CASE
     WHEN typeof(value) <> 'VARCHAR' THEN CAST(value AS TIMESTAMP)
     WHEN regexp_full_match(trim(CAST(value AS VARCHAR)), '${DATE}( ${TIME})?') THEN CAST(trim(CAST(value AS VARCHAR)) AS TIMESTAMP)
     WHEN value IS NOT NULL
       THEN trino_raise('not a timestamp, from_iso8601_timestamp reads times with T and Z: ' || CAST(value AS VARCHAR)) END`,
  `trino_as_moment(value) AS CASE
     WHEN typeof(value) <> 'VARCHAR' THEN CAST(value AS TIMESTAMPTZ)
     WHEN regexp_full_match(trim(CAST(value AS VARCHAR)), '${DATE}( ${TIME}( UTC)?)?')
       THEN CAST(CAST(replace(trim(CAST(value AS VARCHAR)), ' UTC', '') AS TIMESTAMP) AS TIMESTAMPTZ)
     WHEN value IS NOT NULL
       THEN trino_raise('not a time in UTC, from_iso8601_timestamp reads times with T and Z: ' || CAST(value AS VARCHAR)) END`,
  'trino_as_json(value) AS to_json(value)',
];

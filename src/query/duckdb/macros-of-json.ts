/** A path as Trino reads it: names of letters, digits, `_` and `:`, all others in brackets and quotes. */
const PATH = String.raw`[$]([.][\p{L}\p{N}_:]+|\[[0-9]+\]|\["[^"\\]*"\])*`;

/** Numbers that Trino gives as they are written, and the engine as it would write them. */
const ODD_NUMBER = `[0-9][eE][+-]?[0-9]|[.][0-9]+0([^0-9]|$)|[0-9.]{16,}|-0([^0-9.]|$)`;

/** Text that is no JSON is NULL, but for what begins as JSON: there Trino answers with what it finds before the fault. */
export const JSON_MACROS: readonly string[] = [
  // `$["x-amz-id-2"]` is the engine's `$."x-amz-id-2"`.
  `trino_json_path(path) AS CASE WHEN regexp_full_match(path, '${PATH}') THEN replace(replace(path, '["', '."'), '"]', '"')
     ELSE trino_raise('not a JSON path, which begins with $ and has names like x-y in brackets, $["x-y"]: ' || path) END`,
  `trino_json_fault(document) AS CASE WHEN regexp_matches(CAST(document AS VARCHAR), '^\\s*[\\[{"0-9-]')
     THEN trino_raise('JSON that is cut off or followed by more: ' || system.main.substr(CAST(document AS VARCHAR), 1, 60)) END`,
  `json_extract_scalar(document, path) AS CASE
     WHEN NOT json_valid(document) THEN trino_json_fault(document)
     WHEN json_type(document, trino_json_path(path)) IN ('OBJECT', 'ARRAY') THEN NULL
     WHEN json_type(document, trino_json_path(path)) IN ('DOUBLE', 'BIGINT', 'UBIGINT') AND regexp_matches(CAST(document AS VARCHAR), '${ODD_NUMBER}')
       AND NOT regexp_full_match(json_extract_string(document, trino_json_path(path)), '[1-9][0-9]{0,14}')
       THEN trino_raise('the local engine does not keep numbers in JSON as they are written: ' || path, document)
     ELSE json_extract_string(document, trino_json_path(path)) END`,
  `trino_text_of_json(document) AS CASE json_type(document)
     WHEN 'OBJECT' THEN trino_raise('an object is no varchar, json_format is for it', document)
     WHEN 'ARRAY' THEN trino_raise('an array is no varchar, json_format is for it', document)
     WHEN 'DOUBLE' THEN trino_raise('the local engine does not write fractions as Trino does (5.5E0): json_extract_scalar gives them as logged', document)
     ELSE json_extract_string(document, '$') END`,
  // Of what is no array, the engine says 0.
  `json_array_length(document) AS CASE
     WHEN json_valid(document) AND json_type(document) = 'ARRAY' THEN system.main.json_array_length(document) END`,
  `json_extract(document, path) AS CASE
     WHEN NOT json_valid(document) THEN trino_json_fault(document)
     ELSE json_extract_path(CAST(document AS JSON), trino_json_path(path)) END`,
  `json_size(document, path) AS CASE json_type(json_extract(document, path))
     WHEN 'ARRAY' THEN system.main.json_array_length(json_extract(document, path))
     WHEN 'OBJECT' THEN len(json_keys(json_extract(document, path)))
     ELSE CASE WHEN json_extract(document, path) IS NOT NULL THEN 0 END END`,
  `json_format(document) AS CAST(document AS VARCHAR)`,
  `json_parse(document) AS CASE
     WHEN json_valid(document) THEN json(document)
     WHEN document IS NULL THEN NULL
     ELSE trino_raise('not JSON: ' || document) END`,
  ...['json_value', 'json_exists', 'json_query'].map(
    (name) =>
      `${name}(document, path) AS trino_raise('the local engine has json_extract_scalar and json_extract for ${name}')`,
  ),
];

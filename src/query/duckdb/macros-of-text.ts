const [TWO, THREE, FOUR] = [
  '%([Cc][2-9A-Fa-f]|[Dd][0-9A-Fa-f])%([89ABab][0-9A-Fa-f])',
  '%([Ee][0-9A-Fa-f])%([89ABab][0-9A-Fa-f])%([89ABab][0-9A-Fa-f])',
  '%([Ff][0-4])%([89ABab][0-9A-Fa-f])%([89ABab][0-9A-Fa-f])%([89ABab][0-9A-Fa-f])',
];
const CUT_OFF = '%[Ee][0-9A-Fa-f]%[89ABab][0-9A-Fa-f]|%[Ff][0-4](%[89ABab][0-9A-Fa-f]){1,2}|%[89A-Fa-f][0-9A-Fa-f]';

/** What is whole is set aside, so that bytes left over are known: each becomes U+FFFD, as in Trino. */
const MENDED: string = [
  [FOUR, '\\\\1\u0001\\\\2\u0001\\\\3\u0001\\\\4'],
  [THREE, '\\\\1\u0001\\\\2\u0001\\\\3'],
  [TWO, '\\\\1\u0001\\\\2'],
].reduce(
  (text, [whole, aside]) =>
    `system.main.regexp_replace(${text}, '${whole}', '\u0001${aside?.replaceAll('\\\\', '\\')}', 'g')`,
  'text',
);

/** Texts that are encoded, and texts that are replaced. */
export const TEXT_MACROS: readonly string[] = [
  `trino_mended(text) AS
     replace(system.main.regexp_replace(${MENDED}, '${CUT_OFF}', '%EF%BF%BD', 'g'), '\u0001', '%')`,
  `url_decode(text) AS CASE
     WHEN system.main.contains(system.main.regexp_replace(text, '%[0-9A-Fa-f]{2}', '', 'g'), '%')
       OR system.main.contains(text, '\u0001') THEN trino_raise('not URL-encoded: ' || text)
     ELSE system.main.url_decode(replace(trino_mended(text), '+', ' ')) END`,
  `trino_group_count(pattern) AS length(system.main.regexp_replace(
     system.main.regexp_replace(pattern, '\\\\.|\\[\\^?\\]?[^\\]]*\\]|\\([?]', '', 'g'), '[^(]', '', 'g'))`,
  // The engine would leave the text as it is where a group is not there.
  `trino_replacement(pattern, replacement) AS CASE
     WHEN regexp_matches(replacement, '\\\\|[$]([^0-9]|$)')
       THEN trino_raise('the local engine knows $1 in a replacement, and no escapes: ' || replacement)
     WHEN list_max(list_transform(regexp_extract_all(replacement, '[$]([0-9])', 1), digit -> CAST(digit AS INTEGER))) > trino_group_count(pattern)
       THEN trino_raise('no such group in the expression: ' || replacement)
     ELSE system.main.regexp_replace(replacement, '[$]([0-9])', '\\\\\\1', 'g') END`,
  `regexp_replace(text, pattern) AS system.main.regexp_replace(text, pattern, '', 'g'),
     (text, pattern, replacement) AS system.main.regexp_replace(text, pattern, trino_replacement(pattern, replacement), 'g')`,
  `regexp_count(text, pattern) AS len(regexp_extract_all(text, pattern))`,
  `regexp_split(text, pattern) AS regexp_split_to_array(text, pattern)`,
];

import { sqlTokens } from '../scan-sql.ts';

/** Functions of Trino that take a lambda, and what their array and lambda are handed to. */
const SPELLINGS: ReadonlyMap<string, readonly [before: string, after: string]> = new Map([
  ['transform', ['list_transform(', '']],
  ['any_match', ['trino_any(list_transform(', ')']],
  ['none_match', ['(NOT trino_any(list_transform(', '))']],
  ['all_match', ['trino_all(list_transform(', ')']],
]);

/**
 * Spells the calls of `any_match`, `all_match`, `none_match` and `transform` as the engine has them, since a lambda
 * cannot be handed to a macro. Names and brackets change and nothing else, least of all the lines; what stands in
 * literals, comments or quoted names is left alone.
 */
export function spellLambdas(sql: string): string {
  const edits: { readonly start: number; readonly end: number; readonly text: string }[] = [];
  /** What closes each bracket that is open. */
  const closings: string[] = [];
  let name: { readonly spelling: readonly [string, string]; readonly start: number } | null = null;
  let before = '';
  for (const { text, start } of sqlTokens(sql)) {
    if (/^(?:\s|--|\/\*)/.test(text)) continue;
    if (text === '(') {
      closings.push(name?.spelling[1] ?? '');
      if (name !== null) edits.push({ start: name.start, end: start + 1, text: name.spelling[0] });
    } else if (text === ')') {
      const closing = closings.pop() ?? '';
      if (closing !== '') edits.push({ start: start + 1, end: start + 1, text: closing });
    }
    const spelling = before === '.' ? undefined : SPELLINGS.get(text.toLowerCase());
    name = spelling === undefined ? null : { spelling, start };
    before = text;
  }
  // A bracket that is never closed is for the engine to complain of.
  if (closings.length > 0) return sql;
  let spelt = '';
  let from = 0;
  for (const { start, end, text } of edits) {
    spelt += sql.slice(from, start) + text + sql.slice(start, end).replace(/[^\n]/g, '');
    from = end;
  }
  return spelt + sql.slice(from);
}

import { scanSql } from './scan-sql.ts';

/** A value for a parameter: never part of the text of a statement. */
export type ParameterValue =
  | { readonly type: 'string'; readonly value: string }
  | { readonly type: 'integer'; readonly value: bigint };

/** A statement with `?` for each parameter, and the values in the order of the question marks. */
export interface BoundStatement {
  readonly sql: string;
  readonly values: readonly { readonly name: string; readonly value: ParameterValue }[];
}

/** The names of the parameters of a text, each once, in order of appearance. */
export function parameterNames(sql: string): readonly string[] {
  return [...new Set(scanSql(sql).placeholders.map(({ name }) => name))];
}

/**
 * Replaces each `:name` by `?`, which both engines bind, and takes closing semicolons off. Comments become blank,
 * since a question mark in one is none of a parameter; lines keep their numbers.
 *
 * @throws RangeError for a name without a value: whoever calls has looked
 */
export function bindParameters(sql: string, values: ReadonlyMap<string, ParameterValue>): BoundStatement {
  const { placeholders, comments, end } = scanSql(sql);
  const bound: { name: string; value: ParameterValue }[] = [];
  const edits = [
    ...placeholders,
    ...comments.filter((comment) => comment.start < end).map((comment) => ({ ...comment, name: null })),
  ].sort((a, b) => a.start - b.start);
  let text = '';
  let from = 0;
  for (const { name, start, end: after } of edits) {
    text += sql.slice(from, start);
    text += name === null ? blank(sql.slice(start, after)) : '?';
    from = after;
    if (name === null) continue;
    const value = values.get(name);
    if (value === undefined) throw new RangeError(`no value for parameter ${name}`);
    bound.push({ name, value });
  }
  return { sql: text + sql.slice(from, end), values: bound };
}

/** The line breaks of a comment; a space for one that has none, which may part two words. */
function blank(comment: string): string {
  return comment.replace(/[^\n]+/g, '') || ' ';
}

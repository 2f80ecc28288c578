import { scanSql } from './scan-sql.ts';

/** A value for a parameter: never part of the text of a statement. */
export type ParameterValue =
  | { readonly type: 'string'; readonly value: string }
  | { readonly type: 'integer'; readonly value: bigint };

/** One value, or those of a list as in `account IN (:accounts)`. */
export type BoundValue = ParameterValue | readonly ParameterValue[];

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
 * since a question mark in one is none of a parameter; lines keep their numbers. A list is a `?` for each value; the line
 * of one without any becomes blank: it asks for nothing.
 *
 * @throws RangeError for a name without a value: whoever calls has looked
 */
export function bindParameters(text: string, values: ReadonlyMap<string, BoundValue>): BoundStatement {
  const sql = withoutEmptyLists(text, values);
  const { placeholders, comments, end } = scanSql(sql);
  const bound: { name: string; value: ParameterValue }[] = [];
  const edits = [
    ...placeholders,
    ...comments.filter((comment) => comment.start < end).map((comment) => ({ ...comment, name: null })),
  ].sort((a, b) => a.start - b.start);
  let bare = '';
  let from = 0;
  for (const { name, start, end: after } of edits) {
    bare += sql.slice(from, start);
    from = after;
    if (name === null) {
      bare += blank(sql.slice(start, after));
      continue;
    }
    const value = values.get(name);
    if (value === undefined) throw new RangeError(`no value for parameter ${name}`);
    const each = 'type' in value ? [value] : value;
    bare += each.map(() => '?').join(', ');
    bound.push(...each.map((one) => ({ name, value: one })));
  }
  return { sql: bare + sql.slice(from, end), values: bound };
}

function withoutEmptyLists(sql: string, values: ReadonlyMap<string, BoundValue>): string {
  let kept = sql;
  for (const { name, start } of scanSql(sql).placeholders.toReversed()) {
    const value = values.get(name);
    if (value === undefined || 'type' in value || value.length > 0) continue;
    kept = kept.slice(0, kept.lastIndexOf('\n', start) + 1) + kept.slice(start).replace(/^[^\n]*/, '');
  }
  return kept;
}

/** The line breaks of a comment; a space for one that has none, which may part two words. */
function blank(comment: string): string {
  return comment.replace(/[^\n]+/g, '') || ' ';
}

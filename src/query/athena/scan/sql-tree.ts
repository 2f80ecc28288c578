/** A token of SQL, or what stands between two brackets. */
export type SqlNode =
  /** A keyword or a name without quotes, as written. */
  | { readonly kind: 'word'; readonly text: string }
  /** A name in double quotes or backticks, without them. */
  | { readonly kind: 'name'; readonly text: string }
  /** A literal in single quotes, without them. */
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'number'; readonly text: string }
  /** A `?`; `index` counts them through the whole statement, from 0. */
  | { readonly kind: 'parameter'; readonly index: number }
  | { readonly kind: 'symbol'; readonly text: string }
  | { readonly kind: 'group'; readonly nodes: readonly SqlNode[] };

/** No statement that a person writes is nested deeper. */
const MAX_DEPTH = 60;

/**
 * A statement without comments as a tree of its round brackets. Null when the brackets do not match, or nest so deep
 * that nobody wrote them: such a statement is not understood.
 */
export function sqlTree(sql: string): readonly SqlNode[] | null {
  let nodes: SqlNode[] = [];
  const outer: SqlNode[][] = [];
  let parameters = 0;
  TOKEN.lastIndex = 0;
  for (let match = TOKEN.exec(sql); match !== null; match = TOKEN.exec(sql)) {
    const text = match[0];
    if (text.trim() === '') continue;
    if (text === '(') {
      if (outer.length >= MAX_DEPTH) return null;
      outer.push(nodes);
      nodes = [];
    } else if (text === ')') {
      const group: SqlNode = { kind: 'group', nodes };
      const around = outer.pop();
      if (around === undefined) return null;
      nodes = around;
      nodes.push(group);
    } else if (text === '?') {
      nodes.push({ kind: 'parameter', index: parameters });
      parameters += 1;
    } else {
      nodes.push(tokenOf(text));
    }
  }
  return outer.length === 0 ? nodes : null;
}

/** Whether a node is one of these keywords, given in capitals. */
export function isWord(node: SqlNode | undefined, ...keywords: readonly string[]): boolean {
  return node?.kind === 'word' && keywords.includes(node.text.toUpperCase());
}

export function isSymbol(node: SqlNode | undefined, symbol: string): boolean {
  return node?.kind === 'symbol' && node.text === symbol;
}

function tokenOf(text: string): SqlNode {
  const first = text[0] ?? '';
  if (first === "'") return { kind: 'text', text: unquoted(text, "'") };
  if (first === '"' || first === '`') return { kind: 'name', text: unquoted(text, first) };
  if (/^\d/.test(text)) return { kind: 'number', text };
  return /^\w/.test(text) ? { kind: 'word', text } : { kind: 'symbol', text };
}

function unquoted(text: string, quote: string): string {
  const end = text.length > 1 && text.endsWith(quote) ? -1 : undefined;
  return text.slice(1, end).replaceAll(quote + quote, quote);
}

const TOKEN = /\s+|'(?:[^']|'')*'?|"(?:[^"]|"")*"?|`[^`]*`?|\d[\w.]*|\w+|<=|>=|<>|!=|[^\w\s]/gy;

/** A placeholder in the text of a query, outside of its literals, names and comments. */
interface Placeholder {
  /** The name behind the colon; for a `?` its position among them, `1` for the first. */
  readonly name: string;
  readonly start: number;
  readonly end: number;
}

interface Stretch {
  readonly start: number;
  readonly end: number;
}

/** Where the placeholders and comments of a query stand, in their order, and the first word of its statement, in upper case. */
export interface ScannedSql {
  readonly placeholders: readonly Placeholder[];
  readonly comments: readonly Stretch[];
  readonly firstWord: string;
  /** The text up to its last token: without closing semicolons and what follows them. */
  readonly end: number;
}

/**
 * Finds `:name` and `?` in SQL. Literals, quoted names and comments are passed over; `::` is a cast, and a colon
 * behind a word or a bracket (`a[1:n]`) is none of a placeholder. Takes time linear in the length of the text.
 */
export function scanSql(sql: string): ScannedSql {
  const placeholders: Placeholder[] = [];
  const comments: Stretch[] = [];
  let firstWord = '';
  let end = 0;
  let positional = 0;
  TOKEN.lastIndex = 0;
  for (let match = TOKEN.exec(sql); match !== null; match = TOKEN.exec(sql)) {
    const text = match[0];
    const start = match.index;
    if (text.startsWith('--') || text.startsWith('/*')) comments.push({ start, end: TOKEN.lastIndex });
    if (/^(?:--|\/\*|\s)/.test(text)) continue;
    if (text !== ';') end = TOKEN.lastIndex;
    if (firstWord === '' && text !== '(' && text !== ';') firstWord = text.toUpperCase();
    if (text === '?') {
      positional++;
      placeholders.push({ name: String(positional), start, end: start + 1 });
    } else if (text.length > 1 && text.startsWith(':') && text !== '::' && !/[\w\]):]/.test(sql[start - 1] ?? ' ')) {
      placeholders.push({ name: text.slice(1), start, end: start + text.length });
    }
  }
  return { placeholders, comments, firstWord, end };
}

/** The tokens of a text, white space and comments among them, one behind the other. */
export function* sqlTokens(sql: string): Generator<{ readonly text: string; readonly start: number }, void, undefined> {
  for (const match of sql.matchAll(TOKEN)) yield { text: match[0], start: match.index };
}

/** An unclosed literal or comment reaches to the end of the text: the engine will say so. */
const TOKEN =
  /\s+|--[^\n]*|\/\*(?:[^*]|\*(?!\/))*(?:\*\/)?|'(?:[^']|'')*'?|"(?:[^"]|"")*"?|`[^`]*`?|::|:[A-Za-z_]\w*|\w+|[^\w\s]/gy;

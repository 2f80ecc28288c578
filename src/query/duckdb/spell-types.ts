/** What `CAST(... AS type)` becomes: a macro with Trino's rules, and what it is given behind the value. */
export interface CastSpelling {
  readonly macro: string;
  readonly more: string;
}

const MACROS: ReadonlyMap<string, string> = new Map([
  ['bigint', 'trino_as_bigint'],
  ['integer', 'trino_as_integer'],
  ['int', 'trino_as_integer'],
  ['smallint', 'trino_as_smallint'],
  ['tinyint', 'trino_as_tinyint'],
  ['boolean', 'trino_as_boolean'],
  ['varchar', 'trino_as_text'],
  ['char', 'trino_as_char'],
  ['date', 'trino_as_date'],
  ['timestamp', 'trino_as_timestamp'],
  ['timestamp(3)', 'trino_as_timestamp'],
  ['timestamp with time zone', 'trino_as_moment'],
  ['timestamp(3) with time zone', 'trino_as_moment'],
  ['json', 'trino_as_json'],
  ['ipaddress', 'trino_as_address'],
  ['array(varchar)', 'trino_as_texts'],
  ['array<varchar>', 'trino_as_texts'],
]);

/** null for a type to which the engine casts as Trino does. */
export function castSpelling(type: readonly string[]): CastSpelling | null {
  const name = type
    .join(' ')
    .toLowerCase()
    .replaceAll(/ ?([(),<>]) ?/g, '$1')
    .replace(/\)(?=\w)/, ') ');
  const length = /^(?:varchar|char)\((\d+)\)$/.exec(name)?.[1];
  if (length !== undefined) {
    return name.startsWith('char')
      ? { macro: 'trino_as_char', more: '' }
      : { macro: 'trino_as_short_text', more: `, ${length}` };
  }
  const macro = MACROS.get(name);
  return macro === undefined ? null : { macro, more: '' };
}

/** `array(map(varchar, json))` as the engine writes it, `MAP(varchar, json)[]`; null for what has no array in it. */
export function respelledType(type: readonly string[]): string | null {
  if (!type.some((word) => /^array$/i.test(word))) return null;
  const read = readType(type, 0);
  return read.next === type.length ? read.text : null;
}

function readType(words: readonly string[], from: number): { readonly text: string; readonly next: number } {
  const word = words[from] ?? '';
  const open = words[from + 1];
  if (/^array$/i.test(word) && (open === '(' || open === '<')) {
    const item = readType(words, from + 2);
    return { text: `${item.text}[]`, next: item.next + 1 };
  }
  let text = word;
  let at = from + 1;
  // What stands in brackets is kept: numbers, names of fields, and types.
  if (words[at] === '(') {
    text += '(';
    at += 1;
    while (at < words.length && words[at] !== ')') {
      const inner = words[at] === ',' ? { text: ', ', next: at + 1 } : readType(words, at);
      text += inner.text + (words[inner.next] === ',' || words[inner.next] === ')' || inner.text === ', ' ? '' : ' ');
      at = inner.next;
    }
    text += ')';
    at += 1;
  }
  return { text, next: at };
}

/**
 * What stands behind `timestamp` as the engine has it: without a zone, or in UTC. null for anything else: another
 * zone, which the engine would drop, hour 24, a `T`.
 */
export function timestampLiteral(literal: string): string | null {
  const parts =
    /^'(\d{4,}-\d{1,2}-\d{1,2}(?: (?:[01]?\d|2[0-3]):\d{2}(?::\d{2}(?:\.\d{1,6})?)?)?)( ?(?:UTC|Z|\+00:00))?'$/i.exec(
      literal,
    );
  if (parts === null) return null;
  const [, time = '', zone] = parts;
  const whole = /:\d\d:/.test(time) || !time.includes(':') ? time : `${time}:00`;
  return zone === undefined ? `TIMESTAMP '${whole}'` : `TIMESTAMPTZ '${whole}+00'`;
}

import { maskSecrets, type Secrets } from './mask-secrets.ts';

/**
 * Everything that a terminal could act upon or that a reader cannot see: control characters (C0, DEL, C1),
 * format characters (bidirectional overrides, zero-width characters, tags), line and paragraph separators,
 * other default-ignorable characters, lone surrogates, private-use code points, and spaces
 * other than U+0020.
 *
 * Emoji and accents keep their shape: the common variation selectors (U+FE00 to U+FE0F) change how the
 * character before them looks and nothing else.
 */
const UNSAFE =
  /(?![\ufe00-\ufe0f])[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]|(?! )\p{Zs}/gu;

/** More combining marks on one letter than any language writes, which smear over neighbouring lines. */
const STACKED_MARKS = /(\p{M}{4})(\p{M}+)/gu;

/** Plain ASCII needs no second look, and nearly all log text is that. */
const PLAIN = /^[\x20-\x7e]*$/;
const PLAIN_LINES = /^[\x20-\x7e\n]*$/;

/**
 * Makes foreign text safe to print on a terminal, on one line, with every hidden character visible:
 * `\x1b` for ESC, `\n` for a newline, `\u202e` for a right-to-left override, `\u{e0041}` for a tag.
 *
 * The text is for reading, not for parsing back: a backslash in the original stays one backslash. Secrets are masked
 * here, since whatever is shown comes this way.
 */
export function escapeTerminal(foreign: string, secrets: Secrets = 'masked'): string {
  const text = secrets === 'shown' ? foreign : maskSecrets(foreign);
  if (PLAIN.test(text)) return text;
  return text.replace(UNSAFE, visible).replace(STACKED_MARKS, (_, kept: string, excess: string) => {
    return kept + [...excess].map(visible).join('');
  });
}

/**
 * The same protection for text that must stay JSON: unsafe characters inside strings become `\uXXXX`, which
 * every JSON parser reads back to the same value. `json` is the output of `JSON.stringify`, whose own line
 * breaks and indentation are kept.
 */
export function escapeJson(foreign: string, secrets: Secrets = 'masked'): string {
  const json = secrets === 'shown' ? foreign : maskSecrets(foreign);
  if (PLAIN_LINES.test(json)) return json;
  return json.replace(UNSAFE, (character) => {
    if (character === '\n') return character;
    let escaped = '';
    for (let unit = 0; unit < character.length; unit += 1) {
      escaped += `\\u${character.charCodeAt(unit).toString(16).padStart(4, '0')}`;
    }
    return escaped;
  });
}

/** A JSON document on lines of its own, two spaces a level, made safe as by `escapeJson`. */
export function printJson(document: unknown, secrets: Secrets = 'masked'): string {
  return `${escapeJson(JSON.stringify(document, null, 2), secrets)}\n`;
}

const SHORT: ReadonlyMap<string, string> = new Map([
  ['\n', '\\n'],
  ['\r', '\\r'],
  ['\t', '\\t'],
]);

function visible(character: string): string {
  const short = SHORT.get(character);
  if (short !== undefined) return short;
  const code = character.codePointAt(0) ?? 0;
  const hex = code.toString(16);
  if (code <= 0xff) return `\\x${hex.padStart(2, '0')}`;
  if (code <= 0xffff) return `\\u${hex.padStart(4, '0')}`;
  return `\\u{${hex}}`;
}

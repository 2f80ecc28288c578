/** Text of a foreign document made fit for a sentence or a diff line: no control characters, bounded length. */
export function printable(text: string): string {
  const clean = PLAIN.test(text)
    ? text
    : Array.from(text, (character) => (isUnprintable(character) ? escapeOf(character) : character)).join('');
  return clean.length > LONGEST_SHOWN ? `${clean.slice(0, LONGEST_SHOWN - 3)}...` : clean;
}

const LONGEST_SHOWN = 200;
/** Nearly all text of policies. */
const PLAIN = /^[\x20-\x7e]*$/;

/** Control and format characters, lone surrogates, line and paragraph separators: all that could move a cursor or flip a line. */
function isUnprintable(character: string): boolean {
  return /[\p{Cc}\p{Cf}\p{Cs}\u2028\u2029]/u.test(character);
}

function escapeOf(character: string): string {
  return `\\u${(character.codePointAt(0) ?? 0).toString(16).padStart(4, '0')}`;
}

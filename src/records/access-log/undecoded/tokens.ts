import { isDigit, QUOTE, SPACE, ZERO } from './line-bytes.ts';

/** The first byte, from `start` on, that is no text: the end of a token. */
export function endOfText(bytes: Uint8Array, start: number): number {
  let at = start;
  while (CLASSES[bytes[at] ?? 0] === TEXT) at++;
  return at;
}

/** The first byte, from `start` on, that is neither text nor a space: the end of a field in quotes. */
export function endOfWords(bytes: Uint8Array, start: number): number {
  let at = start;
  while ((CLASSES[bytes[at] ?? 0] ?? ODD) <= BLANK) at++;
  return at;
}

/** A status of three digits. */
export function isStatus(bytes: Uint8Array, start: number, end: number): boolean {
  return end - start === 3 && bytes[start] !== ZERO && isDigits(bytes, start, end);
}

/** A number without leading zeros, or `-`. */
export function isNumber(bytes: Uint8Array, start: number, end: number): boolean {
  const size = end - start;
  if (size === 1 && bytes[start] === DASH) return true;
  return size <= MOST_DIGITS && !(bytes[start] === ZERO && size > 1) && isDigits(bytes, start, end);
}

function isDigits(bytes: Uint8Array, start: number, end: number): boolean {
  for (let at = start; at < end; at++) if (!isDigit(bytes[at])) return false;
  return true;
}

const BACKSLASH = 0x5c;
const [TEXT, BLANK, ODD] = [0, 1, 2];
/** Of each byte: text, the space, or what no usual field holds, be it a quote, a backslash or no printable ASCII. */
const CLASSES: Uint8Array = Uint8Array.from({ length: 256 }, (_, byte) => {
  if (byte === SPACE) return BLANK;
  return byte > SPACE && byte < 0x7f && byte !== QUOTE && byte !== BACKSLASH ? TEXT : ODD;
});
const DASH = 0x2d;
const MOST_DIGITS = 15;

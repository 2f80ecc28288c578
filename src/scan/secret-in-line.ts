import { mayNameSecret } from '../display/mask-secrets.ts';
import type { UsualLine } from '../records/access-log/undecoded/usual-line.ts';

/**
 * Whether a line may hold a secret, so that its text has to be looked at before it is shown. What names one ends with
 * `=`, encoded or not, behind a letter that few names of parameters end with: other lines, which are nearly all, take
 * a look at four bytes at a time.
 *
 * @param view of the same bytes; what stands behind the line is looked at in passing
 */
export function mayHoldSecret(bytes: Buffer, view: DataView, { starts, ends, fields }: UsualLine): boolean {
  for (let index = 0; index < FIELDS.length; index++) {
    const field = FIELDS[index] ?? 0;
    if (field >= fields) return false;
    const [start, end] = [starts[field] ?? 0, ends[field] ?? 0];
    if (isAssigned(view, start, end) && mayNameSecret(bytes.toString('latin1', start, end))) return true;
  }
  return false;
}

/** Key, request URI, referer, user agent, host header: what callers write. */
const FIELDS: readonly number[] = [7, 8, 15, 16, 22];

function isAssigned(view: DataView, start: number, end: number): boolean {
  for (let at = start; at < end; at += 4) {
    const four = view.getInt32(at, true);
    const equals = four ^ FOUR_EQUALS;
    const percent = four ^ FOUR_PERCENTS;
    const colon = four ^ FOUR_COLONS;
    // The highest bit of a byte stays where it was zero.
    const zeros = ((equals - ONES) & ~equals) | ((percent - ONES) & ~percent) | ((colon - ONES) & ~colon);
    if ((zeros & HIGHEST_BITS) !== 0 && isBehindName(view, at)) return true;
  }
  return false;
}

function isBehindName(view: DataView, start: number): boolean {
  for (let at = start; at < start + 4; at++) {
    const byte = view.getUint8(at);
    if ((byte === 0x3d || byte === 0x25 || byte === 0x3a) && LAST_LETTERS[view.getUint8(at - 1)] === 1) {
      // Versions and uploads have ids too, secret ones only keys.
      if (!isLetter(view.getUint8(at - 1), 'd') || isLetter(view.getUint8(at - 3), 'y')) return true;
    }
  }
  return false;
}

function isLetter(byte: number, letter: string): boolean {
  return (byte | 0x20) === letter.charCodeAt(0);
}

const [FOUR_EQUALS, FOUR_PERCENTS, FOUR_COLONS] = [0x3d3d3d3d, 0x25252525, 0x3a3a3a3a];
const ONES = 0x01010101;
const HIGHEST_BITS = 0x80808080 | 0;

/** With which the names of `maskSecrets` end: signature, token, key, md5, id, assertion, credential; or with a quote. */
const LAST_LETTERS: Uint8Array = new Uint8Array(256);
for (const letter of `enyd5lENYDL'`) LAST_LETTERS[letter.charCodeAt(0)] = 1;

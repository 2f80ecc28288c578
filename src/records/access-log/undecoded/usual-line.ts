import type { Instant } from '../../../instant.ts';
import { OPERATION_FORM } from '../parse-line.ts';
import { parseAccessLogTime } from '../parse-time.ts';
import { isDigit, standsAt, twoDigits } from './line-bytes.ts';

/** Places of fields that are not just text. */
export const TIME_FIELD = 2;
const OPERATION_FIELD = 6;
const URI_FIELD = 8;
export const STATUS_FIELD = 9;
const ERROR_FIELD = 10;
const LAST_NUMBER_FIELD = 14;
const REFERER_FIELD = 15;
const FIRST_TRAILING_FIELD = 17;
/** From the bucket owner to the source Region. */
export const ALL_FIELDS = 27;

/**
 * Finds the fields of lines that are laid out as nearly all are, without decoding them: printable ASCII, one space
 * between fields, quotes around the three fields that have them and nowhere else. Where it answers yes, the fields are
 * those that `parseAccessLogLine` finds; where it answers no, nothing is said of the line, which has to be parsed.
 *
 * A class, since this runs for every byte of gigabytes: methods that all instances share are compiled into each other.
 */
export class UsualLine {
  /** Where each field begins and ends, without its quotes, in the order of the log; those of the time are left as they were. */
  readonly starts: Int32Array = new Int32Array(ALL_FIELDS);
  readonly ends: Int32Array = new Int32Array(ALL_FIELDS);
  /** Fields of this line; what an older line lacks is missing at the end. */
  fields = 0;
  time: Instant = 0;
  private readonly operations: Uint8Array[] = [];
  private dayText: Uint8Array = new Uint8Array(0);
  private midnight: Instant = 0;

  /** @param newline where the line's ending stands */
  find(bytes: Uint8Array, start: number, newline: number): boolean {
    let at = start;
    for (let field = 0; field < URI_FIELD; field++) {
      if (field === TIME_FIELD) {
        if (newline - at < TIME_BYTES || !this.takeTime(bytes, at)) return false;
        at += TIME_BYTES;
        continue;
      }
      at = this.takeToken(bytes, at, field);
      if (at === -1 || (field === OPERATION_FIELD && !this.isOperation(bytes))) return false;
    }
    at = this.takeQuoted(bytes, at, URI_FIELD);
    for (let field = STATUS_FIELD; field <= LAST_NUMBER_FIELD && at !== -1; field++) {
      at = this.takeToken(bytes, at, field);
      if (at !== -1 && field !== ERROR_FIELD && !this.isNumber(bytes, field)) return false;
    }
    if (at !== -1) at = this.takeQuoted(bytes, at, REFERER_FIELD);
    return at !== -1 && this.takeRest(bytes, at, newline);
  }

  /** Answers where the next field begins, behind the one space; -1 when the token is not a usual one. */
  private takeToken(bytes: Uint8Array, start: number, field: number): number {
    const at = endOfText(bytes, start);
    if (at === start || bytes[at] !== SPACE) return -1;
    this.starts[field] = start;
    this.ends[field] = at;
    return at + 1;
  }

  private takeQuoted(bytes: Uint8Array, start: number, field: number): number {
    if (bytes[start] !== QUOTE) return -1;
    let at = start + 1;
    while ((CLASSES[bytes[at] ?? 0] ?? ODD) <= BLANK) at++;
    if (bytes[at] !== QUOTE || bytes[at + 1] !== SPACE) return -1;
    this.starts[field] = start + 1;
    this.ends[field] = at;
    return at + 2;
  }

  /** The user agent, and what stands behind it to the end of the line. */
  private takeRest(bytes: Uint8Array, start: number, newline: number): boolean {
    let at = this.takeQuoted(bytes, start, FIRST_TRAILING_FIELD - 1);
    if (at === -1 || at >= newline) return false;
    for (let field = FIRST_TRAILING_FIELD; field < ALL_FIELDS; field++) {
      const first = at;
      at = endOfText(bytes, at);
      if (at === first) return false;
      this.starts[field] = first;
      this.ends[field] = at;
      if (at === newline) {
        this.fields = field + 1;
        return true;
      }
      if (bytes[at] !== SPACE) return false;
      at++;
    }
    return false;
  }

  /** `[06/Feb/2019:00:00:38 +0000] `; days repeat from line to line. */
  private takeTime(bytes: Uint8Array, at: number): boolean {
    if (this.dayText.length === 0 || !standsAt(bytes, at, this.dayText)) {
      const day = Buffer.from(bytes.subarray(at, at + 1 + DAY_LENGTH));
      const parsed = parseAccessLogTime(`${day.toString('latin1')}:00:00:00 +0000`, 1);
      if (day[0] !== OPEN || parsed === null) return false;
      this.midnight = parsed;
      this.dayText = day;
    }
    const clock = at + 1 + DAY_LENGTH;
    for (let colon = clock; colon < clock + 9; colon += 3) if (bytes[colon] !== COLON) return false;
    if (!standsAt(bytes, clock + 9, UTC)) return false;
    const hour = twoDigits(bytes, clock + 1);
    const minute = twoDigits(bytes, clock + 4);
    const second = twoDigits(bytes, clock + 7);
    if (hour < 0 || hour > 23 || minute < 0 || minute > 59 || second < 0 || second > 59) return false;
    this.time = this.midnight + ((hour * 60 + minute) * 60 + second) * 1000;
    return true;
  }

  /** An operation of a known form; there are few, and they repeat. */
  private isOperation(bytes: Uint8Array): boolean {
    const start = this.starts[OPERATION_FIELD] ?? 0;
    const end = this.ends[OPERATION_FIELD] ?? 0;
    for (let index = 0; index < this.operations.length; index++) {
      const known = this.operations[index];
      if (known?.length === end - start && standsAt(bytes, start, known)) return true;
    }
    const name = Buffer.from(bytes.subarray(start, end));
    if (!OPERATION_FORM.test(name.toString('latin1'))) return false;
    if (this.operations.length < KEPT_OPERATIONS) this.operations.push(name);
    return true;
  }

  /** A status of three digits, or a number without leading zeros or `-`. */
  private isNumber(bytes: Uint8Array, field: number): boolean {
    const start = this.starts[field] ?? 0;
    const end = this.ends[field] ?? 0;
    const size = end - start;
    if (field !== STATUS_FIELD && size === 1 && bytes[start] === DASH) return true;
    if (field === STATUS_FIELD ? size !== 3 : size > MOST_DIGITS) return false;
    if (bytes[start] === ZERO && size > 1) return false;
    for (let at = start; at < end; at++) if (!isDigit(bytes[at])) return false;
    return true;
  }
}

/** The first byte, from `start` on, that is no text: the end of a token. */
function endOfText(bytes: Uint8Array, start: number): number {
  let at = start;
  while (CLASSES[bytes[at] ?? 0] === TEXT) at++;
  return at;
}

const SPACE = 0x20;
const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const COLON = 0x3a;
const DASH = 0x2d;
const ZERO = 0x30;
const OPEN = 0x5b;
const [TEXT, BLANK, ODD] = [0, 1, 2];
/** Of each byte: text, the space, or what no usual field holds, be it a quote, a backslash or no printable ASCII. */
const CLASSES: Uint8Array = Uint8Array.from({ length: 256 }, (_, byte) => {
  if (byte === SPACE) return BLANK;
  return byte > SPACE && byte < 0x7f && byte !== QUOTE && byte !== BACKSLASH ? TEXT : ODD;
});
const UTC = Buffer.from(' +0000] ');
/** `06/Feb/2019` */
const DAY_LENGTH = 11;
/** `[06/Feb/2019:00:00:38 +0000] ` */
const TIME_BYTES = 29;
const MOST_DIGITS = 15;
const KEPT_OPERATIONS = 32;

import type { Instant } from '../../../instant.ts';
import { CLOCK_BYTES, clockAt, DAY_BYTES, midnightAt } from './clock.ts';
import { KnownOperations } from './known-operations.ts';
import { QUOTE, SPACE, standsAt } from './line-bytes.ts';
import { endOfText, endOfWords, isNumber, isStatus } from './tokens.ts';

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
  private readonly operations = new KnownOperations(() => 'usual');
  private dayText: Buffer = Buffer.alloc(0);
  private midnight: Instant = 0;

  /** @param newline where the line's ending stands */
  find(bytes: Buffer, start: number, newline: number): boolean {
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
  private takeToken(bytes: Buffer, start: number, field: number): number {
    const at = endOfText(bytes, start);
    if (at === start || bytes[at] !== SPACE) return -1;
    this.starts[field] = start;
    this.ends[field] = at;
    return at + 1;
  }

  private takeQuoted(bytes: Buffer, start: number, field: number): number {
    if (bytes[start] !== QUOTE) return -1;
    const at = endOfWords(bytes, start + 1);
    if (bytes[at] !== QUOTE || bytes[at + 1] !== SPACE) return -1;
    this.starts[field] = start + 1;
    this.ends[field] = at;
    return at + 2;
  }

  /** The user agent, and what stands behind it to the end of the line. */
  private takeRest(bytes: Buffer, start: number, newline: number): boolean {
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
  private takeTime(bytes: Buffer, at: number): boolean {
    if (this.dayText.length === 0 || !standsAt(bytes, at, this.dayText)) {
      const midnight = midnightAt(bytes, at);
      if (midnight === null) return false;
      this.midnight = midnight;
      this.dayText = Buffer.from(bytes.subarray(at, at + DAY_BYTES));
    }
    const sinceMidnight = clockAt(bytes, at + DAY_BYTES);
    this.time = this.midnight + sinceMidnight;
    return sinceMidnight !== -1;
  }

  private isOperation(bytes: Buffer): boolean {
    const start = this.starts[OPERATION_FIELD] ?? 0;
    return this.operations.find(bytes, start, this.ends[OPERATION_FIELD] ?? 0) !== null;
  }

  private isNumber(bytes: Buffer, field: number): boolean {
    const start = this.starts[field] ?? 0;
    const end = this.ends[field] ?? 0;
    return field === STATUS_FIELD ? isStatus(bytes, start, end) : isNumber(bytes, start, end);
  }
}

/** `[06/Feb/2019:00:00:38 +0000] ` */
const TIME_BYTES = DAY_BYTES + CLOCK_BYTES;

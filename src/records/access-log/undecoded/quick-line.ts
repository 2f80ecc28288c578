import type { Instant } from '../../../instant.ts';
import { isIdleOperation } from '../interpret.ts';
import { MAX_LOG_LINE_BYTES } from '../line-regions.ts';
import { OPERATION_FORM } from '../parse-line.ts';
import { parseAccessLogTime } from '../parse-time.ts';
import { isDigit, standsAt, twoDigits } from './line-bytes.ts';

/**
 * Tells, without decoding it, of a line that it is whole and touches no delivery: that is nearly all lines of nearly all
 * logs. It knows the usual layout only, and says no wherever it is not certain: such lines have to be parsed.
 */
export interface QuickLine {
  /** Whether the line, from `start` to its ending at `newline`, is one; then the members below are its own. */
  isPassed(bytes: Buffer, start: number, newline: number): boolean;
  readonly bucket: string | null;
  readonly time: Instant;
  /** Takes a line that has parsed for the example whose owner, bucket and day the next lines have, too. */
  learn(bytes: Buffer, start: number, bucket: string | null): void;
}

export function createQuickLine(): QuickLine {
  /** Owner, bucket and the day, `... [06/Feb/2019`, as bytes. */
  let prefix: Buffer = Buffer.alloc(0);
  let bucket: string | null = null;
  let day: Instant = 0;
  let time: Instant = 0;
  const operations: { readonly name: Buffer; readonly isIdle: boolean }[] = [];
  return {
    get bucket(): string | null {
      return bucket;
    },
    get time(): Instant {
      return time;
    },
    learn(bytes, start, ofBucket) {
      const open = bytes.indexOf(OPEN, start);
      const midnight = parseAccessLogTime(
        `${bytes.toString('latin1', open + 1, open + 1 + DAY_LENGTH)}:00:00:00 +0000`,
        0,
      );
      if (open === -1 || midnight === null || open - start > LONGEST_PREFIX) return;
      prefix = Buffer.from(bytes.subarray(start, open + 1 + DAY_LENGTH));
      bucket = ofBucket;
      day = midnight;
    },
    isPassed(bytes, start, newline) {
      const length = newline - start;
      if (prefix.length === 0 || length < prefix.length + LEAST_BEHIND || length > MAX_LOG_LINE_BYTES) return false;
      if (!standsAt(bytes, start, prefix)) return false;
      const clock = start + prefix.length;
      if (!readClock(bytes, clock)) return false;
      const requester = behindToken(bytes, clock + CLOCK_LENGTH);
      const requestId = requester === -1 ? -1 : behindToken(bytes, requester);
      const operation = requestId === -1 ? -1 : behindToken(bytes, requestId);
      const key = operation === -1 ? -1 : behindToken(bytes, operation);
      if (key === -1 || bytes[key] === QUOTE) return false;
      const uri = behindToken(bytes, key);
      if (uri === -1 || bytes[uri] !== QUOTE) return false;
      if (!isIdle(bytes, requester, operation, key, uri)) return false;
      const quote = bytes.indexOf(QUOTE, uri + 1);
      if (quote === -1 || quote >= newline) return false;
      const referer = behindNumbers(bytes, quote);
      return referer !== -1 && hasAgents(bytes, referer, newline);
    },
  };
  /** `:00:00:38 +0000] `: seconds of that very day. */
  function readClock(bytes: Buffer, at: number): boolean {
    if (bytes[at] !== COLON || bytes[at + 3] !== COLON || bytes[at + 6] !== COLON) return false;
    for (let index = 0; index < UTC.length; index++) if (bytes[at + 9 + index] !== UTC[index]) return false;
    const [hour, minute, second] = [twoDigits(bytes, at + 1), twoDigits(bytes, at + 4), twoDigits(bytes, at + 7)];
    if (hour < 0 || hour > 23 || minute < 0 || minute > 59 || second < 0 || second > 59) return false;
    time = day + ((hour * 60 + minute) * 60 + second) * 1000;
    return true;
  }
  /** Whether the operation touches no delivery, or writes an object that is no part of one. */
  function isIdle(bytes: Buffer, requester: number, operation: number, key: number, uri: number): boolean {
    const known = operations.find(
      ({ name }) => name.length === key - 1 - operation && standsAt(bytes, operation, name),
    );
    if (known !== undefined) return known.isIdle || isOtherObject(bytes, requester, key, uri);
    const name = bytes.toString('latin1', operation, key - 1);
    const idle = isIdleOperation(name);
    if (!OPERATION_FORM.test(name) || !(idle || OBJECT_OPERATIONS.has(name))) return false;
    if (operations.length < KEPT_OPERATIONS) operations.push({ name: Buffer.from(name), isIdle: idle });
    return idle || isOtherObject(bytes, requester, key, uri);
  }
}
/**
 * An IAM or STS identity's object whose key cannot be that of a manifest, however often it was encoded: it neither
 * holds that word nor encodes letters.
 */
function isOtherObject(bytes: Buffer, requester: number, key: number, uri: number): boolean {
  if (!standsAt(bytes, requester, IDENTITY)) return false;
  for (let at = key; at < uri; at++) {
    const byte = bytes[at];
    if (byte === LETTER_M && standsAt(bytes, at, MANIFEST)) return false;
    if (byte === PERCENT && encodesLetter(bytes[at + 1] ?? 0, bytes[at + 2] ?? 0)) return false;
  }
  return true;
}
/** `%41` to `%7a` and `%25`, the percent sign itself; by the first digit, to be on the safe side. */
function encodesLetter(high: number, low: number): boolean {
  return (high >= 0x34 && high <= 0x37) || (high === 0x32 && low === 0x35);
}
/** The index behind a token and the one space behind that; -1 where there is none, or no token. */
function behindToken(bytes: Buffer, start: number): number {
  for (let at = start; at < bytes.length; at++) {
    const byte = bytes[at];
    if (byte === SPACE) return at === start ? -1 : at + 1;
    if (byte === NEWLINE) return -1;
  }
  return -1;
}
/** Status, error code and four numbers, each behind one space: the index behind them and the next space, or -1. */
function behindNumbers(bytes: Buffer, quote: number): number {
  const status = quote + 2;
  if (bytes[quote + 1] !== SPACE || bytes[status + 3] !== SPACE) return -1;
  for (let at = status; at < status + 3; at++) if (!isDigit(bytes[at])) return -1;
  const error = status + 4;
  let at = behindToken(bytes, error);
  for (let index = error; index < at; index++) if (bytes[index] === QUOTE) return -1;
  for (let count = 0; count < 4 && at !== -1; count++) {
    const start = at;
    at = behindToken(bytes, start);
    if (at !== -1 && !isNumber(bytes, start, at - 1)) return -1;
  }
  return at;
}
function isNumber(bytes: Buffer, start: number, end: number): boolean {
  if (end - start === 1 && bytes[start] === DASH) return true;
  for (let at = start; at < end; at++) if (!isDigit(bytes[at])) return false;
  return end - start <= MOST_DIGITS;
}
/** Referer and user agent, each in quotes, and something behind them. */
function hasAgents(bytes: Buffer, referer: number, newline: number): boolean {
  if (bytes[referer] !== QUOTE) return false;
  const end = bytes.indexOf(QUOTE, referer + 1);
  if (end === -1 || bytes[end + 1] !== SPACE || bytes[end + 2] !== QUOTE) return false;
  const last = bytes.indexOf(QUOTE, end + 3);
  if (last === -1 || last + 1 >= newline || bytes[last + 1] !== SPACE) return false;
  if (newline - last < SHORTEST_ANOTHER) return true;
  // So much that another line may stand there, the newline between them lost.
  const another = bytes.indexOf(QUOTE, last + 1);
  return another === -1 || another > newline;
}
/** Operations on one object, by its key. */
const OBJECT_OPERATIONS: ReadonlySet<string> = new Set([
  'REST.PUT.OBJECT',
  'REST.POST.OBJECT',
  'REST.COPY.OBJECT',
  'REST.POST.UPLOAD',
  'REST.DELETE.OBJECT',
  'BATCH.DELETE.OBJECT',
]);
const KEPT_OPERATIONS = 32;
const IDENTITY = Buffer.from('arn:');
const MANIFEST = Buffer.from('manifest');
/** `06/Feb/2019` */
const DAY_LENGTH = 11;
const UTC = Buffer.from(' +0000] ');
/** `:00:00:38 +0000] ` */
const CLOCK_LENGTH = 9 + UTC.length;
const LONGEST_PREFIX = 512;
const LEAST_BEHIND = 60;
const SHORTEST_ANOTHER = 200;
const MOST_DIGITS = 15;
const OPEN = 0x5b;
const SPACE = 0x20;
const NEWLINE = 0x0a;
const QUOTE = 0x22;
const COLON = 0x3a;
const DASH = 0x2d;
const PERCENT = 0x25;
const LETTER_M = 0x6d;

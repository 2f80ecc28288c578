import type { Instant } from '../../../instant.ts';
import { isIdleOperation } from '../interpret.ts';
import { MAX_LOG_LINE_BYTES } from '../take-line.ts';
import { CLOCK_BYTES, clockAt, DAY_BYTES, midnightAt } from './clock.ts';
import { KnownOperations } from './known-operations.ts';
import { QUOTE, SPACE, standsAt } from './line-bytes.ts';
import { endOfText, isNumber, isStatus } from './tokens.ts';

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

/** @param markerWord a word of every key of an IAM or STS identity's object that counts; null where all count */
export function createQuickLine(markerWord: string | null): QuickLine {
  const marker = markerWord === null ? null : Buffer.from(markerWord);
  /** Owner, bucket and the day, `... [06/Feb/2019`, as bytes. */
  let prefix: Buffer = Buffer.alloc(0);
  let bucket: string | null = null;
  let day: Instant = 0;
  let time: Instant = 0;
  const operations = new KnownOperations(kindOf);
  return {
    get bucket(): string | null {
      return bucket;
    },
    get time(): Instant {
      return time;
    },
    learn(bytes, start, ofBucket) {
      const open = bytes.indexOf(OPEN, start);
      const midnight = open === -1 ? null : midnightAt(bytes, open);
      if (midnight === null || open - start > LONGEST_PREFIX) return;
      prefix = Buffer.from(bytes.subarray(start, open + DAY_BYTES));
      bucket = ofBucket;
      day = midnight;
    },
    isPassed(bytes, start, newline) {
      const length = newline - start;
      if (prefix.length === 0 || length < prefix.length + LEAST_BEHIND || length > MAX_LOG_LINE_BYTES) return false;
      if (!standsAt(bytes, start, prefix)) return false;
      const clock = start + prefix.length;
      const sinceMidnight = clockAt(bytes, clock);
      if (sinceMidnight === -1) return false;
      time = day + sinceMidnight;
      const requester = behindToken(bytes, clock + CLOCK_BYTES);
      const requestId = requester === -1 ? -1 : behindToken(bytes, requester);
      const operation = requestId === -1 ? -1 : behindToken(bytes, requestId);
      const key = operation === -1 ? -1 : behindToken(bytes, operation);
      const uri = key === -1 ? -1 : behindToken(bytes, key);
      if (uri === -1 || bytes[uri] !== QUOTE) return false;
      if (!isIdle(bytes, requester, operation, key, uri)) return false;
      const quote = bytes.indexOf(QUOTE, uri + 1);
      if (quote === -1 || quote >= newline) return false;
      const referer = behindNumbers(bytes, quote);
      return referer !== -1 && hasAgents(bytes, referer, newline);
    },
  };
  /** Whether the operation touches no delivery, or writes an object that is no part of one. */
  function isIdle(bytes: Buffer, requester: number, operation: number, key: number, uri: number): boolean {
    const kind = operations.find(bytes, operation, key - 1);
    return kind === 'idle' || (kind === 'object' && isOtherObject(bytes, requester, key, uri, marker));
  }
}

/** Of an operation: whether it touches no delivery, or one object; null for any other. */
function kindOf(operation: string): 'idle' | 'object' | null {
  if (isIdleOperation(operation)) return 'idle';
  return OBJECT_OPERATIONS.has(operation) ? 'object' : null;
}

/**
 * An IAM or STS identity's object whose key cannot be that of a marker, however often it was encoded: it neither
 * holds its word nor encodes letters.
 */
function isOtherObject(bytes: Buffer, requester: number, key: number, uri: number, marker: Buffer | null): boolean {
  if (marker === null || !standsAt(bytes, requester, IDENTITY)) return false;
  const first = marker[0];
  for (let at = key; at < uri; at++) {
    const byte = bytes[at];
    if (byte === first && standsAt(bytes, at, marker)) return false;
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
  const end = endOfText(bytes, start);
  return end === start || bytes[end] !== SPACE ? -1 : end + 1;
}

/** Status, error code and four numbers, each behind one space: the index behind them and the next space, or -1. */
function behindNumbers(bytes: Buffer, quote: number): number {
  const status = quote + 2;
  if (bytes[quote + 1] !== SPACE || bytes[status + 3] !== SPACE || !isStatus(bytes, status, status + 3)) return -1;
  let at = behindToken(bytes, status + 4);
  for (let count = 0; count < 4 && at !== -1; count++) {
    const start = at;
    at = behindToken(bytes, start);
    if (at !== -1 && !isNumber(bytes, start, at - 1)) return -1;
  }
  return at;
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
const IDENTITY = Buffer.from('arn:');
const LONGEST_PREFIX = 512;
const LEAST_BEHIND = 60;
const SHORTEST_ANOTHER = 200;
const OPEN = 0x5b;
const PERCENT = 0x25;

import type { Instant } from '../../instant.ts';
import { parseIsoInstant } from '../iso-time.ts';
import {
  CLOSE_ARRAY,
  CLOSE_OBJECT,
  COLON,
  COMMA,
  isBlank,
  OPEN_ARRAY,
  OPEN_OBJECT,
  QUOTE,
} from '../json/value-scanner.ts';

/**
 * Passes over the objects of a listing that nobody asks for, which may be millions, without making values of them. Only
 * those that are laid out as nearly all are: members that S3 names, with plain texts, whole numbers, `true`,
 * `false`, `null`, or lists of texts. What is passed over is JSON beyond doubt, and has a key and a time.
 */
export class PlainObjects {
  /** `LastModified` of the object passed over last. */
  time: Instant = 0;
  readonly #word: Buffer;
  #chunk: Buffer = Buffer.alloc(0);
  /** Where the word stands next; infinity for nowhere. */
  #nextWord = 0;

  /** @param word objects in which it stands are asked for */
  constructor(word: string) {
    this.#word = Buffer.from(word);
  }

  begin(chunk: Buffer): void {
    this.#chunk = chunk;
    this.#findWord(0);
  }

  /** The index behind the object that begins at `start`; -1 where it is asked for, laid out otherwise, or cut off. */
  pass(start: number): number {
    const chunk = this.#chunk;
    if (chunk[start] !== OPEN_OBJECT) return -1;
    let time: Instant | null = null;
    let hasKey = false;
    let at = start;
    do {
      const name = skipBlanks(chunk, at + 1);
      const nameEnd = endOfText(chunk, name);
      if (nameEnd === -1) return -1;
      const isKey = is(chunk, name, nameEnd, KEY);
      const isTime = is(chunk, name, nameEnd, TIME);
      if (!isKey && !isTime && !OTHERS.some((other) => is(chunk, name, nameEnd, other))) return -1;
      const colon = skipBlanks(chunk, nameEnd);
      if (chunk[colon] !== COLON) return -1;
      const value = skipBlanks(chunk, colon + 1);
      const end = endOfValue(chunk, value);
      if (end === -1) return -1;
      if ((isKey || isTime) && chunk[value] !== QUOTE) return -1;
      if (isKey) hasKey = true;
      if (isTime) {
        time = parseIsoInstant(chunk.toString('latin1', value + 1, end - 1));
        if (time === null) return -1;
      }
      at = skipBlanks(chunk, end);
    } while (chunk[at] === COMMA);
    if (chunk[at] !== CLOSE_OBJECT || !hasKey || time === null) return -1;
    if (this.#nextWord < start) this.#findWord(start);
    if (this.#nextWord < at) return -1;
    this.time = time;
    return at + 1;
  }

  #findWord(from: number): void {
    const found = this.#chunk.indexOf(this.#word, from);
    this.#nextWord = found === -1 ? Number.POSITIVE_INFINITY : found;
  }
}

function is(chunk: Buffer, from: number, to: number, name: Buffer): boolean {
  if (to - from !== name.length) return false;
  for (let index = 0; index < name.length; index++) if (chunk[from + index] !== name[index]) return false;
  return true;
}

function skipBlanks(chunk: Buffer, from: number): number {
  let at = from;
  while (isBlank(chunk[at])) at++;
  return at;
}

/** The index behind the value that begins at `start`; -1 for one that is not plain, or cut off. */
function endOfValue(chunk: Buffer, start: number): number {
  const byte = chunk[start] ?? 0;
  if (byte === QUOTE) return endOfText(chunk, start);
  if (byte === OPEN_ARRAY) return endOfTexts(chunk, start);
  if (isDigit(byte)) {
    let at = start + 1;
    while (byte !== ZERO && isDigit(chunk[at] ?? 0)) at++;
    return at;
  }
  const literal = LITERALS.find((name) => is(chunk, start, start + name.length, name));
  return literal === undefined ? -1 : start + literal.length;
}

/** A text without what a text may not hold, and without escaped letters, in which the word might hide. */
function endOfText(chunk: Buffer, start: number): number {
  if (chunk[start] !== QUOTE) return -1;
  for (let at = start + 1; at < chunk.length; at++) {
    const byte = chunk[at] ?? 0;
    if (byte === QUOTE) return at + 1;
    if (byte < FIRST_PRINTABLE) return -1;
    if (byte === BACKSLASH && !ESCAPES.has(chunk[++at] ?? 0)) return -1;
  }
  return -1;
}

function endOfTexts(chunk: Buffer, start: number): number {
  let at = start;
  do {
    const end = endOfText(chunk, skipBlanks(chunk, at + 1));
    if (end === -1) return -1;
    at = skipBlanks(chunk, end);
  } while (chunk[at] === COMMA);
  return chunk[at] === CLOSE_ARRAY ? at + 1 : -1;
}

function isDigit(byte: number): boolean {
  return byte >= ZERO && byte <= ZERO + 9;
}

const KEY = Buffer.from('"Key"');
const TIME = Buffer.from('"LastModified"');
/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_ObjectVersion.html */
const OTHERS = [
  '"ETag"',
  '"Size"',
  '"StorageClass"',
  '"ChecksumAlgorithm"',
  '"ChecksumType"',
  '"VersionId"',
  '"IsLatest"',
].map((name) => Buffer.from(name));
const LITERALS = ['true', 'false', 'null'].map((name) => Buffer.from(name));
const BACKSLASH = 0x5c;
const ESCAPES: ReadonlySet<number> = new Set(Buffer.from('"\\/bfnrt'));
const FIRST_PRINTABLE = 0x20;
const ZERO = 0x30;

import { isAscii } from 'node:buffer';
import type { JsonValue } from '../../json.ts';

export interface JsonLimits {
  readonly maxElementBytes: number;
  readonly maxDocumentBytes: number;
  /** Arrays and objects within each other. */
  readonly maxDepth: number;
}

/** CloudTrail events hold at most 256 KB, AWS's documents little more; no AWS format nests deeper than some 30. */
export const JSON_LIMITS: JsonLimits = {
  maxElementBytes: 4 * 1024 * 1024,
  maxDocumentBytes: 16 * 1024 * 1024,
  maxDepth: 200,
};

export type ParsedJson =
  | { readonly ok: true; readonly value: JsonValue }
  | { readonly ok: false; readonly reason: string };

/** Parses one piece of a JSON stream, whose depth the splitter has bounded. */
export function parseJsonPiece(bytes: Buffer): ParsedJson {
  // The same text; without a look at each character, it is had much sooner.
  return parse(bytes.toString(isAscii(bytes) ? 'latin1' : 'utf8'));
}

/** Parses JSON that was not cut by the splitter: a line, or a document kept in a string. */
export function parseJsonText(text: string): ParsedJson {
  return isDeeperThan(text, JSON_LIMITS.maxDepth) ? TOO_DEEP : parse(text);
}

/** Integers beyond those that a number can tell apart are kept as texts, digit by digit. */
function parse(text: string): ParsedJson {
  try {
    return { ok: true, value: JSON.parse(hasLongNumber(text) ? withLongNumbersQuoted(text) : text) };
  } catch (error) {
    if (error instanceof SyntaxError) return NOT_JSON;
    throw error;
  }
}

/**
 * Whether so many digits may stand somewhere as a number: of as many characters in a row, one is looked at, and what
 * stands around them. Ids within texts have their like, and are many.
 */
function hasLongNumber(text: string): boolean {
  for (let at = LONG_NUMBER - 1; at < text.length; at += LONG_NUMBER) {
    if (!isDigit(text, at)) continue;
    let [first, last] = [at, at];
    while (isDigit(text, first - 1)) first--;
    while (isDigit(text, last + 1)) last++;
    if (last - first + 1 >= LONG_NUMBER && isNumber(text, first, last)) return true;
    at = last;
  }
  return false;
}

function isNumber(text: string, first: number, last: number): boolean {
  const sign = text[first - 1] === '-' ? first - 1 : first;
  return BEFORE_NUMBER.has(text[sign - 1]) && BEHIND_NUMBER.has(text[last + 1]);
}

function isDigit(text: string, at: number): boolean {
  const code = text.charCodeAt(at);
  return code >= 0x30 && code <= 0x39;
}

function withLongNumbersQuoted(text: string): string {
  let quoted = '';
  for (let at = 0; at < text.length; ) {
    const quote = text.indexOf('"', at);
    const between = text.slice(at, quote === -1 ? undefined : quote);
    const end = quote === -1 ? text.length : endOfString(text, quote);
    quoted += between.replace(LONG_INTEGER, (digits) => (String(Number(digits)) === digits ? digits : `"${digits}"`));
    quoted += text.slice(quote === -1 ? end : quote, end);
    at = end;
  }
  return quoted;
}

/** The index behind the quote that closes the string. */
function endOfString(text: string, start: number): number {
  for (let quote = text.indexOf('"', start + 1); quote !== -1; quote = text.indexOf('"', quote + 1)) {
    let escapes = 0;
    while (text[quote - 1 - escapes] === '\\') escapes++;
    if (escapes % 2 === 0) return quote + 1;
  }
  return text.length;
}

function isDeeperThan(text: string, maxDepth: number): boolean {
  // Nearly all have fewer brackets than that in all.
  if (!hasMoreThan(text, '{', maxDepth / 2) && !hasMoreThan(text, '[', maxDepth / 2)) return false;
  let depth = 0;
  let inString = false;
  for (let at = 0; at < text.length; at++) {
    const character = text[at];
    if (inString) {
      if (character === '\\') at++;
      else if (character === '"') inString = false;
    } else if (character === '"') inString = true;
    else if (character === '{' || character === '[') {
      depth++;
      if (depth > maxDepth) return true;
    } else if (character === '}' || character === ']') depth--;
  }
  return false;
}

const BLANKS = [' ', '\n', '\r', '\t', undefined];
const BEFORE_NUMBER: ReadonlySet<string | undefined> = new Set([':', ',', '[', ...BLANKS]);
const BEHIND_NUMBER: ReadonlySet<string | undefined> = new Set([',', ']', '}', ...BLANKS]);
/** Digits of the smallest integer that a number cannot tell from its neighbour. */
const LONG_NUMBER = 16;
const LONG_INTEGER = /(?<![\w.+-])-?\d{16,}(?![\w.])/g;
function hasMoreThan(text: string, bracket: string, most: number): boolean {
  let found = 0;
  for (let at = text.indexOf(bracket); at !== -1; at = text.indexOf(bracket, at + 1)) {
    found++;
    if (found > most) return true;
  }
  return false;
}

const NOT_JSON: ParsedJson = { ok: false, reason: 'not valid JSON' };
const TOO_DEEP: ParsedJson = { ok: false, reason: `nested deeper than ${JSON_LIMITS.maxDepth}` };

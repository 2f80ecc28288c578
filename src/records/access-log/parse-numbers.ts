/** The six fields between request URI and referer, four of them numbers beside the status. */
export interface Numbers {
  readonly httpStatus: number | null;
  readonly errorStart: number;
  readonly errorEnd: number;
  readonly bytesSent: number | null;
  readonly objectSize: number | null;
  readonly totalTimeMs: number | null;
  readonly turnAroundTimeMs: number | null;
  /** Where the sixth field ends. */
  readonly end: number;
}

/**
 * Finds the quote that ends the request URI: the first one, from `from` on, that a status, an error
 * code and four numbers follow. Only if there is none are fields behind a status taken that should be
 * numbers and are not.
 */
export function findNumbers(line: string, from: number): { readonly quote: number; readonly numbers: Numbers } | null {
  return find(line, from, true) ?? find(line, from, false);
}

/** The six fields right at `from`, which points at the space in front of them; null when they are not there. */
export function readNumbers(line: string, from: number): Numbers | null {
  return read(line, from, true) ?? read(line, from, false);
}

function find(line: string, from: number, strict: boolean): { quote: number; numbers: Numbers } | null {
  for (let quote = line.indexOf('"', from); quote !== -1; quote = line.indexOf('"', quote + 1)) {
    const numbers = line.charCodeAt(quote + 1) === SPACE ? read(line, quote + 1, strict) : null;
    if (numbers === null) continue;
    // Without a status there was no request (a lifecycle action), or at least a referer is quoted behind
    // it; else these are the dashes behind the user agent.
    const isSure =
      numbers.httpStatus !== null || isDash(line, from, quote) || line[skipSpaces(line, numbers.end)] === '"';
    if (isSure) return { quote, numbers };
  }
  return null;
}

function read(line: string, from: number, strict: boolean): Numbers | null {
  const statusStart = skipSpaces(line, from);
  const statusEnd = tokenEnd(line, statusStart);
  const httpStatus = number(line, statusStart, statusEnd);
  // Checked before the rest is looked at: this keeps the search linear.
  if (httpStatus === NOT_A_NUMBER || (httpStatus !== null && statusEnd - statusStart !== 3)) return null;
  if (httpStatus === null && !strict) return null;
  const errorStart = skipSpaces(line, statusEnd);
  const errorEnd = tokenEnd(line, errorStart);
  if (errorStart === errorEnd || line.slice(errorStart, errorEnd).includes('"')) return null;
  const values: (number | null)[] = [];
  let end = errorEnd;
  for (let count = 0; count < 4; count++) {
    const start = skipSpaces(line, end);
    end = tokenEnd(line, start);
    const value = number(line, start, end);
    if (start === end || (value === NOT_A_NUMBER && (strict || line.slice(start, end).includes('"')))) return null;
    values.push(value === NOT_A_NUMBER ? null : value);
  }
  const [bytesSent = null, objectSize = null, totalTimeMs = null, turnAroundTimeMs = null] = values;
  return { httpStatus, errorStart, errorEnd, bytesSent, objectSize, totalTimeMs, turnAroundTimeMs, end };
}

/** null for `-`. */
function number(line: string, start: number, end: number): number | null {
  if (isDash(line, start, end)) return null;
  if (end === start || end - start > MAX_DIGITS) return NOT_A_NUMBER;
  let value = 0;
  for (let at = start; at < end; at++) {
    const digit = line.charCodeAt(at) - 0x30;
    if (!(digit >= 0 && digit <= 9)) return NOT_A_NUMBER;
    value = value * 10 + digit;
  }
  return value;
}

/** Where the first character at or behind `from` stands that is no space. */
export function skipSpaces(line: string, from: number): number {
  let at = from;
  while (line.charCodeAt(at) === SPACE) at++;
  return at;
}

/** Where the token that holds `start` ends: at the next space or the end of the line. */
export function tokenEnd(line: string, start: number): number {
  const end = line.indexOf(' ', start);
  return end === -1 ? line.length : end;
}

function isDash(line: string, start: number, end: number): boolean {
  return end - start === 1 && line.charCodeAt(start) === DASH;
}

const SPACE = 0x20;
const DASH = 0x2d;
/** Exact in a double. */
const MAX_DIGITS = 15;
const NOT_A_NUMBER = -1;

/**
 * Finds where one JSON value ends, over any number of chunks. It knows strings and brackets, nothing
 * else: what is no JSON ends where its brackets do, or at the next comma, colon, bracket or blank.
 */
export interface ValueScanner {
  /** A value was begun and its end not yet found. */
  readonly active: boolean;
  /** Arrays and objects within each other, at the deepest place so far. */
  readonly deepest: number;
  begin(): void;
  /**
   * Goes on at `at`, at first the value's first byte, which must not be a closing bracket, comma,
   * colon or blank. Answers the index behind the value's last byte, or -1 when the chunk does not end it.
   */
  scan(chunk: Buffer, at: number): number;
}

export function createValueScanner(): ValueScanner {
  let active = false;
  let depth = 0;
  let deepest = 0;
  let inString = false;
  let escaped = false;

  return {
    get active(): boolean {
      return active;
    },
    get deepest(): number {
      return deepest;
    },
    begin() {
      active = true;
      depth = 0;
      deepest = 0;
      inString = false;
      escaped = false;
    },
    scan(chunk, start) {
      const end = findEnd(chunk, start);
      active = end === -1;
      return end;
    },
  };

  function findEnd(chunk: Buffer, start: number): number {
    let at = start;
    while (at < chunk.length) {
      if (inString) {
        at = skipString(chunk, at);
        if (inString) return -1;
        if (depth === 0) return at;
        continue;
      }
      const byte = chunk[at];
      if (byte === QUOTE) {
        inString = true;
      } else if (byte === OPEN_OBJECT || byte === OPEN_ARRAY) {
        depth++;
        if (depth > deepest) deepest = depth;
      } else if (byte === CLOSE_OBJECT || byte === CLOSE_ARRAY) {
        if (depth === 0) return at;
        depth--;
        if (depth === 0) return at + 1;
      } else if (depth === 0 && isSeparator(byte)) {
        return at;
      }
      at++;
    }
    return -1;
  }

  /** The index behind the closing quote, or the chunk's length with `inString` still set. */
  function skipString(chunk: Buffer, start: number): number {
    for (let at = start; at < chunk.length; at++) {
      if (escaped) escaped = false;
      else if (chunk[at] === BACKSLASH) escaped = true;
      else if (chunk[at] === QUOTE) {
        inString = false;
        return at + 1;
      }
    }
    return chunk.length;
  }
}

export function isBlank(byte: number | undefined): boolean {
  return byte === SPACE || byte === NEWLINE || byte === CARRIAGE_RETURN || byte === TAB;
}

function isSeparator(byte: number | undefined): boolean {
  return byte === COMMA || byte === COLON || isBlank(byte);
}

export const QUOTE = 0x22;
export const COMMA = 0x2c;
export const COLON = 0x3a;
export const OPEN_ARRAY = 0x5b;
export const CLOSE_ARRAY = 0x5d;
export const OPEN_OBJECT = 0x7b;
export const CLOSE_OBJECT = 0x7d;
export const NEWLINE = 0x0a;
const BACKSLASH = 0x5c;
const SPACE = 0x20;
const CARRIAGE_RETURN = 0x0d;
const TAB = 0x09;

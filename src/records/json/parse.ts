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

function parse(text: string): ParsedJson {
  try {
    return { ok: true, value: JSON.parse(text) };
  } catch (error) {
    if (error instanceof SyntaxError) return NOT_JSON;
    throw error;
  }
}

function isDeeperThan(text: string, maxDepth: number): boolean {
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

const NOT_JSON: ParsedJson = { ok: false, reason: 'not valid JSON' };
const TOO_DEEP: ParsedJson = { ok: false, reason: `nested deeper than ${JSON_LIMITS.maxDepth}` };

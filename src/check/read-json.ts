import { ForensicsError } from '../errors.ts';
import type { JsonValue } from '../json.ts';
import { findDuplicateMember } from '../policy/document/duplicate-members.ts';
import { findJsonError } from '../policy/document/json-error.ts';

/** A document as text, under the name that it was given by. */
export interface NamedText {
  readonly name: string;
  readonly text: string;
}

export interface JsonBounds {
  readonly maxCharacters: number;
  readonly maxDepth: number;
}

/** Policies and configurations: AWS stores no larger ones, with room for indentation and for wrapping. */
export const DOCUMENT_BOUNDS: JsonBounds = { maxCharacters: 1024 * 1024, maxDepth: 40 };

/** Plans hold every resource of a deployment. */
export const CODE_BOUNDS: JsonBounds = { maxCharacters: 256 * 1024 * 1024, maxDepth: 200 };

/**
 * Parses a document that a person has chosen, where every fault has to be told.
 *
 * @throws ForensicsError `unreadable-input` naming the document and the place
 */
export function readJson({ name, text }: NamedText, bounds: JsonBounds): JsonValue {
  if (text.length > bounds.maxCharacters) {
    throw unreadable(name, `${text.length} characters are too many (at most ${bounds.maxCharacters})`);
  }
  if (text.trim() === '') throw unreadable(name, 'is empty');
  const deep = placeBelow(text, bounds.maxDepth);
  if (deep !== null) throw unreadable(name, `${placeIn(text, deep)}: nested deeper than ${bounds.maxDepth} levels`);
  let value: JsonValue;
  try {
    value = JSON.parse(text);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    throw unreadable(name, `${placeIn(text, findJsonError(text) ?? text.length)}: not JSON`);
  }
  const duplicate = findDuplicateMember(text);
  if (duplicate !== null) throw unreadable(name, `${duplicate} appears twice in the same object`);
  return value;
}

/** The one error for a document that cannot be used. */
export function unreadable(name: string, problem: string, hint?: string): ForensicsError {
  return new ForensicsError('unreadable-input', `${name}: ${problem}`, { hint });
}

/** Position of the first bracket that opens a level below `maxDepth`; null when there is none. */
function placeBelow(text: string, maxDepth: number): number | null {
  let depth = 0;
  let inString = false;
  for (let at = 0; at < text.length; at += 1) {
    const character = text[at];
    if (inString) {
      if (character === '\\') at += 1;
      else if (character === '"') inString = false;
    } else if (character === '"') inString = true;
    else if (character === '{' || character === '[') {
      depth += 1;
      if (depth > maxDepth) return at;
    } else if (character === '}' || character === ']') depth -= 1;
  }
  return null;
}

/** `line 3, column 7`. */
export function placeIn(text: string, position: number): string {
  const before = text.slice(0, position);
  return `line ${before.split('\n').length}, column ${position - before.lastIndexOf('\n')}`;
}

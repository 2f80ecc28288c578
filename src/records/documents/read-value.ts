import { isJsonObject, type JsonValue } from '../../json.ts';
import type { Scope } from '../envelope.ts';
import { DOCUMENT_READERS } from '../kinds.ts';
import { readListedPair } from '../listing/listed-pair.ts';
import type { Reading } from './reading.ts';

/**
 * Tells by its members what a JSON value is that nothing is wrapped around, and reads it.
 *
 * @param list the list that it stands in, null when it is a document, a line, or an element of an array without name
 * @param scope what the envelope around it speaks for
 */
export function readValue(value: JsonValue, list: string | null, scope: Scope): Reading {
  if (!isJsonObject(value)) {
    const pair = Array.isArray(value) ? readListedPair(value) : null;
    return pair ?? { state: 'foreign', reason: 'JSON, but not an object' };
  }
  for (const read of DOCUMENT_READERS) {
    const reading = read(value, list, scope);
    if (reading !== null) return reading;
  }
  return { state: 'foreign', reason: 'JSON of no known kind of evidence' };
}

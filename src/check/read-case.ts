import type { CaseOptions } from '../case/case.ts';
import { parseCaseDocument } from '../case/parse-case-document.ts';
import { isJsonObject } from '../json.ts';
import { DOCUMENT_BOUNDS, type NamedText, readJson, unreadable } from './read-json.ts';

/**
 * A `case.json`, with what the flags say in its place.
 *
 * @throws ForensicsError `unreadable-input` or `malformed-case`
 */
export function readCaseDocument(file: NamedText, flags: CaseOptions): CaseOptions {
  const document = readJson(file, DOCUMENT_BOUNDS);
  if (!isJsonObject(document)) throw unreadable(file.name, 'is not a JSON object');
  const told = Object.entries(flags).filter(([, value]) => value !== undefined);
  return { ...parseCaseDocument(document, file.name), ...Object.fromEntries(told) };
}

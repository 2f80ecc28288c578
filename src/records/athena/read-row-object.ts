import type { JsonObject } from '../../json.ts';
import type { Reading } from '../documents/reading.ts';
import { readAthenaResult } from './read-result-row.ts';

/** A row of a result as an object, its cells by the names of their columns; null for objects without such columns. */
export function readRowObject(value: JsonObject): Reading | null {
  const names = Object.keys(value);
  if (!names.every((name) => name === name.toLowerCase())) return null;
  const read = readAthenaResult(names);
  if (read === null) return null;
  const { parsed } = read(Object.values(value).map((cell) => (cell === null ? null : String(cell))));
  if (!parsed.ok) return { state: 'unreadable', kind: 'athena-result', reason: parsed.reason };
  const { record } = parsed;
  return record.kind === 'access-log'
    ? { state: 'read', kind: 'athena-result', content: { kind: 'access-log', record }, time: record.time }
    : { state: 'read', kind: 'athena-result', content: { kind: 'cloudtrail', record }, time: record.eventTime };
}

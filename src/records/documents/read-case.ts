import type { JsonObject } from '../../json.ts';
import type { Reading } from './reading.ts';

/**
 * A `case.json`: the user's own words on the case. Whether its members are well-formed is for the case
 * to judge, which has to tell the user; here it is only recognised, by a member that no other document
 * has or by having none but a case's.
 */
export function readCase(value: JsonObject): Reading | null {
  const members = Object.keys(value);
  const isCase = members.some((member) => TELLING.has(member)) || members.every((member) => COMMON.has(member));
  if (members.length === 0 || !isCase) return null;
  return { state: 'read', kind: 'case', content: { kind: 'case', document: value }, time: null };
}

/** Whether text that is not valid JSON was meant to be a `case.json`. */
export function isMeantAsCase(text: string): boolean {
  const isManifest = text.includes('"fileSchema"') || text.includes('"creationTimestamp"');
  return !isManifest && [...TELLING].some((member) => text.includes(`"${member}"`));
}

const TELLING: ReadonlySet<string> = new Set([
  'sourceBucket',
  'sourceAccount',
  'destinationBucket',
  'destinationAccount',
  'destinationPrefix',
  'configurationId',
]);
const COMMON: ReadonlySet<string> = new Set(['frequency', 'encryption', 'now']);

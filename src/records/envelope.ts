import { isJsonObject, type JsonObject, type JsonValue } from '../json.ts';
import type { EvidenceKind } from '../sources/tally.ts';
import type { CloudTrailRecord } from './cloudtrail/record.ts';

/** What wraps records: by what it is known, what is inside and where it stands there, and what the whole speaks for. */
export interface Envelope {
  /** What it is. `docs/evidence.md` says the same, and what it proves. */
  readonly words: string;
  /** The command that gets it; words in capitals are for the reader to fill in. */
  readonly get: string;
  /** Members of a document whose arrays may be longer than memory: what is in them is read one by one. */
  readonly lists: readonly string[];
  /** What a source is whose lists are empty; null where that is for the records to say. */
  readonly empty: EvidenceKind | null;
  /** What its records make of a source, whatever they would without it; null where it is for them to say. */
  readonly kind: EvidenceKind | null;
  /** What the lack of a record in it says. */
  readonly scope: Scope;
  /**
   * What is inside an object of this shape: an element of `list`, of an array without name or a line (`list` null), or a
   * document. null for objects of another shape.
   */
  readonly open?: (value: JsonObject, list: string | null) => readonly Inside[] | null;
  /** The same for an array that stands in a list: a row. */
  readonly openRow?: (row: readonly JsonValue[], list: string | null) => readonly Inside[] | null;
  /** The same for a line, or a text in an array. */
  readonly openText?: (text: string) => readonly Inside[] | null;
}

/** A log file, the answer of LookupEvents, or what somebody chose from a log by a filter that the file does not tell. */
export type Scope = Exclude<CloudTrailRecord['form'], 'console-csv'>;

/** One thing in an envelope, and the way to it; `''` where it is all there is. */
export type Inside =
  | { readonly way: string; readonly value: JsonValue }
  /** A record kept as text: JSON, or a line of an access log. */
  | { readonly way: string; readonly text: string }
  /** JSON in base64, gzip or plain. */
  | { readonly way: string; readonly base64: string }
  /** Of this shape beyond doubt, and yet it is not there. */
  | { readonly missing: string };

/** What stands in a member that is an array; null when it is none. */
export function elementsOf(value: JsonObject, list: string): Inside[] | null {
  const elements = value[list];
  if (!Array.isArray(elements)) return null;
  return elements.map((element, index) => ({ way: `${list}[${index}]`, value: element }));
}

/** What stands at the end of these members, one in the other. */
export function memberAt(value: JsonObject, members: readonly string[]): JsonValue | undefined {
  let found: JsonValue | undefined = value;
  for (const member of members) {
    if (!isJsonObject(found)) return undefined;
    found = found[member];
  }
  return found;
}

/** A record as text or as an object, which members may hold that hold other things elsewhere; null for those. */
export function recordAt(value: JsonObject, members: readonly string[]): Inside[] | null {
  const found = memberAt(value, members);
  const way = members.join('.');
  if (typeof found === 'string' && MAY_BE_RECORD.test(found)) return [{ way, text: found }];
  return isJsonObject(found) && found['eventName'] !== undefined ? [{ way, value: found }] : null;
}

/** JSON, or the beginning of a line of an access log: owner, bucket, time. */
const MAY_BE_RECORD = /^\s*(?:[{[]|[0-9a-f-]{1,64} \S{1,63} \[\d\d\/[A-Z][a-z]{2}\/\d{4}:)/;

/** What lines of CloudWatch Logs begin with where it prints or exports them. */
export const LOG_TIME: RegExp = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,9})?(?:Z|[+-]\d\d:?\d\d)?[ \t]+/;

/** What somebody chose from a log. */
export const EXCERPT = { lists: [], empty: null, kind: null, scope: 'excerpt' } as const;

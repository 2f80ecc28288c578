import { isJsonObject, type JsonObject, type JsonValue } from '../json.ts';
import type { EvidenceKind } from '../sources/tally.ts';
import type { Envelope, Inside } from './envelope.ts';
import { ENVELOPES } from './envelopes.ts';

const ALL: readonly Envelope[] = Object.values(ENVELOPES);

/** Members that any envelope keeps its records in, one by one. */
export const STREAMED_LISTS: ReadonlySet<string> = new Set(ALL.flatMap(({ lists }) => lists));

/** An envelope, and what is inside. */
export interface OpenedEnvelope {
  readonly envelope: Envelope;
  readonly inside: readonly Inside[];
}

/** The first envelope that has the shape of a value which stands in `list`. */
export function openEnvelope(value: JsonValue, list: string | null): OpenedEnvelope | null {
  if (list !== null && PLAIN_LISTS.has(list)) return null;
  for (const envelope of ALL) {
    const inside = insideOf(envelope, value, list);
    if (inside !== null) return { envelope, inside };
  }
  return null;
}

function insideOf(envelope: Envelope, value: JsonValue, list: string | null): readonly Inside[] | null {
  if (isJsonObject(value)) return envelope.open?.(value, list) ?? null;
  if (Array.isArray(value)) return envelope.openRow?.(value, list) ?? null;
  return typeof value === 'string' ? (envelope.openText?.(value) ?? null) : null;
}

/** Of documents whose lists are empty: what their elements would have been, null where that is not known; undefined for others. */
export function kindOfEmpty(value: JsonObject): EvidenceKind | null | undefined {
  return ALL.find(({ lists }) => lists.some((list) => value[list] !== undefined))?.empty;
}

/** Lists of what is never wrapped, and is many. */
const PLAIN_LISTS: ReadonlySet<string> = new Set(
  ALL.flatMap(({ lists, open, openRow }) => (open === undefined && openRow === undefined ? lists : [])),
);

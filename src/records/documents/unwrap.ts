import { isJsonObject, type JsonValue } from '../../json.ts';
import type { EvidenceKind } from '../../sources/tally.ts';
import { isTrailEvent } from '../cloudtrail/is-trail-event.ts';
import { type OpenedEnvelope, openEnvelope, type Scope } from '../envelopes.ts';
import { parseJsonText } from '../json/parse.ts';
import { readValue } from './read-value.ts';
import type { Reading } from './reading.ts';

/** What one value holds: itself, or a record inside the envelopes around it. */
export interface Unwrapped {
  readonly reading: Reading;
  /** The way to it, as in a `Position`; null where the value itself is it. */
  readonly within: string | null;
}

/** Where a value stands in its document: in which list, `null` for an array without name, and at which place in it. */
export interface ElementPlace {
  readonly list: string | null;
  readonly index: number;
}

/**
 * Takes a value out of all that it is wrapped in; what is not wrapped is read as it is.
 *
 * @param element null for what is no element of a list: a document or a line
 */
export function unwrap(value: JsonValue, element: ElementPlace | null): readonly Unwrapped[] {
  const list = element?.list ?? null;
  const opened = open(value, list);
  if (opened === null) return [{ reading: readValue(value, list, 'file'), within: null }];
  const found: Unwrapped[] = [];
  const way = element === null ? '' : `${list ?? ''}[${element.index}]`;
  takeOut(opened, { way, isText: false, depth: 1, kind: null, scope: 'file' }, found);
  return found;
}

interface Around {
  readonly way: string;
  /** The way ends in a text that was opened. */
  readonly isText: boolean;
  /** Envelopes around. */
  readonly depth: number;
  /** What the outermost of them that says so makes of the records. */
  readonly kind: EvidenceKind | null;
  readonly scope: Scope;
}

/** An event is no envelope, whatever it holds: most values are events, and cost no second look. */
function open(value: JsonValue, list: string | null): OpenedEnvelope | null {
  return isJsonObject(value) && !isTrailEvent(value) ? openEnvelope(value, list) : null;
}

function takeOut({ envelope, inside }: OpenedEnvelope, around: Around, found: Unwrapped[]): void {
  const { depth } = around;
  if (inside.length === 0) found.push({ reading: { state: 'empty', kind: envelope.empty }, within: null });
  const kind = around.kind ?? envelope.kind;
  const scope = around.scope === 'file' ? envelope.scope : around.scope;
  for (const one of inside) {
    if ('missing' in one) {
      found.push({ reading: unreadable(kind, one.missing), within: depth === 1 ? null : around.way });
      continue;
    }
    const way = joined(around, one.way);
    if ('value' in one) take(one.value, { way, isText: false, depth, kind, scope }, found);
    else {
      const parsed = parseJsonText(one.text);
      if (parsed.ok) take(parsed.value, { way, isText: true, depth, kind, scope }, found);
      else found.push({ reading: unreadable(kind, parsed.reason), within: way });
    }
  }
}

function take(value: JsonValue, around: Around, found: Unwrapped[]): void {
  const { way, depth, kind, scope } = around;
  const opened = open(value, null);
  if (opened === null) found.push({ reading: ofKind(kind, readValue(value, null, scope)), within: way });
  else if (depth === MOST_ENVELOPES) found.push({ reading: unreadable(kind, TOO_MANY), within: way });
  else takeOut(opened, { ...around, depth: depth + 1 }, found);
}

/** What an envelope is sure to hold is of its kind, read or not. */
function ofKind(kind: EvidenceKind | null, reading: Reading): Reading {
  if (kind === null) return reading;
  return reading.state === 'foreign' ? unreadable(kind, reading.reason) : { ...reading, kind };
}

function unreadable(kind: EvidenceKind | null, reason: string): Reading {
  return kind === null ? { state: 'foreign', reason } : { state: 'unreadable', kind, reason };
}

function joined({ way, isText }: Around, next: string): string {
  return way === '' ? next : `${way}${isText ? ' › ' : '.'}${next}`;
}

/** A list of messages of a queue, in each a notification of a topic, in that an event of a bus. */
const MOST_ENVELOPES = 4;
const TOO_MANY = `wrapped more than ${MOST_ENVELOPES} times`;

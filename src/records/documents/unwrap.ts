import { isJsonObject, type JsonValue } from '../../json.ts';
import type { EvidenceKind } from '../../sources/tally.ts';
import { parseAccessLogLine } from '../access-log/parse-line.ts';
import { isTrailEvent } from '../cloudtrail/is-trail-event.ts';
import type { Inside, Scope } from '../envelope.ts';
import { parseJsonText } from '../json/parse.ts';
import { valuesIn } from '../json/values-in.ts';
import { isBusEvent } from '../notification/read-object-event.ts';
import { type OpenedEnvelope, openEnvelope } from '../open-envelope.ts';
import { type Allowance, createAllowance, openPayload } from './open-payload.ts';
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
  const way = element === null ? '' : wayTo(element);
  const around = { way, isText: false, depth: 1, kind: null, scope: 'file' } as const;
  takeOut(opened, { ...around, allowance: createAllowance() }, found);
  return found;
}

/** Whether any envelope is around a value, or a text. */
export function isWrapped(value: JsonValue): boolean {
  return open(value, null) !== null;
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
  readonly allowance: Allowance;
}

/** An event is no envelope, whatever it holds: most values are events, and cost no second look. */
function open(value: JsonValue, list: string | null): OpenedEnvelope | null {
  return isJsonObject(value) && (isTrailEvent(value) || isBusEvent(value)) ? null : openEnvelope(value, list);
}

function takeOut({ envelope, inside }: OpenedEnvelope, around: Around, found: Unwrapped[]): void {
  if (inside.length === 0) found.push({ reading: { state: 'empty', kind: envelope.empty }, within: null });
  const kind = around.kind ?? envelope.kind;
  const scope = around.scope === 'file' ? envelope.scope : around.scope;
  for (const one of inside) {
    if ('missing' in one) {
      found.push({ reading: unreadable(kind, one.missing), within: around.depth === 1 ? null : around.way });
    } else {
      takeInside(one, { ...around, way: joined(around, one.way), isText: !('value' in one), kind, scope }, found);
    }
  }
}

function takeInside(one: Exclude<Inside, { missing: string }>, around: Around, found: Unwrapped[]): void {
  if ('value' in one) take(one.value, around, found);
  else if ('text' in one) takeText(one.text, around, found);
  else {
    const payload = openPayload(one.base64, around.allowance);
    if (!payload.ok) fail(payload.reason, around, found);
    else if (payload.bytes[0] === OPEN_OBJECT || payload.bytes[0] === OPEN_ARRAY) takeAll(payload.bytes, around, found);
    else takeText(payload.bytes.toString('utf8'), around, found);
  }
}

/** JSON, or a line of an access log. */
function takeText(text: string, around: Around, found: Unwrapped[]): void {
  if (/^\s*[{[]/.test(text)) {
    const parsed = parseJsonText(text);
    if (parsed.ok) take(parsed.value, around, found);
    else fail(parsed.reason, around, found);
    return;
  }
  const line = parseAccessLogLine(text.trimEnd());
  if (!line.ok) {
    fail('neither JSON nor a line of an access log', around, found);
    return;
  }
  const { record } = line;
  const content = { kind: 'access-log', record } as const;
  const reading = { state: 'read', kind: 'access-log', content, time: record.time } as const;
  found.push({ reading: ofKind(around.kind, reading), within: withinOf(around) });
}

/** Documents one behind the other, as streams of records are packed. */
function takeAll(bytes: Buffer, around: Around, found: Unwrapped[]): void {
  for (const { element, json } of valuesIn(bytes)) {
    const inner = element === null ? around : { ...around, way: joined(around, wayTo(element)), isText: false };
    if (json.ok) take(json.value, inner, found, element?.list ?? null);
    else fail(json.reason, inner, found);
  }
}

function take(value: JsonValue, around: Around, found: Unwrapped[], list: string | null = null): void {
  const { kind, scope, depth } = around;
  const opened = open(value, list);
  if (opened === null) found.push({ reading: ofKind(kind, readValue(value, list, scope)), within: withinOf(around) });
  else if (depth === MOST_ENVELOPES) fail(TOO_MANY, around, found);
  else takeOut(opened, { ...around, depth: depth + 1 }, found);
}

function fail(reason: string, around: Around, found: Unwrapped[]): void {
  found.push({ reading: unreadable(around.kind, reason), within: withinOf(around) });
}

/** What an envelope is sure to hold is of its kind, read or not. */
function ofKind(kind: EvidenceKind | null, reading: Reading): Reading {
  if (kind === null || reading.state === 'empty') return reading;
  return reading.state === 'foreign' ? unreadable(kind, reading.reason) : { ...reading, kind };
}

function unreadable(kind: EvidenceKind | null, reason: string): Reading {
  return kind === null ? { state: 'foreign', reason } : { state: 'unreadable', kind, reason };
}

function withinOf({ way }: Around): string | null {
  return way === '' ? null : way;
}

function wayTo({ list, index }: ElementPlace): string {
  return `${list ?? ''}[${index}]`;
}

function joined({ way, isText }: Around, next: string): string {
  if (way === '' || next === '') return way + next;
  return `${way}${isText ? ' › ' : next.startsWith('[') ? '' : '.'}${next}`;
}

/** A list of messages of a queue, in each a notification of a topic, in that an event of a bus. */
const MOST_ENVELOPES = 4;
const TOO_MANY = `wrapped more than ${MOST_ENVELOPES} times`;
const OPEN_OBJECT = 0x7b;
const OPEN_ARRAY = 0x5b;

import { isJsonObject, type JsonObject } from '../../json.ts';
import { countRecord, countReject, type SourceTally } from '../../sources/tally.ts';
import type { EvidenceItem } from '../item.ts';
import { JSON_LIMITS, parseJsonPiece } from '../json/parse.ts';
import { createJsonPieceSplitter, type JsonPiece } from '../json/pieces.ts';
import { createValueScanner } from '../json/value-scanner.ts';
import type { NameSearch } from '../name-search.ts';
import { isTrailEvent } from './is-trail-event.ts';
import { parseCloudTrailEvent } from './parse.ts';

/**
 * The events with one of the names in a log file of CloudTrail that is at hand as a whole. Where none of the names can
 * stand, only its first event is parsed; else, those in which one can. The tally counts what was parsed.
 *
 * null, the tally untouched, for whatever is not plainly such a file: the JSON reader knows what that is.
 */
export function searchTrail(bytes: Buffer, tally: SourceTally, names: NameSearch): EvidenceItem[] | null {
  const start = firstEvent(bytes);
  if (start === -1 || !hasEnd(bytes)) return null;
  if (!names.mayHoldInJson(bytes)) {
    if (!beginsWithEvent(bytes, start)) return null;
    tally.kind = 'cloudtrail';
    return [];
  }
  const events = eventsWith(bytes, names);
  if (events === null) return null;
  tally.kind = 'cloudtrail';
  return events.flatMap(({ event, record }) => {
    const parsed = parseCloudTrailEvent(event, 'file');
    const at = { source: tally, line: null, record };
    if (!parsed.ok) {
      countReject(tally, { line: null, record, reason: parsed.reason });
      return [];
    }
    countRecord(tally, parsed.record.eventTime);
    return [{ kind: 'cloudtrail', record: parsed.record, at } satisfies EvidenceItem];
  });
}

/** Begins and ends as log files of CloudTrail do, and holds an event. */
export function isPlainTrail(bytes: Buffer): boolean {
  return firstEvent(bytes) !== -1 && hasEnd(bytes);
}

/** Where the first event begins, or -1. */
function firstEvent(bytes: Buffer): number {
  return (OPENING.exec(bytes.toString('latin1', 0, LONGEST_OPENING))?.[0].length ?? 0) - 1;
}

function hasEnd(bytes: Buffer): boolean {
  return CLOSING.test(bytes.toString('latin1', Math.max(0, bytes.length - LONGEST_CLOSING)));
}

function beginsWithEvent(bytes: Buffer, start: number): boolean {
  const scanner = createValueScanner();
  scanner.begin();
  const end = scanner.scan(bytes, start);
  if (end === -1 || end - start > JSON_LIMITS.maxElementBytes || scanner.deepest > JSON_LIMITS.maxDepth) return false;
  return eventIn(bytes.subarray(start, end)) !== null;
}

interface Found {
  readonly event: JsonObject;
  /** Its number in the file. */
  readonly record: number;
}

/** null as soon as there is anything but whole events. */
function eventsWith(bytes: Buffer, names: NameSearch): Found[] | null {
  const splitter = createJsonPieceSplitter();
  const found: Found[] = [];
  for (const piece of piecesOf(splitter.push(bytes), splitter.end())) {
    if (piece.kind === 'document' && piece.record === null) continue;
    if (piece.kind !== 'element' || piece.member !== 'Records') return null;
    const isFirst = piece.record === 1;
    const isWanted = names.mayHoldInJson(piece.bytes);
    if (!isFirst && !isWanted) continue;
    const event = eventIn(piece.bytes);
    if (event === null) return null;
    if (isWanted) found.push({ event, record: piece.record });
  }
  return found;
}

function* piecesOf(...parts: readonly Iterable<JsonPiece>[]): Generator<JsonPiece, void, undefined> {
  for (const pieces of parts) yield* pieces;
}

function eventIn(bytes: Buffer): JsonObject | null {
  const parsed = parseJsonPiece(bytes);
  return parsed.ok && isJsonObject(parsed.value) && isTrailEvent(parsed.value) ? parsed.value : null;
}

const OPENING = /^\s*\{\s*"Records"\s*:\s*\[\s*\{/;
const LONGEST_OPENING = 256;
const CLOSING = /\}\s*\]\s*\}\s*$/;
const LONGEST_CLOSING = 64;

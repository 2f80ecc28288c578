import type { Instant } from '../../instant.ts';
import { isJsonObject, type JsonObject, type JsonValue } from '../../json.ts';
import { countRecord, countReject, type SourceTally } from '../../sources/tally.ts';
import type { EvidenceItem } from '../item.ts';
import { JSON_LIMITS, parseJsonPiece } from '../json/parse.ts';
import { parseEventTime } from './event-time.ts';
import { isUnderstood } from './interpret.ts';
import { isTrailEvent } from './is-trail-event.ts';
import { textOf } from './members.ts';
import { parseCloudTrailEvent } from './parse.ts';
import { isPlainTrail } from './search-trail.ts';

/** Told of an event that touches no delivery, of which nothing but its log and its time counts. */
type OnPassedEvent = (event: JsonObject, time: Instant) => void;

/**
 * Reads a log file of CloudTrail that is at hand as a whole, tally and all, parsing its JSON in one go, but makes items
 * only of events that may touch a delivery: the rest is told to `onPassed`.
 *
 * null, the tally untouched, for whatever is not plainly such a file, or not valid as a whole: the JSON reader takes
 * those apart.
 */
export function skimTrail(bytes: Buffer, tally: SourceTally, onPassed: OnPassedEvent): EvidenceItem[] | null {
  // An event over the bound is no larger than its file.
  if (bytes.length > JSON_LIMITS.maxElementBytes || !isPlainTrail(bytes)) return null;
  const parsed = parseJsonPiece(bytes);
  if (!parsed.ok || !isJsonObject(parsed.value)) return null;
  const events = parsed.value['Records'];
  if (!Array.isArray(events) || Object.keys(parsed.value).length !== 1 || isRepeated(bytes)) return null;
  if (!events.every(isSoundEvent)) return null;
  tally.kind = 'cloudtrail';
  const items: EvidenceItem[] = [];
  for (const [index, event] of events.entries()) {
    const time = timeOfIdle(event);
    if (time === null) take(event, index + 1);
    else {
      countRecord(tally, time);
      onPassed(event, time);
    }
  }
  // Where compression broke off, there may have been more.
  if (tally.failure !== null) countReject(tally, { line: null, record: events.length + 1, reason: tally.failure });
  return items;
  function take(event: JsonObject, record: number): void {
    const read = parseCloudTrailEvent(event, 'file');
    if (!read.ok) {
      countReject(tally, { line: null, record, reason: read.reason });
      return;
    }
    countRecord(tally, read.record.eventTime);
    items.push({ kind: 'cloudtrail', record: read.record, at: { source: tally, line: null, record } });
  }
}
/** When an event was that is readable and not one of those that are understood; null for all others. */
function timeOfIdle(event: JsonObject): Instant | null {
  const [name, source, time] = [textOf(event['eventName']), textOf(event['eventSource']), textOf(event['eventTime'])];
  return name === null || source === null || time === null || isUnderstood(source, name) ? null : parseEventTime(time);
}
function isSoundEvent(value: JsonValue): value is JsonObject {
  return isJsonObject(value) && isTrailEvent(value) && !isDeeperThan(value, JSON_LIMITS.maxDepth);
}

function isDeeperThan(value: JsonObject | readonly JsonValue[], levels: number): boolean {
  if (levels === 0) return true;
  // Their values at once: asked one by one, by names that differ from event to event, they take longer.
  for (const member of Array.isArray(value) ? value : Object.values(value)) {
    if (typeof member === 'object' && member !== null && isDeeperThan(member, levels - 1)) return true;
  }
  return false;
}

/** The member, or something called so, is there twice: a whole document keeps the last, a stream reads both. */
function isRepeated(bytes: Buffer): boolean {
  let seen = 0;
  for (let at = bytes.indexOf(MEMBER_START); at !== -1; at = bytes.indexOf(MEMBER_START, at + 1)) {
    if (bytes[at - 1] === QUOTE && bytes[at + MEMBER_START.length] === LETTER_S) seen++;
  }
  return seen > 1;
}
/** Six bytes, and no quote among them: so few and so rare are found much sooner than the whole member. */
const MEMBER_START = Buffer.from('Record');
const QUOTE = 0x22;
const LETTER_S = 0x73;

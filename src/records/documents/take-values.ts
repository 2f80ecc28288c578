import type { Instant } from '../../instant.ts';
import { isJsonObject, type JsonObject, type JsonValue } from '../../json.ts';
import {
  countRecord,
  countReject,
  type EvidenceKind,
  noteFailure,
  type Position,
  type SourceKind,
  type SourceTally,
} from '../../sources/tally.ts';
import type { EvidenceItem } from '../item.ts';
import type { ParsedJson } from '../json/parse.ts';
import { isListing, listingRequest, UNKNOWN_REQUEST } from '../listing/scope.ts';
import { createListingTracker } from '../listing/tracker.ts';
import { kindOfEmpty } from '../open-envelope.ts';
import { lookupScope } from './lookup-scope.ts';
import { isMeantAsCase } from './read-case.ts';
import type { Reading } from './reading.ts';
import { type ElementPlace, unwrap } from './unwrap.ts';

/**
 * Turns the JSON values of one source into evidence items and keeps its tally. The first value that is
 * of a known kind says what kind the source is; values of another kind are rejects from then on. If
 * there is none, the source is not recognised.
 */
export interface ValueTaker {
  /** An element of a list, or a line (`element` null). */
  takeElement(json: ParsedJson, element: ElementPlace | null, at: Position): EvidenceItem[];
  /** An object of a list of what is known for a listing, of which nothing but its time is asked. */
  passObject(time: Instant, at: Position): void;
  /** A whole document, its long arrays emptied; `isRecord` when it had none. */
  takeDocument(json: ParsedJson, bytes: Buffer, isRecord: boolean, at: Position): EvidenceItem[];
  /** `text` is what a document held that could not be read. */
  reject(reason: string, at: Position, text?: Buffer | null): void;
  finish(): EvidenceItem[];
}

export function createValueTaker(tally: SourceTally): ValueTaker {
  const listing = createListingTracker();
  let isKnown = false;
  let elements = 0;
  let hasCommonPrefixes = false;
  let last: Position = { source: tally, line: null, record: null };
  /** Why the first foreign value is none of ours, for a source that holds nothing else. */
  let foreign: string | null = null;
  let meantAsCase = false;
  /** An envelope had nothing inside, and does not tell what it would have been. */
  let isEmpty = false;

  return {
    takeElement(json, element, at) {
      elements++;
      if (element?.list === 'CommonPrefixes') hasCommonPrefixes = true;
      if (!json.ok) {
        reject(json.reason, at);
        return [];
      }
      return unwrapped(json.value, element, at);
    },
    passObject(time, at) {
      elements++;
      last = at;
      countRecord(tally, time);
      listing.addObject(time);
    },
    takeDocument(json, bytes, isRecord, at) {
      const items = takeDocument(json, bytes, isRecord, at);
      elements = 0;
      return items;
    },
    reject,
    finish,
  };

  function takeDocument(json: ParsedJson, bytes: Buffer, isRecord: boolean, at: Position): EvidenceItem[] {
    if (!json.ok) {
      reject(json.reason, at, bytes);
      return [];
    }
    const { value } = json;
    if ((listing.isOpen && !isRecord) || (isJsonObject(value) && isListing(value))) {
      return know('listing') ? [endListing(isJsonObject(value) ? value : null, at)] : take(OTHER_KIND, at);
    }
    if (isRecord) return unwrapped(value, null, at);
    const lookup = lookupScope(value);
    if (lookup !== null && know('lookup-events')) return [{ kind: 'lookup', lookup, at }];
    // An empty array says what its elements would have been; one with elements has been read.
    if (elements > 0 || !isJsonObject(value)) return [];
    const kind = kindOfEmpty(value);
    return kind === undefined ? [] : takeNothing(kind, at);
  }

  function takeNothing(kind: EvidenceKind | null, at: Position): EvidenceItem[] {
    if (kind === null) isEmpty = true;
    return kind === null || know(kind) ? [] : take(OTHER_KIND, at);
  }

  function unwrapped(value: JsonValue, element: ElementPlace | null, at: Position): EvidenceItem[] {
    const found = unwrap(value, element);
    const [first] = found;
    // Nearly all are wrapped in nothing, and there may be millions.
    if (first !== undefined && found.length === 1 && first.within === null) return take(first.reading, at);
    return found.flatMap(({ reading, within }) => take(reading, within === null ? at : { ...at, within }));
  }

  function take(reading: Reading, at: Position): EvidenceItem[] {
    last = at;
    if (reading.state === 'empty') return takeNothing(reading.kind, at);
    if (reading.state === 'foreign' || !know(reading.kind)) {
      reject(reading.state === 'foreign' ? reading.reason : OTHER_KIND.reason, at);
      return [];
    }
    if (reading.state === 'unreadable') {
      reject(reading.reason, at);
      return [];
    }
    countRecord(tally, reading.time);
    if (reading.content === null) return [];
    if (reading.content.kind === 'listing-object') listing.addObject(reading.content.object.lastModified);
    if (reading.isPart === true) listing.addGap();
    return [{ ...reading.content, at }];
  }

  function reject(reason: string, at: Position, text: Buffer | null = null): void {
    foreign ??= reason;
    meantAsCase ||= text !== null && isMeantAsCase(text.toString('utf8'));
    const { line, record, within } = at;
    countReject(tally, { line, record, ...(within === undefined ? {} : { within }), reason });
    if (tally.kind === 'listing') listing.addGap();
  }

  /** Whether the source is, or now becomes, of this kind, or may hold this one as well. */
  function know(kind: EvidenceKind): boolean {
    if (!isKnown) {
      tally.kind = kind;
      isKnown = true;
    }
    return tally.kind === kind || (MIXED.has(kind) && MIXED.has(tally.kind));
  }

  function endListing(document: JsonObject | null, at: Position): EvidenceItem {
    const request = document === null ? UNKNOWN_REQUEST : listingRequest(document, hasCommonPrefixes);
    hasCommonPrefixes = false;
    return listing.close(request, at);
  }

  function finish(): EvidenceItem[] {
    if (isKnown) return listing.isOpen ? [endListing(null, last)] : [];
    if (meantAsCase) {
      tally.kind = 'case';
      noteFailure(tally, 'a case document that is not valid JSON');
      return [];
    }
    if (isEmpty && foreign === null) {
      tally.kind = 'empty';
      return [];
    }
    tally.kind = 'not-recognised';
    tally.rejected = 0;
    tally.rejects = [];
    noteFailure(tally, foreign ?? 'JSON without any value');
    return [];
  }
}

/** What a search tool has in one index, and exports together. */
const MIXED: ReadonlySet<SourceKind> = new Set(['cloudtrail', 'access-log']);
const OTHER_KIND: { readonly state: 'foreign'; readonly reason: string } = {
  state: 'foreign',
  reason: 'of another kind than the records in front of it',
};

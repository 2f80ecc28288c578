import type { Instant } from '../../instant.ts';
import { type ByteLine, createLineSplitter } from '../../sources/lines.ts';
import { countRecord, countReject, type Position, type SourceTally } from '../../sources/tally.ts';
import type { EvidenceItem, ListedObject } from '../item.ts';
import type { StepReader } from '../step-reader.ts';
import type { LocalClock } from './local-clock.ts';
import { UNKNOWN_REQUEST } from './scope.ts';
import { createListingTracker } from './tracker.ts';

/** What a line of a listing as text says. */
export type ListingLine =
  | {
      readonly kind: 'object';
      readonly key: string;
      readonly version: ListedObject['version'];
      readonly time: LineTime;
    }
  /** A folder in place of what is in it. */
  | { readonly kind: 'prefix' }
  | { readonly kind: 'total-objects'; readonly objects: number }
  /** Something that goes with objects and tells nothing of them. */
  | { readonly kind: 'beside' }
  | { readonly kind: 'blank' }
  | { readonly kind: 'foreign' };

/** A moment, to the minute where a tool prints no seconds; or as a clock in UTC would show it, the zone not printed. */
type LineTime = { readonly instant: Instant; readonly toTheMinute?: true } | { readonly wallClock: Instant };

/** A tool that prints listings as text. */
export interface TextListing {
  /** Whose lines they are, as a reject says it. */
  readonly of: string;
  readonly parse: (line: string) => ListingLine;
  /** What is not listed may exist all the same: keys are cut off at what was asked for, or marks of pages left out. */
  readonly isPart?: true;
  /** Any line that is no object may be the mark that more exists. */
  readonly marksPages?: true;
}

/** Keys have at most 1,024 bytes. */
const MAX_LINE_BYTES = 64 * 1024;

/**
 * Reads a listing as text. It does not say of which bucket and prefix; lines in front of the first object (a prompt, a
 * heading) are rejects, a line behind it that is no object makes the listing incomplete, as does a total that does not
 * agree.
 */
export function createTextListingReader(tally: SourceTally, clock: LocalClock, tool: TextListing): StepReader {
  const splitter = createLineSplitter(MAX_LINE_BYTES);
  const listing = createListingTracker();
  let line = 0;
  let objects = 0;
  let hasPrefixes = false;
  tally.kind = 'listing';

  return {
    *push(chunk) {
      for (const next of splitter.push(chunk)) yield* take(next);
    },
    *end() {
      for (const next of splitter.end()) {
        if (tally.failure === null) yield* take(next);
      }
      if (tally.failure !== null) reject(line + 1, tally.failure);
      if (tool.isPart === true) listing.addGap();
      yield listing.close({ ...UNKNOWN_REQUEST, delimiter: hasPrefixes ? '/' : null }, position());
    },
  };

  function* take(next: ByteLine): Generator<EvidenceItem, void, undefined> {
    line = next.number;
    if (next.bytes === null) {
      reject(line, `longer than ${MAX_LINE_BYTES} bytes`);
      return;
    }
    const parsed = tool.parse(next.bytes.toString('utf8').replace(/\r$/, ''));
    switch (parsed.kind) {
      case 'object': {
        const { instant, isApproximate } = momentOf(parsed.time);
        const { key, version } = parsed;
        objects++;
        listing.addObject(instant);
        countRecord(tally, instant);
        const object = { key, version, lastModified: instant, timeIsApproximate: isApproximate };
        yield { kind: 'listing-object', object, at: position() };
        break;
      }
      case 'prefix':
        hasPrefixes = true;
        countRecord(tally, null);
        break;
      case 'total-objects':
        if (parsed.objects === objects) break;
        reject(line, `the total is ${parsed.objects} objects, ${objects} were read`);
        listing.addGap();
        break;
      case 'foreign':
        reject(line, `not a line of ${tool.of}`);
        break;
      case 'beside':
      case 'blank':
        break;
      default:
        parsed satisfies never;
    }
  }

  function momentOf(time: LineTime): ReturnType<LocalClock> {
    if ('wallClock' in time) return clock(time.wallClock);
    return { instant: time.instant, isApproximate: time.toTheMinute === true };
  }

  function reject(at: number, reason: string): void {
    countReject(tally, { line: at, record: null, reason });
    if (objects > 0 || tool.marksPages === true || tally.failure !== null) listing.addGap();
  }

  function position(): Position {
    return { source: tally, line, record: null };
  }
}

import { type ByteLine, createLineSplitter } from '../../sources/lines.ts';
import { countRecord, countReject, type Position, type SourceTally } from '../../sources/tally.ts';
import type { EvidenceItem, ListedObject } from '../item.ts';
import type { StepReader } from '../step-reader.ts';
import type { LocalClock } from './local-clock.ts';
import { parseLsLine } from './parse-ls-line.ts';
import { UNKNOWN_REQUEST } from './scope.ts';
import { createListingTracker } from './tracker.ts';

/** Keys have at most 1,024 bytes. */
const MAX_LINE_BYTES = 64 * 1024;

/**
 * Reads the text of `aws s3 ls`. It does not say of which bucket and prefix; lines in front of the
 * first object (a prompt, a heading) are rejects, a line behind it that is no object makes the listing
 * incomplete, as does a total that does not agree.
 */
export function createLsReader(tally: SourceTally, clock: LocalClock): StepReader {
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
      yield listing.close({ ...UNKNOWN_REQUEST, delimiter: hasPrefixes ? '/' : null }, position());
    },
  };

  function* take(next: ByteLine): Generator<EvidenceItem, void, undefined> {
    line = next.number;
    if (next.bytes === null) {
      reject(line, `longer than ${MAX_LINE_BYTES} bytes`);
      return;
    }
    const parsed = parseLsLine(next.bytes.toString('utf8'));
    switch (parsed.kind) {
      case 'object': {
        const { instant, isApproximate } = clock(parsed.wallClock);
        const object: ListedObject = {
          key: parsed.key,
          version: 'current',
          lastModified: instant,
          timeIsApproximate: isApproximate,
        };
        objects++;
        listing.addObject(instant);
        countRecord(tally, instant);
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
        reject(line, 'not a line of aws s3 ls');
        break;
      case 'total-size':
      case 'blank':
        break;
      default:
        parsed satisfies never;
    }
  }

  function reject(at: number, reason: string): void {
    countReject(tally, { line: at, record: null, reason });
    if (objects > 0 || tally.failure !== null) listing.addGap();
  }

  function position(): Position {
    return { source: tally, line, record: null };
  }
}

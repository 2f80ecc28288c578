import type { Instant } from '../../instant.ts';
import { countRecord, type SourceTally } from '../../sources/tally.ts';
import type { EvidenceItem } from '../item.ts';
import type { StepReader } from '../step-reader.ts';
import { createLineRegions } from './line-regions.ts';
import { createQuickLine } from './quick-line.ts';
import { endOfLine } from './search-lines.ts';
import { rejectLine, TOO_LONG, takeLine } from './take-line.ts';

/** Told of a record that touches no delivery, of which nothing but its log and its time counts. */
type OnPassedLine = (bucket: string | null, time: Instant) => void;

/** Reads what there is where it lies: chunks may be used again once `push` has returned. */
interface AccessLogSkim extends StepReader {
  /** Number of the last line read. */
  readonly lines: number;
}

/**
 * Reads server access logs whole, tally and all, but makes items only of lines that may touch a delivery: the rest is
 * checked where it lies and told to `onPassed`.
 *
 * @param linesBefore lines of the source in front of those read, by which theirs are numbered
 */
export function createAccessLogSkim(
  tally: SourceTally,
  onPassed: OnPassedLine,
  linesBefore: number = 0,
): AccessLogSkim {
  const quick = createQuickLine();
  const regions = createLineRegions(
    { onRegion: skimLines, onLongLine: (line) => rejectLine(tally, line, TOO_LONG) },
    linesBefore,
  );
  let items: EvidenceItem[] = [];
  tally.kind = 'access-log';
  return {
    get lines(): number {
      return regions.lines;
    },
    push(chunk) {
      items = [];
      regions.push(chunk);
      return items;
    },
    end() {
      items = [];
      // A line that the source broke off in may look like a whole one of an older era.
      if (tally.failure === null) regions.end();
      else rejectLine(tally, regions.lines + 1, tally.failure);
      return items;
    },
  };
  function skimLines(bytes: Buffer, start: number, end: number, first: number): number {
    let line = first;
    for (let at = start; at < end; line++) {
      const newline = endOfLine(bytes, at, end);
      if (quick.isPassed(bytes, at, newline)) {
        countRecord(tally, quick.time);
        onPassed(quick.bucket, quick.time);
      } else {
        const item = takeLine(tally, bytes, at, newline, line);
        if (item !== null) {
          quick.learn(bytes, at, item.record.bucket);
          items.push(item);
        }
      }
      at = newline + 1;
    }
    return line - first;
  }
}

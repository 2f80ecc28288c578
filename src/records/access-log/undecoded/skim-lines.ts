import type { Instant } from '../../../instant.ts';
import { countRecord, type SourceTally } from '../../../sources/tally.ts';
import type { EvidenceItem } from '../../item.ts';
import { createRegionReader, type RegionReader } from '../read-regions.ts';
import { endOfLine, takeLine } from '../take-line.ts';
import { createQuickLine } from './quick-line.ts';

/** Told of a record that touches no delivery, of which nothing but its log and its time counts. */
type OnPassedLine = (bucket: string | null, time: Instant) => void;

/**
 * Reads server access logs whole, tally and all, but makes items only of lines that may touch a delivery: the rest is
 * checked where it lies and told to `onPassed`.
 *
 * @param markerWord as `createQuickLine` takes it
 * @param linesBefore lines of the source in front of those read, by which theirs are numbered
 */
export function createAccessLogSkim(
  tally: SourceTally,
  onPassed: OnPassedLine,
  markerWord: string | null,
  linesBefore: number = 0,
): RegionReader {
  const quick = createQuickLine(markerWord);
  return createRegionReader(tally, linesBefore, skimLines);

  function skimLines(bytes: Buffer, start: number, end: number, first: number, items: EvidenceItem[]): number {
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

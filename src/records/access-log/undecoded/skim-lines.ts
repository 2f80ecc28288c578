import type { Instant } from '../../../instant.ts';
import { countRecord } from '../../../sources/tally.ts';
import type { TakeLines } from '../read-regions.ts';
import { endOfLine, takeLine } from '../take-line.ts';
import { createQuickLine } from './quick-line.ts';

/** Told of a record that touches no delivery, of which nothing but its log and its time counts. */
type OnPassedLine = (bucket: string | null, time: Instant) => void;

/**
 * Takes every line, tally and all, but makes items only of those that may touch a delivery: the rest is checked where
 * it lies and told to `onPassed`.
 *
 * @param markerWord as `createQuickLine` takes it
 */
export function skimLines(onPassed: OnPassedLine, markerWord: string | null): TakeLines {
  const quick = createQuickLine(markerWord);
  return (bytes, start, end, first, { tally, items }) => {
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
  };
}

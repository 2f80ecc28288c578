import type { SourceTally } from '../../sources/tally.ts';
import type { EvidenceItem } from '../item.ts';
import type { StepReader } from '../step-reader.ts';
import { createLineRegions } from './line-regions.ts';
import { endOfLine, rejectLine, TOO_LONG, takeLine } from './take-line.ts';

/** Reads lines where they lie: chunks may be used again once `push` has returned. */
export interface RegionReader extends StepReader {
  /** Number of the last line gone past, whether it was read or not. */
  readonly lines: number;
}

/**
 * Takes the lines from `start` to `end`, adds what they hold to `items`, and answers how many there were.
 *
 * @param line number of the first
 */
export type TakeLines = (bytes: Buffer, start: number, end: number, line: number, items: EvidenceItem[]) => number;

/**
 * Reads server access logs, every line of them. Lines that do not parse are counted, empty ones are not.
 *
 * @param linesBefore lines of the source in front of those read, by which theirs are numbered
 */
export function createAccessLogReader(tally: SourceTally, linesBefore: number = 0): RegionReader {
  return createRegionReader(tally, linesBefore, (bytes, start, end, first, items) => {
    let line = first;
    for (let at = start; at < end; line++) {
      const newline = endOfLine(bytes, at, end);
      const item = takeLine(tally, bytes, at, newline, line);
      if (item !== null) items.push(item);
      at = newline + 1;
    }
    return line - first;
  });
}

/**
 * A reader of access logs around something that looks at whole lines where they lie.
 *
 * @param linesBefore lines of the source in front of those read, by which theirs are numbered
 */
export function createRegionReader(tally: SourceTally, linesBefore: number, takeLines: TakeLines): RegionReader {
  const regions = createLineRegions(
    {
      onRegion: (bytes, start, end, line) => takeLines(bytes, start, end, line, items),
      onLongLine: (line) => rejectLine(tally, line, TOO_LONG),
    },
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
}

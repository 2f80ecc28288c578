import type { SourceTally } from '../../sources/tally.ts';
import type { EvidenceItem } from '../item.ts';
import type { NameSearch } from '../name-search.ts';
import type { StepReader } from '../step-reader.ts';
import { createLineRegions } from './line-regions.ts';
import { createLineShape, type LineShape } from './line-shape.ts';
import { rejectLine, TOO_LONG, takeLine } from './take-line.ts';

/** Reads part of what there is, where it lies: chunks may be used again once `push` has returned. */
export interface AccessLogSearch extends StepReader {
  /** Number of the last line gone past, whether it was read or not. */
  readonly lines: number;
}

/**
 * Reads server access logs for the lines of a few operations. Lines in which none of their names stands are not
 * decoded; of the rest, and of lines that do not look like the others, everything is read as always. The tally counts
 * what was read, so a damaged line that could not have been one of those looked for may go uncounted.
 *
 * @param linesBefore lines of the source in front of those read, by which theirs are numbered
 * @param shape what lines of the logs read before looked like
 */
export function createAccessLogSearch(
  tally: SourceTally,
  names: NameSearch,
  { linesBefore = 0, shape = createLineShape() }: { readonly linesBefore?: number; readonly shape?: LineShape } = {},
): AccessLogSearch {
  const regions = createLineRegions(
    { onRegion: searchLines, onLongLine: (line) => rejectLine(tally, line, TOO_LONG) },
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

  function searchLines(bytes: Buffer, start: number, end: number, first: number): number {
    let line = first;
    let hit = names.next(bytes, start, end);
    for (let at = start; at < end; line++) {
      const newline = endOfLine(bytes, at, end);
      if (hit !== -1 && hit < newline) {
        take(bytes, at, newline, line);
        hit = names.next(bytes, newline, end);
      } else if (!shape.fits(bytes, at, newline)) {
        take(bytes, at, newline, line);
      }
      at = newline + 1;
    }
    return line - first;
  }

  function take(bytes: Buffer, start: number, newline: number, line: number): void {
    const item = takeLine(tally, bytes, start, newline, line);
    if (item === null) return;
    shape.learn(bytes, start, newline);
    items.push(item);
  }
}

/** Where the newline stands that ends the line at `at`, or the bytes end. */
export function endOfLine(bytes: Buffer, at: number, end: number): number {
  const newline = bytes.indexOf(NEWLINE, at);
  return newline === -1 || newline >= end ? end : newline;
}

const NEWLINE = 0x0a;

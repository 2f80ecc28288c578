import type { SourceTally } from '../../../sources/tally.ts';
import type { EvidenceItem } from '../../item.ts';
import type { NameSearch } from '../../name-search.ts';
import { createRegionReader, type RegionReader } from '../read-regions.ts';
import { endOfLine, takeLine } from '../take-line.ts';
import { createLineShape, type LineShape } from './line-shape.ts';

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
): RegionReader {
  return createRegionReader(tally, linesBefore, searchLines);

  function searchLines(bytes: Buffer, start: number, end: number, first: number, items: EvidenceItem[]): number {
    let line = first;
    let hit = names.next(bytes, start, end);
    for (let at = start; at < end; line++) {
      const newline = endOfLine(bytes, at, end);
      if (hit !== -1 && hit < newline) {
        take(bytes, at, newline, line, items);
        hit = names.next(bytes, newline, end);
      } else if (!shape.fits(bytes, at, newline)) {
        take(bytes, at, newline, line, items);
      }
      at = newline + 1;
    }
    return line - first;
  }

  function take(bytes: Buffer, start: number, newline: number, line: number, items: EvidenceItem[]): void {
    const item = takeLine(tally, bytes, start, newline, line);
    if (item === null) return;
    shape.learn(bytes, start, newline);
    items.push(item);
  }
}

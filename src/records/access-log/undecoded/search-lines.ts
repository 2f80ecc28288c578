import type { NameSearch } from '../../name-search.ts';
import type { RegionReader, TakeLines } from '../read-regions.ts';
import { endOfLine, takeLine } from '../take-line.ts';
import { createLineShape } from './line-shape.ts';

/**
 * Takes the lines of a few operations. Lines in which none of their names stands are not decoded; of the rest, and of
 * lines that do not look like those read before, everything is read as always. The tally counts what was read, so a
 * damaged line that could not have been one of those looked for may go uncounted.
 */
export function searchLines(names: NameSearch): TakeLines {
  const shape = createLineShape();
  return (bytes, start, end, first, to) => {
    let line = first;
    let hit = names.next(bytes, start, end);
    for (let at = start; at < end; line++) {
      const newline = endOfLine(bytes, at, end);
      if (hit !== -1 && hit < newline) {
        take(bytes, at, newline, line, to);
        hit = names.next(bytes, newline, end);
      } else if (!shape.fits(bytes, at, newline)) {
        take(bytes, at, newline, line, to);
      }
      at = newline + 1;
    }
    return line - first;
  };

  function take(bytes: Buffer, start: number, newline: number, line: number, { tally, items }: RegionReader): void {
    const item = takeLine(tally, bytes, start, newline, line);
    if (item === null) return;
    shape.learn(bytes, start, newline);
    items.push(item);
  }
}

import type { Secrets } from '../display/mask-secrets.ts';
import { MAX_LOG_LINE_BYTES } from '../records/access-log/line-regions.ts';
import { createRegionReader, type RegionReader } from '../records/access-log/read-regions.ts';
import { endOfLine, takeLine } from '../records/access-log/take-line.ts';
import { UsualLine } from '../records/access-log/undecoded/usual-line.ts';
import type { EvidenceItem } from '../records/item.ts';
import { countRecord, type SourceTally } from '../sources/tally.ts';
import { viewOf } from './byte-text.ts';
import { SPARE_BYTES } from './json-bytes.ts';
import { mayHoldSecret } from './secret-in-line.ts';

/** Takes lines in their order: those of the usual layout as bytes whose fields are found, the rest as records. */
export interface LineTaker {
  readonly takeUsual: (bytes: DataView, line: UsualLine, lineBytes: number) => void;
  readonly takeItem: (item: EvidenceItem) => void;
  /** Where they are masked, lines that may hold any are taken as records. */
  readonly secrets: Secrets;
}

/**
 * Reads server access logs whole, tally and all, for whoever wants each line and can do without its record where it is
 * laid out as usual. Everything goes to the taker.
 *
 * @param linesBefore lines of the source in front of those read, by which theirs are numbered
 */
export function createLineCopier(tally: SourceTally, linesBefore: number, taker: LineTaker): RegionReader {
  const usual = new UsualLine();
  return createRegionReader(tally, linesBefore, (bytes, start, end, first) => {
    const view = viewOf(bytes);
    let line = first;
    for (let at = start; at < end; line++) {
      const newline = endOfLine(bytes, at, end);
      const isCopied = newline + SPARE_BYTES <= bytes.length && newline - at <= MAX_LOG_LINE_BYTES;
      if (
        isCopied &&
        usual.find(bytes, at, newline) &&
        (taker.secrets === 'shown' || !mayHoldSecret(bytes, view, usual))
      ) {
        countRecord(tally, usual.time);
        taker.takeUsual(view, usual, newline - at);
      } else {
        const item = takeLine(tally, bytes, at, newline, line);
        if (item !== null) taker.takeItem(item);
      }
      at = newline + 1;
    }
    return line - first;
  });
}

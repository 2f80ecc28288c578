import type { Secrets } from '../display/mask-secrets.ts';
import type { TakeLines } from '../records/access-log/read-regions.ts';
import { endOfLine, MAX_LOG_LINE_BYTES, takeLine } from '../records/access-log/take-line.ts';
import { UsualLine } from '../records/access-log/undecoded/usual-line.ts';
import type { EvidenceItem } from '../records/item.ts';
import { countRecord } from '../sources/tally.ts';
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
 * Takes every line, tally and all, for whoever wants each and can do without its record where it is laid out as usual.
 * Everything goes to the taker.
 */
export function copyLines(taker: LineTaker): TakeLines {
  const usual = new UsualLine();
  return (bytes, start, end, first, { tally }) => {
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
  };
}

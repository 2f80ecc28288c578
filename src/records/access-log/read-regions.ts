import { createTally, type SourceTally } from '../../sources/tally.ts';
import type { EvidenceItem } from '../item.ts';
import type { StepReader } from '../step-reader.ts';
import { endOfLine, MAX_LOG_LINE_BYTES, rejectLine, TOO_LONG, takeLine } from './take-line.ts';

/**
 * Takes lines from `start` to `end`, each ended by a newline; without one, a single line that the source does not end
 * so. They hold only until it returns. Answers how many there were.
 *
 * @param line number of the first
 * @param to where what they hold is added, and counted
 */
export type TakeLines = (bytes: Buffer, start: number, end: number, line: number, to: RegionReader) => number;

/** Takes every line. Lines that do not parse are counted, empty ones are not. */
export const readLines: TakeLines = (bytes, start, end, first, { tally, items }) => {
  let line = first;
  for (let at = start; at < end; line++) {
    const newline = endOfLine(bytes, at, end);
    const item = takeLine(tally, bytes, at, newline, line);
    if (item !== null) items.push(item);
    at = newline + 1;
  }
  return line - first;
};

/**
 * A reader of server access logs around something that looks at whole lines where they lie: it cuts chunks where lines
 * end, and no finer. Chunks may be used again once `push` has returned. It holds no more than one unfinished line.
 *
 * One reader may read many logs, one after the other. A class, since what is made for each of a hundred thousand files
 * costs more than reading them.
 */
export class RegionReader implements StepReader {
  tally: SourceTally = NO_TALLY;
  /** What the lines at hand hold. */
  items: EvidenceItem[] = [];
  /** Number of the last line gone past, whether it was read or not. */
  lines = 0;
  private readonly takeLines: TakeLines;
  private held: Buffer[] = [];
  private heldBytes = 0;

  constructor(takeLines: TakeLines) {
    this.takeLines = takeLines;
  }

  /**
   * Begins with another log, or with another part of one.
   *
   * @param linesBefore lines of the source in front of those read, by which theirs are numbered
   */
  begin(tally: SourceTally, linesBefore: number = 0): this {
    this.tally = tally;
    tally.kind = 'access-log';
    this.lines = linesBefore;
    this.letGo();
    return this;
  }

  push(chunk: Buffer): readonly EvidenceItem[] {
    if (this.items.length > 0) this.items = [];
    let start = 0;
    if (this.heldBytes > 0) {
      start = chunk.indexOf(NEWLINE) + 1;
      if (start === 0) {
        this.hold(chunk);
        return this.items;
      }
      this.takeHeld(chunk.subarray(0, start));
    }
    const end = chunk.lastIndexOf(NEWLINE) + 1;
    if (start < end) this.lines += this.takeLines(chunk, start, end, this.lines + 1, this);
    if (Math.max(start, end) < chunk.length) this.hold(chunk.subarray(Math.max(start, end)));
    return this.items;
  }

  /** Takes the last line, when no newline ends it. */
  end(): readonly EvidenceItem[] {
    if (this.items.length > 0) this.items = [];
    // A line that the source broke off in may look like a whole one of an older era.
    if (this.tally.failure !== null) rejectLine(this.tally, this.lines + 1, this.tally.failure);
    else if (this.heldBytes > 0) this.takeHeld(NOTHING);
    return this.items;
  }

  private hold(part: Buffer): void {
    this.heldBytes += part.length;
    // Two bytes of grace, for the line's ending.
    if (this.heldBytes > MAX_LOG_LINE_BYTES + 2) this.held = [];
    else this.held.push(Buffer.from(part));
  }

  private takeHeld(last: Buffer): void {
    const size = this.heldBytes + last.length;
    if (size > MAX_LOG_LINE_BYTES + 2) rejectLine(this.tally, ++this.lines, TOO_LONG);
    else this.lines += this.takeLines(Buffer.concat([...this.held, last], size), 0, size, this.lines + 1, this);
    this.letGo();
  }

  private letGo(): void {
    if (this.heldBytes > 0) this.held = [];
    this.heldBytes = 0;
  }
}

const NO_TALLY: SourceTally = createTally('');
const NEWLINE = 0x0a;
const NOTHING = Buffer.alloc(0);

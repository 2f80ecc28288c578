/** S3 cuts URIs, referers and user agents long before; a longer line is no log line. */
export const MAX_LOG_LINE_BYTES: number = 1024 * 1024;

/** Whole lines behind each other in memory. */
export interface LineRegions {
  /** Number of the last line gone past. */
  readonly lines: number;
  push(chunk: Buffer): void;
  /** Gives the last line, when no newline ends it. */
  end(): void;
}

export interface LineTakers {
  /**
   * Takes lines from `start` to `end`, each ended by a newline; without one, a single line that the source does not end
   * so. They hold only until it returns. Answers how many there were.
   *
   * @param line number of the first
   */
  readonly onRegion: (bytes: Buffer, start: number, end: number, line: number) => number;
  /** A line that is longer than a log line can be was let go. */
  readonly onLongLine: (line: number) => void;
}

/**
 * Cuts chunks where lines end, and no finer, for readers that look at lines where they lie. Chunks may be used again
 * once `push` has returned. Holds no more than one unfinished line.
 */
export function createLineRegions({ onRegion, onLongLine }: LineTakers, linesBefore: number): LineRegions {
  let lines = linesBefore;
  let held: Buffer[] = [];
  let heldBytes = 0;

  return {
    get lines(): number {
      return lines;
    },
    push(chunk) {
      let start = 0;
      if (heldBytes > 0) {
        start = chunk.indexOf(NEWLINE) + 1;
        if (start === 0) {
          hold(chunk);
          return;
        }
        giveHeld(chunk.subarray(0, start));
      }
      const end = chunk.lastIndexOf(NEWLINE) + 1;
      if (start < end) lines += onRegion(chunk, start, end, lines + 1);
      if (Math.max(start, end) < chunk.length) hold(chunk.subarray(Math.max(start, end)));
    },
    end() {
      if (heldBytes > 0) giveHeld(NOTHING);
    },
  };

  function hold(part: Buffer): void {
    heldBytes += part.length;
    // Two bytes of grace, for the line's ending.
    if (heldBytes > MAX_LOG_LINE_BYTES + 2) held = [];
    else held.push(Buffer.from(part));
  }

  function giveHeld(last: Buffer): void {
    const size = heldBytes + last.length;
    if (size > MAX_LOG_LINE_BYTES + 2) onLongLine(++lines);
    else lines += onRegion(Buffer.concat([...held, last], size), 0, size, lines + 1);
    held = [];
    heldBytes = 0;
  }
}

const NEWLINE = 0x0a;
const NOTHING = Buffer.alloc(0);

/** One line of a source, without its ending. */
export interface ByteLine {
  /** 1-based. */
  readonly number: number;
  /** null when the line is longer than the splitter's bound: its bytes were let go. */
  readonly bytes: Buffer | null;
}

/**
 * Cuts chunks into lines. `push` gives the lines that a chunk ends, `end` the last one when no
 * newline ends it. However the bytes are cut into chunks, the lines are the same. A chunk may be used again once its
 * lines have been taken.
 */
export interface LineSplitter {
  /** To be run to its end before the next call. */
  push(chunk: Buffer): Generator<ByteLine, void, undefined>;
  end(): Generator<ByteLine, void, undefined>;
}

/**
 * A splitter on `\n` and `\r\n`. It holds at most one unfinished line, of at most `maxLineBytes`;
 * a longer line is given once, by its number, without bytes.
 */
export function createLineSplitter(maxLineBytes: number): LineSplitter {
  let number = 0;
  let held: Buffer[] = [];
  let heldBytes = 0;

  return { push, end };

  function* push(chunk: Buffer): Generator<ByteLine, void, undefined> {
    let start = 0;
    for (let newline = chunk.indexOf(NEWLINE); newline !== -1; newline = chunk.indexOf(NEWLINE, start)) {
      yield finish(chunk.subarray(start, newline));
      start = newline + 1;
    }
    if (start < chunk.length) hold(chunk.subarray(start));
  }

  function* end(): Generator<ByteLine, void, undefined> {
    if (heldBytes > 0) yield finish(NOTHING);
  }

  function hold(part: Buffer): void {
    heldBytes += part.length;
    // One byte of grace: it may be the carriage return of the line's ending.
    if (heldBytes > maxLineBytes + 1) held = [];
    else held.push(Buffer.from(part));
  }

  function finish(last: Buffer): ByteLine {
    number++;
    const size = heldBytes + last.length;
    let bytes: Buffer | null = null;
    if (size <= maxLineBytes + 1) {
      const line = heldBytes === 0 ? last : Buffer.concat([...held, last], size);
      const text = line[size - 1] === CARRIAGE_RETURN ? line.subarray(0, size - 1) : line;
      if (text.length <= maxLineBytes) bytes = text;
    }
    held = [];
    heldBytes = 0;
    return { number, bytes };
  }
}

const NEWLINE = 0x0a;
const CARRIAGE_RETURN = 0x0d;
const NOTHING = Buffer.alloc(0);

/** Text that is put together line by line, as UTF-8 from the start: one long string would have to be turned into it at the end. */
export interface ByteText {
  readonly length: number;
  add(line: string): void;
  /** @param write puts no more than so many bytes where it is told to, and answers where they end */
  write(bytes: number, write: (out: DataView, at: number) => number): void;
  /** All of it; what is added next begins a new text. */
  take(): Uint8Array;
}

export function createByteText(): ByteText {
  let bytes: Buffer = EMPTY;
  let view = viewOf(bytes);
  let length = 0;
  /** A little more than the text before: the next is likely to be as long. */
  let usualBytes = FIRST_BYTES;
  return {
    get length(): number {
      return length;
    },
    add(line) {
      // No UTF-16 unit becomes more than three bytes.
      if (bytes.length - length < line.length * 3) grow(line.length * 3);
      length += bytes.write(line, length);
    },
    write(room, write) {
      if (bytes.length - length < room) grow(room);
      length = write(view, length);
    },
    take() {
      const taken = bytes.subarray(0, length);
      usualBytes = Math.max(FIRST_BYTES, Math.ceil(length * 1.125));
      bytes = EMPTY;
      view = viewOf(bytes);
      length = 0;
      return taken;
    },
  };

  function grow(more: number): void {
    const larger = Buffer.allocUnsafeSlow(length === 0 ? usualBytes + more : (length + more) * 2);
    bytes.copy(larger, 0, 0, length);
    bytes = larger;
    view = viewOf(bytes);
  }
}

/** The same bytes, to be read and written four at a time. */
export function viewOf(bytes: Buffer): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
}

const EMPTY: Buffer = Buffer.alloc(0);
const FIRST_BYTES = 64 * 1024;

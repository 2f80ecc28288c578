/** Collects the bytes of one value, which may be spread over chunks, up to a bound. */
export interface Capture {
  /** Beyond the bound: everything collected was let go. */
  readonly overflowed: boolean;
  take(chunk: Buffer, from: number, to: number): void;
  /** What was collected, null when it overflowed; the next value starts afresh. */
  finish(): Buffer | null;
}

/**
 * Bytes that lie together in one chunk are not copied; all others go into one buffer that grows by
 * doubling, so that many small pieces cost no more than their bytes.
 */
export function createCapture(maxBytes: number): Capture {
  let spilled: Buffer = EMPTY;
  let spilledBytes = 0;
  let chunk: Buffer = EMPTY;
  let from = 0;
  let to = 0;
  let overflowed = false;

  return {
    get overflowed(): boolean {
      return overflowed;
    },
    take(next, nextFrom, nextTo) {
      if (overflowed) return;
      if (spilledBytes + (to - from) + (nextTo - nextFrom) > maxBytes) {
        overflowed = true;
        release();
      } else if (next === chunk && nextFrom === to) {
        to = nextTo;
      } else {
        spill();
        chunk = next;
        from = nextFrom;
        to = nextTo;
      }
    },
    finish() {
      if (spilledBytes > 0) spill();
      const bytes = overflowed ? null : spilledBytes > 0 ? spilled.subarray(0, spilledBytes) : chunk.subarray(from, to);
      overflowed = false;
      release();
      return bytes;
    },
  };

  function spill(): void {
    const needed = spilledBytes + (to - from);
    if (needed > spilled.length) {
      const grown = Buffer.allocUnsafe(Math.max(needed * 2, FIRST_SPILL_BYTES));
      spilled.copy(grown, 0, 0, spilledBytes);
      spilled = grown;
    }
    chunk.copy(spilled, spilledBytes, from, to);
    spilledBytes = needed;
    from = to;
  }

  function release(): void {
    spilled = EMPTY;
    spilledBytes = 0;
    chunk = EMPTY;
    from = 0;
    to = 0;
  }
}

const EMPTY: Buffer = Buffer.alloc(0);
const FIRST_SPILL_BYTES = 4096;

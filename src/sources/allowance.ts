/** How much one source may decompress to: each layer by itself, and all of them, in all members, together. */
export interface Allowance {
  /** Bound on the output of a single layer. */
  readonly maxBytes: number;
  /** Why no more of the source may come out; null as long as it may. */
  readonly exceeded: string | null;
  /** Counts what came out of a decompression. */
  count(bytes: number): void;
  /** For one more layer: told what came out of how much, it answers why it is to stop, or null. */
  layer(): (given: number, taken: number) => string | null;
}

/**
 * @param sourceBytes how many bytes of the source have been read
 * @param maxBytes see {@link Allowance}
 */
export function createAllowance(sourceBytes: () => number, maxBytes: number): Allowance {
  let total = 0;
  let exceeded: string | null = null;
  return {
    maxBytes,
    get exceeded(): string | null {
      return exceeded;
    },
    count,
    layer() {
      let before = 0;
      return (given, taken) => {
        count(given - before);
        before = given;
        return isBomb(given, taken) ? BOMB : exceeded;
      };
    },
  };

  function count(bytes: number): void {
    total += bytes;
    if (isBomb(total, sourceBytes())) exceeded = BOMB;
  }
}

/** Beyond what logs compress to, gzip reaches little more; small sources may be all alike. */
function isBomb(given: number, taken: number): boolean {
  return given > UNSUSPECTED_BYTES && given > MOST_RATIO * taken;
}

const MOST_RATIO = 1000;
const UNSUSPECTED_BYTES = 32 * 1024 * 1024;
/** Written out: to format a number for readers, Node first loads what it knows of languages, which takes 18 ms. */
const BOMB = 'decompresses to more than 1,000 times its size, as no log does: the rest was not read';

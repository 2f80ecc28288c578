/** Decompresses bytes that come piece by piece. */
export interface Inflater {
  /** Compressed bytes that may be handed over at once: what they decompress to is held in memory. */
  readonly sliceBytes: number;
  /** Why decompression cannot go on, in a few words. */
  readonly failure: string | null;
  /** What these bytes decompress to. */
  write(bytes: Buffer): Promise<Buffer[]>;
  end(): Promise<Buffer[]>;
  close(): void;
}

export interface InflateOptions {
  /** Output bytes after which decompression stops: what is longer is a bomb, not a log. */
  readonly maxBytes: number;
  /** Told how much has come out of how much; answers why decompression is to stop there, or null. */
  readonly stopAt?: ((given: number, taken: number) => string | null) | undefined;
  /** Told, once, why the output ends before the input does. */
  readonly onFailure: (reason: string) => void;
}

/**
 * What chunks decompress to. Truncated or corrupt input gives everything in front of the damage, then a failure; only
 * where the damage lies behind the first 16 MiB of compressed bytes may the last 64 KiB in front of it be lost.
 * The input is read to its end in any case.
 */
export async function* inflate(
  chunks: AsyncGenerator<Buffer, void, undefined>,
  createInflater: () => Inflater,
  { maxBytes, stopAt, onFailure }: InflateOptions,
): AsyncGenerator<Buffer, void, undefined> {
  const inflater = createInflater();
  const { sliceBytes } = inflater;
  let consumed: Buffer[] | null = [];
  let consumedBytes = 0;
  let given = 0;
  let failure: string | null = null;
  try {
    for await (const chunk of chunks) {
      // After a failure the rest is still read: the source's hash covers all of its bytes.
      for (let start = 0; start < chunk.length && failure === null; start += sliceBytes) {
        const slice = chunk.subarray(start, start + sliceBytes);
        consumedBytes += slice.length;
        if (consumedBytes > REPLAY_BYTES) consumed = null;
        consumed?.push(slice);
        for (const part of await inflater.write(slice)) {
          if (given < maxBytes) yield part.subarray(0, maxBytes - given);
          given += part.length;
        }
        if (inflater.failure !== null && consumed !== null) yield* replay(consumed, given, createInflater);
        failure =
          given > maxBytes
            ? `decompresses to more than ${maxBytes} bytes; the rest was not read`
            : (inflater.failure ?? stopAt?.(given, consumedBytes) ?? null);
      }
    }
    if (failure === null) {
      yield* await inflater.end();
      failure = inflater.failure;
    }
    if (failure !== null) onFailure(failure);
  } finally {
    inflater.close();
  }
}

/**
 * zlib keeps back what it had decompressed in the call that failed. The same bytes once more, the
 * last slice of them one by one, give that too.
 */
async function* replay(
  consumed: readonly Buffer[],
  given: number,
  createInflater: () => Inflater,
): AsyncGenerator<Buffer, void, undefined> {
  const inflater = createInflater();
  try {
    let skip = given;
    for (const [index, slice] of consumed.entries()) {
      const step = index === consumed.length - 1 ? 1 : slice.length;
      for (let start = 0; start < slice.length && inflater.failure === null; start += step) {
        for (const part of await inflater.write(slice.subarray(start, start + step))) {
          if (skip < part.length) yield part.subarray(skip);
          skip = Math.max(0, skip - part.length);
        }
      }
    }
  } finally {
    inflater.close();
  }
}

const REPLAY_BYTES = 16 * 1024 * 1024;

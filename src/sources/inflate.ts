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
 * zlib keeps back what it had decompressed in the call that failed. The same bytes once more give that too, those of the
 * last slice in ever smaller steps: each call that fails shows between which two the damage lies.
 */
async function* replay(
  consumed: readonly Buffer[],
  given: number,
  createInflater: () => Inflater,
): AsyncGenerator<Buffer, void, undefined> {
  const before = consumed.slice(0, -1);
  const last = consumed[before.length] ?? NOTHING;
  let known = given;
  /** Bytes of the last slice in front of the damage. */
  let sound = 0;
  for (const step of REPLAY_STEPS) {
    const inflater = createInflater();
    let out = 0;
    try {
      for (const slice of [...before, last.subarray(0, sound)])
        for (const part of await inflater.write(slice)) yield* anew(part);
      while (inflater.failure === null && sound < last.length) {
        const bytes = last.subarray(sound, sound + step);
        for (const part of await inflater.write(bytes)) yield* anew(part);
        if (inflater.failure === null) sound += bytes.length;
      }
    } finally {
      inflater.close();
    }

    function* anew(part: Buffer): Generator<Buffer, void, undefined> {
      const seen = Math.min(part.length, Math.max(0, known - out));
      out += part.length;
      if (seen < part.length) yield part.subarray(seen);
      known = Math.max(known, out);
    }
  }
}

/** From a slice down to a byte: some eighty calls, where one for each byte would be sixteen thousand. */
const REPLAY_STEPS = [1024, 32, 1];
const NOTHING = Buffer.alloc(0);
const REPLAY_BYTES = 16 * 1024 * 1024;

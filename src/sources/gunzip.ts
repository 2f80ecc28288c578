import { createGunzip } from 'node:zlib';
import { takeHead } from './take-head.ts';

export interface GunzipOptions {
  /** Output bytes after which decompression stops: what is longer is a bomb, not a log. */
  readonly maxBytes: number;
  /** Told, once, why the output ends before the input does. */
  readonly onFailure: (reason: string) => void;
}

/**
 * Passes chunks through, decompressed when they begin as gzip does (RFC 1952), whatever they are
 * called. Members that follow each other are one stream.
 *
 * Truncated or corrupt input gives everything in front of the damage, then a failure; only where the
 * damage lies behind the first 16 MiB of compressed bytes may the last 64 KiB in front of it be lost.
 * The input is read to its end in any case. Closes `chunks`.
 */
export async function* gunzipWhenGzip(
  chunks: AsyncGenerator<Buffer, void, undefined>,
  options: GunzipOptions,
): AsyncGenerator<Buffer, void, undefined> {
  try {
    const head = await takeHead(chunks, (bytes) => bytes.length >= GZIP_MAGIC.length);
    if (head.bytes.length > 0) {
      const isGzip = head.bytes.subarray(0, GZIP_MAGIC.length).equals(GZIP_MAGIC);
      yield* isGzip ? gunzip(head.bytes, chunks, options) : passThrough(head.bytes, chunks);
    }
  } finally {
    await chunks.return();
  }
}

async function* passThrough(
  head: Buffer,
  rest: AsyncGenerator<Buffer, void, undefined>,
): AsyncGenerator<Buffer, void, undefined> {
  yield head;
  yield* rest;
}

async function* gunzip(
  head: Buffer,
  rest: AsyncGenerator<Buffer, void, undefined>,
  { maxBytes, onFailure }: GunzipOptions,
): AsyncGenerator<Buffer, void, undefined> {
  const inflater = createInflater();
  let consumed: Buffer[] | null = [];
  let consumedBytes = 0;
  let given = 0;
  let failure: string | null = null;
  try {
    for await (const chunk of passThrough(head, rest)) {
      // After a failure the rest is still read: the source's hash covers all of its bytes.
      for (let start = 0; start < chunk.length && failure === null; start += SLICE_BYTES) {
        const slice = chunk.subarray(start, start + SLICE_BYTES);
        consumedBytes += slice.length;
        if (consumedBytes > REPLAY_BYTES) consumed = null;
        consumed?.push(slice);
        for (const part of await inflater.write(slice)) {
          if (given < maxBytes) yield part.subarray(0, maxBytes - given);
          given += part.length;
        }
        if (inflater.failure !== null && consumed !== null) yield* replay(consumed, given);
        failure =
          given > maxBytes ? `decompresses to more than ${maxBytes} bytes; the rest was not read` : inflater.failure;
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
async function* replay(consumed: readonly Buffer[], given: number): AsyncGenerator<Buffer, void, undefined> {
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

interface Inflater {
  /** Why decompression cannot go on, in a few words. */
  readonly failure: string | null;
  /** What these bytes decompress to. */
  write(bytes: Buffer): Promise<Buffer[]>;
  end(): Promise<Buffer[]>;
  close(): void;
}

function createInflater(): Inflater {
  const stream = createGunzip({ chunkSize: OUTPUT_BYTES });
  let output: Buffer[] = [];
  let failure: string | null = null;
  let written = 0;
  /** zlib takes a zero byte behind a member for padding and reads no further. */
  let isPadding = false;
  let settle: () => void = () => {};
  stream.on('data', (part: Buffer) => output.push(part));
  stream.on('error', (error: NodeJS.ErrnoException) => {
    failure = wording(error);
    settle();
  });
  stream.on('end', () => settle());

  return {
    get failure(): string | null {
      return failure;
    },
    async write(bytes) {
      if (isPadding) {
        expectZeros(bytes);
        return [];
      }
      const parts = await run(() => stream.write(bytes, () => settle()));
      written += bytes.length;
      const unread = written - stream.bytesWritten;
      if (unread > 0 && failure === null) {
        isPadding = true;
        expectZeros(bytes.subarray(bytes.length - unread));
      }
      return parts;
    },
    end: async () => (isPadding ? [] : run(() => stream.end())),
    close: () => {
      stream.destroy();
    },
  };

  async function run(start: () => void): Promise<Buffer[]> {
    await new Promise<void>((resolve) => {
      settle = resolve;
      start();
    });
    const parts = output;
    output = [];
    return parts;
  }

  function expectZeros(bytes: Buffer): void {
    if (bytes.some((byte) => byte !== 0)) failure = 'corrupt gzip (data behind its end)';
  }
}

function wording(error: NodeJS.ErrnoException): string {
  return error.code === 'Z_BUF_ERROR' ? 'truncated gzip' : `corrupt gzip (${error.message})`;
}

/** Magic number and the one compression method there is. */
const GZIP_MAGIC = Buffer.from([0x1f, 0x8b, 0x08]);
/** Compressed bytes handed to zlib at once: they cannot decompress to more than about 16 MiB. */
const SLICE_BYTES = 16 * 1024;
const OUTPUT_BYTES = 64 * 1024;
const REPLAY_BYTES = 16 * 1024 * 1024;

import { createGunzip, createInflateRaw, type Gunzip, type InflateRaw } from 'node:zlib';
import { type InflateOptions, type Inflater, inflate } from './inflate.ts';
import { takeHead } from './take-head.ts';
import { wrappingOf } from './wrapping.ts';

/**
 * Passes chunks through, decompressed when they begin as gzip does (RFC 1952), whatever they are
 * called. Members that follow each other are one stream. What damage does: see {@link inflate}. Closes `chunks`.
 */
export async function* gunzipWhenGzip(
  chunks: AsyncGenerator<Buffer, void, undefined>,
  options: InflateOptions,
): AsyncGenerator<Buffer, void, undefined> {
  try {
    const head = await takeHead(chunks, (bytes) => bytes.length >= GZIP_MAGIC_BYTES);
    if (head.bytes.length > 0) {
      const isGzip = wrappingOf(head.bytes.subarray(0, GZIP_MAGIC_BYTES))?.kind === 'gzip';
      const all = putBack(head.bytes, chunks);
      yield* isGzip ? inflate(all, createGzipInflater, options) : all;
    }
  } finally {
    await chunks.return();
  }
}

/** Chunks with what was taken off them in front again. */
export async function* putBack(
  head: Buffer,
  rest: AsyncGenerator<Buffer, void, undefined>,
): AsyncGenerator<Buffer, void, undefined> {
  if (head.length > 0) yield head;
  yield* rest;
}

/** Decompresses gzip, members that follow each other as one. */
export function createGzipInflater(): Inflater {
  return createZlibInflater(createGunzip({ chunkSize: OUTPUT_BYTES }), 'gzip');
}

/** Decompresses what zip archives hold, RFC 1951. */
export function createDeflateInflater(): Inflater {
  return createZlibInflater(createInflateRaw({ chunkSize: OUTPUT_BYTES }), 'deflate');
}

function createZlibInflater(stream: Gunzip | InflateRaw, format: 'gzip' | 'deflate'): Inflater {
  let output: Buffer[] = [];
  let failure: string | null = null;
  let written = 0;
  /** zlib takes a zero byte behind a member for padding and reads no further. */
  let isPadding = false;
  let settle: () => void = () => {};
  stream.on('data', (part: Buffer) => output.push(part));
  stream.on('error', (error: NodeJS.ErrnoException) => {
    failure = describeZlibError(error, format);
    settle();
  });
  stream.on('end', () => settle());

  return {
    sliceBytes: SLICE_BYTES,
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
    if (bytes.some((byte) => byte !== 0)) failure = describeTail(format);
  }
}

export function describeZlibError(error: NodeJS.ErrnoException, format: 'gzip' | 'deflate'): string {
  return error.code === 'Z_BUF_ERROR' ? `truncated ${format}` : `corrupt ${format} (${error.message})`;
}

/** Of something behind the zeros that stand behind its end. */
export function describeTail(format: 'gzip' | 'deflate'): string {
  return `corrupt ${format} (data behind its end)`;
}

const GZIP_MAGIC_BYTES = 3;
/** They cannot decompress to more than about 16 MiB. */
const SLICE_BYTES = 16 * 1024;
const OUTPUT_BYTES = 64 * 1024;

import type { Transform } from 'node:stream';
import zlib from 'node:zlib';
import type { Inflater } from './inflate.ts';

/** Whether this Node.js decompresses zstd: from 22.15 on, and from 23.8 on. https://nodejs.org/api/zlib.html */
export const HAS_ZSTD: boolean = 'createZstdDecompress' in zlib;

/** Decompresses zstd (RFC 8878), frames that follow each other as one. For where {@link HAS_ZSTD}. */
export function createZstdInflater(): Inflater {
  let frame = openFrame();
  return {
    sliceBytes: SLICE_BYTES,
    get failure(): string | null {
      return frame.failure;
    },
    async write(bytes) {
      const output: Buffer[] = [];
      // A stream reads no further than its frame within one call.
      for (let rest = bytes; rest.length > 0 && frame.failure === null; ) {
        const { parts, unread } = await frame.write(rest);
        output.push(...parts);
        if (unread > 0 && frame.failure === null) {
          frame.close();
          frame = openFrame();
        }
        rest = rest.subarray(rest.length - unread);
      }
      return output;
    },
    async end() {
      await frame.expectEnd();
      return [];
    },
    close: () => frame.close(),
  };
}

interface Frame {
  readonly failure: string | null;
  write(bytes: Buffer): Promise<{ readonly parts: readonly Buffer[]; readonly unread: number }>;
  /** Fails where the frame is not complete. */
  expectEnd(): Promise<void>;
  close(): void;
}

function openFrame(): Frame {
  const stream = createStream();
  let parts: Buffer[] = [];
  let failure: string | null = null;
  let written = 0;
  let settle: () => void = () => {};
  stream.on('data', (part: Buffer) => parts.push(part));
  stream.on('error', (error: NodeJS.ErrnoException) => {
    failure = `corrupt zstd (${error.message})`;
    settle();
  });

  return {
    get failure(): string | null {
      return failure;
    },
    async write(bytes) {
      await new Promise<void>((resolve) => {
        settle = resolve;
        stream.write(bytes, () => settle());
      });
      written += bytes.length;
      const found = parts;
      parts = [];
      return { parts: found, unread: failure === null ? written - stream.bytesWritten : 0 };
    },
    // The stream itself takes an end within a frame for an end. One byte more is taken in only by an open frame.
    async expectEnd() {
      if (failure !== null || written === 0) return;
      const { unread } = await this.write(Buffer.of(0));
      const wasOpen = unread === 0 && !/frame descriptor/.test(failure ?? '');
      failure = wasOpen ? 'truncated zstd' : null;
    },
    close: () => {
      stream.destroy();
    },
  };
}

type ZstdStream = Transform & { readonly bytesWritten: number };

function createStream(): ZstdStream {
  return (zlib as unknown as { createZstdDecompress(): ZstdStream }).createZstdDecompress();
}

/** A run of one byte takes four bytes for 128 KiB: so these cannot decompress to more than 32 MiB. */
const SLICE_BYTES = 1024;

import { open } from 'node:fs/promises';

/** A zip archive that can be read at any place. */
export type ZipSource = { readonly path: string } | { readonly bytes: Buffer };

/** Reads at any place of a source. */
export interface RandomAccess {
  readonly size: number;
  /** Fills the buffer from there on; answers how much of it: less only at the end, nothing beyond. */
  read(buffer: Buffer, position: number): Promise<number>;
  close(): Promise<void>;
}

/** @throws the system's error when it cannot be opened */
export async function openRandomAccess(source: ZipSource): Promise<RandomAccess> {
  if ('bytes' in source) {
    const { bytes } = source;
    return { size: bytes.length, read: async (buffer, at) => bytes.copy(buffer, 0, at), close: async () => {} };
  }
  const file = await open(source.path, 'r');
  const { size } = await file.stat();
  return {
    size,
    read: async (buffer, at) => (await file.read(buffer, 0, buffer.length, at)).bytesRead,
    close: () => file.close(),
  };
}

/** The bytes of a stretch, in chunks; fewer where the source ends before it. */
export async function* stretchOf(
  access: RandomAccess,
  from: number,
  length: number,
): AsyncGenerator<Buffer, void, undefined> {
  for (let at = from, left = length; left > 0; ) {
    const buffer = Buffer.allocUnsafe(Math.min(left, CHUNK_BYTES));
    const size = await access.read(buffer, at);
    if (size === 0) return;
    yield buffer.subarray(0, size);
    at += size;
    left -= size;
  }
}

const CHUNK_BYTES = 256 * 1024;

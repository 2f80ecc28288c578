import { gunzipSync } from 'node:zlib';

/**
 * A whole file as plain text, decompressed when it is gzip. null when it is no plain text even then, is damaged, empty,
 * or longer than `maxBytes`.
 */
export function plainBytes(bytes: Buffer, maxBytes: number): Buffer | null {
  const plain = isGzip(bytes) ? gunzipped(bytes, maxBytes) : bytes;
  return plain === null || plain.length === 0 || isGzip(plain) || isMarked(plain) ? null : plain;
}

function gunzipped(bytes: Buffer, maxBytes: number): Buffer | null {
  // The last four bytes tell the size, of the last member at least: with it, the output is in one place at once.
  const told = bytes.length < SHORTEST_GZIP ? 0 : bytes.readUInt32LE(bytes.length - 4);
  if (told > maxBytes) return null;
  try {
    return gunzipSync(bytes, { maxOutputLength: maxBytes, chunkSize: Math.max(told + 1, SMALLEST_CHUNK) });
  } catch (error) {
    // What zlib cannot take as a whole is read anew, bit by bit, by the reader that tells what is wrong with it.
    if (error instanceof Error && 'code' in error) return null;
    throw error;
  }
}

function isGzip(bytes: Buffer): boolean {
  return bytes[0] === 0x1f && bytes[1] === 0x8b;
}

/** Begins as a byte order mark does. */
function isMarked(bytes: Buffer): boolean {
  return bytes[0] === 0xef || bytes[0] === 0xff || bytes[0] === 0xfe;
}

const SHORTEST_GZIP = 18;
const SMALLEST_CHUNK = 16 * 1024;

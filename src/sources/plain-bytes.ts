import { gunzipSync } from 'node:zlib';
import { wrappingOf } from './wrapping.ts';

/**
 * A whole file as plain text, decompressed when it is gzip. null when it is no plain text even then, is an archive, is
 * damaged, empty, or longer than `maxBytes`.
 */
export function plainBytes(bytes: Buffer, maxBytes: number): Buffer | null {
  const wrapping = wrappingOf(bytes);
  if (wrapping === null) return isPlain(bytes) ? bytes : null;
  const plain = wrapping.kind === 'gzip' ? gunzipped(bytes, maxBytes) : null;
  return plain !== null && isPlain(plain) && wrappingOf(plain) === null ? plain : null;
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

/** Neither empty nor begun as a byte order mark begins. */
function isPlain(bytes: Buffer): boolean {
  const [first] = bytes;
  return first !== undefined && first !== 0xef && first !== 0xff && first !== 0xfe;
}

const SHORTEST_GZIP = 18;
const SMALLEST_CHUNK = 16 * 1024;

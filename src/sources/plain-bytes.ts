import { constants, gunzipSync } from 'node:zlib';
import { describeTail, describeZlibError } from './gunzip.ts';
import { endOfMembers, type Informed } from './gzip-members.ts';
import { wrappingOf } from './wrapping.ts';

/** A whole file as plain text. */
export interface PlainBytes {
  readonly bytes: Buffer;
  /** What is wrong behind them; null for nothing. */
  readonly failure: string | null;
}

/**
 * A whole file as plain text, decompressed when it is gzip, also where that is cut off or something foreign stands
 * behind it. null when it is no plain text even then, is an archive, is damaged within, empty, or longer than `maxBytes`.
 */
export function plainBytes(bytes: Buffer, maxBytes: number): PlainBytes | null {
  const wrapping = wrappingOf(bytes);
  if (wrapping === null) return isPlain(bytes) ? { bytes, failure: null } : null;
  const plain = wrapping.kind === 'gzip' ? gunzipped(bytes, maxBytes) : null;
  return plain !== null && isPlain(plain.bytes) && wrappingOf(plain.bytes) === null ? plain : null;
}

/** null for what is read anew, bit by bit, by the reader that tells what is wrong with it. */
function gunzipped(bytes: Buffer, maxBytes: number): PlainBytes | null {
  const whole = tryGunzip(bytes, maxBytes);
  if (!(whole instanceof Error)) return whole;
  const end = whole.message === NO_MEMBER ? endOfMembers(bytes, maxBytes) : bytes.length;
  const sound = tryGunzip(bytes.subarray(0, end), maxBytes, constants.Z_SYNC_FLUSH);
  return sound instanceof Error ? null : { bytes: sound.bytes, failure: describeZlibError(whole, 'gzip') };
}

/** @param finishFlush Z_SYNC_FLUSH takes an early end for an end */
function tryGunzip(bytes: Buffer, maxBytes: number, finishFlush = constants.Z_FINISH): PlainBytes | Error {
  // The last four bytes tell the size, of the last member at least: with it, the output is in one place at once.
  const told = bytes.length < SHORTEST_GZIP ? 0 : bytes.readUInt32LE(bytes.length - 4);
  const chunkSize = told > bytes.length * HIGHEST_RATIO ? SMALLEST_CHUNK : Math.max(told + 1, SMALLEST_CHUNK);
  try {
    const options = { finishFlush, maxOutputLength: maxBytes, chunkSize, info: true };
    const { buffer, engine } = gunzipSync(bytes, options) as unknown as Informed;
    // zlib reads no further than a zero byte behind a member.
    const isPadded = bytes.subarray(engine.bytesWritten).every((byte) => byte === 0);
    return { bytes: buffer, failure: isPadded ? null : describeTail('gzip') };
  } catch (error) {
    if (error instanceof Error && 'code' in error) return error;
    throw error;
  }
}

/** Neither empty nor begun as a byte order mark begins. */
function isPlain(bytes: Buffer): boolean {
  const first = bytes[0];
  return first !== undefined && first !== 0xef && first !== 0xff && first !== 0xfe;
}

/** zlib's word for a head that is none of gzip. */
const NO_MEMBER = 'incorrect header check';
const SHORTEST_GZIP = 18;
/** Of deflate: what tells of more than that is damaged. */
const HIGHEST_RATIO = 1032;
const SMALLEST_CHUNK = 16 * 1024;

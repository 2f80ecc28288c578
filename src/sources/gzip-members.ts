import { inflateRawSync } from 'node:zlib';

/**
 * Where the whole members of a gzip file (RFC 1952) end, of which the first is known to begin at its first byte: behind
 * them stands what is no member, or none that is whole. Checksums are not looked at.
 */
export function endOfMembers(bytes: Buffer, maxOutputLength: number): number {
  let end = 0;
  while (beginsMember(bytes, end)) {
    const body = end + headerBytes(bytes, end);
    try {
      const { engine } = inflateRawSync(bytes.subarray(body), { info: true, maxOutputLength }) as unknown as Informed;
      end = body + engine.bytesWritten + TRAILER_BYTES;
    } catch (error) {
      if (error instanceof Error && 'code' in error) break;
      throw error;
    }
  }
  return Math.min(end, bytes.length);
}

/** What `info` makes of an answer of zlib. https://nodejs.org/api/zlib.html#class-options */
export interface Informed {
  readonly buffer: Buffer;
  /** `bytesWritten`: how much it took in. */
  readonly engine: { readonly bytesWritten: number };
}

function beginsMember(bytes: Buffer, at: number): boolean {
  return bytes[at] === 0x1f && bytes[at + 1] === 0x8b && bytes[at + 2] === 8;
}

function headerBytes(bytes: Buffer, at: number): number {
  const flags = bytes[at + 3] ?? 0;
  let next = at + FIXED_HEADER_BYTES;
  if (flags & HAS_EXTRA) next += 2 + (bytes[next] ?? 0) + 256 * (bytes[next + 1] ?? 0);
  for (const text of [HAS_NAME, HAS_COMMENT]) if (flags & text) next = bytes.indexOf(0, next) + 1 || bytes.length;
  return next + (flags & HAS_CHECKSUM ? 2 : 0) - at;
}

const FIXED_HEADER_BYTES = 10;
const HAS_CHECKSUM = 2;
const HAS_EXTRA = 4;
const HAS_NAME = 8;
const HAS_COMMENT = 16;
const TRAILER_BYTES = 8;

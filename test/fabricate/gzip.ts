import { crc32 } from './crc32.ts';

/**
 * A gzip file of stored (uncompressed) blocks. Any reader takes it, and its bytes do not depend on
 * the zlib build of the Node release that runs, so committed evidence can be compared byte for byte.
 *
 * @see https://www.rfc-editor.org/rfc/rfc1952 (gzip) and https://www.rfc-editor.org/rfc/rfc1951 (stored blocks)
 */
export function storedGzip(content: Uint8Array): Uint8Array {
  // Magic, deflate, no flags, mtime 0, no extra flags, operating system unknown.
  const parts: Uint8Array[] = [Uint8Array.of(0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 0xff)];
  for (let offset = 0; offset === 0 || offset < content.length; offset += LARGEST_BLOCK) {
    const block = content.subarray(offset, offset + LARGEST_BLOCK);
    const isLast = offset + LARGEST_BLOCK >= content.length;
    const header = Buffer.alloc(5);
    header.writeUInt8(isLast ? 1 : 0, 0);
    header.writeUInt16LE(block.length, 1);
    header.writeUInt16LE(~block.length & 0xffff, 3);
    parts.push(header, block);
  }
  const trailer = Buffer.alloc(8);
  trailer.writeUInt32LE(crc32(content), 0);
  trailer.writeUInt32LE(content.length, 4);
  return Buffer.concat([...parts, trailer]);
}

const LARGEST_BLOCK = 0xffff;

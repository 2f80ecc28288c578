import { deflateRawSync } from 'node:zlib';
import { crc32 } from '../crc32.ts';

/** A member as a test wants it to stand in an archive. */
export interface ZipMember {
  readonly name: string;
  readonly bytes?: Buffer | string;
  /** 8 (deflated) unless given. */
  readonly method?: number;
  /** Bit 0: encrypted. */
  readonly flags?: number;
  /** Of a Unix system, `0o120777` for a symbolic link. */
  readonly mode?: number;
  /** In the times of Unix; only the local clock of DOS is told unless given. */
  readonly modified?: number;
  /** In place of its true size. */
  readonly size?: number;
}

export interface ZipStyle {
  /** Sizes and offsets of 64 bits. */
  readonly zip64?: boolean;
  /** So many entries in the directory for each member. */
  readonly entriesEach?: number;
}

/** A zip archive, written by hand, so that it may be wrong where a test wants that. */
export function zipOf(members: readonly ZipMember[], { zip64 = false, entriesEach = 1 }: ZipStyle = {}): Buffer {
  const locals: Buffer[] = [];
  const directory: Buffer[] = [];
  let at = 0;
  for (const member of members) {
    const packed = pack(member);
    const local = Buffer.concat([localHeader(member, packed), Buffer.from(member.name), packed.stored]);
    for (let entry = 0; entry < entriesEach; entry++) directory.push(directoryEntry(member, packed, at, zip64));
    locals.push(local);
    at += local.length;
  }
  const entries = Buffer.concat(directory);
  const end = zip64 ? zip64End(directory.length, entries.length, at) : [];
  return Buffer.concat([...locals, entries, ...end, endOfDirectory(directory.length, entries.length, at, zip64)]);
}

interface Packed {
  readonly stored: Buffer;
  readonly size: number;
  readonly crc: number;
}

function pack({ bytes: given = '', method = 8, size }: ZipMember): Packed {
  const bytes = Buffer.from(given);
  return { stored: method === 8 ? deflateRawSync(bytes) : bytes, size: size ?? bytes.length, crc: crc32(bytes) };
}

function localHeader({ name, method = 8, flags = 0 }: ZipMember, { stored, size, crc: sum }: Packed): Buffer {
  const header = Buffer.alloc(30);
  header.write('PK\x03\x04', 'latin1');
  header.writeUInt16LE(20, 4);
  header.writeUInt16LE(flags | UTF8, 6);
  header.writeUInt16LE(method, 8);
  header.writeUInt32LE(sum, 14);
  header.writeUInt32LE(stored.length, 18);
  header.writeUInt32LE(size, 22);
  header.writeUInt16LE(Buffer.byteLength(name), 26);
  return header;
}

function directoryEntry(member: ZipMember, { stored, size, crc: sum }: Packed, at: number, zip64: boolean): Buffer {
  const { name, method = 8, flags = 0, mode, modified } = member;
  const extra = Buffer.concat([
    ...(modified === undefined ? [] : [extraField(0x5455, [Buffer.of(1), int32(modified / 1000)])]),
    ...(zip64 ? [extraField(1, [int64(size), int64(stored.length), int64(at)])] : []),
  ]);
  const entry = Buffer.alloc(46);
  entry.write('PK\x01\x02', 'latin1');
  entry.writeUInt16LE((3 << 8) | 45, 4);
  entry.writeUInt16LE(flags | UTF8, 8);
  entry.writeUInt16LE(method, 10);
  // 2026-02-09 10:00 by some clock.
  entry.writeUInt16LE(10 << 11, 12);
  entry.writeUInt16LE((46 << 9) | (2 << 5) | 9, 14);
  entry.writeUInt32LE(sum, 16);
  entry.writeUInt32LE(zip64 ? 0xffffffff : stored.length, 20);
  entry.writeUInt32LE(zip64 ? 0xffffffff : size, 24);
  entry.writeUInt16LE(Buffer.byteLength(name), 28);
  entry.writeUInt16LE(extra.length, 30);
  entry.writeUInt32LE(((mode ?? 0o100644) << 16) >>> 0, 38);
  entry.writeUInt32LE(zip64 ? 0xffffffff : at, 42);
  return Buffer.concat([entry, Buffer.from(name), extra]);
}

function endOfDirectory(count: number, size: number, at: number, zip64: boolean): Buffer {
  const end = Buffer.alloc(22);
  end.write('PK\x05\x06', 'latin1');
  end.writeUInt16LE(zip64 ? 0xffff : count, 8);
  end.writeUInt16LE(zip64 ? 0xffff : count, 10);
  end.writeUInt32LE(zip64 ? 0xffffffff : size, 12);
  end.writeUInt32LE(zip64 ? 0xffffffff : at, 16);
  return end;
}

function zip64End(count: number, size: number, at: number): Buffer[] {
  const end = Buffer.alloc(56);
  end.write('PK\x06\x06', 'latin1');
  end.writeBigUInt64LE(44n, 4);
  end.writeBigUInt64LE(BigInt(count), 24);
  end.writeBigUInt64LE(BigInt(count), 32);
  end.writeBigUInt64LE(BigInt(size), 40);
  end.writeBigUInt64LE(BigInt(at), 48);
  const locator = Buffer.alloc(20);
  locator.write('PK\x06\x07', 'latin1');
  locator.writeBigUInt64LE(BigInt(at + size), 8);
  locator.writeUInt32LE(1, 16);
  return [end, locator];
}

function extraField(id: number, data: readonly Buffer[]): Buffer {
  const bytes = Buffer.concat(data);
  const head = Buffer.alloc(4);
  head.writeUInt16LE(id, 0);
  head.writeUInt16LE(bytes.length, 2);
  return Buffer.concat([head, bytes]);
}

function int32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeInt32LE(Math.trunc(value));
  return bytes;
}

function int64(value: number): Buffer {
  const bytes = Buffer.alloc(8);
  bytes.writeBigUInt64LE(BigInt(value));
  return bytes;
}

const UTF8 = 0x800;

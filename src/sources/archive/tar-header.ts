import type { Instant } from '../../instant.ts';

/** Tar is a row of blocks of so many bytes: a header, and the bytes of its member, filled up to whole blocks. */
export const TAR_BLOCK_BYTES = 512;

/** What one header block says, before the extended headers in front of it have their say. */
export interface TarHeader {
  readonly name: string;
  /** Bytes that follow, whatever they are. */
  readonly size: number;
  /** null where it is not told, or no time. */
  readonly modified: Instant | null;
  /** One character: https://pubs.opengroup.org/onlinepubs/9699919799/utilities/pax.html and https://www.gnu.org/software/tar/manual/html_node/Standard.html */
  readonly type: string;
  /** Old GNU sparse files go on with blocks of their map. */
  readonly hasMoreMap: boolean;
}

/**
 * Whether bytes begin as a tar archive of any age does: with the word of POSIX and GNU, both of which hold a NUL that no
 * text has there, or with a header whose checksum is right.
 *
 * @param head at least a block, where there is so much
 */
export function isTar(head: Buffer): boolean {
  if (head.length < TAR_BLOCK_BYTES) return false;
  if (MAGICS.some((magic) => magic[0] === head[MAGIC] && head.subarray(MAGIC, MAGIC + magic.length).equals(magic)))
    return true;
  // The oldest kind has no word: a checksum in octal digits, which ends in a blank or NUL, is looked at first.
  return head[0] !== 0 && CHECKSUM_END.has(head[CHECKSUM + 7] ?? 0) && parseTarHeader(head) !== null;
}

/** null for a block that is no header: its checksum is wrong, or its size none. */
export function parseTarHeader(block: Buffer): TarHeader | null {
  const size = numberAt(block, SIZE, 12);
  const told = numberAt(block, CHECKSUM, 8);
  if (size === null || told === null || !sumsOf(block).includes(told)) return null;
  const seconds = numberAt(block, TIME, 12);
  const isPosix = block.subarray(MAGIC, MAGIC + POSIX.length).equals(POSIX);
  const prefix = isPosix ? textAt(block, PREFIX, 155) : '';
  const name = textAt(block, 0, 100);
  return {
    name: prefix === '' ? name : `${prefix}/${name}`,
    size,
    modified: seconds === null || seconds === 0 ? null : seconds * 1000,
    type: String.fromCharCode(block[TYPE] || 0x30),
    hasMoreMap: block[MORE_MAP] !== 0,
  };
}

/** Octal digits, or where the first bit is set, the number itself; null for what is neither, or beyond all files. */
function numberAt(block: Buffer, at: number, length: number): number | null {
  const bytes = block.subarray(at, at + length);
  const [first = 0] = bytes;
  if (first === 0x80) {
    const value = bytes.subarray(1).reduce((sum, byte) => sum * 256 + byte, 0);
    return Number.isSafeInteger(value) ? value : null;
  }
  const digits = /^ *([0-7]*)[ \0]*$/.exec(bytes.toString('latin1'))?.[1];
  return digits === undefined ? null : Number.parseInt(`0${digits}`, 8);
}

/** The sum of the bytes, that of the checksum taken as blanks; some old writers took bytes as signed. */
function sumsOf(block: Buffer): readonly number[] {
  let sum = 8 * 0x20;
  let high = 0;
  for (let at = 0; at < TAR_BLOCK_BYTES; at++) {
    if (at >= CHECKSUM && at < CHECKSUM + 8) continue;
    const byte = block[at] ?? 0;
    sum += byte;
    if (byte > 0x7f) high++;
  }
  return [sum, sum - high * 256];
}

function textAt(block: Buffer, at: number, length: number): string {
  const bytes = block.subarray(at, at + length);
  const end = bytes.indexOf(0);
  return bytes.toString('utf8', 0, end === -1 ? length : end);
}

const SIZE = 124;
const TIME = 136;
const CHECKSUM = 148;
const TYPE = 156;
const MAGIC = 257;
const PREFIX = 345;
const MORE_MAP = 482;
const POSIX = Buffer.from('ustar\0', 'latin1');
const MAGICS: readonly Buffer[] = [POSIX, Buffer.from('ustar  \0', 'latin1')];
const CHECKSUM_END: ReadonlySet<number> = new Set([0x20, 0]);

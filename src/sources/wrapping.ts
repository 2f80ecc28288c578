import { isTar } from './archive/tar-header.ts';

/** What evidence may be wrapped in, told by the first bytes, never by a name. */
export type Wrapping =
  | { readonly kind: 'gzip' | 'zstd' | 'tar' | 'zip' | 'parquet' }
  /** Not opened here; `unpack` is the command that does. */
  | { readonly kind: 'foreign'; readonly what: string; readonly unpack: string };

/** So many bytes tell what it is, where there are so many. */
export const WRAPPING_BYTES = 512;

/** What bytes that begin like that are wrapped in; null when they are themselves. */
export function wrappingOf(head: Buffer): Wrapping | null {
  const found = KNOWN.find(({ magic }) => magic[0] === head[0] && head.subarray(0, magic.length).equals(magic));
  if (found !== undefined) return found.wrapping;
  return isTar(head) ? { kind: 'tar' } : null;
}

interface Known {
  readonly magic: Buffer;
  readonly wrapping: Wrapping;
}

function known(magic: string, wrapping: Wrapping): Known {
  return { magic: Buffer.from(magic, 'latin1'), wrapping };
}

function foreign(what: string, unpack: string): Wrapping {
  return { kind: 'foreign', what, unpack };
}

const KNOWN: readonly Known[] = [
  // RFC 1952: the magic number, and the one compression method there is.
  known('\x1f\x8b\x08', { kind: 'gzip' }),
  // RFC 8878
  known('\x28\xb5\x2f\xfd', { kind: 'zstd' }),
  // A member first; none at all; the first of several disks.
  known('PK\x03\x04', { kind: 'zip' }),
  known('PK\x05\x06', { kind: 'zip' }),
  known('PK\x07\x08', { kind: 'zip' }),
  // Columns of rows, which are read as JSON lines.
  known('PAR1', { kind: 'parquet' }),
  known('BZh', foreign('compressed with bzip2', 'bunzip2')),
  known('\xfd7zXZ\0', foreign('compressed with xz', 'unxz')),
  known('7z\xbc\xaf\x27\x1c', foreign('a 7z archive', '7z x')),
  known('Rar!\x1a\x07', foreign('a RAR archive', 'unrar x')),
  known('\x04\x22\x4d\x18', foreign('compressed with lz4', 'unlz4')),
  known('LZIP\x01', foreign('compressed with lzip', 'lzip -d')),
  known('\x1f\x9d', foreign('compressed with compress', 'uncompress')),
];

import type { Instant } from '../../instant.ts';
import { type ByteCursor, createByteCursor } from './byte-cursor.ts';
import type { ArchiveMember } from './member.ts';
import { parsePax } from './pax.ts';
import type { ArchiveRemark } from './remarks.ts';
import { parseTarHeader, TAR_BLOCK_BYTES, type TarHeader } from './tar-header.ts';

/**
 * The members of a tar archive (v7, POSIX ustar, pax, GNU), in their order, as it streams by. Directories and what only
 * names the next member are not told.
 *
 * A header that is damaged loses its member: what follows is looked through for the next one, and `onFailure` told.
 * Archives that were written one behind the other are one.
 *
 * @param chunks whose closing stays with the caller
 */
export async function* tarMembers(
  chunks: AsyncGenerator<Buffer, void, undefined>,
  onFailure: (reason: string) => void,
): AsyncGenerator<ArchiveMember, void, undefined> {
  const cursor = createByteCursor(chunks);
  const globals = new Map<string, string>();
  let told = new Map<string, string>();
  let hasEnd = false;
  let isDamaged = false;
  for (;;) {
    const block = await cursor.take(TAR_BLOCK_BYTES);
    if (block.length < TAR_BLOCK_BYTES) {
      if (!hasEnd || block.some((byte) => byte !== 0)) onFailure(TRUNCATED);
      return;
    }
    hasEnd = isZero(block);
    if (hasEnd) continue;
    const header = parseTarHeader(block);
    if (header === null) {
      if (!isDamaged) onFailure('damaged tar: what stands between a broken header and the next good one is lost');
      isDamaged = true;
      continue;
    }
    const metadata = METADATA.get(header.type);
    if (metadata === undefined) {
      yield* memberOf(header, new Map([...globals, ...told]), cursor);
      told = new Map();
      continue;
    }
    const bytes = header.size > MOST_METADATA_BYTES ? null : await cursor.take(header.size);
    if (bytes === null) onFailure('damaged tar: an extended header is too long');
    await skip(cursor, bytes === null ? paddedSize(header.size) : paddedSize(header.size) - header.size);
    if (bytes !== null)
      for (const [key, value] of metadata(bytes)) (header.type === 'g' ? globals : told).set(key, value);
  }
}

async function* memberOf(
  header: TarHeader,
  told: ReadonlyMap<string, string>,
  cursor: ByteCursor,
): AsyncGenerator<ArchiveMember, void, undefined> {
  const name = told.get('path') ?? header.name;
  const modified = secondsIn(told.get('mtime')) ?? header.modified;
  const what = NO_FILES.get(header.type);
  if (what !== undefined) {
    yield { kind: 'other', what };
    return;
  }
  // The oldest writers had no type for directories.
  if (header.type === '5' || name.endsWith('/')) return;
  let hasMoreMap = header.type === 'S' && header.hasMoreMap;
  while (hasMoreMap) hasMoreMap = ((await cursor.take(TAR_BLOCK_BYTES))[MORE_MAP] ?? 0) !== 0;
  const size = sizeIn(told.get('size')) ?? header.size;
  const body = bodyOf(cursor, size);
  const reason = closedBy(header.type, told);
  yield reason === null
    ? { kind: 'file', name, size, modified, body: body.bytes(), failure: body.failure }
    : { kind: 'closed', name, modified, reason };
  await skip(cursor, body.left() + paddedSize(size) - size);
}

/** Why the bytes that follow are not those of the file; null when they are. */
function closedBy(type: string, told: ReadonlyMap<string, string>): string | null {
  if (type === 'S' || [...told.keys()].some((key) => key.startsWith('GNU.sparse.'))) {
    return 'stored as a sparse file: unpack the archive with tar, and give what comes out';
  }
  return FILES.has(type) ? null : `of a kind of tar member that is not known (${JSON.stringify(type)})`;
}

interface Body {
  bytes(): AsyncGenerator<Buffer, void, undefined>;
  /** How many bytes of it nobody has taken. */
  left(): number;
  failure(): string | null;
}

function bodyOf(cursor: ByteCursor, size: number): Body {
  let left = size;
  let isCut = false;
  return {
    async *bytes() {
      while (left > 0) {
        const part = await cursor.some(left);
        left -= part.length;
        if (part.length > 0) yield part;
        else {
          isCut = true;
          return;
        }
      }
    },
    left: () => left,
    failure: () => (isCut ? 'the archive ends within it' : null),
  };
}

async function skip(cursor: ByteCursor, count: number): Promise<void> {
  for (let left = count; left > 0; ) {
    const part = await cursor.some(left);
    if (part.length === 0) return;
    left -= part.length;
  }
}

function paddedSize(size: number): number {
  return Math.ceil(size / TAR_BLOCK_BYTES) * TAR_BLOCK_BYTES;
}

function isZero(block: Buffer): boolean {
  return block[0] === 0 && block.equals(ZEROS);
}

function sizeIn(text: string | undefined): number | null {
  const size = text !== undefined && /^\d+$/.test(text) ? Number(text) : Number.NaN;
  return Number.isSafeInteger(size) ? size : null;
}

function secondsIn(text: string | undefined): Instant | null {
  return text !== undefined && /^\d{1,12}(?:\.\d+)?$/.test(text) ? Math.trunc(Number(text) * 1000) : null;
}

function longName(key: string): (bytes: Buffer) => ReadonlyMap<string, string> {
  return (bytes) => {
    const end = bytes.indexOf(0);
    return new Map([[key, bytes.toString('utf8', 0, end === -1 ? bytes.length : end)]]);
  };
}

const TRUNCATED = 'truncated tar: members may be missing';
/** What stands in front of a member and tells more of it. */
const METADATA: ReadonlyMap<string, (bytes: Buffer) => ReadonlyMap<string, string>> = new Map([
  ['x', parsePax],
  ['X', parsePax],
  ['g', parsePax],
  ['L', longName('path')],
  ['K', longName('linkpath')],
]);
const NO_FILES: ReadonlyMap<string, ArchiveRemark> = new Map([
  ['1', 'hard-link'],
  ['2', 'symbolic-link'],
  ['3', 'device'],
  ['4', 'device'],
  ['6', 'named-pipe'],
]);
/** The last: a file that lies in one piece. */
const FILES: ReadonlySet<string> = new Set(['0', '7']);
const MORE_MAP = 504;
const MOST_METADATA_BYTES = 1024 * 1024;
const ZEROS = Buffer.alloc(TAR_BLOCK_BYTES);

import zlib from 'node:zlib';
import type { Entry, ZipFile } from 'yauzl';
import { createDeflateInflater } from '../gunzip.ts';
import { type InflateOptions, inflate } from '../inflate.ts';
import { describeReadFailure } from '../read-failure.ts';
import type { ArchiveMember } from './member.ts';
import { openRandomAccess, type RandomAccess, stretchOf, type ZipSource } from './random-access.ts';
import type { ArchiveRemark } from './remarks.ts';

/** How the bytes of members are bounded. */
export type ZipBounds = () => Pick<InflateOptions, 'maxBytes' | 'stopAt'>;

/**
 * The members of a zip archive, as its directory lists them: zip64 too. Directories are not told. Nothing of it is
 * written anywhere, whatever the names.
 *
 * @param boundsOf called for each member that is read
 * @param onFailure told why the archive, or the rest of it, cannot be read
 */
export async function* zipMembers(
  source: ZipSource,
  boundsOf: ZipBounds,
  onFailure: (reason: string) => void,
): AsyncGenerator<ArchiveMember, void, undefined> {
  // Only those who have an archive of this kind wait for it.
  const { default: yauzl } = await import('yauzl');
  let access: RandomAccess | null = null;
  try {
    access = await openRandomAccess(source);
    const zip = await openZip(yauzl, access);
    for await (const entry of zip.eachEntry()) {
      const name = yauzl.getFileNameLowLevel(entry.generalPurposeBitFlag, entry.fileNameRaw, entry.extraFields, false);
      if (!name.endsWith('/')) yield memberOf({ zip, access, entry, bounds: boundsOf }, name);
    }
  } catch (error) {
    onFailure(wording(error));
  } finally {
    await access?.close();
  }
}

/** The library parses the directory; what it asks for is bounded here, since offsets may be any number. */
function openZip({ RandomAccessReader, fromRandomAccessReaderPromise }: Yauzl, access: RandomAccess): Promise<ZipFile> {
  class Reader extends RandomAccessReader {
    override read(
      buffer: Buffer,
      offset: number,
      length: number,
      position: number,
      callback: (error: Error | null, bytesRead?: number) => void,
    ): void {
      const reading =
        position < access.size ? access.read(buffer.subarray(offset, offset + length), position) : NOTHING;
      reading.then((size) => callback(null, size), callback);
    }
  }
  // Names are taken as bytes, since one that leads outside would end the reading of all others.
  const options = { decodeStrings: false, validateEntrySizes: false, autoClose: false };
  return fromRandomAccessReaderPromise(new Reader(), access.size, options);
}

type Yauzl = typeof import('yauzl');

interface EntryAt {
  readonly zip: ZipFile;
  readonly access: RandomAccess;
  readonly entry: Entry;
  readonly bounds: ZipBounds;
}

function memberOf(at: EntryAt, name: string): ArchiveMember {
  const { entry } = at;
  // The upper half is the mode of Unix systems.
  const what = OTHER_MODES.get((entry.externalFileAttributes >>> 28) & 0xf);
  if (entry.versionMadeBy >>> 8 === UNIX && what !== undefined) return { kind: 'other', what };
  const modified = modifiedAt(entry);
  const reason = closedBy(entry);
  if (reason !== null) return { kind: 'closed', name, modified, reason };
  let failure: string | null = null;
  const body = bodyOf(at, (why) => {
    failure ??= why;
  });
  return { kind: 'file', name, size: entry.uncompressedSize, modified, body, failure: () => failure };
}

async function* bodyOf(
  { zip, access, entry, bounds }: EntryAt,
  onFailure: (reason: string) => void,
): AsyncGenerator<Buffer, void, undefined> {
  let left = entry.uncompressedSize;
  let sum = 0;
  try {
    const { fileDataStart } = await zip.readLocalFileHeaderPromise(entry, { minimal: true });
    const stored = stretchOf(access, fileDataStart, entry.compressedSize);
    const bytes =
      entry.compressionMethod === STORED ? stored : inflate(stored, createDeflateInflater, { ...bounds(), onFailure });
    for await (const chunk of bytes) {
      const part = chunk.subarray(0, left);
      left -= part.length;
      sum = HAS_CHECKSUM ? zlib.crc32(part, sum) : 0;
      if (part.length > 0) yield part;
      if (part.length < chunk.length) {
        onFailure('it is longer than the archive says: the rest was not read');
        return;
      }
    }
    if (left > 0) onFailure('it is shorter than the archive says');
    else if (sum !== entry.crc32 && HAS_CHECKSUM) onFailure('its checksum is wrong: it is not what was packed');
  } catch (error) {
    onFailure(wording(error));
  }
}

/** Why its bytes cannot be had; null when they can. */
function closedBy(entry: Entry): string | null {
  if (entry.isEncrypted()) return 'encrypted: unpack the archive with its password, and give what comes out';
  const { compressionMethod: method } = entry;
  if (method === STORED || method === DEFLATED) return null;
  const name = METHODS.get(method) ?? `method ${method}`;
  return `compressed with ${name}, which is not read: unpack the archive with 7z x, and give what comes out`;
}

/** Null where only the local clock of whoever packed it is told. */
function modifiedAt(entry: Entry): number | null {
  if (!entry.extraFields.some(({ id }) => id === UNIX_TIMES || id === NTFS_TIMES)) return null;
  const time = entry.getLastModDate({ timezone: 'UTC' }).getTime();
  return Number.isNaN(time) ? null : time;
}

/** What the reader of the format or the system says of it. */
function wording(error: unknown): string {
  // Faults of this program are of kinds that neither throws.
  if (!(error instanceof Error) || (error.constructor !== Error && !('code' in error))) throw error;
  if ('syscall' in error) return describeReadFailure(error);
  if (/^End of central directory record signature not found/.test(error.message)) return TRUNCATED;
  return `damaged zip (${error.message.replaceAll(/[^\x20-\x7e]+/g, '?').slice(0, MOST_WORDS)})`;
}

const NOTHING = Promise.resolve(0);
const TRUNCATED =
  'truncated zip: its directory, at its end, is missing; zip -FF ARCHIVE --out MENDED.zip saves what is left';
const MOST_WORDS = 120;
/** Node 20 has it since 20.15. */
const HAS_CHECKSUM: boolean = 'crc32' in zlib;
const STORED = 0;
const DEFLATED = 8;
/** https://pkware.cachefly.net/webdocs/casestudies/APPNOTE.TXT, 4.4.5 */
const METHODS: ReadonlyMap<number, string> = new Map([
  [9, 'Deflate64'],
  [12, 'bzip2'],
  [14, 'LZMA'],
  [93, 'zstd'],
  [95, 'xz'],
  [99, 'AES encryption'],
]);
const UNIX = 3;
const OTHER_MODES: ReadonlyMap<number, ArchiveRemark> = new Map([
  [0x1, 'named-pipe'],
  [0x2, 'device'],
  [0x6, 'device'],
  [0xa, 'symbolic-link'],
]);
const UNIX_TIMES = 0x5455;
const NTFS_TIMES = 0x000a;

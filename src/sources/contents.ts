import { type Allowance, createAllowance } from './allowance.ts';
import { type ArchiveMember, isSystemFile, leadsOutside, MOST_NAME_BYTES } from './archive/member.ts';
import { createNameList } from './archive/name-list.ts';
import type { ZipSource } from './archive/random-access.ts';
import type { ArchiveRemark } from './archive/remarks.ts';
import { tarMembers } from './archive/tar.ts';
import { zipMembers } from './archive/zip.ts';
import { type Chunks, drain, kept, once, upTo } from './chunks.ts';
import { decodeMarkedText } from './decode-text.ts';
import { createGzipInflater, putBack } from './gunzip.ts';
import { inflate } from './inflate.ts';
import type { EvidenceInput } from './input.ts';
import { modifiedAt } from './modified-at.ts';
import { parquetLines } from './parquet/parquet-lines.ts';
import { plainBytes } from './plain-bytes.ts';
import { hashed, MAX_DECOMPRESSED_BYTES, type ReadBytesOptions, rawBytes } from './read-bytes.ts';
import { type Head, takeHead } from './take-head.ts';
import { createTally, noteFailure, remark, type SourceTally } from './tally.ts';
import { createZstdInflater, HAS_ZSTD } from './unzstd.ts';
import { WRAPPING_BYTES, type Wrapping, wrappingOf } from './wrapping.ts';

/** What a source, or one member of an archive, holds. */
export interface Content {
  /** Its own account. */
  readonly tally: SourceTally;
  /** Its plain bytes: decompressed, decoded where a byte order mark says UTF-16. */
  readonly bytes: AsyncGenerator<Buffer, void, undefined>;
  /** All of those, where they are at hand. */
  readonly whole: Buffer | null;
}

export interface ContentsOptions extends ReadBytesOptions {
  /** Handed the account of each member before it is read, instead of the source's own list. */
  readonly onMember?: ((member: SourceTally) => void) | undefined;
}

/**
 * What a source holds: itself, or where it is an archive its members, in their order; archives within it are opened as
 * well. Each content is to be taken before the next. Tar is read as it streams by; zip, whose directory is at its end,
 * from a file, or in memory where it lies in another archive. Nothing is ever written.
 *
 * Nothing that an archive holds is an exception: what cannot be read is told in the tallies, and everything is bounded:
 * what bytes may decompress to, the number of members, their names, how deep archives lie in each other.
 * Closes the source however it is left.
 */
export async function* contentsOf(
  input: EvidenceInput,
  tally: SourceTally,
  options: ContentsOptions = {},
): AsyncGenerator<Content, void, undefined> {
  const raw = rawBytes(input, tally, options);
  const run: Run = {
    file: input.kind === 'file' ? input.path : null,
    onMember:
      options.onMember ??
      ((member) => {
        tally.members ??= [];
        tally.members.push(member);
      }),
    allowance: createAllowance(() => tally.bytes, options.maxDecompressedBytes ?? MAX_DECOMPRESSED_BYTES),
    members: 0,
  };
  try {
    yield* unwrapped(raw, tally, 0, run);
    // However much of it was of use: its hash covers all of it.
    await drain(raw);
    tally.modified ??= modifiedAt(input, tally);
  } finally {
    await raw.return();
  }
}

/** What the reading of one source goes by, all its members included. */
interface Run {
  /** Where the source lies; null where it can be read once only. */
  readonly file: string | null;
  readonly onMember: (member: SourceTally) => void;
  readonly allowance: Allowance;
  members: number;
}

/**
 * What chunks hold; what of them nobody takes is left.
 *
 * @param depth how many archives they lie in
 */
async function* unwrapped(raw: Chunks, tally: SourceTally, depth: number, run: Run): AsyncGenerator<Content> {
  const { chunks, head, wrapping, layers } = await withoutCompression(raw, tally, run);
  try {
    const bytes = putBack(head.bytes, chunks);
    if (wrapping === null) {
      yield { tally, bytes: decodeMarkedText(bytes), whole: null };
      return;
    }
    const onFailure = (reason: string): void => {
      // What ends early because of what it lies in has been told.
      if (tally.failure === null) noteFailure(tally, reason);
    };
    const refusal = refusalOf(wrapping, depth);
    if (refusal !== null) noteFailure(tally, refusal);
    else if (wrapping.kind === 'parquet') yield* parquetContent(bytes, tally, depth + layers === 0, run);
    else if (wrapping.kind === 'tar') yield* membersOf(tarMembers(bytes, onFailure), tally, depth, run);
    else {
      const { allowance } = run;
      const boundsOf = () => ({ maxBytes: allowance.maxBytes, stopAt: allowance.layer() });
      const zip = await zipSource(bytes, tally, depth === 0 && layers === 0 ? run.file : null, depth + layers === 0);
      if (zip !== null) yield* membersOf(zipMembers(zip, boundsOf, onFailure), tally, depth, run);
    }
  } finally {
    await chunks.return();
  }
}

interface Uncompressed {
  readonly chunks: Chunks;
  readonly head: Head;
  /** What it still is wrapped in; null for nothing. */
  readonly wrapping: Wrapping | null;
  /** How many compressions were taken off. */
  readonly layers: number;
}

async function withoutCompression(raw: Chunks, tally: SourceTally, { allowance }: Run): Promise<Uncompressed> {
  let chunks = kept(raw);
  for (let layers = 0; ; layers++) {
    const head = await takeHead(chunks, (bytes) => bytes.length >= WRAPPING_BYTES);
    const wrapping = wrappingOf(head.bytes);
    const createInflater = wrapping === null || layers === MOST_LAYERS ? undefined : inflaterOf(wrapping);
    if (createInflater === undefined) return { chunks, head, wrapping, layers };
    chunks = inflate(putBack(head.bytes, chunks), createInflater, {
      maxBytes: allowance.maxBytes,
      stopAt: allowance.layer(),
      onFailure: (reason) => noteFailure(tally, reason),
    });
  }
}

function inflaterOf({ kind }: Wrapping): typeof createGzipInflater | undefined {
  if (kind === 'gzip') return createGzipInflater;
  return kind === 'zstd' && HAS_ZSTD ? createZstdInflater : undefined;
}

/** Why it is not opened; null when it is. */
function refusalOf(wrapping: Wrapping, depth: number): string | null {
  switch (wrapping.kind) {
    case 'foreign':
      return `${wrapping.what}, which is not read: unpack it with ${wrapping.unpack}, and give what comes out`;
    case 'gzip':
      return `compressed with gzip more than ${MOST_LAYERS} times: unpack it with gunzip, and give what comes out`;
    case 'zstd':
      return 'compressed with zstd, which Node.js reads from 22.15 on: unpack it with unzstd, and give what comes out';
    case 'parquet':
      return null;
    case 'tar':
    case 'zip':
      return depth < MOST_DEPTH
        ? null
        : `an archive within ${MOST_DEPTH} others: unpack the outer ones, and give what comes out`;
    default:
      return wrapping satisfies never;
  }
}

/** The rows of a Parquet file, whose description is at its end. */
async function* parquetContent(
  bytes: Chunks,
  tally: SourceTally,
  isGivenItself: boolean,
  { file, allowance }: Run,
): AsyncGenerator<Content> {
  if (file === null || !isGivenItself) {
    noteFailure(tally, PARQUET_FROM_STREAM);
    return;
  }
  await drain(bytes);
  const onFailure = (reason: string): void => noteFailure(tally, reason);
  yield { tally, bytes: parquetLines(file, { maxBytes: allowance.maxBytes, onFailure }), whole: null };
}

/** A zip archive where it can be read at any place; null where it cannot, which the tally then says. */
async function zipSource(
  bytes: Chunks,
  tally: SourceTally,
  path: string | null,
  isGivenItself: boolean,
): Promise<ZipSource | null> {
  if (path !== null) {
    await drain(bytes);
    return { path };
  }
  if (isGivenItself) {
    noteFailure(tally, ZIP_FROM_STREAM);
    return null;
  }
  const held = await upTo(bytes, MOST_HELD_BYTES);
  if (held === null) {
    noteFailure(
      tally,
      'a zip archive of more than 64 MiB within another: unpack the outer one, and give what comes out',
    );
    return null;
  }
  return { bytes: held };
}

async function* membersOf(
  members: AsyncGenerator<ArchiveMember, void, undefined>,
  tally: SourceTally,
  depth: number,
  run: Run,
): AsyncGenerator<Content> {
  tally.kind = 'archive';
  const names = createNameList();
  for await (const member of members) {
    const passedOver = reasonToPass(member);
    if (passedOver !== null) remark(tally, passedOver);
    else if (member.kind !== 'other') {
      if (run.members === MOST_MEMBERS) {
        noteFailure(
          tally,
          `more than ${MOST_MEMBERS.toLocaleString('en-US')} members: unpack it, and give what is of use`,
        );
        return;
      }
      run.members++;
      if (leadsOutside(member.name)) remark(tally, 'leads-outside');
      if (!names.add(member.name)) remark(tally, 'same-name');
      const own = createTally(`${tally.source}!${member.name}`, tally.source);
      own.modified = member.modified;
      run.onMember(own);
      if (member.kind === 'file') yield* contentOf(member, own, depth + 1, run);
      else {
        own.kind = 'unreadable';
        noteFailure(own, member.reason);
      }
      own.isRead = true;
      if (run.allowance.exceeded !== null) {
        noteFailure(tally, run.allowance.exceeded);
        return;
      }
    }
  }
}

function reasonToPass(member: ArchiveMember): ArchiveRemark | null {
  if (member.kind === 'other') return member.what;
  if (isSystemFile(member.name)) return 'system-file';
  return Buffer.byteLength(member.name) > MOST_NAME_BYTES ? 'long-name' : null;
}

async function* contentOf(
  member: ArchiveMember & { readonly kind: 'file' },
  own: SourceTally,
  depth: number,
  run: Run,
): AsyncGenerator<Content> {
  const raw = hashed(member.body, own);
  const noteCut = (): void => {
    const failure = member.failure();
    if (failure !== null) noteFailure(own, failure);
  };
  try {
    // Most members are small, and many small streams are slow.
    const held = member.size <= SMALL_BYTES ? await upTo(raw, SMALL_BYTES) : null;
    if (held === null) yield* unwrapped(raw, own, depth, run);
    else {
      noteCut();
      yield* heldContent(held, own, depth, run);
      return;
    }
    await drain(raw);
    noteCut();
  } finally {
    await raw.return();
  }
}

async function* heldContent(held: Buffer, own: SourceTally, depth: number, run: Run): AsyncGenerator<Content> {
  const plain = plainBytes(held, SMALL_INFLATED_BYTES);
  if (plain === null) yield* unwrapped(once(held), own, depth, run);
  else {
    const { bytes, failure } = plain;
    if (bytes !== held) run.allowance.count(bytes.length);
    if (failure !== null) noteFailure(own, failure);
    yield { tally: own, bytes: once(bytes), whole: bytes };
  }
}

const ZIP_FROM_STREAM =
  'a zip archive, whose directory is at its end, can be read from a local file only: save it as one, or unpack it with unzip';
const PARQUET_FROM_STREAM =
  'a Parquet file, whose description is at its end, can be read from a local file only: save it as one, unpacked';
/** Compression upon compression, gzip in gzip. */
const MOST_LAYERS = 2;
const MOST_DEPTH = 3;
const MOST_MEMBERS = 100_000;
const MOST_HELD_BYTES = 64 * 1024 * 1024;
const SMALL_BYTES = 4 * 1024 * 1024;
const SMALL_INFLATED_BYTES = 32 * 1024 * 1024;

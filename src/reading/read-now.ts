import type { Hash } from 'node:crypto';
import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { beginsWithLine } from '../records/access-log/begins-with-line.ts';
import type { EvidenceItem } from '../records/item.ts';
import type { StepReader } from '../records/step-reader.ts';
import { isTar } from '../sources/archive/tar-header.ts';
import { plainBytes } from '../sources/plain-bytes.ts';
import { describeReadFailure } from '../sources/read-failure.ts';
import { createTally, noteFailure, type SourceTally } from '../sources/tally.ts';
import { truncation } from '../sources/truncation.ts';

/** How one thread reads files. */
export interface Reading {
  /** Reads access logs, one after the other, a chunk at a time, each of which may be used again. */
  readonly logReader: (tally: SourceTally, linesBefore: number) => LogReader;
  /** Reads log files of CloudTrail as a whole, and answers null for those it is not sure of; null when all are such. */
  readonly trailReader: ((bytes: Buffer, tally: SourceTally) => readonly EvidenceItem[] | null) | null;
  /** What reads a file that is at hand whole and is none of those; null leaves them to `readSource`. */
  readonly readerFor: ((bytes: Buffer, tally: SourceTally) => StepReader | null) | null;
  /** Begins the SHA-256 of a file, for the tally; null where none is wanted, so that no cryptography is loaded for nothing. */
  readonly hash: (() => Hash) | null;
  /** Whether little of a log becomes items, so that one of any size may be read in one go. */
  readonly isFrugal: boolean;
  /** Larger files of any other kind, as they are or decompressed, are not read in one go. */
  readonly maxWholeBytes: number;
  /** Taken into use again for each file: a thread has one, of `READ_BUFFER_BYTES`. */
  readonly buffer: Buffer;
}

interface LogReader extends StepReader {
  /** Number of the last line gone past. */
  readonly lines: number;
}

/** The caches of a processor core hold so much. */
export const READ_BUFFER_BYTES: number = 128 * 1024;

/**
 * Reads a file synchronously, in one go, when it is of an ordinary kind. Gives its tally; null, before any item was
 * given, for whatever else it may be (missing, damaged, compressed twice, huge, UTF-16): that is for `readSource`,
 * which knows it all.
 */
export function readNow(
  file: { readonly name: string; readonly path: string },
  reading: Reading,
  onItem: (item: EvidenceItem) => void,
): SourceTally | null {
  const descriptor = openNow(file.path);
  if (descriptor === null) return null;
  try {
    const { buffer } = reading;
    const size = readSync(descriptor, buffer, 0, buffer.length, null);
    const head = buffer.subarray(0, size);
    const isWhole = size < buffer.length && readSync(descriptor, buffer, size, buffer.length - size, null) === 0;
    const tally = createTally(file.name);
    if (!isWhole && isPlainLog(head)) return readLog(descriptor, head, tally, reading, onItem);
    const bytes = isWhole ? head : restOf(descriptor, head, reading.maxWholeBytes);
    const plain = bytes === null ? null : plainBytes(bytes, reading.maxWholeBytes);
    if (bytes === null || plain === null) return null;
    if (plain.failure !== null) noteFailure(tally, plain.failure);
    if (!readWhole(plain.bytes, tally, reading, onItem)) return null;
    tally.bytes = bytes.length;
    if (tally.kind !== 'access-log' && tally.kind !== 'cloudtrail')
      tally.modified = fstatSync(descriptor).mtime.getTime();
    if (reading.hash !== null) tally.sha256 = reading.hash().update(bytes).digest('hex');
    return tally;
  } catch (error) {
    // The long way says what is wrong with it.
    if (error instanceof Error && 'syscall' in error) return null;
    throw error;
  } finally {
    closeSync(descriptor);
  }
}

/** Reads all bytes of a source or a member; answers whether it could, having given no item where not. */
export function readWhole(
  bytes: Buffer,
  tally: SourceTally,
  { logReader, trailReader, readerFor }: Reading,
  onItem: (item: EvidenceItem) => void,
): boolean {
  if (beginsWithLine(bytes)) {
    readAll(logReader(tally, 0), bytes, onItem);
    return true;
  }
  const found = trailReader?.(bytes, tally) ?? null;
  if (found !== null) {
    for (const item of found) onItem(item);
    return true;
  }
  if (readerFor === null) return false;
  const reader = readerFor(bytes, tally);
  if (reader !== null) readAll(reader, bytes, onItem);
  return true;
}

function readAll(reader: StepReader, bytes: Buffer, onItem: (item: EvidenceItem) => void): void {
  for (const item of reader.push(bytes)) onItem(item);
  for (const item of reader.end()) onItem(item);
}

/** A log of any size, the head of which is in the buffer; null when it is too large for all of it to be wanted. */
function readLog(
  descriptor: number,
  head: Buffer,
  tally: SourceTally,
  { logReader, buffer, hash, isFrugal, maxWholeBytes }: Reading,
  onItem: (item: EvidenceItem) => void,
): SourceTally | null {
  const { size } = fstatSync(descriptor);
  if (!isFrugal && size > maxWholeBytes) return null;
  const reader = logReader(tally, 0);
  const digest = hash?.() ?? null;
  for (let chunk = head; chunk.length > 0; chunk = readMore(descriptor, buffer, tally)) {
    digest?.update(chunk);
    tally.bytes += chunk.length;
    for (const item of reader.push(chunk)) onItem(item);
  }
  if (digest !== null) tally.sha256 = digest.digest('hex');
  noteTruncation(descriptor, tally, tally.bytes, size);
  for (const item of reader.end()) onItem(item);
  return tally;
}

/** The next bytes, in the buffer; none at the end, or where reading fails, which the tally then tells. */
export function readMore(descriptor: number, buffer: Buffer, tally: SourceTally, at: number | null = null): Buffer {
  try {
    return buffer.subarray(0, readSync(descriptor, buffer, 0, buffer.length, at));
  } catch (error) {
    noteFailure(tally, describeReadFailure(error));
    return buffer.subarray(0, 0);
  }
}

/** Notes where a file gave fewer bytes than it had before, because somebody truncated it. */
export function noteTruncation(descriptor: number, tally: SourceTally, read: number, before: number): void {
  const failure = read < before ? truncation(read, before, fstatSync(descriptor).size) : null;
  if (failure !== null) noteFailure(tally, failure.message);
}

/** Neither compressed, nor an archive, nor marked by a byte order mark, and a log by its first line. */
export function isPlainLog(head: Buffer): boolean {
  const [first = 0xff] = head;
  return first < 0x80 && head.includes('\n') && beginsWithLine(head) && !isTar(head);
}

/** The whole file, of which the head has been read; null when it is too large to be held, or is none. */
function restOf(descriptor: number, head: Buffer, maxBytes: number): Buffer | null {
  const { size } = fstatSync(descriptor);
  if (size > maxBytes || size < head.length) return null;
  const bytes = Buffer.allocUnsafe(size);
  head.copy(bytes);
  let filled = head.length;
  for (let read = 1; read > 0 && filled < size; filled += read) {
    read = readSync(descriptor, bytes, filled, size - filled, null);
  }
  return filled === size ? bytes : null;
}

function openNow(path: string): number | null {
  try {
    return openSync(path, 'r');
  } catch (error) {
    if (error instanceof Error && 'syscall' in error) return null;
    throw error;
  }
}

import { createAccessLogReader } from '../records/access-log/read-lines.ts';
import type { EvidenceItem } from '../records/item.ts';
import { readSource } from '../records/read.ts';
import { readerFor, readersFor } from '../records/reader-for.ts';
import { type PackedAccounts, packAccounts, type SourceAccount } from '../scanner/account.ts';
import { READ_BUFFER_BYTES, type Reading, readNow } from '../scanner/read-now.ts';
import { readPart } from '../scanner/read-part.ts';
import type { TaskHandler } from '../scanner/serve.ts';
import type { FileToRead, ReadingTask } from '../scanner/task.ts';
import type { EvidenceInput } from '../sources/input.ts';
import type { ReadBytesOptions } from '../sources/read-bytes.ts';
import { createTally, type SourceTally } from '../sources/tally.ts';
import { createByteText } from './byte-text.ts';
import { type ScanRequest, scanOptionsOf } from './request.ts';
import { createScanPen, noCounts, type ScanCounts } from './scan.ts';

export interface ScanSetup {
  readonly request: ScanRequest;
  readonly listingTimezone: string | null;
}

/** What one piece of a scan found. */
export interface ScanPiece {
  /** Lines of the format, in UTF-8: so they go from thread to thread and to the output without another look. */
  readonly text: Uint8Array;
  readonly counts: ScanCounts;
  readonly read: PackedAccounts;
}

export interface ScanHands {
  readonly handle: TaskHandler<ScanPiece>;
  /** Scans a source of whatever kind, as a stream. */
  scanSource(
    input: EvidenceInput,
    index: number,
    tally: SourceTally,
    options: ReadBytesOptions,
  ): AsyncGenerator<ScanPiece>;
}

/** Parses every record of its tasks, and writes those that the request wants. */
export function createScanHands({ request, listingTimezone }: ScanSetup): ScanHands {
  const readers = readersFor({ listingTimezone });
  const reading: Reading = {
    logReader: (tally, linesBefore) => createAccessLogReader(tally, linesBefore),
    trailReader: null,
    readerFor: (bytes, tally) => readerFor({ bytes, whole: true }, tally, readers),
    hash: false,
    isFrugal: false,
    maxWholeBytes: MAX_WHOLE_BYTES,
    buffer: Buffer.allocUnsafeSlow(READ_BUFFER_BYTES),
  };
  const pen = createScanPen(scanOptionsOf(request));

  return { handle, scanSource };

  async function* handle(task: ReadingTask): AsyncGenerator<ScanPiece> {
    switch (task.kind) {
      case 'files':
        yield* scanFiles(task.files);
        return;
      case 'part': {
        const { part, file } = task;
        const found = startPiece();
        const { tally, lines } = readPart(file, part, reading, found.write);
        found.account({ index: file.index, tally, part: { lines, linesBefore: part.linesBefore } });
        yield found.finish();
        return;
      }
      case 'hash':
      case 'source':
        throw new Error(`a scan has no tasks of kind ${task.kind}`);
      default:
        task satisfies never;
    }
  }

  async function* scanFiles(files: readonly FileToRead[]): AsyncGenerator<ScanPiece> {
    let found = startPiece();
    for (const file of files) {
      const tally = readNow(file, reading, found.write);
      if (tally !== null) found.account({ index: file.index, tally, part: null });
      if (tally === null || found.isFull) {
        yield found.finish();
        found = startPiece();
      }
      if (tally !== null) continue;
      yield* scanSource({ kind: 'file', ...file }, file.index, createTally(file.name), {});
    }
    yield found.finish();
  }

  async function* scanSource(
    input: EvidenceInput,
    index: number,
    tally: SourceTally,
    options: ReadBytesOptions,
  ): AsyncGenerator<ScanPiece> {
    let found = startPiece();
    for await (const item of readSource(input, tally, { ...options, ...readers })) {
      found.write(item);
      if (!found.isFull) continue;
      yield found.finish();
      found = startPiece();
    }
    found.account({ index, tally, part: null });
    yield found.finish();
  }

  function startPiece() {
    const counts = noCounts();
    const read: SourceAccount[] = [];
    const text = createByteText();
    return {
      get isFull(): boolean {
        return text.length > PIECE_BYTES;
      },
      write: (item: EvidenceItem): void => {
        const line = pen.line(item, counts);
        if (line !== null) text.add(line);
      },
      account: (account: SourceAccount): void => {
        read.push(account);
      },
      finish: (): ScanPiece => ({ text: text.take(), counts, read: packAccounts(read) }),
    };
  }
}

const PIECE_BYTES = 256 * 1024;
/** What a file is turned into has to be held as well. */
const MAX_WHOLE_BYTES = 4 * 1024 * 1024;

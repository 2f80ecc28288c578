import { createAccessLogSkim } from '../records/access-log/skim-lines.ts';
import { skimTrail } from '../records/cloudtrail/skim-trail.ts';
import { readSource } from '../records/read.ts';
import { readerFor, readersFor } from '../records/reader-for.ts';
import { type PackedAccounts, packAccounts, type SourceAccount } from '../scanner/account.ts';
import { hashNow } from '../scanner/hash-now.ts';
import { READ_BUFFER_BYTES, type Reading, readNow } from '../scanner/read-now.ts';
import { readPart } from '../scanner/read-part.ts';
import type { TaskHandler } from '../scanner/serve.ts';
import type { FileToRead, ReadingTask } from '../scanner/task.ts';
import type { EvidenceInput } from '../sources/input.ts';
import { createTally, type SourceTally } from '../sources/tally.ts';
import { createSieve, type Sifted } from './sift.ts';

export interface SiftSetup {
  /** IANA zone of times in `aws s3 ls` listings; null leaves them approximate. */
  readonly listingTimezone: string | null;
}

export interface SiftPiece {
  readonly sifted: Sifted;
  /** The tallies that positions in `sifted` refer to, and whose they are. */
  readonly holders: readonly SourceAccount[];
  readonly read: PackedAccounts;
}

interface SiftHands {
  readonly handle: TaskHandler<SiftPiece>;
  /** Sifts a source of whatever kind, as a stream. */
  siftSource(input: EvidenceInput, index: number, tally: SourceTally): AsyncGenerator<SiftPiece>;
}

/** Reads the evidence of its tasks whole, and keeps what any case could need of it. */
export function createSiftHands({ listingTimezone }: SiftSetup): SiftHands {
  const readers = readersFor({ listingTimezone });
  const sieve = createSieve();
  const reading: Reading = {
    logReader: (tally, linesBefore) => createAccessLogSkim(tally, sieve.passLine, linesBefore),
    trailReader: (bytes, tally) => skimTrail(bytes, tally, sieve.passEvent),
    readerFor: (bytes, tally) => readerFor({ bytes, whole: true }, tally, readers),
    hash: true,
    isFrugal: true,
    maxWholeBytes: MAX_WHOLE_BYTES,
    buffer: Buffer.allocUnsafeSlow(READ_BUFFER_BYTES),
  };
  return { handle, siftSource };

  async function* handle(task: ReadingTask): AsyncGenerator<SiftPiece> {
    switch (task.kind) {
      case 'files':
        yield* siftFiles(task.files);
        return;
      case 'part': {
        const { tally, lines } = readPart(task.file, task.part, reading, sieve.take);
        yield piece([{ index: task.file.index, tally, part: { lines, linesBefore: task.part.linesBefore } }]);
        return;
      }
      case 'hash':
        yield piece([{ index: task.file.index, tally: hashNow(task.file), part: { lines: 0, linesBefore: 0 } }]);
        return;
      case 'source':
        throw new Error('only the main thread has sources that are no files');
      default:
        task satisfies never;
    }
  }

  async function* siftFiles(files: readonly FileToRead[]): AsyncGenerator<SiftPiece> {
    let read: SourceAccount[] = [];
    for (const file of files) {
      const tally = readNow(file, reading, sieve.take);
      if (tally !== null) read.push({ index: file.index, tally, part: null });
      if (tally !== null && sieve.kept < MOST_KEPT) continue;
      yield piece(read);
      read = [];
      if (tally === null) yield* siftSource({ kind: 'file', ...file }, file.index, createTally(file.name));
    }
    yield piece(read);
  }

  async function* siftSource(input: EvidenceInput, index: number, tally: SourceTally): AsyncGenerator<SiftPiece> {
    const holder = { index, tally, part: null };
    for await (const item of readSource(input, tally, readers)) {
      sieve.take(item);
      if (sieve.kept >= MOST_KEPT) yield { ...piece([]), holders: [holder] };
    }
    yield piece([holder]);
  }

  function piece(read: readonly SourceAccount[]): SiftPiece {
    const sifted = sieve.finish();
    const isEmpty = sifted.sightings.length + sifted.issued.length + sifted.others.length === 0;
    return { sifted, holders: isEmpty ? [] : read, read: packAccounts(read) };
  }
}

const MAX_WHOLE_BYTES = 32 * 1024 * 1024;
const MOST_KEPT = 2_000;

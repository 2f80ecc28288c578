import { createLineShape } from '../records/access-log/line-shape.ts';
import { createAccessLogSearch } from '../records/access-log/search-lines.ts';
import { searchTrail } from '../records/cloudtrail/search-trail.ts';
import type { EvidenceItem } from '../records/item.ts';
import { createNameSearch, type WantedNames } from '../records/name-search.ts';
import type { EvidenceInput } from '../sources/input.ts';
import type { ReadBytesOptions } from '../sources/read-bytes.ts';
import { createTally, type SourceTally } from '../sources/tally.ts';
import { type PackedAccounts, packAccounts, type SourceAccount } from './account.ts';
import { READ_BUFFER_BYTES, type Reading, readNow } from './read-now.ts';
import { readPart } from './read-part.ts';
import type { TaskHandler } from './serve.ts';
import type { FileToRead, ReadingTask } from './task.ts';

export interface SearchSetup {
  readonly names: WantedNames;
  readonly listingTimezone: string | null;
}

/** What one piece of a search found: few items, since all else is passed over. */
export interface SearchPiece {
  readonly items: readonly EvidenceItem[];
  readonly read: PackedAccounts;
}

export interface SearchHands {
  readonly handle: TaskHandler<SearchPiece>;
  /** Searches a source of whatever kind, as a stream. */
  searchSource(
    input: EvidenceInput,
    index: number,
    tally: SourceTally,
    options: ReadBytesOptions,
  ): AsyncGenerator<SearchPiece>;
}

/** Searches files for records of a few names. Little is loaded for it: the reader of everything else only when needed. */
export function createSearchHands({ names, listingTimezone }: SearchSetup): SearchHands {
  const [lineNames, eventNames] = [createNameSearch(names.accessLog), createNameSearch(names.cloudTrail)];
  const shape = createLineShape();
  const reading: Reading = {
    logReader: (tally, linesBefore) => createAccessLogSearch(tally, lineNames, { linesBefore, shape }),
    trailReader: (bytes, tally) => searchTrail(bytes, tally, eventNames),
    readerFor: null,
    hash: false,
    isFrugal: true,
    maxWholeBytes: MAX_WHOLE_BYTES,
    buffer: Buffer.allocUnsafeSlow(READ_BUFFER_BYTES),
  };
  return { handle, searchSource };

  async function* handle(task: ReadingTask): AsyncGenerator<SearchPiece> {
    switch (task.kind) {
      case 'files':
        yield* searchFiles(task.files);
        return;
      case 'part': {
        const items: EvidenceItem[] = [];
        const { part, file } = task;
        const { tally, lines } = readPart(file, part, reading, (item) => items.push(item));
        const account = { index: file.index, tally, part: { lines, linesBefore: part.linesBefore } };
        yield { items, read: packAccounts([account]) };
        return;
      }
      case 'hash':
      case 'source':
        throw new Error(`a search has no tasks of kind ${task.kind}`);
      default:
        task satisfies never;
    }
  }

  async function* searchFiles(files: readonly FileToRead[]): AsyncGenerator<SearchPiece> {
    let items: EvidenceItem[] = [];
    let read: SourceAccount[] = [];
    const keep = (item: EvidenceItem): void => {
      items.push(item);
    };
    for (const file of files) {
      const tally = readNow(file, reading, keep);
      if (tally !== null) read.push({ index: file.index, tally, part: null });
      if (tally === null || items.length > MOST_ITEMS) {
        yield { items, read: packAccounts(read) };
        items = [];
        read = [];
      }
      if (tally !== null) continue;
      yield* searchSource({ kind: 'file', ...file }, file.index, createTally(file.name), {});
    }
    yield { items, read: packAccounts(read) };
  }

  async function* searchSource(
    input: EvidenceInput,
    index: number,
    tally: SourceTally,
    options: ReadBytesOptions,
  ): AsyncGenerator<SearchPiece> {
    const [{ readSource }, { readersFor }] = await Promise.all([
      import('../records/read.ts'),
      import('../records/reader-for.ts'),
    ]);
    let items: EvidenceItem[] = [];
    for await (const item of readSource(input, tally, { ...options, ...readersFor({ listingTimezone, names }) })) {
      items.push(item);
      if (items.length <= MOST_ITEMS) continue;
      yield { items, read: packAccounts([]) };
      items = [];
    }
    yield { items, read: packAccounts([{ index, tally, part: null }]) };
  }
}

const MAX_WHOLE_BYTES = 32 * 1024 * 1024;
const MOST_ITEMS = 256;

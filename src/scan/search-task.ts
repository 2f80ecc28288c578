import { type PackedAccounts, packAccounts } from '../reading/account.ts';
import { type Collector, createHands, type Hands } from '../reading/hands.ts';
import { READ_BUFFER_BYTES, type Reading } from '../reading/read-now.ts';
import { RegionReader } from '../records/access-log/read-regions.ts';
import { searchLines } from '../records/access-log/undecoded/search-lines.ts';
import { searchTrail } from '../records/cloudtrail/search-trail.ts';
import type { EvidenceItem } from '../records/item.ts';
import { createNameSearch, type WantedNames } from '../records/name-search.ts';
import type { Content } from '../sources/contents.ts';

export interface SearchSetup {
  readonly names: WantedNames;
  readonly listingTimezone: string | null;
}

/** What one piece of a search found: few items, since all else is passed over. */
export interface SearchPiece {
  readonly items: readonly EvidenceItem[];
  readonly read: PackedAccounts;
}

/** Searches files for records of a few names. Little is loaded for it: the reader of everything else only when needed. */
export function createSearchHands({ names, listingTimezone }: SearchSetup): Hands<SearchPiece> {
  const [lineNames, eventNames] = [createNameSearch(names.accessLog), createNameSearch(names.cloudTrail)];
  const reader = new RegionReader(searchLines(lineNames));
  const reading: Reading = {
    logReader: (tally, linesBefore) => reader.begin(tally, linesBefore),
    trailReader: (bytes, tally) => searchTrail(bytes, tally, eventNames),
    readerFor: null,
    hash: null,
    isFrugal: true,
    maxWholeBytes: MAX_WHOLE_BYTES,
    buffer: Buffer.allocUnsafeSlow(READ_BUFFER_BYTES),
  };
  return createHands(reading, collectItems(), readStream);

  async function* readStream(content: Content): AsyncGenerator<Iterable<EvidenceItem>> {
    const [{ readContent }, { readersFor }] = await Promise.all([
      import('../records/read.ts'),
      import('../records/reader-for.ts'),
    ]);
    yield* readContent(content, readersFor({ listingTimezone, names }));
  }
}

function collectItems(): Collector<SearchPiece> {
  let items: EvidenceItem[] = [];
  return {
    get isFull(): boolean {
      return items.length > MOST_ITEMS;
    },
    take(item) {
      items.push(item);
    },
    finish(read) {
      const piece = { items, read: packAccounts(read) };
      items = [];
      return piece;
    },
  };
}

const MAX_WHOLE_BYTES = 32 * 1024 * 1024;
const MOST_ITEMS = 256;

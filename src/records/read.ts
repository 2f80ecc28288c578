import type { Readable } from 'node:stream';
import { type Content, contentsOf } from '../sources/contents.ts';
import type { EvidenceInput } from '../sources/input.ts';
import { takeHead } from '../sources/take-head.ts';
import { createTally, type SourceTally } from '../sources/tally.ts';
import type { EvidenceItem } from './item.ts';
import type { SourceReaders } from './kinds.ts';
import { neededBytes, type ReaderOptions, readerFor, readersFor } from './reader-for.ts';

export interface ReadOptions extends ReaderOptions {
  /** What the input `-` reads; the process's standard input unless given. */
  readonly stdin?: Readable | undefined;
  /** Bound on the decompressed size of one source; 64 GiB unless given. */
  readonly maxDecompressedBytes?: number | undefined;
}

export interface EvidenceReading {
  /** Everything read, source after source in the order given. To be iterated once. */
  readonly items: AsyncIterable<EvidenceItem>;
  /**
   * One for each input, in their order; each is complete once the items have gone past its source. Those of the
   * members of an archive stand in its own.
   */
  readonly tallies: readonly SourceTally[];
}

/**
 * Reads evidence of any kind as a stream, each source once and in memory that does not grow with it.
 * What a source is shows by its content. Nothing in a source, and no source that cannot be read, is an
 * exception: the tallies tell of rejects, failures, and sources that were not recognised.
 *
 * Whoever stops iterating closes the source at hand.
 *
 * @throws ForensicsError `usage` when the time zone does not exist
 */
export function readEvidence(inputs: readonly EvidenceInput[], options: ReadOptions): EvidenceReading {
  const readers = readersFor(options);
  const sources = inputs.map((input) => ({ input, tally: createTally(input.name) }));
  return { items: readAll(), tallies: sources.map(({ tally }) => tally) };

  async function* readAll(): AsyncGenerator<EvidenceItem, void, undefined> {
    for (const { input, tally } of sources) {
      for await (const content of contentsOf(input, tally, options)) {
        for await (const items of readContent(content, readers)) yield* items;
      }
    }
  }
}

/**
 * Reads what one source, or one member of an archive, holds: see {@link readEvidence}. It comes chunk by chunk, each to be
 * run to its end before the next: there may be millions of items, and to wait for each would take longer than to read it.
 */
export async function* readContent(
  { bytes, tally }: Content,
  options: SourceReaders,
): AsyncGenerator<Iterable<EvidenceItem>, void, undefined> {
  try {
    const head = await takeHead(bytes, (taken) => taken.length >= neededBytes(taken));
    const reader = readerFor(head, tally, options);
    if (reader !== null) yield reader.push(head.bytes);
    // A source of no known kind is read to its end as well: its hash covers all of it.
    for await (const chunk of bytes) {
      if (reader !== null) yield reader.push(chunk);
    }
    if (reader !== null) yield reader.end();
  } finally {
    await bytes.return();
  }
}

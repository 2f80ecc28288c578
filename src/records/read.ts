import type { Readable } from 'node:stream';
import type { EvidenceInput } from '../sources/input.ts';
import { readBytes } from '../sources/read-bytes.ts';
import { type Head, takeHead } from '../sources/take-head.ts';
import { createTally, noteFailure, type SourceTally } from '../sources/tally.ts';
import { createAccessLogReader, MAX_LOG_LINE_BYTES } from './access-log/read-lines.ts';
import { createConsoleCsvReader } from './csv/read-console-csv.ts';
import type { EvidenceItem } from './item.ts';
import { createJsonReader } from './json/read-json.ts';
import { createJsonLinesReader } from './json/read-json-lines.ts';
import { createLocalClock, type LocalClock } from './listing/local-clock.ts';
import { createLsReader } from './listing/read-ls.ts';
import { createChecksumReader } from './read-checksum.ts';
import { recognise } from './recognise.ts';
import type { StepReader } from './step-reader.ts';

export interface ReadOptions {
  /** IANA zone of the times in `aws s3 ls` listings; null reads them as UTC and marks them approximate. */
  readonly listingTimezone: string | null;
  /** What the input `-` reads; the process's standard input unless given. */
  readonly stdin?: Readable | undefined;
  /** Bound on the decompressed size of one source; 64 GiB unless given. */
  readonly maxDecompressedBytes?: number | undefined;
}

export interface EvidenceReading {
  /** Everything read, source after source in the order given. To be iterated once. */
  readonly items: AsyncIterable<EvidenceItem>;
  /** One for each input, in their order; each is complete once the items have gone past its source. */
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
  const clock = createLocalClock(options.listingTimezone);
  const sources = inputs.map((input) => ({ input, tally: createTally(input.name) }));
  return { items: readAll(), tallies: sources.map(({ tally }) => tally) };

  async function* readAll(): AsyncGenerator<EvidenceItem, void, undefined> {
    for (const { input, tally } of sources) yield* readSource(input, tally, options, clock);
  }
}

async function* readSource(
  input: EvidenceInput,
  tally: SourceTally,
  options: ReadOptions,
  clock: LocalClock,
): AsyncGenerator<EvidenceItem, void, undefined> {
  const bytes = readBytes(input, tally, options);
  try {
    const head = await takeHead(bytes, (taken) => taken.length >= neededBytes(taken));
    const reader = readerFor(head, tally, clock);
    if (reader !== null) for (const item of reader.push(head.bytes)) yield item;
    // A source of no known kind is read to its end as well: its hash covers all of it.
    for await (const chunk of bytes) {
      if (reader !== null) for (const item of reader.push(chunk)) yield item;
    }
    if (reader !== null) for (const item of reader.end()) yield item;
  } finally {
    await bytes.return();
  }
}

function readerFor(head: Head, tally: SourceTally, clock: LocalClock): StepReader | null {
  if (tally.kind === 'unreadable') return null;
  const seen = head.bytes.subarray(0, neededBytes(head.bytes));
  const recognised = recognise(seen, head.whole && seen.length === head.bytes.length);
  switch (recognised.format) {
    case 'access-log':
      return createAccessLogReader(tally);
    case 'ls':
      return createLsReader(tally, clock);
    case 'console-csv':
      return createConsoleCsvReader(tally);
    case 'manifest-checksum':
      return createChecksumReader(tally);
    case 'json':
      return createJsonReader(tally);
    case 'json-lines':
      return createJsonLinesReader(tally);
    case 'empty':
      // Compressed bytes of which nothing could be read are no empty source.
      if (tally.failure === null) tally.kind = 'empty';
      return null;
    case 'foreign':
      noteFailure(tally, recognised.reason);
      return null;
    default:
      return recognised satisfies never;
  }
}

/**
 * How many bytes a source is recognised by: a block, and where a first line is long, a block behind it.
 * They are the same bytes however the source comes in.
 */
function neededBytes(head: Buffer): number {
  if (isJson(head)) return HEAD_BYTES;
  const newline = head.indexOf('\n');
  return HEAD_BYTES + (newline === -1 ? MAX_LOG_LINE_BYTES : newline);
}

function isJson(head: Buffer): boolean {
  return /^\s*[[{]/.test(head.toString('latin1', 0, 1024));
}

const HEAD_BYTES = 64 * 1024;

import type { Head } from '../sources/take-head.ts';
import { noteFailure, type SourceTally } from '../sources/tally.ts';
import { MAX_LOG_LINE_BYTES } from './access-log/take-line.ts';
import type { SourceReaders } from './kinds.ts';
import { createLocalClock } from './listing/local-clock.ts';
import { createNameSearch, type WantedNames } from './name-search.ts';
import { recognise } from './recognise.ts';
import type { StepReader } from './step-reader.ts';

export interface ReaderOptions {
  /** IANA zone of the times in `aws s3 ls` listings; null reads them as UTC and marks them approximate. */
  readonly listingTimezone: string | null;
  /** The only records wanted, by name; others may be passed over unread and uncounted. All are wanted unless given. */
  readonly names?: WantedNames | null | undefined;
  /** A word in the key of every object of a listing that is wanted: others may be counted only. All are wanted unless given. */
  readonly listedWord?: string | null;
}

/** @throws ForensicsError `usage` when the time zone does not exist */
export function readersFor({ listingTimezone, names, listedWord = null }: ReaderOptions): SourceReaders {
  return {
    clock: createLocalClock(listingTimezone),
    names: names
      ? { accessLog: createNameSearch(names.accessLog), cloudTrail: createNameSearch(names.cloudTrail) }
      : null,
    listedWord,
  };
}

/** What reads a source, told by its head; null when there is nothing that it could be read as, which the tally then says. */
export function readerFor(head: Head, tally: SourceTally, readers: SourceReaders): StepReader | null {
  if (tally.kind === 'unreadable') return null;
  const seen = head.bytes.subarray(0, neededBytes(head.bytes));
  const recognised = recognise(seen, head.whole && seen.length === head.bytes.length);
  switch (recognised.state) {
    case 'known':
      return recognised.open(tally, readers);
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
export function neededBytes(head: Buffer): number {
  if (isJson(head)) return HEAD_BYTES;
  const newline = head.indexOf('\n');
  return HEAD_BYTES + (newline === -1 ? MAX_LOG_LINE_BYTES : newline);
}

function isJson(head: Buffer): boolean {
  return /^\s*[[{]/.test(head.toString('latin1', 0, 1024));
}

const HEAD_BYTES = 64 * 1024;

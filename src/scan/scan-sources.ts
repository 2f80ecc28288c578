import type { Readable } from 'node:stream';
import { programFile } from '../program-file.ts';
import { createAccountBook } from '../reading/account.ts';
import { mainHandler, noteIn } from '../reading/main-handler.ts';
import { planTasks } from '../reading/plan-tasks.ts';
import { runTasks } from '../reading/run-tasks.ts';
import type { EvidenceItem } from '../records/item.ts';
import type { WantedNames } from '../records/name-search.ts';
import type { EvidenceInput } from '../sources/input.ts';
import type { SourceTally } from '../sources/tally.ts';
import { namesWanted, scanOptionsOf } from './request.ts';
import { createScanPen, type ScanCounts } from './scan.ts';
import type { ScanPiece, ScanSetup } from './scan-task.ts';
import { createSearchHands, type SearchPiece, type SearchSetup } from './search-task.ts';

export interface ScanSourcesOptions extends ScanSetup {
  readonly inputs: readonly EvidenceInput[];
  /** One for each input, filled while the lines are taken. */
  readonly tallies: readonly SourceTally[];
  /** Asked for only where it is among the inputs. */
  readonly stdin: Readable;
  /** For tests: how many threads, and how large the parts of large logs, where not as the evidence suggests. */
  readonly threads?: number;
  readonly partBytes?: number;
}

/**
 * The records that the request wants out of all sources, as text in the request's format: in the order of the sources
 * and of their lines, however many threads read them. Where the request names operations, nothing else is parsed.
 */
export async function* scanSources(
  options: ScanSourcesOptions,
  counts: ScanCounts,
): AsyncGenerator<string | Uint8Array> {
  const names = namesWanted(options.request);
  if (names === null) yield* scanAll(options, counts);
  else yield* scanFound(options, names, counts);
}

/** Threads parse and write, this one passes on. */
async function* scanAll(options: ScanSourcesOptions, counts: ScanCounts): AsyncGenerator<string | Uint8Array> {
  const { request, listingTimezone, inputs, tallies } = options;
  const setup: ScanSetup = { request, listingTimezone };
  const { tasks, threads } = planTasks(inputs, {
    partBytes: options.partBytes ?? SMALL_PARTS,
    // Rows tell their lines, whole records do not.
    countLines: !(request.all && request.format === 'ndjson'),
    hash: false,
    worthAThread: PARSED_MEANWHILE,
    threads: options.threads,
  });
  const { createScanHands } = await import('./scan-task.ts');
  const hands = createScanHands(setup);
  const header = createScanPen(scanOptionsOf(request)).header();
  if (header !== null) yield header;
  const book = createAccountBook(tallies);
  const pieces = runTasks<ScanSetup, ScanPiece>(tasks, {
    worker: programFile('scan/scan-worker.js'),
    setup,
    threads,
    handle: mainHandler(hands, inputs, tallies, options),
    note: noteIn(tallies),
  });
  for await (const piece of pieces) {
    counts.accessLog += piece.counts.accessLog;
    counts.cloudTrail += piece.counts.cloudTrail;
    counts.other += piece.counts.other;
    counts.matched += piece.counts.matched;
    book.add(piece.read);
    if (piece.text.length > 0) yield piece.text;
  }
}

/** Threads find the few records that are worth more than a look, this one writes them. */
async function* scanFound(options: ScanSourcesOptions, names: WantedNames, counts: ScanCounts): AsyncGenerator<string> {
  const { request, listingTimezone, inputs, tallies } = options;
  const setup: SearchSetup = { names, listingTimezone };
  const { tasks, threads } = planTasks(inputs, {
    partBytes: options.partBytes ?? LARGE_PARTS,
    countLines: false,
    hash: false,
    worthAThread: SEARCHED_MEANWHILE,
    threads: options.threads,
  });
  const hands = createSearchHands(setup);
  const pieces = runTasks<SearchSetup, SearchPiece>(tasks, {
    worker: programFile('scan/search-worker.js'),
    setup,
    threads,
    handle: mainHandler(hands, inputs, tallies, options),
    note: noteIn(tallies),
  });
  // Threads get going with this.
  const first = pieces.next();
  const pen = createScanPen(scanOptionsOf(request));
  const header = pen.header();
  const book = createAccountBook(tallies);
  try {
    if (header !== null) yield header;
    for (let next = await first; next.done !== true; next = await pieces.next()) {
      const { items, read } = next.value;
      // A piece of a part of a source holds nothing else.
      const [part] = read.special;
      const before = part === undefined ? 0 : book.linesBefore(part);
      for (const item of items) {
        const line = pen.line(before === 0 ? item : movedDown(item, before), counts);
        if (line !== null) yield line;
      }
      book.add(read);
    }
  } finally {
    await pieces.return();
  }
}

function movedDown(item: EvidenceItem, lines: number): EvidenceItem {
  return item.at.line === null ? item : { ...item, at: { ...item.at, line: item.at.line + lines } };
}

const PARSED_MEANWHILE = 16 * 1024 * 1024;
const SEARCHED_MEANWHILE = 512 * 1024 * 1024;
const LARGE_PARTS = 8 * 1024 * 1024;
const SMALL_PARTS = 1024 * 1024;

import { programFile } from '../program-file.ts';
import { createAccountBook } from '../reading/account.ts';
import { mainHandler, noteIn } from '../reading/main-handler.ts';
import { planTasks } from '../reading/plan-tasks.ts';
import { runTasks } from '../reading/run-tasks.ts';
import type { EvidenceInput } from '../sources/input.ts';
import type { Position, SourceTally } from '../sources/tally.ts';
import type { Sifted } from './sift.ts';
import { createSiftHands, type SiftPiece, type SiftSetup } from './sift-task.ts';

export interface SiftSourcesOptions extends SiftSetup {
  readonly inputs: readonly EvidenceInput[];
  /** One for each input; each is complete once the pieces have gone past its source. */
  readonly tallies: readonly SourceTally[];
  /** For tests: how many threads, and how large the parts of large logs, where not as the evidence suggests. */
  readonly threads?: number;
  readonly partBytes?: number;
}

/** All evidence, sifted, in the order of the sources and of what stands in them, however many threads read it. */
export async function* siftSources(options: SiftSourcesOptions): AsyncGenerator<Sifted> {
  const { inputs, tallies, profile, listingTimezone } = options;
  const { tasks, threads } = planTasks(inputs, {
    partBytes: options.partBytes ?? PART_BYTES,
    countLines: false,
    hash: true,
    worthAThread: SIFTED_MEANWHILE,
    threads: options.threads,
  });
  const setup: SiftSetup = { profile, listingTimezone };
  const hands = createSiftHands(setup);
  const pieces = runTasks<SiftSetup, SiftPiece>(tasks, {
    worker: programFile('sightings/sift-worker.js'),
    setup,
    threads,
    handle: mainHandler(hands, inputs, tallies, {}),
    note: noteIn(tallies),
  });
  const book = createAccountBook(tallies);
  for await (const { sifted, holders, read } of pieces) {
    const homes = new Map(
      holders.map((account) => [account.tally, { source: book.tallyOf(account), before: book.linesBefore(account) }]),
    );
    yield rehung(sifted, (position) => {
      const { source, line } = position;
      const home = homes.get(source);
      if (home === undefined) return position;
      return { ...position, source: home.source, line: line === null ? null : line + home.before };
    });
    book.add(read);
  }
}

/** With positions that refer to the tallies of this thread. */
function rehung({ sightings, addenda, issued, times, others }: Sifted, at: (position: Position) => Position): Sifted {
  return {
    sightings: sightings.map((sighting) => ({ ...sighting, at: at(sighting.at) })),
    addenda: addenda.map((addendum) => ({
      ...addendum,
      alone: addendum.alone === null ? null : { ...addendum.alone, at: at(addendum.at) },
      at: at(addendum.at),
    })),
    issued: issued.map((event) => ({ ...event, at: at(event.at) })),
    times,
    others: others.map((item) => ({ ...item, at: at(item.at) })),
  };
}

const SIFTED_MEANWHILE = 16 * 1024 * 1024;
const PART_BYTES = 8 * 1024 * 1024;

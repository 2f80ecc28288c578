import type { EvidenceItem } from '../records/item.ts';
import type { Content } from '../sources/contents.ts';
import type { EvidenceInput } from '../sources/input.ts';
import type { ReadBytesOptions } from '../sources/read-bytes.ts';
import { createTally, type SourceTally } from '../sources/tally.ts';
import type { SourceAccount } from './account.ts';
import { type Reading, readNow, readWhole } from './read-now.ts';
import { readPart } from './read-part.ts';
import type { ReadNote, TaskHandler } from './serve.ts';
import type { FileToRead, ReadingTask } from './task.ts';

/** What becomes of the items that one thread reads: pieces of bounded size. */
export interface Collector<Piece> {
  /** Whether there is enough for a piece. */
  readonly isFull: boolean;
  take(item: EvidenceItem): void;
  /**
   * All that was taken since the last piece.
   *
   * @param read the sources, or parts of one, that end with it
   * @param holders those that its items may come from, where the source at hand has not ended
   */
  finish(read: readonly SourceAccount[], holders?: readonly SourceAccount[]): Piece;
}

/** Reads what a source or a member holds, of whatever kind, as a stream of what each chunk holds. */
export type ReadStream = (content: Content) => AsyncIterable<Iterable<EvidenceItem>>;

/** What does the tasks of one thread, one after the other. */
export interface Hands<Piece> {
  readonly handle: TaskHandler<Piece>;
  /** For sources that are no files: only the main thread has them. */
  takeSource(
    input: EvidenceInput,
    index: number,
    tally: SourceTally,
    options: ReadBytesOptions,
  ): AsyncGenerator<Piece, void, undefined>;
}

/** The members of an archive that are being read, or whose accounts have not been given. */
interface MemberList {
  readonly atHand: readonly SourceAccount[];
  add(tally: SourceTally): void;
  /** Those that have been read, which leave the list. */
  takeRead(): readonly SourceAccount[];
}

function createMemberList(index: number): MemberList {
  let count = 0;
  let atHand: SourceAccount[] = [];
  return {
    get atHand(): readonly SourceAccount[] {
      return atHand;
    },
    add(tally) {
      atHand.push({ index, member: count, tally, part: null });
      count++;
    },
    takeRead() {
      const read = atHand.filter(({ tally }) => tally.isRead);
      atHand = atHand.filter(({ tally }) => !tally.isRead);
      return read;
    },
  };
}

const MOST_MEMBERS_AT_HAND = 1000;

/** Files are read in one go where that is possible, and as streams where it is not: what that takes is loaded then. */
export function createHands<Piece>(
  reading: Reading,
  collector: Collector<Piece>,
  readStream: ReadStream,
): Hands<Piece> {
  return { handle, takeSource };

  async function* handle(task: ReadingTask, note: ReadNote): AsyncGenerator<Piece, void, undefined> {
    switch (task.kind) {
      case 'files':
        yield* takeFiles(task.files, note);
        return;
      case 'part': {
        const { part, file } = task;
        const { linesBefore, isLast } = part;
        const { tally, lines } = readPart(file, part, reading, collector.take);
        yield collector.finish([{ index: file.index, member: null, tally, part: { lines, linesBefore, isLast } }]);
        return;
      }
      case 'hash': {
        const { file } = task;
        const { hashNow } = await import('./hash-now.ts');
        const part = { lines: 0, linesBefore: 0, isLast: false };
        yield collector.finish([{ index: file.index, member: null, tally: hashNow(file), part }]);
        return;
      }
      case 'source':
        throw new Error('only the main thread has sources that are no files');
      default:
        task satisfies never;
    }
  }

  async function* takeFiles(files: readonly FileToRead[], note: ReadNote): AsyncGenerator<Piece, void, undefined> {
    let read: SourceAccount[] = [];
    for (const file of files) {
      const tally = readNow(file, reading, collector.take);
      if (tally !== null) read.push({ index: file.index, member: null, tally, part: null });
      if (tally !== null && !collector.isFull) continue;
      yield collector.finish(read);
      read = [];
      if (tally !== null) continue;
      const onBytes = (bytes: number): void => note(file.index, bytes);
      yield* takeSource({ kind: 'file', ...file }, file.index, createTally(file.name), { onBytes });
    }
    yield collector.finish(read);
  }

  async function* takeSource(
    input: EvidenceInput,
    index: number,
    tally: SourceTally,
    options: ReadBytesOptions,
  ): AsyncGenerator<Piece, void, undefined> {
    const account: SourceAccount = { index, member: null, tally, part: null };
    const members = createMemberList(index);
    const { contentsOf } = await import('../sources/contents.ts');
    for await (const content of contentsOf(input, tally, { ...options, onMember: members.add })) {
      if (content.whole !== null && readWhole(content.whole, content.tally, reading, collector.take)) {
        if (collector.isFull) yield finish();
        continue;
      }
      for await (const items of readStream(content)) {
        for (const item of items) {
          collector.take(item);
          if (collector.isFull) yield finish();
        }
      }
      if (members.atHand.length >= MOST_MEMBERS_AT_HAND) yield finish();
    }
    yield collector.finish([...members.takeRead(), account]);

    function finish(): Piece {
      const holders = [account, ...members.atHand];
      return collector.finish(members.takeRead(), holders);
    }
  }
}

import type { EvidenceInput } from '../sources/input.ts';
import type { ReadBytesOptions } from '../sources/read-bytes.ts';
import type { SourceTally } from '../sources/tally.ts';
import type { Hands } from './hands.ts';
import type { ReadNote, TaskHandler } from './serve.ts';

/** How the main thread does its share: as any other, and the sources that only it has, into the tallies that are theirs. */
export function mainHandler<Piece>(
  hands: Hands<Piece>,
  inputs: readonly EvidenceInput[],
  tallies: readonly SourceTally[],
  options: ReadBytesOptions,
): TaskHandler<Piece> {
  return (task, note) => {
    if (task.kind !== 'source') return hands.handle(task, note);
    const [input, tally] = [inputs[task.index], tallies[task.index]];
    if (input === undefined || tally === undefined) throw new Error('a task for a source that there is not');
    return hands.takeSource(input, task.index, tally, options);
  };
}

/** Keeps how far sources are read in their tallies, until their accounts come. */
export function noteIn(tallies: readonly SourceTally[]): ReadNote {
  return (index, bytes) => {
    const tally = tallies[index];
    if (tally !== undefined && !tally.isRead) tally.bytes = bytes;
  };
}

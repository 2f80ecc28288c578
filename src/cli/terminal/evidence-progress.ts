import { statSync } from 'node:fs';
import type { ProgressAmount } from '../../display/progress-line.ts';
import type { EvidenceInput } from '../../sources/input.ts';
import type { SourceTally } from '../../sources/tally.ts';
import type { Progress } from './progress.ts';

/** Tells how far the reading of evidence has got, from the tallies that it fills. */
export function followReading(
  progress: Progress,
  inputs: readonly EvidenceInput[],
  tallies: readonly SourceTally[],
): void {
  let total: ProgressAmount | null = null;
  progress.start('Reading', {
    // Files are asked for their sizes once there is a line to show.
    get total() {
      total ??= totalOf(inputs);
      return total;
    },
    measure: () => readSoFar(tallies),
  });
}

function totalOf(inputs: readonly EvidenceInput[]): ProgressAmount {
  const bytes = inputs.length > MOST_SIZED ? null : sizeOf(inputs);
  return { files: inputs.length, ...(bytes === null ? {} : { bytes }) };
}

/** Beyond so many files, asking for the size of each costs more than it tells: their number tells as much. */
const MOST_SIZED = 2_000;

/** Bytes of all inputs; null where one has no size before it is read. */
function sizeOf(inputs: readonly EvidenceInput[]): number | null {
  let bytes = 0;
  for (const input of inputs) {
    const size = input.kind === 'file' ? fileSize(input.path) : null;
    if (size === null) return null;
    bytes += size;
  }
  return bytes;
}

function fileSize(path: string): number | null {
  try {
    const found = statSync(path);
    return found.isFile() ? found.size : null;
  } catch {
    // Whatever is wrong with the file, its reader says so.
    return null;
  }
}

function readSoFar(tallies: readonly SourceTally[]): ProgressAmount {
  let files = 0;
  let bytes = 0;
  for (const tally of tallies) {
    bytes += tally.bytes;
    if (tally.isRead) files += 1;
  }
  return { files, bytes };
}

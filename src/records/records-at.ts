import { stat } from 'node:fs/promises';
import { contentsOf } from '../sources/contents.ts';
import type { EvidenceInput } from '../sources/input.ts';
import { createLineSplitter } from '../sources/lines.ts';
import { createTally, type Position, type SourceTally } from '../sources/tally.ts';
import { readContent } from './read.ts';
import { readersFor } from './reader-for.ts';

/** A place in a source whose bytes have this SHA-256. */
export interface RecordPlace extends Pick<Position, 'within'> {
  readonly source: string;
  readonly sha256: string;
  readonly line?: number;
  readonly record?: number;
}

/** How large a file may be that is read again, also as it decompresses, and all of them together. */
const MOST_BYTES = 64 * 1024 * 1024;
const MOST_BYTES_IN_ALL = 256 * 1024 * 1024;
const LONGEST_LINE = 1024 * 1024;

/**
 * The records at a few places, read again: a line as it stands there, an event as JSON. Only files of a moderate size
 * are read twice, in the order of the places; of what has changed meanwhile nothing is told.
 *
 * @returns those that could be read, by place
 */
export async function recordsAt<T extends RecordPlace>(
  inputs: readonly EvidenceInput[],
  places: readonly T[],
): Promise<ReadonlyMap<T, string>> {
  const found = new Map<T, string>();
  let left = MOST_BYTES_IN_ALL;
  for (const [input, here] of byInput(inputs, places)) {
    const size = await sizeOf(input.path);
    if (size === null || size > Math.min(left, MOST_BYTES)) continue;
    left -= size;
    for (const [place, text] of await readAgain(input, here)) found.set(place, text);
  }
  return found;
}

type FileInput = EvidenceInput & { readonly kind: 'file' };

/** Of perhaps a hundred thousand sources, those that any place is in. */
function byInput<T extends RecordPlace>(inputs: readonly EvidenceInput[], places: readonly T[]): Map<FileInput, T[]> {
  const asked = new Set(places.flatMap(namesOf));
  const named = new Map<string, FileInput>();
  for (const input of inputs) if (input.kind === 'file' && asked.has(input.name)) named.set(input.name, input);
  const found = new Map<FileInput, T[]>();
  for (const place of places) {
    const input = namesOf(place)
      .map((name) => named.get(name))
      .find((it) => it !== undefined);
    if (input !== undefined) found.set(input, [...(found.get(input) ?? []), place]);
  }
  return found;
}

/** A member of an archive is named `archive!member`, in an archive within `archive!inner!member`: longest name first. */
function namesOf({ source }: RecordPlace): string[] {
  const parts = source.split('!');
  return parts.map((_, index) => parts.slice(0, parts.length - index).join('!'));
}

/** null for what is gone. */
async function sizeOf(path: string): Promise<number | null> {
  try {
    return (await stat(path)).size;
  } catch {
    return null;
  }
}

async function readAgain<T extends RecordPlace>(
  input: FileInput,
  places: readonly T[],
): Promise<readonly (readonly [place: T, text: string])[]> {
  const read: { readonly tally: SourceTally; readonly texts: ReadonlyMap<T, string> }[] = [];
  for await (const content of contentsOf(input, createTally(input.name), { maxDecompressedBytes: MOST_BYTES })) {
    const here = places.filter(({ source }) => source === content.tally.source);
    if (here.length === 0) continue;
    const texts = new Map<T, string>();
    read.push({ tally: content.tally, texts });
    const bytes = linesTaken(content.bytes, here, texts);
    for await (const items of readContent({ ...content, bytes, whole: null }, readersFor({ listingTimezone: null }))) {
      for (const item of items) {
        if (item.kind !== 'cloudtrail') continue;
        for (const place of here) if (isAt(item.at, place)) texts.set(place, JSON.stringify(item.record.raw, null, 2));
      }
    }
  }
  // Only now all accounts are complete.
  return read.flatMap(({ tally, texts }) => [...texts].filter(([{ sha256 }]) => sha256 === tally.sha256));
}

/** The same bytes; lines that are wanted as they stand are taken on the way. */
async function* linesTaken<T extends RecordPlace>(
  bytes: AsyncGenerator<Buffer, void, undefined>,
  places: readonly T[],
  texts: Map<T, string>,
): AsyncGenerator<Buffer, void, undefined> {
  const splitter = createLineSplitter(LONGEST_LINE);
  const take = (lines: ReturnType<typeof splitter.end>) => {
    for (const { number, bytes: line } of lines) {
      if (line === null) continue;
      for (const place of places) {
        if (place.line === number && place.within === undefined) texts.set(place, line.toString('utf8'));
      }
    }
  };
  try {
    for await (const chunk of bytes) {
      take(splitter.push(chunk));
      yield chunk;
    }
    take(splitter.end());
  } finally {
    await bytes.return();
  }
}

function isAt(at: Position, { line, record, within }: RecordPlace): boolean {
  return at.line === (line ?? null) && at.record === (record ?? null) && at.within === within;
}

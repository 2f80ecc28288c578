import { closeSync, openSync } from 'node:fs';
import type { EvidenceItem } from '../records/item.ts';
import { createTally, type SourceTally } from '../sources/tally.ts';
import { noteTruncation, type Reading, readMore } from './read-now.ts';
import type { FileToRead, LogPart } from './task.ts';

/**
 * Reads the lines of a plain access log that begin within a part of it; together, the parts give each line once.
 * Line numbers count from the part's first line, unless it is known how many stand in front.
 *
 * @throws the system's error when the file cannot be read any more
 */
export function readPart(
  file: FileToRead,
  part: LogPart,
  reading: Reading,
  onItem: (item: EvidenceItem) => void,
): { readonly tally: SourceTally; readonly lines: number } {
  const tally = createTally(file.name);
  const linesBefore = part.linesBefore ?? 0;
  const reader = reading.logReader(tally, linesBefore);
  const descriptor = openSync(file.path, 'r');
  try {
    const readAt = (at: number): Buffer => readMore(descriptor, reading.buffer, tally, at);
    const end = forChunks(part, readAt, (chunk) => {
      for (const item of reader.push(chunk)) onItem(item);
    });
    for (const item of reader.end()) onItem(item);
    noteTruncation(descriptor, tally, end, part.to);
    tally.bytes = Math.max(0, end - part.from);
  } finally {
    closeSync(descriptor);
  }
  return { tally, lines: reader.lines - linesBefore };
}

/**
 * The bytes of the part's lines: from the first that begins in it to the end of the last one. Answers where the part
 * ends: where the file does, when that is sooner.
 */
function forChunks(part: LogPart, readAt: (at: number) => Buffer, onChunk: (chunk: Buffer) => void): number {
  // The byte in front tells whether a line begins at the very first byte.
  let at = Math.max(0, part.from - 1);
  let isInside = part.from === 0;
  for (;;) {
    const bytes = readAt(at);
    const size = bytes.length;
    if (size === 0) return Math.min(at, part.to);
    let start = 0;
    if (!isInside) {
      const newline = bytes.indexOf(NEWLINE);
      start = newline === -1 ? size : newline + 1;
      isInside = newline !== -1;
      if (at + start >= part.to) return part.to;
    }
    const last = part.to - 1 - at;
    const end = last >= size ? -1 : bytes.indexOf(NEWLINE, Math.max(start, last));
    if (start < size) onChunk(bytes.subarray(start, end === -1 ? size : end + 1));
    if (end !== -1) return part.to;
    at += size;
  }
}

const NEWLINE = 0x0a;

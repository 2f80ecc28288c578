import { closeSync, openSync, readSync } from 'node:fs';
import type { EvidenceItem } from '../records/item.ts';
import { createTally, type SourceTally } from '../sources/tally.ts';
import type { Reading } from './read-now.ts';
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
    forChunks(descriptor, part, reading.buffer, (chunk) => {
      for (const item of reader.push(chunk)) onItem(item);
    });
    for (const item of reader.end()) onItem(item);
  } finally {
    closeSync(descriptor);
  }
  tally.bytes = part.to - part.from;
  return { tally, lines: reader.lines - linesBefore };
}

/** The bytes of the part's lines: from the first that begins in it to the end of the last one. */
function forChunks(descriptor: number, part: LogPart, buffer: Buffer, onChunk: (chunk: Buffer) => void): void {
  // The byte in front tells whether a line begins at the very first byte.
  let at = Math.max(0, part.from - 1);
  let isInside = part.from === 0;
  for (;;) {
    const size = readSync(descriptor, buffer, 0, buffer.length, at);
    if (size === 0) return;
    let start = 0;
    if (!isInside) {
      const newline = buffer.subarray(0, size).indexOf(NEWLINE);
      start = newline === -1 ? size : newline + 1;
      isInside = newline !== -1;
      if (at + start >= part.to) return;
    }
    const last = part.to - 1 - at;
    const end = last >= size ? -1 : buffer.subarray(0, size).indexOf(NEWLINE, Math.max(start, last));
    if (start < size) onChunk(buffer.subarray(start, end === -1 ? size : end + 1));
    if (end !== -1) return;
    at += size;
  }
}

const NEWLINE = 0x0a;

import { countRecord, countReject, type SourceTally } from '../../sources/tally.ts';
import type { EvidenceItem } from '../item.ts';
import type { NameSearch } from '../name-search.ts';
import type { StepReader } from '../step-reader.ts';
import { createLineShape } from './line-shape.ts';
import { parseAccessLogLine } from './parse-line.ts';
import { MAX_LOG_LINE_BYTES } from './read-lines.ts';

/**
 * Reads server access logs for the lines of a few operations. Lines in which none of their names stands are not
 * decoded; of the rest, and of lines that do not look like the others, everything is read as always. The tally counts
 * what was read, so a damaged line that could not have been one of those looked for may go uncounted.
 *
 * Chunks may be used again once `push` has returned.
 *
 */
export function createAccessLogSearch(tally: SourceTally, names: NameSearch): AccessLogSearch {
  const shape = createLineShape();
  let line = 0;
  let held: Buffer[] = [];
  let heldBytes = 0;
  let items: EvidenceItem[] = [];
  tally.kind = 'access-log';

  return {
    get lines(): number {
      return line;
    },
    push(chunk) {
      items = [];
      let start = 0;
      if (heldBytes > 0) {
        const newline = chunk.indexOf(NEWLINE);
        if (newline === -1) {
          hold(chunk, 0);
          return items;
        }
        takeHeld(chunk.subarray(0, newline));
        start = newline + 1;
      }
      const end = chunk.lastIndexOf(NEWLINE) + 1;
      if (start < end) searchLines(chunk, start, end);
      if (Math.max(start, end) < chunk.length) hold(chunk, Math.max(start, end));
      return items;
    },
    end() {
      items = [];
      // A line that the source broke off in may look like a whole one of an older era.
      if (heldBytes > 0 && tally.failure === null) takeHeld(NOTHING);
      if (tally.failure !== null) reject(line + 1, tally.failure);
      return items;
    },
  };

  /** `end` lies behind a newline. */
  function searchLines(chunk: Buffer, start: number, end: number): void {
    let hit = names.next(chunk, start, end);
    for (let at = start; at < end; ) {
      const newline = chunk.indexOf(NEWLINE, at);
      line++;
      if (hit !== -1 && hit < newline) {
        take(chunk, at, newline);
        hit = names.next(chunk, newline + 1, end);
      } else if (!shape.fits(chunk, at, newline)) {
        take(chunk, at, newline);
      }
      at = newline + 1;
    }
  }

  function hold(chunk: Buffer, start: number): void {
    heldBytes += chunk.length - start;
    if (heldBytes > MAX_LOG_LINE_BYTES + 1) held = [];
    else held.push(Buffer.from(chunk.subarray(start)));
  }

  function takeHeld(last: Buffer): void {
    const size = heldBytes + last.length;
    line++;
    if (size > MAX_LOG_LINE_BYTES + 1) reject(line, TOO_LONG);
    else take(Buffer.concat([...held, last], size), 0, size);
    held = [];
    heldBytes = 0;
  }

  function take(bytes: Buffer, start: number, newline: number): void {
    const end = newline > start && bytes[newline - 1] === CARRIAGE_RETURN ? newline - 1 : newline;
    if (end - start > MAX_LOG_LINE_BYTES) {
      reject(line, TOO_LONG);
      return;
    }
    const text = bytes.toString('utf8', start, end);
    const parsed = parseAccessLogLine(text);
    if (!parsed.ok) {
      if (text.trim() !== '') reject(line, parsed.reason);
      return;
    }
    shape.learn(bytes, start, newline);
    countRecord(tally, parsed.record.time);
    items.push({ kind: 'access-log', record: parsed.record, at: { source: tally, line, record: null } });
  }

  function reject(at: number, reason: string): void {
    countReject(tally, { line: at, record: null, reason });
  }
}

export interface AccessLogSearch extends StepReader {
  /** Lines gone past so far, whether read or not. */
  readonly lines: number;
  push(chunk: Buffer): EvidenceItem[];
  end(): EvidenceItem[];
}

const NEWLINE = 0x0a;
const CARRIAGE_RETURN = 0x0d;
const NOTHING = Buffer.alloc(0);
const TOO_LONG = `longer than ${MAX_LOG_LINE_BYTES} bytes`;

import { type ByteLine, createLineSplitter } from '../../sources/lines.ts';
import type { Position, SourceTally } from '../../sources/tally.ts';
import { createValueTaker } from '../documents/take-values.ts';
import { isWrapped } from '../documents/unwrap.ts';
import { LOG_TIME } from '../envelope.ts';
import type { EvidenceItem } from '../item.ts';
import type { StepReader } from '../step-reader.ts';
import { JSON_LIMITS } from './parse.ts';

/** Whether a line is one of these, and not by chance: behind its time stands a record, or begins on the next line. */
export function isLogEventLine(line: string, next: string): boolean {
  const text = withoutColour(line).trimEnd();
  return beginsWithTime(text) && (isWrapped(text) || (/^\s*\{/.test(next) && isWrapped(`${text} {`)));
}

/**
 * Reads lines that begin with a time each. What follows a line without one, JSON set over several lines, belongs to the
 * line in front.
 */
export function createLogLinesReader(tally: SourceTally): StepReader {
  const splitter = createLineSplitter(JSON_LIMITS.maxElementBytes);
  const values = createValueTaker(tally);
  /** The lines of one record so far. */
  let open: string[] = [];
  let openLength = 0;
  let first = 0;
  let line = 0;

  return {
    *push(chunk) {
      for (const next of splitter.push(chunk)) yield* take(next);
    },
    *end() {
      for (const next of splitter.end()) {
        if (tally.failure === null) yield* take(next);
      }
      yield* close();
      if (tally.failure !== null) values.reject(tally.failure, position(line + 1));
      yield* values.finish();
    },
  };

  function* take(next: ByteLine): Generator<EvidenceItem, void, undefined> {
    line = next.number;
    const text = next.bytes === null ? null : withoutColour(next.bytes.toString('utf8'));
    if (text === null || beginsWithTime(text) || openLength + text.length > JSON_LIMITS.maxElementBytes) yield* close();
    if (text === null) {
      values.reject(`longer than ${JSON_LIMITS.maxElementBytes} bytes`, position(line));
      return;
    }
    if (open.length === 0) first = line;
    open.push(text);
    openLength += text.length;
  }

  function close(): EvidenceItem[] {
    const text = open.join('\n');
    open = [];
    openLength = 0;
    return text.trim() === '' ? [] : values.takeElement({ ok: true, value: text }, null, position(first));
  }

  function position(at: number): Position {
    return { source: tally, line: at, record: null };
  }
}

function beginsWithTime(line: string): boolean {
  return LOG_TIME.test(line);
}

/** `aws logs tail` colours what it prints on a terminal. */
function withoutColour(line: string): string {
  return line.includes(ESCAPE) ? line.replaceAll(COLOUR, '') : line;
}

const ESCAPE = String.fromCharCode(0x1b);
const COLOUR = new RegExp(`${ESCAPE}\\[[0-9;]*m`, 'g');

import { type ByteLine, createLineSplitter } from '../../sources/lines.ts';
import { countReject, type SourceTally } from '../../sources/tally.ts';
import { createValueTaker } from '../documents/take-values.ts';
import type { EvidenceItem } from '../item.ts';
import { JSON_LIMITS } from '../json/parse.ts';
import type { StepReader } from '../step-reader.ts';

/** Whether a line is one of an answer of LookupEvents as `--output text` prints it. */
export function isEventRow(line: string): boolean {
  return line.startsWith(EVENT) && recordIn(line) !== null;
}

/**
 * Reads an answer of LookupEvents that the AWS CLI printed as text: a row of cells for each event, one of which is the
 * event itself as JSON, in which no tab stands. The rows of its resources say nothing more.
 * https://docs.aws.amazon.com/cli/latest/userguide/cli-usage-output-format.html
 */
export function createEventRowsReader(tally: SourceTally): StepReader {
  const splitter = createLineSplitter(JSON_LIMITS.maxElementBytes);
  const values = createValueTaker(tally);
  return {
    *push(chunk) {
      for (const line of splitter.push(chunk)) yield* take(line);
    },
    *end() {
      for (const line of splitter.end()) if (tally.failure === null) yield* take(line);
      if (tally.failure !== null) countReject(tally, { line: null, record: null, reason: tally.failure });
      yield* values.finish();
    },
  };

  function take({ number, bytes }: ByteLine): EvidenceItem[] {
    const text = bytes?.toString('utf8') ?? '';
    if (bytes !== null && !text.startsWith(EVENT)) return [];
    const at = { source: tally, line: number, record: null };
    const record = recordIn(text);
    if (record !== null) return values.takeElement({ ok: true, value: { CloudTrailEvent: record } }, null, at);
    values.reject('a row without its event', at);
    return [];
  }
}

function recordIn(line: string): string | null {
  return line.split('\t').find((cell) => cell.startsWith('{"')) ?? null;
}

const EVENT = 'EVENTS\t';

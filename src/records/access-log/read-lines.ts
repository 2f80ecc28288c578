import { type ByteLine, createLineSplitter } from '../../sources/lines.ts';
import { countRecord, countReject, type SourceTally } from '../../sources/tally.ts';
import type { EvidenceItem } from '../item.ts';
import type { StepReader } from '../step-reader.ts';
import { MAX_LOG_LINE_BYTES } from './line-regions.ts';
import { parseAccessLogLine } from './parse-line.ts';

export interface AccessLogReader extends StepReader {
  /** Number of the last line read. */
  readonly lines: number;
}

/**
 * Reads server access logs. Lines that do not parse are counted, empty ones are not.
 *
 * @param linesBefore lines of the source in front of those read, by which theirs are numbered
 */
export function createAccessLogReader(tally: SourceTally, linesBefore: number = 0): AccessLogReader {
  const splitter = createLineSplitter(MAX_LOG_LINE_BYTES);
  let line = linesBefore;
  tally.kind = 'access-log';

  return {
    get lines(): number {
      return line;
    },
    *push(chunk) {
      for (const next of splitter.push(chunk)) {
        const item = take(next);
        if (item !== null) yield item;
      }
    },
    *end() {
      for (const next of splitter.end()) {
        // A line that the source broke off in may look like a whole one of an older era.
        const item = tally.failure === null ? take(next) : null;
        if (item !== null) yield item;
      }
      if (tally.failure !== null) reject(line + 1, tally.failure);
    },
  };

  function take(next: ByteLine): EvidenceItem | null {
    line = linesBefore + next.number;
    if (next.bytes === null) return reject(line, `longer than ${MAX_LOG_LINE_BYTES} bytes`);
    const text = next.bytes.toString('utf8');
    const parsed = parseAccessLogLine(text);
    if (!parsed.ok) return text.trim() === '' ? null : reject(line, parsed.reason);
    countRecord(tally, parsed.record.time);
    return { kind: 'access-log', record: parsed.record, at: { source: tally, line, record: null } };
  }

  function reject(at: number, reason: string): null {
    countReject(tally, { line: at, record: null, reason });
    return null;
  }
}

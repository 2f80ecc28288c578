import { countRecord, countReject, type SourceTally } from '../../sources/tally.ts';
import type { EvidenceItem } from '../item.ts';
import { MAX_LOG_LINE_BYTES } from './line-regions.ts';
import { parseAccessLogLine } from './parse-line.ts';

type LogItem = Extract<EvidenceItem, { readonly kind: 'access-log' }>;

/**
 * Parses one line where it lies, and counts it; null when it is blank, or a reject.
 *
 * @param newline where its ending stands, or the bytes end
 */
export function takeLine(
  tally: SourceTally,
  bytes: Buffer,
  start: number,
  newline: number,
  line: number,
): LogItem | null {
  const end = newline > start && bytes[newline - 1] === CARRIAGE_RETURN ? newline - 1 : newline;
  if (end - start > MAX_LOG_LINE_BYTES) return rejectLine(tally, line, TOO_LONG);
  const text = bytes.toString('utf8', start, end);
  const parsed = parseAccessLogLine(text);
  if (!parsed.ok) return text.trim() === '' ? null : rejectLine(tally, line, parsed.reason);
  countRecord(tally, parsed.record.time);
  return { kind: 'access-log', record: parsed.record, at: { source: tally, line, record: null } };
}

export function rejectLine(tally: SourceTally, line: number, reason: string): null {
  countReject(tally, { line, record: null, reason });
  return null;
}

/** Where the newline stands that ends the line at `at`, or the bytes end. */
export function endOfLine(bytes: Buffer, at: number, end: number): number {
  const newline = bytes.indexOf(NEWLINE, at);
  return newline === -1 || newline >= end ? end : newline;
}

export const TOO_LONG: string = `longer than ${MAX_LOG_LINE_BYTES} bytes`;
const CARRIAGE_RETURN = 0x0d;
const NEWLINE = 0x0a;

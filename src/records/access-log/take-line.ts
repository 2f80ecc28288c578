import { countRecord, countReject, type SourceTally } from '../../sources/tally.ts';
import type { EvidenceItem } from '../item.ts';
import { parseAccessLogLine } from './parse-line.ts';
import type { AccessLogRecord } from './record.ts';

type LogItem = Extract<EvidenceItem, { readonly kind: 'access-log' }>;

/** S3 cuts URIs, referers and user agents long before; a longer line is no log line. */
export const MAX_LOG_LINE_BYTES: number = 1024 * 1024;

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
  if (mayHoldAnother(parsed.record)) rejectLine(tally, line, ANOTHER);
  return { kind: 'access-log', record: parsed.record, at: { source: tally, line, record: null } };
}

/**
 * Whether a second line seems to stand in a line, the newline between them lost: the first one's user agent then runs on
 * to the second one's end. It is no record, since any client may put such text into its user agent; it is told.
 */
function mayHoldAnother({ userAgent, extra }: AccessLogRecord): boolean {
  if (extra.some((token) => BEGINS_TIME.test(token))) return true;
  return userAgent !== null && userAgent.length > SHORTEST_LINE && HOLDS_TIME.test(userAgent);
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
const ANOTHER = 'another record seems to stand in this line: a newline may be lost';
const BEGINS_TIME = /^\[\d\d\/[A-Z][a-z]{2}\/\d{4}:/;
const HOLDS_TIME = / \[\d\d\/[A-Z][a-z]{2}\/\d{4}:\d\d:\d\d:\d\d [+-]\d{4}\] /;
const SHORTEST_LINE = 100;
const CARRIAGE_RETURN = 0x0d;
const NEWLINE = 0x0a;

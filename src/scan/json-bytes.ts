import { formatInstant, type Instant } from '../instant.ts';
import { ALL_FIELDS, STATUS_FIELD, TIME_FIELD, type UsualLine } from '../records/access-log/undecoded/usual-line.ts';
import { viewOf } from './byte-text.ts';

/**
 * Writes the fields of a line as `ndjsonRecord` writes its record, from bytes to bytes: no text is made of it.
 *
 * @param bytes with the line, and `SPARE_BYTES` more behind it
 * @param at where in `out` to begin, where `roomFor` bytes must be free
 * @returns where the JSON ends
 */
export type JsonLineWriter = (bytes: DataView, line: UsualLine, out: DataView, at: number) => number;

export function createJsonLineWriter(): JsonLineWriter {
  /** Lines come by the dozen in a second. */
  let second: Instant | null = null;
  let time = viewOf(Buffer.alloc(0));
  return (bytes, line, out, at) => {
    if (line.time !== second) {
      second = line.time;
      time = viewOf(Buffer.from(`${formatInstant(second)}"${' '.repeat(SPARE_BYTES)}`));
    }
    return writeJsonLine(bytes, line, out, at, time);
  };
}

function writeJsonLine(bytes: DataView, line: UsualLine, out: DataView, at: number, time: DataView): number {
  const { starts, ends, fields } = line;
  let to = at;
  for (let field = 0; field < ALL_FIELDS; field++) {
    const start = starts[field] ?? 0;
    const end = ends[field] ?? 0;
    if (field === TIME_FIELD) {
      to = copy(TEXTS, keyAt(field), keyAt(field + 1), out, to);
      to = copy(time, 0, time.byteLength - SPARE_BYTES, out, to);
    } else if (field >= fields || (end - start === 1 && bytes.getUint8(start) === DASH)) {
      // A key of text ends with the quote in front of it.
      const key = copy(TEXTS, keyAt(field), keyAt(field + 1), out, to) - (isText(field) ? 1 : 0);
      to = copy(TEXTS, NULL_AT, END_AT, out, key);
    } else {
      to = copy(bytes, start, end, out, copy(TEXTS, keyAt(field), keyAt(field + 1), out, to));
      if (isText(field)) out.setUint8(to++, QUOTE);
    }
  }
  return copy(TEXTS, END_AT, TEXTS_LENGTH, out, to);
}

/** Most bytes that a line of so many may become, and those that are written in passing. */
export function roomFor(lineBytes: number): number {
  return lineBytes + OVERHEAD;
}

/** Read and written beyond the end of a field in passing: four bytes at a time is several times faster than one. */
export const SPARE_BYTES = 3;

function copy(from: DataView, start: number, end: number, out: DataView, at: number): number {
  const distance = at - start;
  for (let index = start; index < end; index += 4) out.setUint32(index + distance, from.getUint32(index, true), true);
  return end + distance;
}

function isText(field: number): boolean {
  return field !== STATUS_FIELD && (field < FIRST_NUMBER || field > LAST_NUMBER);
}

function keyAt(field: number): number {
  return KEYS_AT[field] ?? 0;
}

const NAMES = [
  'bucketOwner',
  'bucket',
  'time',
  'remoteIp',
  'requester',
  'requestId',
  'operation',
  'key',
  'requestUri',
  'httpStatus',
  'errorCode',
  'bytesSent',
  'objectSize',
  'totalTimeMs',
  'turnAroundTimeMs',
  'referer',
  'userAgent',
  'versionId',
  'hostId',
  'signatureVersion',
  'cipherSuite',
  'authenticationType',
  'hostHeader',
  'tlsVersion',
  'accessPointArn',
  'aclRequired',
  'sourceRegion',
];
const [FIRST_NUMBER, LAST_NUMBER] = [11, 14];
const QUOTE = 0x22;
const DASH = 0x2d;
const KEYS = NAMES.map((name, field) => `${field === 0 ? '{' : ','}"${name}":${isText(field) ? '"' : ''}`);
/** Where each key stands in `TEXTS`, and where the last one ends. */
const KEYS_AT: Int32Array = Int32Array.from([0, ...KEYS.map((_, field) => KEYS.slice(0, field + 1).join('').length)]);
const NULL = 'null';
const END = ',"extra":[]}\n';
const NULL_AT: number = KEYS.join('').length;
const END_AT: number = NULL_AT + NULL.length;
const TEXTS_LENGTH: number = END_AT + END.length;
/** Everything that is the same for all lines. */
const TEXTS: DataView = viewOf(Buffer.from(KEYS.join('') + NULL + END + ' '.repeat(SPARE_BYTES)));
/** Keys, the last quote of each text or `null` in its place, the time, and what is written in passing. */
const OVERHEAD: number = TEXTS_LENGTH + ALL_FIELDS * NULL.length + 32;

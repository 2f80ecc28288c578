import { isJsonObject } from '../json.ts';
import { beginsWithLine, isLogLine } from './access-log/begins-with-line.ts';
import { isAthenaHeader } from './athena/read-result.ts';
import { parseAwsErrorText } from './aws-error/aws-error.ts';
import { isConsoleHeader } from './csv/read-console-csv.ts';
import { parseJsonText } from './json/parse.ts';
import { parseLsLine } from './listing/parse-ls-line.ts';

/** How a source is to be read, as far as its beginning tells. */
export type Format =
  | {
      readonly format:
        | 'access-log'
        | 'ls'
        | 'console-csv'
        | 'athena-result'
        | 'manifest-checksum'
        | 'aws-error'
        | 'json'
        | 'json-lines'
        | 'empty';
    }
  | { readonly format: 'foreign'; readonly reason: string };

/**
 * Tells by the beginning of a source, decompressed and decoded, what it is; its name plays no part. One
 * readable line among the first fifty is enough for a log or listing, so that a broken or foreign first
 * line hides nothing.
 *
 * @param head at least 64 KiB, or the whole source
 * @param isWhole the head is all there is
 */
export function recognise(head: Buffer, isWhole: boolean): Format {
  if (beginsWithLine(head)) return { format: 'access-log' };
  const text = head.toString('utf8');
  const start = text.trimStart();
  if (start === '') return isWhole ? { format: 'empty' } : foreign('nothing but blanks at its beginning');
  const lines = text.split('\n', SEEN_LINES + 1).slice(0, SEEN_LINES);
  const first = lines.find((line) => line.trim() !== '') ?? '';
  if (!OPENS_JSON.test(start) && isAthenaHeader(first)) return { format: 'athena-result' };
  for (const line of lines) {
    const format = formatOfLine(line.endsWith('\r') ? line.slice(0, -1) : line);
    if (format !== null) return { format };
  }
  if (!OPENS_JSON.test(start) && isConsoleHeader(first)) return { format: 'console-csv' };
  if (isWhole && /^[0-9a-f]{32}\s*$/i.test(start)) return { format: 'manifest-checksum' };
  if (isWhole && !OPENS_JSON.test(start) && parseAwsErrorText(text) !== null) return { format: 'aws-error' };
  if (OPENS_JSON.test(start)) {
    return { format: !opensDocument(start) && lines.some(isEvent) ? 'json-lines' : 'json' };
  }
  // Junk in front of JSON lines, and JSON that is no object.
  if (lines.some(isEvent)) return { format: 'json-lines' };
  return foreign(
    MAGIC.find(({ bytes }) => head.subarray(0, bytes.length).equals(bytes))?.reason ?? 'no known kind of evidence',
  );
}

/** Lines of formats that can be told by any of their lines. */
function formatOfLine(line: string): 'access-log' | 'ls' | null {
  if (isLogLine(line)) return 'access-log';
  const { kind } = parseLsLine(line);
  return kind === 'object' || kind === 'total-objects' || (kind === 'prefix' && line.startsWith(PREFIX_COLUMN))
    ? 'ls'
    : null;
}

/** A document that runs over several lines, or holds its events in an array. */
function opensDocument(start: string): boolean {
  return /^\[|^\{\s*(?:$|[\r\n]|"(?:Records|Events|Contents|Versions)"\s*:)/.test(start.slice(0, 1024));
}

function isEvent(line: string): boolean {
  if (!line.startsWith('{')) return false;
  const parsed = parseJsonText(line);
  if (!parsed.ok || !isJsonObject(parsed.value)) return false;
  const event = parsed.value;
  return LINE_MEMBERS.some((members) => members.every((member) => event[member] !== undefined));
}

function foreign(reason: string): Format {
  return { format: 'foreign', reason };
}

/** No header of columns begins like that, and a file of JSON may be one line, dear to split into columns. */
const OPENS_JSON = /^[{[]/;
const SEEN_LINES = 50;
/** `aws s3 ls` writes prefixes behind the columns of time and size. */
const PREFIX_COLUMN = ' '.repeat(20);
const LINE_MEMBERS: readonly (readonly string[])[] = [
  ['eventName', 'eventSource'],
  ['CloudTrailEvent'],
  ['Key', 'LastModified'],
];
const MAGIC: readonly { readonly bytes: Buffer; readonly reason: string }[] = [
  { bytes: Buffer.from('PAR1', 'latin1'), reason: 'a Parquet file: no log, no listing of the bucket' },
  { bytes: Buffer.from('ORC', 'latin1'), reason: 'an ORC file: no log, no listing of the bucket' },
];

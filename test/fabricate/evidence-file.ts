import type { JsonValue } from '../../src/json.ts';
import { storedGzip } from './gzip.ts';

/** One file of a fabricated folder; `path` is relative to the folder, with forward slashes. */
export interface EvidenceFile {
  readonly path: string;
  readonly bytes: Uint8Array;
}

export function textFile(path: string, text: string): EvidenceFile {
  return { path, bytes: Buffer.from(text, 'utf8') };
}

/** Indented as the AWS CLI prints it. */
export function jsonFile(path: string, value: JsonValue): EvidenceFile {
  return textFile(path, `${JSON.stringify(value, null, 4)}\n`);
}

/** `{"Records":[...]}` with one event a line: CloudTrail's form, still readable in a diff. */
export function recordsFile(path: string, events: readonly JsonValue[]): EvidenceFile {
  return textFile(path, `{"Records":[\n${events.map((event) => JSON.stringify(event)).join(',\n')}\n]}\n`);
}

export function jsonLinesFile(path: string, events: readonly JsonValue[]): EvidenceFile {
  return textFile(path, events.map((event) => `${JSON.stringify(event)}\n`).join(''));
}

/** As CloudTrail writes it to S3. */
export function gzippedRecordsFile(path: string, events: readonly JsonValue[]): EvidenceFile {
  return { path, bytes: storedGzip(Buffer.from(JSON.stringify({ Records: events }), 'utf8')) };
}

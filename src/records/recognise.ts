import { isJsonObject } from '../json.ts';
import { beginsWithLine } from './access-log/begins-with-line.ts';
import { createEventRowsReader, isEventRow } from './cli-output/read-text.ts';
import { createYamlReader, isYamlAnswer } from './cli-output/read-yaml.ts';
import { createWrappedCsvReader, isWrappedHeader } from './csv/read-wrapped-csv.ts';
import { isWrapped } from './documents/unwrap.ts';
import { parseJsonText } from './json/parse.ts';
import { createJsonReader } from './json/read-json.ts';
import { createJsonLinesReader } from './json/read-json-lines.ts';
import { createLogLinesReader, isLogEventLine } from './json/read-log-lines.ts';
import { LINE_MEMBERS, openAccessLog, TEXT_FORMS, type TextForm } from './kinds.ts';
import { whyUnread } from './known-unread.ts';
import { STREAMED_LISTS } from './open-envelope.ts';

/** How a source is to be read, as far as its beginning tells. */
export type Recognised =
  | { readonly state: 'known'; readonly open: TextForm['open'] }
  | { readonly state: 'empty' }
  | { readonly state: 'foreign'; readonly reason: string };

/**
 * Tells by the beginning of a source, decompressed and decoded, how it is read; its name plays no part. One
 * readable line in it is enough for a log or listing, so that broken or foreign lines in front hide nothing.
 *
 * @param head at least 64 KiB, or the whole source
 * @param isWhole the head is all there is
 */
export function recognise(head: Buffer, isWhole: boolean): Recognised {
  // By far the most sources: known without decoding them.
  if (beginsWithLine(head)) return { state: 'known', open: openAccessLog };
  const text = head.toString('utf8');
  const start = text.trimStart();
  if (start === '') return isWhole ? { state: 'empty' } : foreign('nothing but blanks at its beginning');
  const isJson = OPENS_JSON.test(start);
  // Within a document, lines say little; in front of a log, there may be much that is none.
  const lines = text.split('\n', isJson ? SEEN_LINES : undefined);
  const form = textForm(lines, isJson ? null : { text, isWhole });
  if (form !== undefined) return { state: 'known', open: form.open };
  if (!isJson && lines.some((line, index) => isLogEventLine(line, lines[index + 1] ?? '')))
    return { state: 'known', open: createLogLinesReader };
  // Junk in front of JSON lines is no fault of theirs.
  const isLines = !(isJson && opensDocument(start)) && lines.some(isEvent);
  if (isLines) return { state: 'known', open: (tally, { names }) => createJsonLinesReader(tally, names) };
  if (isJson) return { state: 'known', open: createJsonReader };
  return foreign(whyUnread(head, text));
}

/** @param plain null for what begins as JSON does, which may be one line, dear to split into columns */
function textForm(lines: readonly string[], plain: { text: string; isWhole: boolean } | null): TextForm | undefined {
  const first = lines.find((line) => line.trim() !== '') ?? '';
  const header = plain === null ? undefined : FORMS.find(({ isHeader }) => isHeader?.(first) === true);
  if (header !== undefined) return header;
  for (const line of lines) {
    const text = line.endsWith('\r') ? line.slice(0, -1) : line;
    const form = FORMS.find(({ isLine }) => isLine?.(text) === true);
    if (form !== undefined) return form;
  }
  return plain?.isWhole === true ? FORMS.find(({ isWhole }) => isWhole?.(plain.text) === true) : undefined;
}

/** A document that runs over several lines, or holds its events in an array. */
function opensDocument(start: string): boolean {
  const list = /^\[|^\{\s*(?:$|[\r\n]|"(?:Records|Events|Contents|Versions)"\s*:|"[^"\r\n]{1,64}"\s*:\s*\[\s*[\r\n])/;
  return list.test(start.slice(0, 1024));
}

function isEvent(line: string): boolean {
  if (!line.startsWith('{')) return false;
  const parsed = parseJsonText(line);
  if (!parsed.ok || !isJsonObject(parsed.value)) return false;
  const event = parsed.value;
  if (LINE_MEMBERS.some((members) => members.every((member) => event[member] !== undefined))) return true;
  // A document with a list is one, be it on one line.
  return isWrapped(event) && !Object.keys(event).some((member) => STREAMED_LISTS.has(member));
}

function foreign(reason: string): Recognised {
  return { state: 'foreign', reason };
}

/** A table of envelopes is told by its header, too, and what the AWS CLI prints in place of JSON by its first lines. */
const FORMS: readonly TextForm[] = [
  ...TEXT_FORMS,
  { isHeader: isWrappedHeader, open: createWrappedCsvReader },
  { isHeader: isYamlAnswer, open: createYamlReader },
  { isLine: isEventRow, open: createEventRowsReader },
];
const OPENS_JSON = /^[{[]/;
/** Of a document. */
const SEEN_LINES = 50;

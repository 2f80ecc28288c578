import { gunzipSync } from 'node:zlib';
import type { JsonObject } from '../../src/json.ts';
import type { Report } from '../../src/report/contract.ts';
import { derivedHex, derivedInteger } from './derive.ts';
import { type EvidenceFile, gzippedRecordsFile, jsonLinesFile, textFile } from './evidence-file.ts';

/**
 * The same evidence, put down differently: every file under another name, CloudTrail records dealt
 * anew over another number of files in another order, access-log lines likewise. Listings and
 * documents are whole as they are and only get another name.
 */
export function scrambled(files: readonly EvidenceFile[]): EvidenceFile[] {
  const events: JsonObject[] = [];
  const logLines: string[] = [];
  const kept: EvidenceFile[] = [];
  for (const file of files) {
    const text = textOf(file);
    const found = text === null ? null : trailEvents(text);
    if (found !== null) events.push(...found);
    else if (text === null) kept.push(renamed(file));
    else if (ACCESS_LOG_LINE.test(text)) logLines.push(...text.split('\n').filter((line) => line !== ''));
    else kept.push(renamed(file));
  }
  return [...kept, ...dealtEvents(events), ...dealtLines(logLines)];
}

/** A report without what must differ between equal evidence in other files; records are read again from plain files alone. */
export function asideFromSources(report: Report): unknown {
  const { evidence, warnings, records: _, ...rest } = report;
  const names = evidence.map((entry) => entry.source).sort((left, right) => right.length - left.length);
  const withoutSources = (value: unknown): unknown =>
    JSON.parse(JSON.stringify(value), (member, held: unknown) => {
      if (member === 'evidence' && Array.isArray(held)) return held.length;
      return typeof held === 'string' ? names.reduce((text, name) => text.replaceAll(name, '(source)'), held) : held;
    });
  // Warnings about single files come in the order of their names.
  const sortedWarnings = warnings.map((warning) => JSON.stringify(withoutSources(warning))).sort();
  return { report: withoutSources(rest), warnings: sortedWarnings };
}

const ACCESS_LOG_LINE = /^[0-9a-f]{64} \S+ \[\d{2}\/[A-Z][a-z]{2}\/\d{4}:/;

function renamed(file: EvidenceFile): EvidenceFile {
  return { ...file, path: `kept/${derivedHex(10, 'kept', file.path)}` };
}

/** null for a damaged gzip file, which is evidence too and stays as it is. */
function textOf(file: EvidenceFile): string | null {
  const isGzip = file.bytes[0] === 0x1f && file.bytes[1] === 0x8b;
  if (!isGzip) return Buffer.from(file.bytes).toString('utf8');
  try {
    return gunzipSync(file.bytes).toString('utf8');
  } catch {
    return null;
  }
}

/** The events of a `{"Records":[...]}` file or of JSON lines; null when the file is neither. */
function trailEvents(text: string): JsonObject[] | null {
  if (text.startsWith('{"Records":')) return (JSON.parse(text) as { Records: JsonObject[] }).Records;
  if (!text.startsWith('{"eventVersion":')) return null;
  return text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as JsonObject);
}

/** Half of the records into a compressed file, the other half into two files of JSON lines. */
function dealtEvents(events: readonly JsonObject[]): EvidenceFile[] {
  if (events.length === 0) return [];
  const hands = deal(events, 3, (event, index) => `${JSON.stringify(event)} ${index}`);
  return hands
    .filter((hand) => hand.length > 0)
    .map((hand, index) =>
      index === 0 ? gzippedRecordsFile('trail/a.bin', hand) : jsonLinesFile(`trail/${index}.log`, hand),
    );
}

function dealtLines(lines: readonly string[]): EvidenceFile[] {
  return deal(lines, 2, (line, index) => `${line} ${index}`)
    .filter((hand) => hand.length > 0)
    .map((hand, index) => textFile(`lines/${index}`, hand.map((line) => `${line}\n`).join('')));
}

function deal<T>(cards: readonly T[], handCount: number, face: (card: T, index: number) => string): T[][] {
  const shuffled = cards
    .map((card, index) => ({ card, face: face(card, index) }))
    .map(({ card, face: text }) => ({ card, text, rank: derivedHex(16, 'shuffle', text) }))
    .sort((left, right) => (left.rank < right.rank ? -1 : left.rank > right.rank ? 1 : 0));
  const hands: T[][] = Array.from({ length: handCount }, () => []);
  for (const { card, text } of shuffled) hands[derivedInteger(0, handCount - 1, 'deal', text)]?.push(card);
  return hands;
}

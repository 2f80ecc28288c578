import { CsvError, parse } from 'csv-parse/sync';
import { countRecord, countReject, type SourceTally } from '../../sources/tally.ts';
import { parseConsoleRow } from '../cloudtrail/console-csv.ts';
import type { EvidenceItem } from '../item.ts';
import type { StepReader } from '../step-reader.ts';
import { type CsvRow, createCsvRowSplitter } from './rows.ts';

/** Whether a row is the header of an event history that the CloudTrail console downloaded. */
export function isConsoleHeader(row: string): boolean {
  const columns = parseRow(row)?.map((column) => column.trim().toLowerCase()) ?? [];
  return NEEDED_COLUMNS.every((column) => columns.includes(column));
}

/**
 * Reads the CSV of the CloudTrail console's event history. Cells go by the header's names, so columns
 * may come in any order and be more than are known.
 * https://docs.aws.amazon.com/awscloudtrail/latest/userguide/view-cloudtrail-events-console.html
 */
export function createConsoleCsvReader(tally: SourceTally): StepReader {
  const rows = createCsvRowSplitter();
  let columns: string[] | null = null;
  let line = 0;
  tally.kind = 'console-csv';

  return {
    *push(chunk) {
      yield* takeAll([...rows.push(chunk)]);
    },
    *end() {
      yield* takeAll([...rows.end(tally.failure !== null)]);
      if (tally.failure !== null) reject(line + 1, tally.failure);
    },
  };

  /** Parses the rows of one chunk in one go; only when one of them is broken, each on its own. */
  function* takeAll(batch: readonly CsvRow[]): Generator<EvidenceItem, void, undefined> {
    const texts = batch.flatMap((row) => (row.kind === 'row' ? [row.text] : []));
    const parsed = parseRows(texts.join('\n'));
    const isWhole = parsed !== null && parsed.length === texts.length;
    let index = 0;
    for (const row of batch) {
      line = row.line;
      if (row.kind === 'reject') {
        reject(row.line, row.reason);
        continue;
      }
      const cells = isWhole ? parsed[index] : parseRow(row.text);
      index++;
      if (cells === undefined || cells === null) reject(row.line, 'not a CSV row');
      else if (columns === null) columns = cells.map((column) => column.trim());
      else yield* takeRow(columns, cells, row.line);
    }
  }

  function* takeRow(names: string[], cells: string[], at: number): Generator<EvidenceItem, void, undefined> {
    const parsed = parseConsoleRow(Object.fromEntries(names.flatMap((name, column) => cell(name, cells[column]))));
    if (!parsed.ok) {
      reject(at, parsed.reason);
      return;
    }
    countRecord(tally, parsed.record.eventTime);
    yield { kind: 'cloudtrail', record: parsed.record, at: { source: tally, line: at, record: null } };
  }

  function reject(at: number, reason: string): void {
    countReject(tally, { line: at, record: null, reason });
  }
}

/** No entry where a row is shorter than the header. */
function cell(name: string, text: string | undefined): [string, string][] {
  return text === undefined ? [] : [[name, text]];
}

function parseRow(text: string): string[] | null {
  return parseRows(text)?.[0] ?? null;
}

/** null when the text is no CSV. */
function parseRows(text: string): string[][] | null {
  try {
    return parse(text, { relax_column_count: true, record_delimiter: '\n' });
  } catch (error) {
    if (error instanceof CsvError) return null;
    throw error;
  }
}

const NEEDED_COLUMNS: readonly string[] = ['event time', 'event source', 'event name'];

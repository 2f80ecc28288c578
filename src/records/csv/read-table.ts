import { CsvError, parse } from 'csv-parse/sync';
import { countReject, type Position, type SourceTally } from '../../sources/tally.ts';
import type { EvidenceItem } from '../item.ts';
import type { StepReader } from '../step-reader.ts';
import { type CsvRow, createCsvRowSplitter } from './rows.ts';

/** Takes one row of a table: its cells by the header's names, none where the row is shorter. */
export type TakeRow = (row: Readonly<Record<string, string>>, at: Position) => Iterable<EvidenceItem>;

/** Reads CSV whose cells go by the header's names, so that columns may come in any order and be more than are known. */
export function createTableReader(tally: SourceTally, takeRow: TakeRow): StepReader {
  const rows = createCsvRowSplitter();
  let columns: string[] | null = null;
  let line = 0;

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
      else yield* takeRow(rowOf(columns, cells), { source: tally, line: row.line, record: null });
    }
  }

  function reject(at: number, reason: string): void {
    countReject(tally, { line: at, record: null, reason });
  }
}

/** The columns of a header, in lower case. */
export function columnsOf(header: string): readonly string[] {
  return parseRow(header)?.map((column) => column.trim().toLowerCase()) ?? [];
}

function rowOf(names: readonly string[], cells: readonly string[]): Record<string, string> {
  return Object.fromEntries(names.slice(0, cells.length).map((name, column) => [name, cells[column] ?? '']));
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

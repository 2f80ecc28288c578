import { countRecord, countReject, type SourceTally } from '../../sources/tally.ts';
import { cellsOf } from '../csv/cells.ts';
import { type CsvRow, createCsvRowSplitter } from '../csv/rows.ts';
import type { EvidenceItem } from '../item.ts';
import type { StepReader } from '../step-reader.ts';

/** Whether a first row is one of the data of an inventory: no header, all quoted, a bucket first, and a time somewhere. */
export function isInventoryCsv(row: string): boolean {
  return ROW.test(row) && TIME_CELL.test(row);
}

/**
 * Reads the data of an inventory as CSV. Which column is which, its manifest tells, wherever that is read: rows are
 * handed on as they are.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/storage-inventory-location.html
 */
export function createInventoryCsvReader(tally: SourceTally): StepReader {
  const rows = createCsvRowSplitter();
  let line = 0;
  tally.kind = 'inventory-data';
  return {
    *push(chunk) {
      for (const row of rows.push(chunk)) yield* take(row);
    },
    *end() {
      for (const row of rows.end(tally.failure !== null)) yield* take(row);
      if (tally.failure !== null) countReject(tally, { line: line + 1, record: null, reason: tally.failure });
    },
  };

  function take(row: CsvRow): EvidenceItem[] {
    line = row.line;
    const cells = row.kind === 'row' ? cellsOf(row.text.replace(/\r$/, '')) : null;
    if (cells === null) {
      countReject(tally, { line, record: null, reason: row.kind === 'row' ? 'not a CSV row' : row.reason });
      return [];
    }
    countRecord(tally, null);
    return [{ kind: 'inventory-row', cells, at: { source: tally, line, record: null } }];
  }
}

const ROW = /^"[a-z0-9.-]{3,63}","[^"]{1,3072}"(?:,"[^"]*"){1,30}\r?$/;
const TIME_CELL = /,"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,9})?Z"/;

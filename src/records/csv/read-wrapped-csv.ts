import type { SourceTally } from '../../sources/tally.ts';
import { createValueTaker } from '../documents/take-values.ts';
import type { StepReader } from '../step-reader.ts';
import { columnsOf, createTableReader } from './read-table.ts';

/** Whether a row is a header with a column that may hold whole records. */
export function isWrappedHeader(row: string): boolean {
  const columns = columnsOf(row);
  return columns.length > 1 && columns.some((column) => RECORD_COLUMNS.has(column));
}

/** Reads a table whose rows are envelopes: an export of CloudWatch Logs, CloudTrail Lake or a search tool. */
export function createWrappedCsvReader(tally: SourceTally): StepReader {
  const values = createValueTaker(tally);
  const table = createTableReader(tally, (row, at) => values.takeElement({ ok: true, value: row }, null, at));
  return {
    push: (chunk) => table.push(chunk),
    *end() {
      yield* table.end();
      yield* values.finish();
    },
  };
}

const RECORD_COLUMNS: ReadonlySet<string> = new Set([
  '@message',
  'eventjson',
  '_raw',
  'event.original',
  'message',
  'full_message',
]);

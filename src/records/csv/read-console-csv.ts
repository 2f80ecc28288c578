import { countRecord, countReject, type SourceTally } from '../../sources/tally.ts';
import { parseConsoleRow } from '../cloudtrail/console-csv.ts';
import type { StepReader } from '../step-reader.ts';
import { columnsOf, createTableReader } from './read-table.ts';

/** Whether a row is the header of an event history that the CloudTrail console downloaded. */
export function isConsoleHeader(row: string): boolean {
  const columns = columnsOf(row);
  return NEEDED_COLUMNS.every((column) => columns.includes(column));
}

/**
 * Reads the CSV of the CloudTrail console's event history.
 * https://docs.aws.amazon.com/awscloudtrail/latest/userguide/view-cloudtrail-events-console.html
 */
export function createConsoleCsvReader(tally: SourceTally): StepReader {
  tally.kind = 'console-csv';
  return createTableReader(tally, (row, at) => {
    const parsed = parseConsoleRow(row);
    if (!parsed.ok) {
      countReject(tally, { line: at.line, record: null, reason: parsed.reason });
      return [];
    }
    countRecord(tally, parsed.record.eventTime);
    return [{ kind: 'cloudtrail', record: parsed.record, at }];
  });
}

const NEEDED_COLUMNS: readonly string[] = ['event time', 'event source', 'event name'];

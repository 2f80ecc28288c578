import type { EvidenceItem } from '../records/item.ts';
import { matches, type ScanFilter } from './filter.ts';
import { csvHeader, csvRow } from './format-csv.ts';
import { ndjsonRecord, ndjsonRow } from './format-ndjson.ts';
import { tableHeader, tableRow } from './format-table.ts';
import { isLogItem, type LogItem } from './log-item.ts';
import { scanRow } from './row.ts';

export type ScanFormat = 'table' | 'ndjson' | 'csv';

export interface ScanOptions {
  readonly filter: ScanFilter;
  readonly format: ScanFormat;
  /** Every record is wanted, and as NDJSON each is printed whole. */
  readonly all: boolean;
}

/** What a scan went through, filled while its rows are taken. */
export interface ScanCounts {
  accessLog: number;
  cloudTrail: number;
  /** Evidence that is no log record: objects of listings, manifests, policies. */
  other: number;
  matched: number;
}

export function noCounts(): ScanCounts {
  return { accessLog: 0, cloudTrail: 0, other: 0, matched: 0 };
}

/**
 * Streams the records that the filter wants, as lines of the format, in the order in which they are read. Holds one
 * record at a time. Ending early ends the reading of evidence.
 */
export async function* scan(
  items: AsyncIterable<EvidenceItem>,
  options: ScanOptions,
  counts: ScanCounts,
): AsyncGenerator<string, void, void> {
  const lineOf = LINES[options.format];
  const header = HEADERS[options.format];
  if (header !== null) yield header();
  for await (const item of items) {
    if (!isLogItem(item)) {
      counts.other += 1;
      continue;
    }
    if (item.kind === 'access-log') counts.accessLog += 1;
    else counts.cloudTrail += 1;
    if (!matches(item, options.filter)) continue;
    counts.matched += 1;
    yield lineOf(item, options.all);
  }
}

const HEADERS: Readonly<Record<ScanFormat, (() => string) | null>> = {
  table: tableHeader,
  csv: csvHeader,
  ndjson: null,
};

const LINES: Readonly<Record<ScanFormat, (item: LogItem, all: boolean) => string>> = {
  table: (item) => tableRow(scanRow(item)),
  csv: (item) => csvRow(scanRow(item)),
  ndjson: (item, all) => (all ? ndjsonRecord(item) : ndjsonRow(scanRow(item))),
};

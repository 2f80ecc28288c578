import type { Secrets } from '../display/mask-secrets.ts';
import type { EvidenceItem } from '../records/item.ts';
import { matches, type ScanFilter } from './filter.ts';
import { csvHeader, csvRow } from './format-csv.ts';
import { ndjsonRecord, ndjsonRow } from './format-ndjson.ts';
import { tableHeader, tableRow } from './format-table.ts';
import { isLogItem, type LogItem } from './log-item.ts';
import { type ScanRow, scanRow } from './row.ts';

export type ScanFormat = 'table' | 'ndjson' | 'csv';

export interface ScanOptions {
  readonly filter: ScanFilter;
  readonly format: ScanFormat;
  /** Every record is wanted, and as NDJSON each is printed whole. */
  readonly all: boolean;
  readonly secrets: Secrets;
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

/** Writes the records that the filter wants as lines of the format. */
export interface ScanPen {
  /** null for a format without one. */
  header(): string | null;
  /** The line of an item, or null when it is not wanted; counts it either way. */
  line(item: EvidenceItem, counts: ScanCounts): string | null;
  /** The same, its line not yet written. */
  row(item: EvidenceItem, counts: ScanCounts): ScanRow | null;
  rowLine(row: ScanRow): string;
}

export function createScanPen({ filter, format, all, secrets }: ScanOptions): ScanPen {
  const lineOf = LINES[format];
  const isWanted = (item: EvidenceItem, counts: ScanCounts): item is LogItem => {
    if (!isLogItem(item)) {
      counts.other += 1;
      return false;
    }
    if (item.kind === 'access-log') counts.accessLog += 1;
    else counts.cloudTrail += 1;
    if (!matches(item, filter)) return false;
    counts.matched += 1;
    return true;
  };
  return {
    header: () => HEADERS[format]?.() ?? null,
    line(item, counts) {
      if (!isWanted(item, counts)) return null;
      return all && format === 'ndjson' ? ndjsonRecord(item, secrets) : lineOf(scanRow(item), secrets);
    },
    row: (item, counts) => (isWanted(item, counts) ? scanRow(item) : null),
    rowLine: (row) => lineOf(row, secrets),
  };
}

const HEADERS: Readonly<Record<ScanFormat, (() => string) | null>> = {
  table: tableHeader,
  csv: csvHeader,
  ndjson: null,
};

const LINES: Readonly<Record<ScanFormat, (row: ScanRow, secrets: Secrets) => string>> = {
  table: tableRow,
  csv: csvRow,
  ndjson: ndjsonRow,
};

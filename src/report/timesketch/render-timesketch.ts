import { csvLine, QUOTED_CSV } from '../../display/csv.ts';
import { escapeJson } from '../../display/escape-terminal.ts';
import type { Report } from '../contract.ts';
import { COLUMNS, type TimesketchEvent, timesketchEvents } from './events.ts';

/**
 * The timeline as Timesketch imports it: one JSON object a line with `message`, `datetime` and `timestamp_desc`,
 * beside them fields to search by. Absent fields are left out. Save it as `.jsonl`: the importer goes by the name.
 *
 * @see https://timesketch.org/guides/user/import-from-json-csv/
 */
export function renderTimesketch(report: Report): string {
  return timesketchEvents(report)
    .map((event) => `${escapeJson(JSON.stringify(withoutNull(event)))}\n`)
    .join('');
}

/**
 * The same as CSV: a line of column names, every cell quoted, one event a line (line breaks inside a cell are
 * written `\n`). A cell that a spreadsheet would take for a formula begins with an apostrophe.
 */
export function renderTimesketchCsv(report: Report): string {
  const lines = timesketchEvents(report).map((event) =>
    csvLine(
      COLUMNS.map((column) => event[column]),
      QUOTED_CSV,
    ),
  );
  return [csvLine(COLUMNS, QUOTED_CSV), ...lines].join('');
}

function withoutNull(event: TimesketchEvent): Record<string, unknown> {
  const kept: Record<string, unknown> = {};
  for (const column of COLUMNS) if (event[column] !== null) kept[column] = event[column];
  return kept;
}

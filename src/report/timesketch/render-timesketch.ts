import { csvLine, QUOTED_CSV } from '../../display/csv.ts';
import { escapeJson } from '../../display/escape-terminal.ts';
import type { Report } from '../contract.ts';
import { COLUMNS, timesketchEvents } from './events.ts';

/**
 * The timeline as Timesketch imports it: one JSON object a line with `message`, `datetime` and `timestamp_desc`,
 * beside them fields to search by. Absent fields are left out. Save it as `.jsonl`: the importer goes by the name.
 *
 * @see https://timesketch.org/guides/user/import-from-json-csv/
 */
export function renderTimesketch(report: Report): string {
  return timesketchEvents(report)
    .map((event) => Object.fromEntries(Object.entries(event).filter(([, cell]) => cell !== null)))
    .map((present) => `${escapeJson(JSON.stringify(present))}\n`)
    .join('');
}

/**
 * The same as CSV: a line of column names, every cell quoted, one event a line (line breaks inside a cell are
 * written `\n`). A cell that a spreadsheet would take for a formula begins with an apostrophe.
 */
export function renderTimesketchCsv(report: Report): string {
  const lines = timesketchEvents(report).map((event) => csvLine(Object.values(event), QUOTED_CSV));
  return [csvLine(COLUMNS, QUOTED_CSV), ...lines].join('');
}

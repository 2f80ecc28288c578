import { escapeTerminal } from '../../display/escape-terminal.ts';

/**
 * One line of CSV (RFC 4180), its end included; null is an empty cell. Text that a spreadsheet would run as a
 * formula gets an apostrophe before it, and control characters become visible, so that a record stays on its line.
 */
export function csvLine(cells: readonly (string | number | null)[]): string {
  return `${cells.map(csvCell).join(',')}\n`;
}

function csvCell(value: string | number | null): string {
  if (value === null) return '';
  if (typeof value === 'number') return String(value);
  const text = FORMULA.test(value) ? `'${value}` : value;
  return `"${escapeTerminal(text).replaceAll('"', '""')}"`;
}

/** Excel, LibreOffice and Sheets look past leading spaces, and some take the full-width forms too. */
const FORMULA = /^\s*[=+\-@|%\uff1d\uff0b\uff0d\uff20\t\r\n]/u;

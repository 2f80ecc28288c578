import { escapeTerminal } from './escape-terminal.ts';
import type { Secrets } from './mask-secrets.ts';

export type CsvCell = string | number | boolean | null;

/** What the readers of a CSV differ in. */
export interface CsvDialect {
  readonly quotes: 'where-needed' | 'always';
  readonly lineEnd: '\r\n' | '\n';
  /** Text that gets an apostrophe in front. */
  readonly formula: RegExp;
  /** Masked unless told otherwise. */
  readonly secrets?: Secrets;
}

/** RFC 4180, with no more quotes than it asks for, for spreadsheets and for programs. */
export const PLAIN_CSV: CsvDialect = {
  quotes: 'where-needed',
  lineEnd: '\r\n',
  // Full-width forms of the signs are taken for formulas too, in East Asian versions of spreadsheets.
  formula: /^[=+\-@\t\r\n\uff1d\uff0b\uff0d\uff20]/,
};

/** All text in quotes, for sentences that are read in spreadsheets: these look past leading spaces. */
export const QUOTED_CSV: CsvDialect = {
  quotes: 'always',
  lineEnd: '\n',
  formula: /^\s*[=+\-@|%\uff1d\uff0b\uff0d\uff20\t\r\n]/u,
};

/** One record, its end included. */
export function csvLine(cells: readonly CsvCell[], dialect: CsvDialect): string {
  return `${cells.map((cell) => csvCell(cell, dialect)).join(',')}${dialect.lineEnd}`;
}

/**
 * One cell; null is empty. Text that a spreadsheet would take for a formula gets a `'` in front
 * (https://owasp.org/www-community/attacks/CSV_Injection), and control and other invisible characters are made
 * visible, so that a record stays on its line and a terminal is safe. Formats in JSON have the exact bytes.
 */
export function csvCell(value: CsvCell, { quotes, formula, secrets }: CsvDialect): string {
  if (value === null) return '';
  if (typeof value !== 'string') return String(value);
  const text = escapeTerminal(formula.test(value) ? `'${value}` : value, secrets);
  return quotes === 'always' || NEEDS_QUOTES.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

const NEEDS_QUOTES = /[",]/;

import { escapeTerminal } from '../display/escape-terminal.ts';
import type { ScanActor, ScanRow } from './row.ts';

type Cell = string | number | boolean | null;

/** Column order of the rows' own members; the actor's follow where `actor` stands in a row. */
const BEFORE_ACTOR = ['time', 'log', 'operation', 'eventName', 'bucket', 'key', 'keyArn', 'requester'] as const;
const ACTOR = [
  'type',
  'arn',
  'accountId',
  'principalId',
  'userName',
  'sessionName',
  'sessionIssuerArn',
  'accessKeyId',
  'mfaAuthenticated',
  'sourceIdentity',
  'invokedBy',
] as const satisfies readonly (keyof ScanActor)[];
const AFTER_ACTOR = [
  'sourceIp',
  'status',
  'errorCode',
  'requestId',
  'eventId',
  'userAgent',
  'tool',
  'source',
  'line',
  'record',
] as const satisfies readonly (keyof ScanRow)[];

/** `time,log,...,actorType,actorArn,...,record`. */
export function csvHeader(): string {
  const actor = ACTOR.map((name) => `actor${name.charAt(0).toUpperCase()}${name.slice(1)}`);
  return csvLine([...BEFORE_ACTOR, ...actor, ...AFTER_ACTOR]);
}

/** A row as CSV by RFC 4180, ended by CR LF; null is an empty cell. */
export function csvRow(row: ScanRow): string {
  return csvLine([
    ...BEFORE_ACTOR.map((name): Cell => row[name]),
    ...ACTOR.map((name): Cell => row.actor[name]),
    ...AFTER_ACTOR.map((name): Cell => row[name]),
  ]);
}

function csvLine(cells: readonly Cell[]): string {
  return `${cells.map(csvCell).join(',')}\r\n`;
}

/**
 * One cell. Text that a spreadsheet would take for a formula gets a `'` in front
 * (https://owasp.org/www-community/attacks/CSV_Injection), and control and other invisible characters are made
 * visible, since a CSV may end up on a terminal too. The exact bytes are in the NDJSON format.
 */
export function csvCell(value: Cell): string {
  if (value === null) return '';
  if (typeof value !== 'string') return String(value);
  const text = escapeTerminal(FORMULA.test(value) ? `'${value}` : value);
  return NEEDS_QUOTES.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** Full-width forms of the signs are taken for formulas too, in East Asian versions of spreadsheets. */
const FORMULA = /^[=+\-@\t\r\n\uff1d\uff0b\uff0d\uff20]/;
const NEEDS_QUOTES = /[",]/;

import { type CsvDialect, csvCell, PLAIN_CSV } from '../display/csv.ts';
import { displayWidth, takeColumns } from '../display/display-width.ts';
import { escapeJson, escapeTerminal } from '../display/escape-terminal.ts';
import { maskValue, type Secrets } from '../display/mask-secrets.ts';
import type { Cell, QueryResult } from './result.ts';

export type QueryFormat = 'table' | 'json' | 'csv';

/**
 * The result as text, piece by piece as its rows come. The statement has run on what the logs say; what would let a
 * reader in is masked in the rows, by its own name or that of its column: what SQL cuts out of both is shown.
 */
export function formatResult(
  found: QueryResult,
  format: QueryFormat,
  secrets: Secrets = 'masked',
): AsyncGenerator<string, void, undefined> {
  const result = secrets === 'shown' ? found : { columns: found.columns, rows: maskedRows(found) };
  switch (format) {
    case 'table':
      return formatTable(result);
    case 'json':
      return formatJson(result);
    case 'csv':
      return formatCsv(result);
    default:
      return format satisfies never;
  }
}

async function* maskedRows({ columns, rows }: QueryResult): QueryResult['rows'] {
  for await (const row of rows) {
    yield row.map((cell, index) => (typeof cell === 'string' ? maskValue(columns[index] ?? '', cell) : cell));
  }
}

/** An array of objects, one a line. A name that repeats gets a number behind it. */
async function* formatJson({ columns, rows }: QueryResult): AsyncGenerator<string, void, undefined> {
  const names = distinct(columns).map((name) => JSON.stringify(name));
  let separator = '[\n';
  for await (const row of rows) {
    const members = names.map((name, index) => `${name}:${JSON.stringify(row[index] ?? null)}`);
    yield `${separator}${escapeJson(`{${members.join(',')}}`, 'shown')}`;
    separator = ',\n';
  }
  yield separator === '[\n' ? '[]\n' : '\n]\n';
}

/**
 * RFC 4180 with formulas made harmless and hidden characters visible, in JSON as escapes of its own; NULL is an empty
 * cell, an empty text is `""`.
 */
async function* formatCsv({ columns, rows }: QueryResult): AsyncGenerator<string, void, undefined> {
  const cell = (value: Cell): string => {
    if (value === '') return '""';
    return csvCell(typeof value === 'string' ? visibleJson(value) : value, SHOWN_CSV);
  };
  yield `${columns.map(cell).join(',')}\r\n`;
  for await (const row of rows) yield `${row.map(cell).join(',')}\r\n`;
}

/** Rows that come here have been masked. */
const SHOWN_CSV: CsvDialect = { ...PLAIN_CSV, secrets: 'shown' };

/** JSON that is read back to the same value; any other text as it is. */
function visibleJson(text: string): string {
  if (!/^[[{]/.test(text)) return text;
  const escaped = escapeJson(text, 'shown');
  return escaped !== text && isJson(text) ? escaped : text;
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

/** Rows that column widths are taken from; later ones may stand out. */
const MEASURED_ROWS = 200;
const MAX_WIDTH = 60;
/** Of a long value: the end of an ARN says as much as its start. */
const HEAD_WIDTH = 28;

/** For reading: long values are cut in their middle, which shows by their `...`; the other formats have them whole. */
async function* formatTable({ columns, rows }: QueryResult): AsyncGenerator<string, void, undefined> {
  const head = columns.map((name) => shown(name.toUpperCase()));
  const measured: string[][] = [head];
  let widths: readonly number[] | null = null;
  for await (const row of rows) {
    const cells = row.map(shown);
    if (widths !== null) {
      yield lineOf(cells, widths);
      continue;
    }
    measured.push(cells);
    if (measured.length <= MEASURED_ROWS) continue;
    widths = widthsOf(measured);
    for (const line of measured) yield lineOf(line, widths);
  }
  if (widths === null) {
    const final = widthsOf(measured);
    for (const line of measured) yield lineOf(line, final);
  }
}

function shown(value: Cell): string {
  if (value === null) return '-';
  if (value === '') return '""';
  const whole = String(value);
  // What is cut out does not matter, and is not looked at.
  if (whole.length <= MAX_WIDTH * 4) {
    const text = escapeTerminal(whole, 'shown');
    if (displayWidth(text) <= MAX_WIDTH) return text;
  }
  return `${takeColumns(escapeTerminal(whole.slice(0, MAX_WIDTH), 'shown'), HEAD_WIDTH)}...${tailOf(whole)}`;
}

/** As many characters of the end as fit beside the head. */
function tailOf(whole: string): string {
  const room = MAX_WIDTH - HEAD_WIDTH - 3;
  let tail = '';
  for (const character of [...whole.slice(-room)].reverse()) {
    const longer = escapeTerminal(character, 'shown') + tail;
    if (displayWidth(longer) > room) break;
    tail = longer;
  }
  return tail;
}

function widthsOf(lines: readonly (readonly string[])[]): readonly number[] {
  const widths: number[] = [];
  for (const line of lines) {
    for (const [index, cell] of line.entries()) widths[index] = Math.max(widths[index] ?? 0, displayWidth(cell));
  }
  return widths;
}

function lineOf(cells: readonly string[], widths: readonly number[]): string {
  const padded = cells.map((cell, index) => cell + ' '.repeat(Math.max(0, (widths[index] ?? 0) - displayWidth(cell))));
  return `${padded.join('  ').trimEnd()}\n`;
}

function distinct(names: readonly string[]): readonly string[] {
  const taken = new Set<string>();
  return names.map((name) => {
    let free = name;
    for (let number = 2; taken.has(free); number++) free = `${name}_${number}`;
    taken.add(free);
    return free;
  });
}

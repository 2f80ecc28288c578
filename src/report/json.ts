import { escapeJson } from '../display/escape-terminal.ts';
import type { Report } from './contract.ts';
import { inOrder, REPORT } from './key-order.ts';

/**
 * The report as JSON: keys in the order of the contract whatever order the report was built in, two spaces,
 * a newline at the end. Equal reports give equal bytes.
 *
 * Control and other invisible characters from the logs are written as `\uXXXX`, so that the file can be shown
 * on a terminal; a parser reads the same values back.
 */
export function renderJson(report: Report): string {
  return [...jsonPieces(report)].join('');
}

/** The same text piece by piece: that of a hundred thousand changes is too long to be held as one. */
export function* jsonPieces(report: Report): Generator<string, void, undefined> {
  let piece = '{';
  let separator = '\n  ';
  for (const name of Object.keys(REPORT) as (keyof Report)[]) {
    const [order, value] = [REPORT[name], report[name]];
    piece += `${separator}${JSON.stringify(name)}: `;
    separator = ',\n  ';
    if (!Array.isArray(value)) {
      piece += printedMember(inOrder(order, value));
      continue;
    }
    let opening = '[';
    for (const entry of value) {
      piece += `${opening}\n    ${printedEntry(inOrder(order, entry))}`;
      opening = ',';
      if (piece.length < PIECE) continue;
      yield piece;
      piece = '';
    }
    piece += opening === '[' ? '[]' : '\n  ]';
  }
  yield `${piece}\n}\n`;
}

const PIECE = 64 * 1024;

/** Printed within one list, or two, a value is as far from the margin as in the report. */
function printedMember(value: unknown): string {
  return escapeJson(JSON.stringify([value], null, 2).slice('[\n  '.length, -'\n]'.length));
}

function printedEntry(entry: unknown): string {
  return escapeJson(JSON.stringify([[entry]], null, 2).slice('[\n  [\n    '.length, -'\n  ]\n]'.length));
}

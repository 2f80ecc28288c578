import { type ByteLine, createLineSplitter } from '../../sources/lines.ts';

/** One CSV row, which may run over several lines, or the first line of one that could not be put together. */
export type CsvRow =
  | { readonly kind: 'row'; readonly line: number; readonly text: string }
  | { readonly kind: 'reject'; readonly line: number; readonly reason: string };

export interface CsvRowSplitter {
  /** To be run to its end before the next call. */
  push(chunk: Buffer): Generator<CsvRow, void, undefined>;
  /** `cutShort`: the source broke off, so that its last line is no row. */
  end(cutShort: boolean): Generator<CsvRow, void, undefined>;
}

/**
 * Puts lines together into rows: a line that leaves a quote open goes on in the next one (RFC 4180).
 * When no quote closes it within 64 lines, its first line is given up and the others are read as rows of
 * their own, so that a stray quote costs one row and not the rest of the file.
 */
export function createCsvRowSplitter(): CsvRowSplitter {
  const splitter = createLineSplitter(MAX_ROW_BYTES);
  /** The lines of the row that is still open. */
  let open: TextLine[] = [];
  let openLength = 0;

  return {
    *push(chunk) {
      for (const line of splitter.push(chunk)) yield* take(line);
    },
    *end(cutShort) {
      for (const line of splitter.end()) {
        if (!cutShort) yield* take(line);
      }
      while (open.length > 0) yield* giveUp();
    },
  };

  function* take({ number, bytes }: ByteLine): Generator<CsvRow, void, undefined> {
    if (bytes !== null) {
      yield* add({ number, text: bytes.toString('utf8') });
      return;
    }
    while (open.length > 0) yield* giveUp();
    yield { kind: 'reject', line: number, reason: `longer than ${MAX_ROW_BYTES} bytes` };
  }

  function* add(line: TextLine): Generator<CsvRow, void, undefined> {
    const endsRow = leavesQuoteOpen(line.text) === open.length > 0;
    open.push(line);
    openLength += line.text.length;
    if (endsRow) {
      const first = open[0]?.number ?? line.number;
      const text = open.map((part) => part.text).join('\n');
      clear();
      if (text.trim() !== '') yield { kind: 'row', line: first, text };
    } else if (open.length >= MAX_ROW_LINES || openLength > MAX_ROW_BYTES) {
      yield* giveUp();
    }
  }

  function* giveUp(): Generator<CsvRow, void, undefined> {
    const [first, ...rest] = open;
    clear();
    if (first !== undefined) yield { kind: 'reject', line: first.number, reason: 'a quote that is not closed' };
    for (const line of rest) yield* add(line);
  }

  function clear(): void {
    open = [];
    openLength = 0;
  }
}

interface TextLine {
  readonly number: number;
  readonly text: string;
}

/** Quotes within quotes are doubled, so an odd number of them leaves one open. */
function leavesQuoteOpen(text: string): boolean {
  let isOpen = false;
  for (let at = text.indexOf('"'); at !== -1; at = text.indexOf('"', at + 1)) isOpen = !isOpen;
  return isOpen;
}

const MAX_ROW_BYTES = 1024 * 1024;
const MAX_ROW_LINES = 64;

import { countRecord, countReject, type SourceTally } from '../../sources/tally.ts';
import { cellsOf } from '../csv/cells.ts';
import { type CsvRow, createCsvRowSplitter } from '../csv/rows.ts';
import type { EvidenceItem } from '../item.ts';
import type { StepReader } from '../step-reader.ts';
import { type AthenaEvidence, readAthenaResult } from './read-result-row.ts';

/** Whether a row is the header of a result with records of a log in it. */
export function isAthenaHeader(row: string): boolean {
  const columns = cellsOf(row.endsWith('\r') ? row.slice(0, -1) : row);
  return columns !== null && readAthenaResult(columns.map((name) => name ?? '')) !== null;
}

/**
 * Reads a result with records of a log in it, one a row: the CSV that Athena leaves in S3, or that
 * `query --format csv` writes. Both leave a cell empty for NULL and write `""` for an empty text. Athena quotes
 * every value; a header without quotes is this program's own, which puts `'` in front of what a spreadsheet would
 * take for a formula.
 * https://docs.aws.amazon.com/athena/latest/ug/querying-finding-output-files.html
 */
export function createAthenaResultReader(tally: SourceTally): StepReader {
  const rows = createCsvRowSplitter();
  let read: ((cells: readonly (string | null)[]) => AthenaEvidence) | null = null;
  let columns = 0;
  let isGuarded = false;
  let line = 0;
  tally.kind = 'athena-result';

  return {
    *push(chunk) {
      for (const row of rows.push(chunk)) yield* take(row);
    },
    *end() {
      for (const row of rows.end(tally.failure !== null)) yield* take(row);
      if (tally.failure !== null) reject(line + 1, tally.failure);
    },
  };

  function* take(row: CsvRow): Generator<EvidenceItem, void, undefined> {
    line = row.line;
    if (row.kind === 'reject') return reject(row.line, row.reason);
    const cells = cellsOf(row.text);
    if (cells === null) return reject(row.line, 'not a CSV row');
    if (read === null) {
      read = readAthenaResult(cells.map((name) => name ?? ''));
      columns = cells.length;
      isGuarded = !row.text.startsWith('"');
      return;
    }
    if (cells.length !== columns) return reject(row.line, 'not as many cells as the header');
    const { parsed } = read(isGuarded ? cells.map(withoutGuard) : cells);
    if (!parsed.ok) return reject(row.line, parsed.reason);
    const at = { source: tally, line: row.line, record: null };
    if (parsed.record.kind === 'access-log') {
      countRecord(tally, parsed.record.time);
      yield { kind: 'access-log', record: parsed.record, at };
    } else {
      countRecord(tally, parsed.record.eventTime);
      yield { kind: 'cloudtrail', record: parsed.record, at };
    }
  }

  function reject(at: number, reason: string): void {
    countReject(tally, { line: at, record: null, reason });
  }
}

function withoutGuard(cell: string | null): string | null {
  return cell !== null && GUARDED.test(cell) ? cell.slice(1) : cell;
}

const GUARDED = /^'[=+\-@\uff1d\uff0b\uff0d\uff20]/;

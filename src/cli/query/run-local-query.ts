import { counted } from '../../display/quantities.ts';
import type { BoundStatement } from '../../query/bind.ts';
import { keepEvidence } from '../../query/duckdb/keep-evidence.ts';
import { type LoadRemarks, queryEvidence, queryKeptDatabase } from '../../query/duckdb/query-evidence.ts';
import type { QueryResult } from '../../query/result.ts';
import { type EvidenceReading, readEvidence } from '../../records/read.ts';
import type { EvidenceInput } from '../../sources/input.ts';
import { followReading } from '../terminal/evidence-progress.ts';
import { checkOutputs } from '../terminal/write-whole.ts';
import { deliverRows, type RowDelivery } from './deliver-rows.ts';

/** What is asked on this machine: evidence, a database that was kept, or both: evidence to be kept in it. */
export interface LocalPlace {
  /** null when the database alone is asked. */
  readonly inputs: readonly EvidenceInput[] | null;
  /** null for a database in memory. */
  readonly file: string | null;
}

/** Runs a statement on this machine; returns the exit code. */
export async function runLocalQuery(
  statement: BoundStatement,
  { inputs, file }: LocalPlace,
  delivery: RowDelivery,
): Promise<number> {
  const read = (inputs ?? []).flatMap((input) => (input.kind === 'file' ? [input.path] : []));
  checkOutputs(delivery.file === null ? [] : [delivery.file], file === null ? read : [...read, file]);
  let hasNothing = false;
  const on = {
    loaded: (remarks: LoadRemarks) => {
      delivery.progress.done();
      tell(remarks, delivery);
      hasNothing = remarks.hasNothing;
    },
    deliver: (result: QueryResult) => deliverRows(result, delivery),
  };
  try {
    if (file === null) {
      await queryEvidence(readingOf(inputs ?? [], delivery), statement, on);
    } else {
      if (inputs !== null && !(await keep(file, inputs, delivery))) return 3;
      await queryKeptDatabase(file, statement, on);
    }
  } finally {
    delivery.progress.done();
  }
  // Rows of nothing are no answer.
  return hasNothing ? 3 : 0;
}

/** False when there is nothing to ask, which has been said. */
async function keep(file: string, inputs: readonly EvidenceInput[], delivery: RowDelivery): Promise<boolean> {
  const { added, present, nothing } = await keepEvidence(file, inputs, (fresh) => readingOf(fresh, delivery));
  delivery.progress.done();
  if (nothing !== null) {
    for (const warning of nothing) delivery.diagnostics.warn(warning);
    delivery.diagnostics.warn(`there is no log in the evidence, and nothing to keep in ${file}`);
    return false;
  }
  const before = present === 0 ? '' : `, ${counted(present, 'source')} loaded before`;
  delivery.diagnostics.progress(`${file}: ${counted(added, 'log')} added${before}.`);
  return true;
}

function readingOf(inputs: readonly EvidenceInput[], delivery: RowDelivery): EvidenceReading {
  const reading = readEvidence(inputs, { listingTimezone: null, stdin: delivery.stdin });
  followReading(delivery.progress, inputs, reading.tallies);
  return reading;
}

function tell({ warnings, summary, emptyTables }: LoadRemarks, { diagnostics }: RowDelivery): void {
  for (const warning of warnings) diagnostics.warn(warning);
  diagnostics.progress(summary);
  for (const table of emptyTables) diagnostics.warn(`${table} is empty: the evidence holds none of its records`);
}

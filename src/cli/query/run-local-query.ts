import { counted } from '../../display/quantities.ts';
import { keepEvidence } from '../../query/duckdb/keep-evidence.ts';
import { type LoadRemarks, queryEvidence, queryKeptDatabase } from '../../query/duckdb/query-evidence.ts';
import type { QueryResult } from '../../query/result.ts';
import { type EvidenceReading, readEvidence } from '../../records/read.ts';
import { type EvidenceInput, pathsOf } from '../../sources/input.ts';
import { openEvidence } from '../options/open-evidence.ts';
import { followReading } from '../terminal/evidence-progress.ts';
import type { Terminal } from '../terminal/open-terminal.ts';
import { checkOutputs } from '../terminal/write-whole.ts';
import { deliverRows } from './deliver-rows.ts';
import type { QueryPlace, QuestionOf } from './resolve-query.ts';

/** A statement for this machine. */
export interface LocalQuestion extends Pick<QuestionOf<'run'>, 'statement' | 'output'> {
  readonly place: Exclude<QueryPlace, { readonly kind: 'athena' }>;
}

/** Runs a statement on this machine; returns the exit code. */
export async function runLocalQuery(question: LocalQuestion, terminal: Terminal): Promise<number> {
  const { evidence } = question.place;
  if (evidence === null) return ask(question, [], terminal);
  const { inputs, close } = await openEvidence(evidence);
  return await ask(question, inputs, terminal).finally(close);
}

async function ask(
  { statement, place, output }: LocalQuestion,
  inputs: readonly EvidenceInput[],
  terminal: Terminal,
): Promise<number> {
  const kept = place.kind === 'kept-database' ? [place.file] : [];
  checkOutputs(output.file === null ? [] : [output.file], [...pathsOf(inputs), ...kept]);
  let hasNothing = false;
  const on = {
    loaded: (remarks: LoadRemarks) => {
      terminal.progress.done();
      tell(remarks, terminal);
      hasNothing = remarks.hasNothing;
    },
    deliver: (result: QueryResult) => deliverRows(result, output, terminal),
  };
  try {
    if (place.kind === 'evidence') {
      await queryEvidence(readingOf(inputs, terminal), statement, on);
    } else {
      if (place.evidence !== null && !(await keep(place.file, inputs, terminal))) return 3;
      await queryKeptDatabase(place.file, statement, on);
    }
  } finally {
    terminal.progress.done();
  }
  // Rows of nothing are no answer.
  return hasNothing ? 3 : 0;
}

/** False when there is nothing to ask, which has been said. */
async function keep(file: string, inputs: readonly EvidenceInput[], terminal: Terminal): Promise<boolean> {
  const { added, present, nothing } = await keepEvidence(file, inputs, (fresh) => readingOf(fresh, terminal));
  terminal.progress.done();
  if (nothing !== null) {
    for (const warning of nothing) terminal.diagnostics.warn(warning);
    terminal.diagnostics.warn(`there is no log in the evidence, and nothing to keep in ${file}`);
    return false;
  }
  const before = present === 0 ? '' : `, ${counted(present, 'source')} loaded before`;
  terminal.diagnostics.progress(`${file}: ${counted(added, 'log')} added${before}.`);
  return true;
}

function readingOf(inputs: readonly EvidenceInput[], terminal: Terminal): EvidenceReading {
  const reading = readEvidence(inputs, { listingTimezone: null, stdin: terminal.shell.stdin });
  followReading(terminal.progress, inputs, reading.tallies);
  return reading;
}

function tell({ warnings, summary, emptyTables }: LoadRemarks, { diagnostics }: Terminal): void {
  for (const warning of warnings) diagnostics.warn(warning);
  diagnostics.progress(summary);
  for (const table of emptyTables) diagnostics.warn(`${table} is empty: the evidence holds none of its records`);
}

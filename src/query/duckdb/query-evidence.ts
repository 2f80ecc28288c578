import { count, counted } from '../../display/quantities.ts';
import type { EvidenceReading } from '../../records/read.ts';
import type { SourceTally } from '../../sources/tally.ts';
import type { BoundStatement } from '../bind.ts';
import type { QueryResult } from '../result.ts';
import { type Loaded, loadEvidence } from './load.ts';
import { openDatabase } from './open.ts';
import { runLocally } from './run.ts';

/** What is to be known of the evidence before its rows. */
export interface LoadRemarks {
  readonly warnings: readonly string[];
  readonly summary: string;
}

/**
 * Loads evidence into a database of its own, asks it, and hands the answer to `deliver`, whose end is the end of the
 * database. `loaded` is called in between.
 *
 * @throws ForensicsError `failed` with what the engine says; whatever `deliver` throws
 */
export async function queryEvidence(
  reading: EvidenceReading,
  statement: BoundStatement,
  on: {
    readonly loaded: (remarks: LoadRemarks) => void;
    readonly deliver: (result: QueryResult) => Promise<void>;
  },
): Promise<void> {
  const { connection, close } = await openDatabase();
  try {
    const loaded = await loadEvidence(connection, reading);
    on.loaded({ warnings: reading.tallies.flatMap(warningsOf), summary: summaryOf(loaded) });
    await on.deliver(await runLocally(connection, statement));
  } finally {
    close();
  }
}

function warningsOf(tally: SourceTally): readonly string[] {
  const rejects = tally.rejected === 0 ? [] : [`${tally.source}: ${counted(tally.rejected, 'record')} not readable`];
  // What is of another kind is no fault: folders hold more than logs.
  const failed = tally.failure === null || tally.kind === 'not-recognised' ? [] : [`${tally.source}: ${tally.failure}`];
  return [...rejects, ...failed];
}

function summaryOf(loaded: Loaded): string {
  const unparsed = loaded.unparsedLines === 0 ? '' : ` and ${counted(loaded.unparsedLines, 'unreadable line')}`;
  return `s3_access_logs: ${count(loaded.accessLogRecords)} rows${unparsed}; cloudtrail_logs: ${count(loaded.cloudTrailRecords)} rows.`;
}

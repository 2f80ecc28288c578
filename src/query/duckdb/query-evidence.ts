import { count, counted } from '../../display/quantities.ts';
import type { EvidenceReading } from '../../records/read.ts';
import { withMembers } from '../../sources/tally.ts';
import type { BoundStatement } from '../bind.ts';
import type { QueryResult } from '../result.ts';
import { loadEvidence } from './load.ts';
import { type LoadedSource, loadedSource, rememberedSources, sourceWarnings } from './loaded-sources.ts';
import { defineMacros, macrosNeeded } from './macros-needed.ts';
import { type LocalDatabase, openDatabase } from './open.ts';
import { openKeptDatabase } from './open-kept.ts';
import { runLocally } from './run.ts';

/** What is to be known of the evidence before its rows. */
export interface LoadRemarks {
  readonly warnings: readonly string[];
  readonly summary: string;
  /** Tables that the statement names and that hold nothing, and whether there is no other. */
  readonly emptyTables: readonly string[];
  readonly hasNothing: boolean;
}

interface QueryEvents {
  readonly loaded: (remarks: LoadRemarks) => void;
  readonly deliver: (result: QueryResult) => Promise<void>;
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
  on: QueryEvents,
): Promise<void> {
  const database = await openDatabase({ kind: 'memory' }, []);
  await closing(database, async () => {
    await loadEvidence(database.connection, reading);
    await ask(
      database,
      withMembers(reading.tallies).map((tally) => loadedSource(tally, '')),
      statement,
      on,
    );
  });
}

/**
 * Asks a kept database, which it leaves as it is; see {@link queryEvidence}.
 *
 * @throws ForensicsError `unreadable-input` for a file that is no such database, and as `queryEvidence` does
 */
export async function queryKeptDatabase(file: string, statement: BoundStatement, on: QueryEvents): Promise<void> {
  const database = await openKeptDatabase(file);
  await closing(database, async () => {
    await ask(database, await rememberedSources(database.connection), statement, on);
  });
}

async function ask(
  database: LocalDatabase,
  sources: readonly LoadedSource[],
  statement: BoundStatement,
  on: QueryEvents,
): Promise<void> {
  const rows = await countRows(database);
  const asked = [...rows.keys()].filter((table) => new RegExp(`\\b${table}\\b`, 'i').test(statement.sql));
  const emptyTables = asked.filter((table) => rows.get(table)?.all === 0);
  on.loaded({
    warnings: sourceWarnings(sources),
    summary: `${[...rows].map(([table, found]) => summaryOf(table, found)).join('; ')}.`,
    emptyTables,
    hasNothing: asked.length > 0 && emptyTables.length === asked.length,
  });
  await defineMacros(database.connection, macrosNeeded(statement.sql));
  await on.deliver(await runLocally(database.connection, statement));
}

interface RowCount {
  readonly all: number;
  /** Lines of access logs that could not be read: rows of NULLs, as Athena has them. */
  readonly unreadable: number;
}

async function countRows({ connection }: LocalDatabase): Promise<ReadonlyMap<string, RowCount>> {
  const counts = await connection.runAndReadAll(`SELECT
    (SELECT COUNT(*) FROM s3_access_logs),
    (SELECT COUNT(*) FROM s3_access_logs WHERE bucketowner IS NULL),
    (SELECT COUNT(*) FROM cloudtrail_logs)`);
  const [lines = 0, unreadable = 0, events = 0] = (counts.getRows()[0] ?? []).map(Number);
  return new Map([
    ['s3_access_logs', { all: lines, unreadable }],
    ['cloudtrail_logs', { all: events, unreadable: 0 }],
  ]);
}

function summaryOf(table: string, { all, unreadable }: RowCount): string {
  const unparsed = unreadable === 0 ? '' : ` and ${counted(unreadable, 'unreadable line')}`;
  return `${table}: ${count(all - unreadable)} rows${unparsed}`;
}

async function closing(database: LocalDatabase, work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } finally {
    database.close();
  }
}

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { DuckDBConnection, DuckDBPreparedStatement } from '@duckdb/node-api';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { resolveValues } from '../../src/cli/query/resolve-values.ts';
import { executionParameters } from '../../src/query/athena/execution-parameters.ts';
import { bindParameters } from '../../src/query/bind.ts';
import { shippedQueries } from '../../src/query/catalog.ts';
import { cellOf } from '../../src/query/duckdb/cell.ts';
import { loadEvidence } from '../../src/query/duckdb/load.ts';
import { type LocalDatabase, openDatabase } from '../../src/query/duckdb/open.ts';
import { spellCalls } from '../../src/query/duckdb/spell-calls.ts';
import { formatResult } from '../../src/query/format.ts';
import type { QueryResult } from '../../src/query/result.ts';
import { readEvidence } from '../../src/records/read.ts';
import type { Report } from '../../src/report/contract.ts';
import { expandInputs } from '../../src/sources/expand-inputs.ts';
import type { EvidenceInput } from '../../src/sources/input.ts';
import { casesOnDisk, samplesOnDisk } from '../fabricate/cases-on-disk.ts';
import { ofEveryFormOfLogs } from '../fabricate/covering.ts';
import { reportOf, runInputs } from '../fabricate/run-case.ts';
import { asideFromSources } from '../fabricate/scramble.ts';

const TABLES = ['s3_access_logs', 'cloudtrail_logs'];

/** Kinds of sources that the tables of Athena are made over. */
const LOGS: ReadonlySet<string> = new Set(['access-log', 'cloudtrail']);

let scratch: string;
/** Emptied for each case: making one takes longer than filling it. */
let database: LocalDatabase;
let evidenceQueries: readonly { readonly name: string; readonly prepared: DuckDBPreparedStatement }[];
beforeAll(async () => {
  scratch = mkdtempSync(join(tmpdir(), 'investigate-duckdb-'));
  database = await openDatabase();
  evidenceQueries = await planned(database.connection);
});
afterAll(() => {
  database.close();
  rmSync(scratch, { recursive: true });
});

/**
 * Both evidence queries with their usual values, planned once for all cases: to plan them takes longer than to run
 * them. The engine plans for what its tables hold, unless that is not committed.
 */
async function planned(connection: DuckDBConnection) {
  await connection.run('BEGIN');
  for (const table of TABLES) await connection.run(`INSERT INTO ${table} ("timestamp") VALUES (NULL)`);
  const queries = [];
  for (const query of shippedQueries().filter(({ name }) => name.startsWith('evidence-'))) {
    const { sql, values } = bindParameters(query.sql, resolveValues(query, { pairs: new Map(), now: 0 }));
    // With values in it, as Athena takes them: what has parameters is planned whenever it runs.
    const literals = (executionParameters(values) ?? []).values();
    const bound = sql.replace(/'(?:[^']|'')*'|\?/g, (part) => (part === '?' ? String(literals.next().value) : part));
    queries.push({ name: query.name, prepared: await connection.prepare(spellCalls(bound)) });
  }
  await connection.run('ROLLBACK');
  return queries;
}

async function answerOf(prepared: DuckDBPreparedStatement): Promise<QueryResult> {
  const reader = await prepared.runAndReadAll();
  const types = reader.columnTypes();
  return { columns: reader.columnNames(), rows: cells() };
  async function* cells() {
    for (const row of reader.getRows()) yield row.map((value, index) => cellOf(value, types[index]));
  }
}

let made = 0;

/** The evidence of a folder with the answers of both evidence queries, as CSV, in place of its logs. */
async function withRowsForLogs(folder: string, { evidence }: Report): Promise<readonly EvidenceInput[]> {
  const logs = new Set(evidence.filter(({ kind }) => kind !== null && LOGS.has(kind)).map(({ source }) => source));
  const inputs = await expandInputs([folder]);
  const { connection } = database;
  for (const table of TABLES) await connection.run(`TRUNCATE ${table}`);
  const read = inputs.filter(({ name }) => logs.has(name));
  await loadEvidence(connection, readEvidence(read, { listingTimezone: null }));
  const answers: EvidenceInput[] = [];
  for (const { name, prepared } of evidenceQueries) {
    let csv = '';
    for await (const text of formatResult(await answerOf(prepared), 'csv')) csv += text;
    if (!csv.trimEnd().includes('\n')) continue;
    const path = join(scratch, `${made++}-${name}.csv`);
    writeFileSync(path, csv);
    answers.push({ kind: 'file', name: path, path });
  }
  return [...inputs.filter(({ name }) => !logs.has(name)), ...answers];
}

/** What rows of Athena's tables cannot tell, by the case that has it. */
const NOT_IN_ROWS: ReadonlyMap<string, ReadonlySet<string>> = new Map([
  // The documented table has no column for `sessionContext.sourceIdentity`, by which a person may be named.
  ['attribution/a-source-identity-is-kept', new Set(['sourceIdentity', 'summary', 'title'])],
  // A record is one row, however often it was logged.
  ['logs/copies-of-one-call-are-one-change', new Set(['evidence', 'warnings'])],
  ['refused-writes/repeated-log-lines-count-once', new Set(['evidence'])],
  // What is wrong with files is told of files.
  ['forms/damaged-and-foreign-files-leave-the-rest-answered', new Set(['warnings'])],
]);

function without(members: ReadonlySet<string>, report: unknown): unknown {
  return JSON.parse(JSON.stringify(report), (member, value) => (members.has(member) ? undefined : value));
}

const FOLDERS = [...samplesOnDisk(), ...casesOnDisk().cases];
const shown = new Set(ofEveryFormOfLogs(FOLDERS));
const ASKED = FOLDERS.filter((one) => shown.has(one) || NOT_IN_ROWS.has(one.name));

describe('investigate, from rows of the local tables', () => {
  it.each(ASKED)('gives the report that the files of $name give', async ({ name, folder, options }) => {
    const read = await reportOf(folder, options);
    const rows = asideFromSources(await runInputs(await withRowsForLogs(folder, read), options));
    const files = asideFromSources(read);
    const untold = NOT_IN_ROWS.get(name) ?? new Set();
    expect(without(untold, rows)).toEqual(without(untold, files));
    if (untold.size > 0) expect(rows).not.toEqual(files);
  });

  it('leaves out of the comparison only what is there to be left out', () => {
    const names = new Set(FOLDERS.map(({ name }) => name));
    expect([...NOT_IN_ROWS.keys()].filter((name) => !names.has(name))).toEqual([]);
  });
});

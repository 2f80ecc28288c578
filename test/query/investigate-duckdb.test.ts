import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { resolveValues } from '../../src/cli/query/resolve-values.ts';
import { bindParameters } from '../../src/query/bind.ts';
import { shippedQueries } from '../../src/query/catalog.ts';
import { loadEvidence } from '../../src/query/duckdb/load.ts';
import { type LocalDatabase, openDatabase } from '../../src/query/duckdb/open.ts';
import { runLocally } from '../../src/query/duckdb/run.ts';
import { formatResult } from '../../src/query/format.ts';
import { readEvidence } from '../../src/records/read.ts';
import type { Report } from '../../src/report/contract.ts';
import { expandInputs } from '../../src/sources/expand-inputs.ts';
import { casesOnDisk, samplesOnDisk } from '../fabricate/cases-on-disk.ts';
import { reportOf, runCase } from '../fabricate/run-case.ts';
import { asideFromSources } from '../fabricate/scramble.ts';

const EVIDENCE_QUERIES = shippedQueries().filter(({ name }) => name.startsWith('evidence-'));

/** Kinds of sources that the tables of Athena are made over. */
const LOGS: ReadonlySet<string> = new Set(['access-log', 'cloudtrail']);

let scratch: string;
/** Emptied for each case: making one takes longer than filling it. */
let database: LocalDatabase;
beforeAll(async () => {
  scratch = mkdtempSync(join(tmpdir(), 'investigate-duckdb-'));
  database = await openDatabase();
});
afterAll(() => {
  database.close();
  rmSync(scratch, { recursive: true });
});

let made = 0;

/** The folder with the answers of both evidence queries, as CSV, in place of its logs. */
async function withRowsForLogs(folder: string, { evidence }: Report): Promise<string> {
  const directory = join(scratch, String(made++));
  const logs = new Set(evidence.filter(({ kind }) => kind !== null && LOGS.has(kind)).map(({ source }) => source));
  cpSync(folder, directory, { recursive: true, filter: (path) => !logs.has(path) });
  const { connection } = database;
  for (const table of ['s3_access_logs', 'cloudtrail_logs']) await connection.run(`TRUNCATE ${table}`);
  const inputs = (await expandInputs([folder])).filter(({ name }) => logs.has(name));
  await loadEvidence(connection, readEvidence(inputs, { listingTimezone: null }));
  for (const query of EVIDENCE_QUERIES) {
    const statement = bindParameters(query.sql, resolveValues(query, { pairs: new Map(), now: 0 }));
    let csv = '';
    for await (const text of formatResult(await runLocally(connection, statement), 'csv')) csv += text;
    if (csv.trimEnd().includes('\n')) writeFileSync(join(directory, `${query.name}.csv`), csv);
  }
  return directory;
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

describe('investigate, from rows of the local tables', () => {
  it.each(FOLDERS)('gives the report that the files of $name give', async ({ name, folder, options }) => {
    const read = await reportOf(folder, options);
    const rows = asideFromSources(await runCase(await withRowsForLogs(folder, read), options));
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

import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { resolveValues } from '../../src/cli/query/resolve-values.ts';
import { bindParameters } from '../../src/query/bind.ts';
import { shippedQueries } from '../../src/query/catalog.ts';
import { loadEvidence } from '../../src/query/duckdb/load.ts';
import { openDatabase } from '../../src/query/duckdb/open.ts';
import { runLocally } from '../../src/query/duckdb/run.ts';
import { formatResult } from '../../src/query/format.ts';
import { readEvidence } from '../../src/records/read.ts';
import { expandInputs } from '../../src/sources/expand-inputs.ts';
import type { ScenarioOptions } from '../fabricate/cases/scenario.ts';
import { parseExpectation, parseOptions } from '../fabricate/expectation-schema.ts';
import { runCase } from '../fabricate/run-case.ts';
import { asideFromSources } from '../fabricate/scramble.ts';

const EVIDENCE_QUERIES = shippedQueries().filter(({ name }) => name.startsWith('evidence-'));

/** Kinds of sources that the tables of Athena are made over. */
const LOGS: ReadonlySet<string> = new Set(['access-log', 'cloudtrail']);

let scratch: string;
beforeAll(() => {
  scratch = mkdtempSync(join(tmpdir(), 'investigate-duckdb-'));
});
afterAll(() => rmSync(scratch, { recursive: true }));

let made = 0;

/** The folder with the answers of both evidence queries, as CSV, in place of its logs. */
async function withRowsForLogs(folder: string): Promise<string> {
  const directory = join(scratch, String(made++));
  mkdirSync(directory);
  cpSync(folder, directory, { recursive: true });
  const logs = await logsIn(directory);
  const { connection, close } = await openDatabase();
  try {
    await loadEvidence(connection, readEvidence(logs, { listingTimezone: null }));
    for (const { path } of logs) rmSync(path);
    for (const query of EVIDENCE_QUERIES) {
      const statement = bindParameters(query.sql, resolveValues(query, { pairs: new Map(), now: 0 }));
      let csv = '';
      for await (const text of formatResult(await runLocally(connection, statement), 'csv')) csv += text;
      if (csv.trimEnd().includes('\n')) writeFileSync(join(directory, `${query.name}.csv`), csv);
    }
  } finally {
    close();
  }
  return directory;
}

async function logsIn(directory: string) {
  const inputs = await expandInputs([directory]);
  const reading = readEvidence(inputs, { listingTimezone: null });
  for await (const _ of reading.items);
  return inputs.flatMap((input, index) =>
    input.kind === 'file' && LOGS.has(reading.tallies[index]?.kind ?? '') ? [input] : [],
  );
}

interface Folder {
  readonly name: string;
  readonly folder: string;
  readonly options: ScenarioOptions;
}

function casesIn(root: string): readonly Folder[] {
  return readdirSync(root).flatMap((theme) =>
    readdirSync(join(root, theme)).flatMap((name) => {
      const folder = join(root, theme, name);
      if ('refused' in parseExpectation(readFileSync(join(folder, 'expected.json'), 'utf8'))) return [];
      const hasOptions = readdirSync(folder).includes('options.json');
      return {
        name: `${theme}/${name}`,
        folder: join(folder, 'evidence'),
        options: hasOptions ? parseOptions(readFileSync(join(folder, 'options.json'), 'utf8')) : {},
      };
    }),
  );
}

const SAMPLES: readonly Folder[] = readdirSync('samples').map((name) => ({
  name: `samples/${name}`,
  folder: join('samples', name),
  options: {},
}));

/** What rows of Athena's tables cannot tell, by the case that has it. */
const NOT_IN_ROWS: ReadonlyMap<string, ReadonlySet<string>> = new Map([
  // The documented table has no column for `sessionContext.sourceIdentity`, by which a person may be named.
  ['attribution/a-source-identity-is-kept', new Set(['sourceIdentity', 'summary', 'title'])],
  // What is wrong with files is told of files.
  ['forms/damaged-and-foreign-files-leave-the-rest-answered', new Set(['warnings'])],
]);

function without(members: ReadonlySet<string>, report: unknown): unknown {
  return JSON.parse(JSON.stringify(report), (member, value) => (members.has(member) ? undefined : value));
}

const FOLDERS: readonly Folder[] = [...SAMPLES, ...casesIn('test/cases')];

describe('investigate, from rows of the local tables', () => {
  it.each(FOLDERS)('gives the report that the files of $name give', async ({ name, folder, options }) => {
    const rows = asideFromSources(await runCase(await withRowsForLogs(folder), options));
    const files = asideFromSources(await runCase(folder, options));
    const untold = NOT_IN_ROWS.get(name) ?? new Set();
    expect(without(untold, rows)).toEqual(without(untold, files));
    if (untold.size > 0) expect(rows).not.toEqual(files);
  });

  it('leaves out of the comparison only what is there to be left out', () => {
    const names = new Set(FOLDERS.map(({ name }) => name));
    expect([...NOT_IN_ROWS.keys()].filter((name) => !names.has(name))).toEqual([]);
  });
});

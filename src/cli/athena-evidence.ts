import { createWriteStream, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { bindParameters } from '../query/bind.ts';
import { shippedQueries } from '../query/catalog.ts';
import type { QueryResult } from '../query/result.ts';
import type { EvidenceInput } from '../sources/input.ts';
import { type Flags, switchFlag, textFlag } from './command.ts';
import { diagnosticsOn } from './diagnostics.ts';
import { resolveValues } from './resolve-query.ts';
import { fetchAthenaRows } from './run-athena-query.ts';
import type { Shell } from './shell.ts';

/** The queries whose answers hold what an investigation needs of each log. */
const EVIDENCE_QUERIES: ReadonlySet<string> = new Set(['evidence-access-log', 'evidence-cloudtrail']);

/**
 * Asks Athena the evidence queries and hands their answers on as evidence, each named for its query execution. They
 * lie in a temporary directory meanwhile.
 *
 * @returns 130 when the user gave up, else what `work` returns
 */
export async function withAthenaEvidence(
  flags: Flags,
  shell: Shell,
  work: (inputs: readonly EvidenceInput[]) => Promise<number>,
): Promise<number> {
  const diagnostics = diagnosticsOn(shell.stderr, { quiet: switchFlag(flags, 'quiet') });
  const directory = mkdtempSync(join(tmpdir(), 'inventory-forensics-'));
  const inputs: EvidenceInput[] = [];
  try {
    for (const query of shippedQueries().filter(({ name }) => EVIDENCE_QUERIES.has(name))) {
      const values = resolveValues(query, {
        pairs: new Map(),
        since: textFlag(flags, 'since'),
        until: textFlag(flags, 'until'),
        now: shell.now(),
      });
      const path = join(directory, `${query.name}.csv`);
      const code = await fetchAthenaRows(bindParameters(query.sql, values), flags, diagnostics, async (result, id) => {
        await pipeline(athenaCsv(result), createWriteStream(path));
        inputs.push({ kind: 'file', name: `athena:${id} ${query.name}`, path });
      });
      if (code !== 0) return code;
    }
    return await work(inputs);
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

/**
 * The rows as Athena's own result file has them: every value quoted, NULL nothing at all.
 * https://docs.aws.amazon.com/athena/latest/ug/querying-finding-output-files.html
 */
async function* athenaCsv({ columns, rows }: QueryResult): AsyncGenerator<string, void, undefined> {
  yield line(columns);
  for await (const row of rows) yield line(row.map((cell) => (cell === null ? null : String(cell))));
}

function line(cells: readonly (string | null)[]): string {
  return `${cells.map((cell) => (cell === null ? '' : `"${cell.replaceAll('"', '""')}"`)).join(',')}\n`;
}

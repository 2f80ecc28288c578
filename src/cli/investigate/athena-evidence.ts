import { createWriteStream } from 'node:fs';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { ForensicsError, ObjectFailure } from '../../errors.ts';
import { bindParameters } from '../../query/bind.ts';
import { type ShippedQuery, shippedQueries } from '../../query/catalog.ts';
import type { QueryResult } from '../../query/result.ts';
import type { EvidenceInput } from '../../sources/input.ts';
import { makeTemporaryDirectory } from '../../sources/temporary-directory.ts';
import type { AthenaTarget } from '../options/resolve-athena.ts';
import { type GivenValues, resolveValues } from '../query/resolve-values.ts';
import { fetchAthenaRows } from '../query/run-athena-query.ts';
import type { Diagnostics } from '../terminal/diagnostics.ts';

/** The queries whose answers hold what an investigation needs of each log. */
const EVIDENCE_QUERIES: ReadonlySet<string> = new Set(['evidence-access-log', 'evidence-cloudtrail']);

/**
 * Asks Athena the evidence queries and hands their answers on as evidence, each named for its query execution. They
 * lie in a temporary directory meanwhile. What Athena does not answer is evidence that cannot be read: the report says
 * why, and the rest is used all the same.
 *
 * @param given the period that the queries are asked about
 * @param hasOther whether there is other evidence; without any, and no answer, nothing is left to work on
 * @returns 130 when the user gave up, else what `work` returns
 * @throws ForensicsError `usage`, and why nothing was answered when there is nothing else
 */
export async function withAthenaEvidence(
  { target, given }: { readonly target: AthenaTarget; readonly given: GivenValues },
  diagnostics: Diagnostics,
  hasOther: boolean,
  work: (inputs: readonly EvidenceInput[]) => Promise<number>,
): Promise<number> {
  const directory = makeTemporaryDirectory();
  const inputs: EvidenceInput[] = [];
  let answers = 0;
  try {
    const queries = shippedQueries().filter(({ name }) => EVIDENCE_QUERIES.has(name));
    for (const [index, query] of queries.entries()) {
      let id: string | null = null;
      const path = join(directory.path, `${query.name}.csv`);
      try {
        const code = await fetchAthenaRows(
          bindParameters(query.sql, resolveValues(query, valuesOf(query, given))),
          target,
          {
            diagnostics,
            tellsBound: index === 0,
            begun: (executionId) => {
              id = executionId;
            },
            deliver: async (result, executionId) => {
              await pipeline(athenaCsv(result), createWriteStream(path));
              inputs.push({ kind: 'file', name: `athena:${executionId} ${query.name}`, path });
              answers += 1;
            },
          },
        );
        if (code !== 0) return code;
      } catch (error) {
        if (!(error instanceof ForensicsError && error.code === 'failed')) throw error;
        // Where one query cannot even be started, the next one fares no better.
        const lost = id === null ? queries.slice(index) : [query];
        inputs.push(unanswered(`athena:${id ?? ''} ${lost.map(({ name }) => name).join(' and ')}`, error));
        if (!hasOther && answers === 0 && lost.at(-1) === queries.at(-1)) throw error;
        if (id === null) break;
      }
    }
    return await work(inputs);
  } finally {
    directory.remove();
  }
}

/** The values that a query knows: access logs have no accounts. */
function valuesOf({ header }: ShippedQuery, given: GivenValues): GivenValues {
  const known = new Set(header.parameters.map(({ name }) => name));
  return { ...given, pairs: new Map([...given.pairs].filter(([name]) => known.has(name))) };
}

/** Evidence that is known to be lacking, and why. */
function unanswered(name: string, { message, hint }: ForensicsError): EvidenceInput {
  return {
    kind: 'object',
    name,
    async *open() {
      yield* [];
      throw new ObjectFailure(hint === null ? message : `${message.replace(/[.;]$/, '')}; ${hint}`);
    },
  };
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

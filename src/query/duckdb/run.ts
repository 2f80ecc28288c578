import {
  BIGINT,
  type DuckDBConnection,
  type DuckDBPreparedStatement,
  type DuckDBResult,
  VARCHAR,
} from '@duckdb/node-api';
import { ForensicsError } from '../../errors.ts';
import type { BoundStatement } from '../bind.ts';
import type { QueryResult } from '../result.ts';
import { cellOf } from './cell.ts';
import { spellLambdas } from './spell-lambdas.ts';

/**
 * Runs one statement with its values bound, and streams its rows.
 *
 * @throws ForensicsError `failed` with what the engine says and the line it points at, also while rows are read
 */
export async function runLocally(connection: DuckDBConnection, statement: BoundStatement): Promise<QueryResult> {
  const result = await start(connection, statement);
  return { columns: result.columnNames(), rows: rowsOf(result) };
}

async function start(connection: DuckDBConnection, { sql, values }: BoundStatement): Promise<DuckDBResult> {
  let prepared: DuckDBPreparedStatement;
  try {
    prepared = await connection.prepare(spellLambdas(sql));
  } catch (error) {
    throw engineError(error);
  }
  try {
    const plain = values.map(({ value }) => value.value);
    const types = values.map(({ value }) => (value.type === 'integer' ? BIGINT : VARCHAR));
    prepared.bind(plain, types);
    return await prepared.stream();
  } catch (error) {
    throw engineError(error);
  }
}

async function* rowsOf(result: DuckDBResult): QueryResult['rows'] & AsyncGenerator<ReturnType<typeof cellOf>[]> {
  const types = result.columnTypes();
  for (;;) {
    const chunk = await result.fetchChunk().catch((error: unknown) => {
      throw engineError(error);
    });
    if (chunk === null || chunk.rowCount === 0) return;
    for (const row of chunk.getRows()) yield row.map((value, index) => cellOf(value, types[index]));
  }
}

/** `Binder Error: no column "nope"` and a trailing `LINE 3: ...`; the rest of the drawing is left out. */
function engineError(error: unknown): ForensicsError {
  const text = error instanceof Error ? error.message : String(error);
  const [message = ''] = text.split(/\n\n|\nLINE |\n\s*Candidate (?:functions|macros):/);
  const line = /(?:^|\n)LINE (\d+):/.exec(text)?.[1];
  return new ForensicsError(
    'failed',
    `the query failed: ${message.replaceAll('\n', ' ')}${line ? ` (line ${line})` : ''}`,
    {
      cause: error,
      ...(/Table with name .* does not exist/.test(message)
        ? { hint: 'the local tables are s3_access_logs and cloudtrail_logs' }
        : {}),
    },
  );
}

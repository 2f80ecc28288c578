import {
  BIGINT,
  type DuckDBConnection,
  type DuckDBPreparedStatement,
  type DuckDBResult,
  StatementType,
  VARCHAR,
} from '@duckdb/node-api';
import { ForensicsError } from '../../errors.ts';
import type { BoundStatement } from '../bind.ts';
import type { QueryResult } from '../result.ts';
import { cellOf, hasNamelessFields } from './cell.ts';
import { RAISED } from './macros.ts';
import { spellCalls } from './spell-calls.ts';

/**
 * Runs one statement that reads, with its values bound, and streams its rows. Nothing else is run: the engine would
 * let a `COPY` write over the very file that it has open.
 *
 * @throws ForensicsError `failed` with what the engine says and the line it points at, also while rows are read
 */
export async function runLocally(connection: DuckDBConnection, statement: BoundStatement): Promise<QueryResult> {
  const result = await start(connection, statement);
  const nameless = result.columnTypes().findIndex(hasNamelessFields);
  if (nameless !== -1) {
    throw new ForensicsError('failed', `the query failed: fields of column ${nameless + 1} have no names`, {
      hint: 'CAST(ROW(...) AS ROW(a integer, b varchar)) names them',
    });
  }
  return { columns: result.columnNames(), rows: rowsOf(result) };
}

async function start(connection: DuckDBConnection, { sql, values }: BoundStatement): Promise<DuckDBResult> {
  let prepared: DuckDBPreparedStatement;
  try {
    prepared = await connection.prepare(spellCalls(sql));
  } catch (error) {
    throw engineError(error);
  }
  if (prepared.statementType !== StatementType.SELECT) {
    throw new ForensicsError('failed', 'the query failed: only statements that read are run', {
      hint: 'SELECT, WITH, TABLE, SHOW TABLES and DESCRIBE do',
    });
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
  if (error instanceof ForensicsError) return error;
  const text = error instanceof Error ? error.message : String(error);
  const [message = ''] = text.split(/\n\n|\nLINE |\n\s*Candidate (?:functions|macros):/);
  const raised = RAISED.exec(message)?.[1];
  const line = /(?:^|\n)LINE (\d+):/.exec(text)?.[1];
  return new ForensicsError(
    'failed',
    `the query failed: ${(raised ?? message).replaceAll('\n', ' ')}${line ? ` (line ${line})` : ''}`,
    {
      cause: error,
      hint: /Table with name .* does not exist/.test(message)
        ? 'the local tables are s3_access_logs and cloudtrail_logs'
        : null,
    },
  );
}

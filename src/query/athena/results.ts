import {
  type AthenaClient,
  type ColumnInfo,
  GetQueryResultsCommand,
  type GetQueryResultsOutput,
  type QueryExecution,
} from '@aws-sdk/client-athena';
import type { S3Client } from '@aws-sdk/client-s3';
import type { Cell, QueryResult } from '../result.ts';
import { callFailure } from './failure.ts';
import { findResultObject, resultObjectRows } from './result-object.ts';

const PAGE = 1_000;

/** How a result is read. */
export interface ResultReading {
  readonly athena: AthenaClient;
  /** The client for the bucket of results; not called for when there is none, or one page holds all. */
  readonly s3: () => Promise<S3Client>;
  /** Told when a result comes in another way than was tried first. */
  readonly say: (text: string) => void;
}

/**
 * The rows of an execution that has succeeded. The first page tells the columns, and is all there is of most results.
 * Larger ones are read from the object that Athena has left in S3, else, where that may not be read or Athena keeps
 * it, page after page.
 *
 * The first row of the first page repeats the names of the columns for DML, and for it alone. A value that is missing
 * is NULL; an empty one is an empty text.
 * https://docs.aws.amazon.com/athena/latest/APIReference/API_GetQueryResults.html
 *
 * @throws ForensicsError `failed`, also while rows are read
 */
export async function executionResult(reading: ResultReading, execution: QueryExecution): Promise<QueryResult> {
  const first = await fetchPage(reading.athena, execution, undefined);
  const columns = first.ResultSet?.ResultSetMetadata?.ColumnInfo ?? [];
  return { columns: columns.map((column) => column.Name ?? ''), rows: rowsOf(reading, execution, first, columns) };
}

async function* rowsOf(
  reading: ResultReading,
  execution: QueryExecution,
  first: GetQueryResultsOutput,
  columns: readonly ColumnInfo[],
): AsyncGenerator<readonly Cell[], void, undefined> {
  let page = first;
  const header = execution.StatementType === 'DML' ? 1 : 0;
  const rows = page.ResultSet?.Rows?.slice(header) ?? [];
  yield* cellsOf(rows, columns);
  if (page.NextToken === undefined) return;
  const uri = resultUri(execution);
  if (uri !== null) {
    const client = await reading.s3();
    const object = await findResultObject(client, uri);
    if (!('why' in object)) {
      for await (const row of resultObjectRows(client, object, rows.length)) {
        yield columns.map((column, index) => cellOf(row[index] ?? null, column.Type ?? ''));
      }
      return;
    }
    reading.say(`${uri} cannot be read (${object.why}); the result comes in pages of ${PAGE} rows instead.`);
  }
  while (page.NextToken !== undefined) {
    page = await fetchPage(reading.athena, execution, page.NextToken);
    yield* cellsOf(page.ResultSet?.Rows ?? [], columns);
  }
}

/** Where Athena has left the rows; null where it keeps them itself, or there are none to leave. */
function resultUri({
  ResultConfiguration: settings,
  ManagedQueryResultsConfiguration: managed,
}: QueryExecution): string | null {
  const uri = settings?.OutputLocation ?? '';
  return managed?.Enabled !== true && /^s3:\/\/[^/]+\/.+\.csv$/.test(uri) ? uri : null;
}

function* cellsOf(
  rows: NonNullable<NonNullable<GetQueryResultsOutput['ResultSet']>['Rows']>,
  columns: readonly ColumnInfo[],
): Generator<readonly Cell[], void, undefined> {
  for (const { Data: data } of rows) {
    yield columns.map((column, index) => cellOf(data?.[index]?.VarCharValue ?? null, column.Type ?? ''));
  }
}

async function fetchPage(
  client: AthenaClient,
  { QueryExecutionId: id }: QueryExecution,
  token: string | undefined,
): Promise<GetQueryResultsOutput> {
  try {
    return await client.send(new GetQueryResultsCommand({ QueryExecutionId: id, MaxResults: PAGE, NextToken: token }));
  } catch (error) {
    throw callFailure(error, 'GetQueryResults', `read the result of query execution ${id}`);
  }
}

/** Every value arrives as text; numbers that a double cannot hold, and decimals, stay text. */
function cellOf(text: string | null, type: string): Cell {
  if (text === null) return null;
  switch (type.toLowerCase()) {
    case 'tinyint':
    case 'smallint':
    case 'integer':
    case 'bigint':
      return Number.isSafeInteger(Number(text)) ? Number(text) : text;
    case 'float':
    case 'real':
    case 'double':
      return Number.isFinite(Number(text)) ? Number(text) : text;
    case 'boolean':
      return text === 'true';
    default:
      return text;
  }
}

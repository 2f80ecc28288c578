import {
  type AthenaClient,
  type ColumnInfo,
  GetQueryResultsCommand,
  type GetQueryResultsOutput,
  type QueryExecution,
} from '@aws-sdk/client-athena';
import type { Cell, QueryResult } from '../result.ts';
import { callFailure } from './failure.ts';

const PAGE = 1_000;

/**
 * The rows of an execution that has succeeded, page after page. The first row of the first page repeats the names
 * of the columns for DML, and for it alone. A value that is missing is NULL; an empty one is an empty text.
 * https://docs.aws.amazon.com/athena/latest/APIReference/API_GetQueryResults.html
 *
 * @throws ForensicsError `failed`, also while rows are read
 */
export async function executionResult(client: AthenaClient, execution: QueryExecution): Promise<QueryResult> {
  const id = execution.QueryExecutionId ?? '';
  const first = await fetchPage(client, id, undefined);
  const columns = first.ResultSet?.ResultSetMetadata?.ColumnInfo ?? [];
  return {
    columns: columns.map((column) => column.Name ?? ''),
    rows: rowsOf(client, id, first, columns, execution.StatementType === 'DML' ? 1 : 0),
  };
}

async function* rowsOf(
  client: AthenaClient,
  id: string,
  first: GetQueryResultsOutput,
  columns: readonly ColumnInfo[],
  skipped: number,
): AsyncGenerator<readonly Cell[], void, undefined> {
  let page = first;
  let skip = skipped;
  for (;;) {
    for (const row of page.ResultSet?.Rows ?? []) {
      if (skip > 0) skip--;
      else yield columns.map((column, index) => cellOf(row.Data?.[index]?.VarCharValue, column.Type ?? ''));
    }
    if (page.NextToken === undefined) return;
    page = await fetchPage(client, id, page.NextToken);
  }
}

async function fetchPage(client: AthenaClient, id: string, token: string | undefined): Promise<GetQueryResultsOutput> {
  try {
    return await client.send(
      new GetQueryResultsCommand({
        QueryExecutionId: id,
        MaxResults: PAGE,
        ...(token === undefined ? {} : { NextToken: token }),
      }),
    );
  } catch (error) {
    throw callFailure(error, `read the result of query execution ${id}`);
  }
}

/** Every value arrives as text; numbers that a double cannot hold, and decimals, stay text. */
function cellOf(text: string | undefined, type: string): Cell {
  if (text === undefined) return null;
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

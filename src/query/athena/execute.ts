import {
  type AthenaClient,
  GetQueryExecutionCommand,
  type QueryExecution,
  StartQueryExecutionCommand,
  StopQueryExecutionCommand,
} from '@aws-sdk/client-athena';
import { byteSize } from '../../display/quantities.ts';
import { ForensicsError } from '../../errors.ts';
import type { BoundStatement } from '../bind.ts';
import { executionParameters } from './execution-parameters.ts';
import { callFailure, executionFailure } from './failure.ts';

/** Where a query runs; what is null is the workgroup's own. */
export interface AthenaPlace {
  readonly workgroup: string | null;
  readonly database: string | null;
  readonly catalog: string | null;
  /** `s3://bucket/prefix/`; null for the workgroup's, or for managed results. */
  readonly outputLocation: string | null;
}

/** What waiting needs of the surroundings. */
export interface Waiting {
  /** Resolves after so many milliseconds, or as soon as `signal` aborts. */
  readonly sleep: (milliseconds: number, signal: AbortSignal) => Promise<void>;
  /** Aborted when the user gives up: the query is then stopped. */
  readonly signal: AbortSignal;
  /** A query that has read more is stopped; null for no bound of our own. */
  readonly maxScanBytes: number | null;
}

/**
 * Starts a statement and returns its execution id. `token` (32 to 128 characters) makes a repeated start the same one.
 * https://docs.aws.amazon.com/athena/latest/APIReference/API_StartQueryExecution.html
 *
 * @throws ForensicsError `failed` with what the service says
 */
export async function startExecution(
  client: AthenaClient,
  statement: BoundStatement,
  place: AthenaPlace,
  token: string,
): Promise<string> {
  const { workgroup, database, catalog, outputLocation } = place;
  const command = new StartQueryExecutionCommand({
    QueryString: statement.sql,
    ClientRequestToken: token,
    ExecutionParameters: executionParameters(statement.values) ?? undefined,
    WorkGroup: workgroup ?? undefined,
    QueryExecutionContext: { Database: database ?? undefined, Catalog: catalog ?? undefined },
    ResultConfiguration: outputLocation === null ? undefined : { OutputLocation: outputLocation },
  });
  try {
    const { QueryExecutionId: id } = await client.send(command);
    if (id === undefined) throw new ForensicsError('failed', 'Athena: the query has no execution id');
    return id;
  } catch (error) {
    throw callFailure(error, 'StartQueryExecution', 'start the query');
  }
}

/** Between two looks: at first, and at most. */
const FIRST_PAUSE_MS = 200;
const LONGEST_PAUSE_MS = 5_000;
/** Looks in a row that may be lost, beyond what the client itself repeats. */
const MAX_LOST = 5;

/**
 * Waits for an execution to succeed, looking ever less often. A look that is lost is repeated: the query goes on.
 *
 * @throws ForensicsError `failed` when the query failed or was cancelled, by others, by `signal` or by its bound
 */
export async function awaitExecution(client: AthenaClient, id: string, waiting: Waiting): Promise<QueryExecution> {
  let pause = FIRST_PAUSE_MS;
  let lost = 0;
  for (;;) {
    if (waiting.signal.aborted) {
      await stop(client, id);
      throw new ForensicsError('failed', `query execution ${id} was stopped`);
    }
    try {
      const { QueryExecution: execution } = await client.send(new GetQueryExecutionCommand({ QueryExecutionId: id }));
      lost = 0;
      if (execution?.Status?.State === 'SUCCEEDED') return execution;
      if (execution?.Status?.State === 'FAILED' || execution?.Status?.State === 'CANCELLED') {
        throw executionFailure(execution);
      }
      const scanned = execution?.Statistics?.DataScannedInBytes ?? 0;
      if (waiting.maxScanBytes !== null && scanned > waiting.maxScanBytes) {
        await stop(client, id);
        throw new ForensicsError(
          'failed',
          `query execution ${id} was stopped after ${byteSize(scanned)}: --max-scan-bytes is ${byteSize(waiting.maxScanBytes)}`,
          { hint: 'narrow it with --since and --until; what was read is billed' },
        );
      }
    } catch (error) {
      if (error instanceof ForensicsError) throw error;
      lost++;
      if (lost > MAX_LOST || !isPassing(error)) {
        const failure = callFailure(error, 'GetQueryExecution', `ask how query execution ${id} is getting on`);
        const after = failure.hint === null ? '' : `${failure.hint}; `;
        throw new ForensicsError('failed', failure.message, {
          cause: error,
          hint: `${after}it goes on, query --query-execution-id ${id} fetches its result`,
        });
      }
    }
    await waiting.sleep(pause, waiting.signal);
    pause = Math.min(LONGEST_PAUSE_MS, Math.round(pause * 1.5));
  }
}

async function stop(client: AthenaClient, id: string): Promise<void> {
  try {
    await client.send(new StopQueryExecutionCommand({ QueryExecutionId: id }));
  } catch (error) {
    throw callFailure(error, 'StopQueryExecution', `stop query execution ${id}, which goes on`);
  }
}

/** Whether the same look may succeed later: a broken connection, throttling, a fault of the service. */
function isPassing(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const fault = '$fault' in error ? error.$fault : undefined;
  return fault !== 'client' || /Throttl|TooManyRequests/.test(error.name);
}

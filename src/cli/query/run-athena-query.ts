import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { AthenaClient } from '@aws-sdk/client-athena';
import type { S3Client } from '@aws-sdk/client-s3';
import type { AwsAccess } from '../../aws/access.ts';
import type { AwsClients } from '../../aws/clients.ts';
import { byteSize } from '../../display/quantities.ts';
import { ForensicsError } from '../../errors.ts';
import { createAthenaClient } from '../../query/athena/client.ts';
import type { AthenaPlace } from '../../query/athena/execute.ts';
import { type AthenaQuestion, partitionWarning, queryAthena, requireReading } from '../../query/athena/query-athena.ts';
import { askWorkgroup, DEFAULT_WORKGROUP } from '../../query/athena/workgroup.ts';
import type { BoundStatement } from '../../query/bind.ts';
import type { QueryResult } from '../../query/result.ts';
import type { AthenaTarget } from '../options/resolve-athena.ts';
import type { Diagnostics } from '../terminal/diagnostics.ts';
import { onInterrupt } from '../terminal/on-interrupt.ts';
import type { Terminal } from '../terminal/open-terminal.ts';
import { checkOutputs } from '../terminal/write-whole.ts';
import { deliverRows, type RowOutput } from './deliver-rows.ts';
import type { QuestionOf } from './resolve-query.ts';

/** Runs a statement on Athena; returns the exit code. */
export async function runAthenaQuery(
  statement: BoundStatement,
  target: AthenaTarget,
  output: RowOutput,
  terminal: Terminal,
): Promise<number> {
  requireReading(statement);
  return fetchAthenaRows(statement, target, rowsTo(output, terminal));
}

/** Fetches the answer of a query that was started before. */
export async function fetchAthenaResult(
  { executionId, target, output }: QuestionOf<'fetch'>,
  terminal: Terminal,
): Promise<number> {
  return ask({ kind: 'resume', executionId }, target, rowsTo(output, terminal));
}

/** Runs the definition of a table, behind that of its database if there is one; neither has rows to show. */
export async function createAthenaTable(
  { database, definition, target }: QuestionOf<'create-table'>,
  { diagnostics }: Terminal,
): Promise<number> {
  const make = (sql: string, place: AthenaPlace, done: string, tellsBound: boolean) =>
    ask(started({ sql, values: [] }, { ...target, place }), target, {
      diagnostics,
      tellsBound,
      deliver: async () => diagnostics.progress(done),
    });
  if (database !== null) {
    // A statement is refused in a database that is not there yet.
    const code = await make(database, { ...target.place, database: null }, 'The database is there.', true);
    if (code !== 0) return code;
  }
  return make(definition, target.place, 'The table is there.', database === null);
}

function rowsTo(output: RowOutput, terminal: Terminal): RowFetching {
  if (output.file !== null) checkOutputs([output.file], []);
  return { diagnostics: terminal.diagnostics, deliver: (result) => deliverRows(result, output, terminal) };
}

/** What becomes of a statement. */
export interface RowFetching {
  readonly diagnostics: Diagnostics;
  /** Whether to tell what bounds the workgroup sets, as is done unless told otherwise: once is enough. */
  readonly tellsBound?: boolean;
  /** Told the id of the execution as soon as there is one. */
  readonly begun?: (executionId: string) => void;
  readonly deliver: (result: QueryResult, executionId: string) => Promise<void>;
}

/** Runs a statement on Athena and hands its rows on, with the id of the execution; returns the exit code. */
export async function fetchAthenaRows(
  statement: BoundStatement,
  target: AthenaTarget,
  on: RowFetching,
): Promise<number> {
  const warning = partitionWarning(statement);
  if (warning !== null) on.diagnostics.warn(`${warning}; --dry-run tells what is read`);
  return ask(started(statement, target), target, on);
}

function started(statement: BoundStatement, { place }: AthenaTarget): AthenaQuestion {
  return { kind: 'start', statement, place, token: randomUUID() };
}

async function ask(
  question: AthenaQuestion,
  { access, maxScanBytes }: AthenaTarget,
  { diagnostics, tellsBound = true, begun = () => {}, deliver }: RowFetching,
): Promise<number> {
  const { progress: say } = diagnostics;
  const athena = createAthenaClient(access);
  const buckets = bucketsOf(access);
  const interrupt = onInterrupt();
  try {
    if (question.kind === 'start' && tellsBound) await sayBound(athena, question.place, maxScanBytes, say);
    await queryAthena({ athena, s3: buckets.client, say }, question, {
      signal: interrupt.signal,
      sleep: pause,
      maxScanBytes,
      begun,
      deliver: (result, id) => {
        // What is left is reading: an interrupt ends it at once.
        interrupt.release();
        return deliver(result, id);
      },
    });
    return 0;
  } catch (error) {
    if (!interrupt.signal.aborted || !(error instanceof ForensicsError)) throw error;
    diagnostics.warn(error.message);
    return 130;
  } finally {
    interrupt.release();
    athena.destroy();
    buckets.destroy();
  }
}

/** The bound that the workgroup sets, beside our own. Queries run without knowing it. */
async function sayBound(
  athena: AthenaClient,
  place: AthenaPlace,
  maxScanBytes: number | null,
  say: (text: string) => void,
): Promise<void> {
  const name = place.workgroup ?? DEFAULT_WORKGROUP;
  const workgroup = await askWorkgroup(athena, name);
  if ('why' in workgroup) {
    say(`Workgroup ${name}: its bound on a query is not known (${workgroup.why}).`);
    return;
  }
  const { cutoffBytes } = workgroup;
  if (cutoffBytes === null) return;
  const before = maxScanBytes !== null && maxScanBytes >= cutoffBytes ? ', before --max-scan-bytes does' : '';
  say(`Workgroup ${name} stops a query that has read ${byteSize(cutoffBytes)}${before}.`);
}

/** The client for buckets of results; the SDK for S3 is loaded when it is called for. */
function bucketsOf(access: AwsAccess): { readonly client: () => Promise<S3Client>; readonly destroy: () => void } {
  let clients: AwsClients | null = null;
  return {
    async client() {
      const { createClients } = await import('../../aws/clients.ts');
      clients ??= createClients({ ...access, profiles: {} });
      return clients.s3('log', null);
    },
    destroy: () => clients?.destroy(),
  };
}

/** Ends early, and quietly, when the user gives up. */
async function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  await sleep(milliseconds, undefined, { signal }).catch((error: unknown) => {
    if (!signal.aborted) throw error;
  });
}

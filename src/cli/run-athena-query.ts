import { randomUUID } from 'node:crypto';
import process from 'node:process';
import { setTimeout as sleep } from 'node:timers/promises';
import { ForensicsError } from '../errors.ts';
import { createAthenaClient } from '../query/athena/client.ts';
import type { AthenaPlace } from '../query/athena/execute.ts';
import { type AthenaQuestion, partitionWarning, queryAthena, requireReading } from '../query/athena/query-athena.ts';
import type { BoundStatement } from '../query/bind.ts';
import type { QueryResult } from '../query/result.ts';
import { type Flags, textFlag } from './command.ts';
import { deliverRows, type RowDelivery } from './deliver-rows.ts';
import type { Diagnostics } from './diagnostics.ts';
import { resolveBytes } from './resolve-query.ts';
import { badValue } from './usage-error.ts';
import { checkOutputs } from './write-whole.ts';

/** Runs a statement on Athena; returns the exit code. */
export async function startAthenaQuery(
  statement: BoundStatement,
  flags: Flags,
  delivery: RowDelivery,
): Promise<number> {
  requireReading(statement);
  const warning = partitionWarning(statement);
  if (warning !== null) delivery.diagnostics.warn(warning);
  return ask({ kind: 'start', statement, place: placeOf(flags), token: randomUUID() }, flags, delivery, (result) =>
    deliverRows(result, delivery),
  );
}

/** Fetches the answer of a query that was started before. */
export async function resumeAthenaQuery(flags: Flags, delivery: RowDelivery): Promise<number> {
  const id = textFlag(flags, 'queryExecutionId') ?? '';
  if (!/^[\w-]{1,128}$/.test(id)) throw badValue('--query-execution-id', id, 'the id of a query execution');
  return ask({ kind: 'resume', executionId: id }, flags, delivery, (result) => deliverRows(result, delivery));
}

/** Runs a table definition, which has no rows to show. */
export async function createAthenaTable(sql: string, flags: Flags, delivery: RowDelivery): Promise<number> {
  const statement: BoundStatement = { sql, values: [] };
  const question = { kind: 'start', statement, place: placeOf(flags), token: randomUUID() } as const;
  return ask(question, flags, delivery, async () => {
    delivery.diagnostics.progress('The table is there.');
  });
}

/** Runs a statement on Athena and hands its rows on, with the id of the execution; returns the exit code. */
export async function fetchAthenaRows(
  statement: BoundStatement,
  flags: Flags,
  diagnostics: Diagnostics,
  deliver: Deliver,
): Promise<number> {
  const warning = partitionWarning(statement);
  if (warning !== null) diagnostics.warn(warning);
  const question = { kind: 'start', statement, place: placeOf(flags), token: randomUUID() } as const;
  return ask(question, flags, { file: null, diagnostics }, deliver);
}

type Deliver = (result: QueryResult, executionId: string) => Promise<void>;

async function ask(
  question: AthenaQuestion,
  flags: Flags,
  delivery: Pick<RowDelivery, 'file' | 'diagnostics'>,
  deliver: Deliver,
): Promise<number> {
  if (delivery.file !== null) checkOutputs([delivery.file], []);
  const maxScanBytes = resolveBytes('--max-scan-bytes', textFlag(flags, 'maxScanBytes'));
  const client = createAthenaClient({
    profile: textFlag(flags, 'profile') ?? null,
    region: textFlag(flags, 'region') ?? null,
    endpointUrl: textFlag(flags, 'endpointUrl') ?? null,
  });
  const interrupt = onInterrupt();
  try {
    await queryAthena(client, question, {
      signal: interrupt.signal,
      sleep: pause,
      maxScanBytes,
      say: delivery.diagnostics.progress,
      deliver: (result, id) => {
        // What is left is reading: an interrupt ends it at once.
        interrupt.release();
        return deliver(result, id);
      },
    });
    return 0;
  } catch (error) {
    if (!interrupt.signal.aborted || !(error instanceof ForensicsError)) throw error;
    delivery.diagnostics.warn(error.message);
    return 130;
  } finally {
    interrupt.release();
    client.destroy();
  }
}

/** Ends early, and quietly, when the user gives up. */
async function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  await sleep(milliseconds, undefined, { signal }).catch((error: unknown) => {
    if (!signal.aborted) throw error;
  });
}

/** The first interrupt aborts the signal instead of ending the process; a second one ends it. */
function onInterrupt(): { readonly signal: AbortSignal; readonly release: () => void } {
  const controller = new AbortController();
  const others = process.listeners('SIGINT');
  const abort = () => {
    release();
    controller.abort();
  };
  let held = true;
  const release = () => {
    if (!held) return;
    held = false;
    process.off('SIGINT', abort);
    for (const listener of others) process.on('SIGINT', listener);
  };
  for (const listener of others) process.off('SIGINT', listener);
  process.on('SIGINT', abort);
  return { signal: controller.signal, release };
}

function placeOf(flags: Flags): AthenaPlace {
  const outputLocation = textFlag(flags, 'outputLocation') ?? null;
  if (outputLocation !== null && !/^s3:\/\/[^/]+/.test(outputLocation)) {
    throw badValue('--output-location', outputLocation, 's3://BUCKET/PREFIX/');
  }
  return {
    workgroup: textFlag(flags, 'workgroup') ?? null,
    database: textFlag(flags, 'database') ?? null,
    catalog: textFlag(flags, 'catalog') ?? null,
    outputLocation,
  };
}

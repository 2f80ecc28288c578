import { randomUUID } from 'node:crypto';
import process from 'node:process';
import { setTimeout as sleep } from 'node:timers/promises';
import type { AthenaClient } from '@aws-sdk/client-athena';
import type { S3Client } from '@aws-sdk/client-s3';
import type { AwsAccess, AwsClients } from '../../aws/clients.ts';
import { byteSize } from '../../display/quantities.ts';
import { ForensicsError } from '../../errors.ts';
import { createAthenaClient } from '../../query/athena/client.ts';
import type { AthenaPlace } from '../../query/athena/execute.ts';
import { type AthenaQuestion, partitionWarning, queryAthena, requireReading } from '../../query/athena/query-athena.ts';
import { askWorkgroup, DEFAULT_WORKGROUP } from '../../query/athena/workgroup.ts';
import type { BoundStatement } from '../../query/bind.ts';
import type { QueryResult } from '../../query/result.ts';
import { type Flags, textFlag } from '../command.ts';
import { awsAccess } from '../options/option-groups.ts';
import { badValue } from '../options/usage-error.ts';
import type { Diagnostics } from '../terminal/diagnostics.ts';
import { checkOutputs } from '../terminal/write-whole.ts';
import { deliverRows, type RowDelivery } from './deliver-rows.ts';
import { resolveBytes } from './resolve-query.ts';

/** Runs a statement on Athena; returns the exit code. */
export async function startAthenaQuery(
  statement: BoundStatement,
  flags: Flags,
  delivery: RowDelivery,
): Promise<number> {
  requireReading(statement);
  const warning = partitionWarning(statement);
  if (warning !== null) delivery.diagnostics.warn(warning);
  return ask({ kind: 'start', statement, place: athenaPlace(flags), token: randomUUID() }, flags, delivery, (result) =>
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
  const question = { kind: 'start', statement, place: athenaPlace(flags), token: randomUUID() } as const;
  return ask(question, flags, delivery, async () => {
    delivery.diagnostics.progress('The table is there.');
  });
}

/** What becomes of a statement whose rows somebody else takes. */
export interface RowFetching {
  readonly diagnostics: Diagnostics;
  /** Whether to tell what bounds the workgroup sets: once is enough. */
  readonly tellsBound: boolean;
  /** Told the id of the execution as soon as there is one. */
  readonly begun: (executionId: string) => void;
  readonly deliver: Deliver;
}

/** Runs a statement on Athena and hands its rows on, with the id of the execution; returns the exit code. */
export async function fetchAthenaRows(statement: BoundStatement, flags: Flags, on: RowFetching): Promise<number> {
  const warning = partitionWarning(statement);
  if (warning !== null) on.diagnostics.warn(warning);
  const question = { kind: 'start', statement, place: athenaPlace(flags), token: randomUUID() } as const;
  return ask(question, flags, { file: null, ...on }, on.deliver);
}

type Deliver = (result: QueryResult, executionId: string) => Promise<void>;

async function ask(
  question: AthenaQuestion,
  flags: Flags,
  delivery: Pick<RowDelivery, 'file' | 'diagnostics'> & Partial<Pick<RowFetching, 'tellsBound' | 'begun'>>,
  deliver: Deliver,
): Promise<number> {
  if (delivery.file !== null) checkOutputs([delivery.file], []);
  const maxScanBytes = resolveBytes('--max-scan-bytes', textFlag(flags, 'maxScanBytes'));
  const { progress: say } = delivery.diagnostics;
  const access = awsAccess(flags);
  const athena = createAthenaClient(access);
  const buckets = bucketsOf(access);
  const interrupt = onInterrupt();
  try {
    if (question.kind === 'start' && delivery.tellsBound !== false)
      await sayBound(athena, question.place, maxScanBytes, say);
    await queryAthena({ athena, s3: buckets.client, say }, question, {
      signal: interrupt.signal,
      sleep: pause,
      maxScanBytes,
      begun: delivery.begun ?? (() => {}),
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
      clients ??= createClients({ ...access, logProfile: null });
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

/**
 * Where a query runs, as the options of Athena say it. The forms are those of Athena's API.
 *
 * @throws ForensicsError `usage`
 */
export function athenaPlace(flags: Flags): AthenaPlace {
  const given = (option: string, name: string, form: RegExp, what: string): string | null => {
    const value = textFlag(flags, name) ?? null;
    if (value !== null && !form.test(value)) throw badValue(option, value, what);
    return value;
  };
  return {
    workgroup: given('--workgroup', 'workgroup', /^[\w.-]{1,128}$/, 'the name of a workgroup'),
    database: given('--database', 'database', /^[^\p{Cc}\p{Cs}]{1,255}$/u, 'the name of a database'),
    catalog: given('--catalog', 'catalog', /^[^\p{Cc}\p{Cs}]{1,256}$/u, 'the name of a data catalog'),
    outputLocation: given('--output-location', 'outputLocation', OUTPUT_LOCATION, 's3://BUCKET/PREFIX/'),
  };
}

const OUTPUT_LOCATION = /^s3:\/\/[a-z0-9][a-z0-9.-]{1,61}[a-z0-9](?:\/[^\p{Cc}\p{Cs}]{0,1000})?$/u;

import { byteSize } from '../../display/quantities.ts';
import { ForensicsError } from '../../errors.ts';
import type { BoundStatement } from '../bind.ts';
import type { QueryResult } from '../result.ts';
import { scanSql } from '../scan-sql.ts';
import { type AthenaPlace, awaitExecution, startExecution, type Waiting } from './execute.ts';
import { executionParameters } from './execution-parameters.ts';
import { executionResult, type ResultReading } from './results.ts';
import { tableUses } from './scan/table-uses.ts';

/** A statement to start, or an execution that was started before. */
export type AthenaQuestion =
  | { readonly kind: 'start'; readonly statement: BoundStatement; readonly place: AthenaPlace; readonly token: string }
  | { readonly kind: 'resume'; readonly executionId: string };

/**
 * Runs a query on Athena and hands its answer to `deliver`. `reading.say` hears of the execution id as soon as there is one,
 * and of the bytes read when it has succeeded.
 *
 * @throws ForensicsError `failed`; whatever `deliver` throws
 */
export async function queryAthena(
  reading: ResultReading,
  question: AthenaQuestion,
  on: Waiting & {
    /** Told the id as soon as there is one. */
    readonly begun: (executionId: string) => void;
    readonly deliver: (result: QueryResult, executionId: string) => Promise<void>;
  },
): Promise<void> {
  const id =
    question.kind === 'resume'
      ? question.executionId
      : await startExecution(reading.athena, question.statement, question.place, question.token);
  on.begun(id);
  reading.say(`Query execution ${id}.`);
  const execution = await awaitExecution(reading.athena, id, on);
  const scanned = execution.Statistics?.DataScannedInBytes;
  if (scanned !== undefined) reading.say(`Athena read ${byteSize(scanned)}.`);
  await on.deliver(await executionResult(reading, execution), id);
}

/** First words of statements that read. */
const READING: ReadonlySet<string> = new Set(['SELECT', 'WITH', 'VALUES', 'TABLE', 'SHOW', 'DESCRIBE', 'DESC']);

/**
 * Lets only statements through that read, with values that Athena takes: definitions go through `--create-tables`.
 *
 * @throws ForensicsError `usage`
 */
export function requireReading(statement: BoundStatement): void {
  const { firstWord } = scanSql(statement.sql);
  if (READING.has(firstWord)) {
    executionParameters(statement.values);
    return;
  }
  throw new ForensicsError('usage', `query: a statement that begins with ${firstWord} is not sent to Athena`, {
    hint: 'only SELECT, WITH, VALUES, SHOW and DESCRIBE are',
  });
}

/** Why a statement may read more than it needs to; null when nothing stands out. */
export function partitionWarning(statement: BoundStatement): string | null {
  const days = statement.values.filter(({ name }) => name === 'first_day' || name === 'since');
  if (days.some(({ value }) => value.value === '1970/01/01' || value.value === '1970-01-01T00:00:00Z')) {
    return 'no --since: the query reads every partition';
  }
  const uses = tableUses(
    statement.sql,
    statement.values.map(({ value }) => value),
  );
  if (uses?.length === 0) return null;
  if (days.length === 0 && !/"timestamp"/.test(statement.sql)) {
    return `the query has no condition on the partition column "timestamp" and may read every partition: add "timestamp" BETWEEN '2026/02/01' AND '2026/02/28' to WHERE`;
  }
  return null;
}

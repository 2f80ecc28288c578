import type { QueryExecution } from '@aws-sdk/client-athena';
import { ForensicsError } from '../../errors.ts';

/** https://docs.aws.amazon.com/athena/latest/APIReference/API_AthenaError.html */
const CATEGORIES: ReadonlyMap<number, string> = new Map([
  [1, 'an error of Athena itself'],
  [2, 'an error in the query or its data'],
  [3, 'another kind of error'],
]);

/** Why an execution that ended in FAILED or CANCELLED did so, in words, with what can be done. */
export function executionFailure(execution: QueryExecution): ForensicsError {
  const id = execution.QueryExecutionId ?? 'unknown';
  const { State: state, StateChangeReason: reason, AthenaError: error } = execution.Status ?? {};
  const why = error?.ErrorMessage ?? reason ?? 'no reason was given';
  const category = CATEGORIES.get(error?.ErrorCategory ?? 0);
  const kind = category === undefined ? '' : ` (${category}${error?.Retryable ? '; may be tried again' : ''})`;
  const verb = state === 'CANCELLED' ? 'was cancelled' : 'failed';
  return new ForensicsError('failed', `query execution ${id} ${verb}: ${why}${kind}`, hintOf(why));
}

/** What the service says instead of starting or answering. */
export function callFailure(error: unknown, doing: string): ForensicsError {
  if (error instanceof ForensicsError) return error;
  const name = error instanceof Error ? error.name : 'error';
  const message = error instanceof Error ? error.message : String(error);
  return new ForensicsError('failed', `Athena: could not ${doing}: ${name}: ${message}`, {
    cause: error,
    ...hintOf(`${name} ${message}`),
  });
}

function hintOf(text: string): { hint?: string } {
  if (/output location/i.test(text)) {
    return { hint: 'give --output-location s3://BUCKET/PREFIX/ or a --workgroup that has one' };
  }
  if (/workgroup.*(?:not found|does not exist)/i.test(text)) return { hint: 'name one with --workgroup' };
  const table = /TABLE_NOT_FOUND.*?\b(s3_access_logs|cloudtrail_logs)\b/is.exec(text)?.[1];
  if (table !== undefined) return { hint: `query ${table} --create-tables makes it` };
  if (/CredentialsProviderError|Could not load credentials/.test(text)) {
    return { hint: 'name a profile with --profile, or sign in' };
  }
  if (/region is missing/i.test(text)) return { hint: 'give --region' };
  return {};
}

import type { QueryExecution } from '@aws-sdk/client-athena';
import { awsError, expiredWords, failureKind, missingAction } from '../../aws/failure.ts';
import { firstLine } from '../../aws/refusal.ts';
import { ForensicsError } from '../../errors.ts';
import { hintFor } from './hints.ts';

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
  if (state === 'CANCELLED') {
    return new ForensicsError('failed', `query execution ${id} was cancelled, not by this program: ${why}`, {
      hint: hintFor(why),
    });
  }
  const category = CATEGORIES.get(error?.ErrorCategory ?? 0);
  const again = error?.Retryable === true;
  const kind = category === undefined ? '' : ` (${category}${again ? ', which may pass' : ''})`;
  const hint = again ? 'ask again' : hintFor(why);
  return new ForensicsError('failed', `query execution ${id} failed: ${why}${kind}`, { hint });
}

/**
 * What the service says instead of starting or answering, as the end of a command.
 *
 * @param operation as the API names it
 * @throws the error itself when it is a fault of this program
 */
export function callFailure(thrown: unknown, operation: string, doing: string): ForensicsError {
  if (thrown instanceof ForensicsError) return thrown;
  const error = awsError(thrown);
  const isDenied = failureKind(error) === 'denied';
  const hint = isDenied ? missingAction(error, 'athena', operation) : hintFor(`${error.name} ${error.message}`);
  const text = error.name === 'Error' ? error.message : `${error.name}: ${error.message}`;
  return new ForensicsError('failed', `Athena: could not ${doing}: ${text}`, { cause: error, hint });
}

/**
 * Why a call for something that could be done without was not answered, in a few words.
 *
 * @throws the error itself when it is no answer of AWS, of the network or of the credentials
 */
export function callWords(thrown: unknown, operation: string): string {
  const error = awsError(thrown);
  const kind = failureKind(error);
  if (kind === 'denied') return `not permitted; ${missingAction(error, 'athena', operation)}`;
  if (kind === 'expired') return expiredWords();
  return `${error.name}: ${firstLine(error.message)}`;
}

/** Whether an answer says that a workgroup, or a table, is not there. */
export function isAbsent(error: unknown): boolean {
  return error instanceof Error && ABSENT.test(error.message) && failureKind(error) !== 'denied';
}

const ABSENT = /is not found|not found|does not exist|EntityNotFound/i;

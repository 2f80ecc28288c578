import { UnusableAnswer } from '../answers.ts';
import { awsError, expiredWords, failureKind, missingAction } from '../failure.ts';
import { firstLine, saidBy } from '../refusal.ts';

/** What stands behind a failed request for a listing or an object. */
export interface S3Failure {
  /** In words, without the name of bucket or object. */
  readonly text: string;
  /** Asking again may help: S3 is busy, or the connection broke. */
  readonly isPassing: boolean;
}

/**
 * Why a request for a listing or an object failed, with what to do about it.
 *
 * @throws as `awsError` does
 */
export function describeS3Failure(thrown: unknown, operation: 'ListObjectsV2' | 'GetObject'): S3Failure {
  const error = awsError(thrown);
  const { name } = error;
  const status = statusOf(error);
  const kind = failureKind(error);
  if (error instanceof UnusableAnswer) return lasting(error.message);
  if (kind === 'expired') return lasting(expiredWords());
  if (kind === 'no-credentials')
    return lasting(`there are no credentials (${firstLine(error.message)}): sign in, or name a profile`);
  if (kind === 'unknown-caller') return lasting(`AWS does not accept the credentials (${name})`);
  if (kind === 'no-such-bucket') return lasting('there is no such bucket');
  if (status !== null && status < 300) return lasting(`the answer cannot be read: ${firstLine(error.message)}`);
  const words = WORDS.get(name) ?? (status === 412 ? WORDS.get('PreconditionFailed') : undefined);
  if (words !== undefined) return lasting(words);
  if (kind === 'denied' || status === 403) {
    // Of many objects each would be named in the words of AWS.
    const said = operation === 'ListObjectsV2' ? saidBy(error.message) : '';
    return lasting(`not permitted; ${missingAction(error, 's3', operation)}${said}`);
  }
  if (status === 404) return lasting(NO_LONGER_THERE);
  if (kind === 'misplaced' || status === 301) {
    return lasting('the bucket is in another Region, which S3 does not name: give it with --region');
  }
  if (status === 429 || (status !== null && status >= 500)) return passing(`S3 does not answer (${status} ${name})`);
  const code = codeOf(error);
  if (UNREACHABLE.has(code)) return lasting(`S3 cannot be reached (${code})`);
  if (code !== '' || BROKEN.has(name)) return passing(`the connection broke (${code === '' ? name : code})`);
  if (status !== null) return lasting(`S3 refuses: ${name}: ${firstLine(error.message)}`);
  if (name === 'Error' && /region is missing/i.test(error.message)) {
    return lasting('no Region is known: name one with --region or AWS_REGION');
  }
  throw error;
}

/** What was listed and then went away: a state, not a refusal. */
export const NO_LONGER_THERE = 'it is no longer there';

function lasting(text: string): S3Failure {
  return { text, isPassing: false };
}

function passing(text: string): S3Failure {
  return { text, isPassing: true };
}

function statusOf(error: Error): number | null {
  const metadata = (error as { readonly $metadata?: { readonly httpStatusCode?: number } }).$metadata;
  return metadata?.httpStatusCode ?? null;
}

function codeOf(error: Error): string {
  const { code } = error as NodeJS.ErrnoException;
  return typeof code === 'string' ? code : '';
}

const WORDS: ReadonlyMap<string, string> = new Map([
  ['InvalidBucketName', 'this is no name of a bucket'],
  ['PreconditionFailed', 'it changed after it was listed'],
  ['InvalidObjectState', 'it is archived: restore it first'],
]);
const UNREACHABLE: ReadonlySet<string> = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EHOSTUNREACH', 'ENETUNREACH']);
/** As the SDK names what happens to a connection, where Node has no code for it. */
const BROKEN: ReadonlySet<string> = new Set(['TimeoutError', 'AbortError']);

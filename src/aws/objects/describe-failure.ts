import { ForensicsError } from '../../errors.ts';
import { allowedCall } from '../calls.ts';
import { EXPIRED, FAULTS, firstLine } from '../error-names.ts';

/** What stands behind a failed request for a listing or an object. */
export interface S3Failure {
  /** In words, without the name of bucket or object. */
  readonly text: string;
  /** Asking again may help: S3 is busy, or the connection broke. */
  readonly isPassing: boolean;
}

/**
 * Why a request failed, with what to do about it.
 * https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html
 *
 * @throws the error itself when it is no answer of S3, of the network or of the credentials: a fault of this program
 */
export function describeS3Failure(error: unknown, operation: 'ListObjectsV2' | 'GetObject'): S3Failure {
  if (!(error instanceof Error) || error instanceof ForensicsError || FAULTS.has(error.name)) throw error;
  const { name } = error;
  const status = statusOf(error);
  if (EXPIRED.has(name)) return lasting('the credentials have expired: sign in again (aws sso login)');
  if (name === 'CredentialsProviderError')
    return lasting(`there are no credentials (${firstLine(error.message)}): sign in, or name a profile`);
  if (UNKNOWN_CALLER.has(name)) return lasting(`AWS does not accept the credentials (${name})`);
  const words = WORDS.get(name) ?? (status === 412 ? WORDS.get('PreconditionFailed') : undefined);
  if (words !== undefined) return lasting(words);
  if (status === 403) return lasting(denied(error.message, operation));
  if (status === 404) return lasting('it is no longer there');
  if (status === 301 || MISPLACED.has(name)) {
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

/** The action that is missing: that of the call, unless S3 names another, such as that of the key. */
function denied(message: string, operation: 'ListObjectsV2' | 'GetObject'): string {
  const named = /not authorized to perform: ([a-z0-9-]{1,40}:[A-Za-z]{1,80})/.exec(message)?.[1];
  const action = named ?? allowedCall('s3', operation)?.action ?? operation;
  return `not permitted; ${action} is missing, see iam-policy`;
}

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

const UNKNOWN_CALLER: ReadonlySet<string> = new Set([
  'InvalidAccessKeyId',
  'InvalidToken',
  'SignatureDoesNotMatch',
  'RequestTimeTooSkewed',
]);
const MISPLACED: ReadonlySet<string> = new Set(['PermanentRedirect', 'AuthorizationHeaderMalformed']);
const WORDS: ReadonlyMap<string, string> = new Map([
  ['NoSuchBucket', 'there is no such bucket'],
  ['InvalidBucketName', 'this is no name of a bucket'],
  ['PreconditionFailed', 'it changed after it was listed'],
  ['InvalidObjectState', 'it is archived: restore it first'],
]);
const UNREACHABLE: ReadonlySet<string> = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EHOSTUNREACH', 'ENETUNREACH']);
/** As the SDK names what happens to a connection, where Node has no code for it. */
const BROKEN: ReadonlySet<string> = new Set(['TimeoutError', 'AbortError']);

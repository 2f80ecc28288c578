import { ForensicsError } from '../errors.ts';
import { UnusableAnswer } from './answers.ts';
import { ALLOWED_CALLS, type AllowedCall, type AwsService, allowedCall } from './calls.ts';

/** What an answer of AWS, of the SDK or of the network says, where its name tells. */
export type FailureKind =
  /** Credentials that were good once. */
  | 'expired'
  | 'no-credentials'
  /** Credentials that AWS does not know, or a clock that is wrong. */
  | 'unknown-caller'
  | 'denied'
  | 'no-such-bucket'
  /** The bucket is in another Region. */
  | 'misplaced'
  /** The setting is not there: no failure. */
  | 'unset';

/**
 * The one table of these names.
 * https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html,
 * https://docs.aws.amazon.com/STS/latest/APIReference/CommonErrors.html
 */
const KINDS: ReadonlyMap<string, FailureKind> = new Map([
  ['ExpiredToken', 'expired'],
  ['ExpiredTokenException', 'expired'],
  ['TokenRefreshRequired', 'expired'],
  ['CredentialsProviderError', 'no-credentials'],
  ['InvalidAccessKeyId', 'unknown-caller'],
  ['InvalidToken', 'unknown-caller'],
  ['SignatureDoesNotMatch', 'unknown-caller'],
  ['RequestTimeTooSkewed', 'unknown-caller'],
  ['AccessDenied', 'denied'],
  ['AccessDeniedException', 'denied'],
  ['AllAccessDisabled', 'denied'],
  ['Forbidden', 'denied'],
  ['NoSuchBucket', 'no-such-bucket'],
  ['PermanentRedirect', 'misplaced'],
  ['AuthorizationHeaderMalformed', 'misplaced'],
  ['IllegalLocationConstraintException', 'misplaced'],
  ['NoSuchBucketPolicy', 'unset'],
  ['NoSuchConfiguration', 'unset'],
  ['ServerSideEncryptionConfigurationNotFoundError', 'unset'],
  ['OwnershipControlsNotFoundError', 'unset'],
  ['NoSuchPublicAccessBlockConfiguration', 'unset'],
]);

/** null where the name says none of these. */
export function failureKind({ name }: Error): FailureKind | null {
  return KINDS.get(name) ?? null;
}

/**
 * What was thrown as an answer of AWS, of the SDK or of the network.
 *
 * @throws what is none: a fault of this program, some of which carry a code of Node's, or an error in words already
 */
export function awsError(error: unknown): Error {
  if (!(error instanceof Error) || error instanceof ForensicsError) throw error;
  // What the SDK cannot make sense of in an answer, it throws with that answer.
  if (FAULTS.has(error.name) && !('$response' in error)) throw error;
  return error;
}

const FAULTS: ReadonlySet<string> = new Set(['TypeError', 'RangeError', 'ReferenceError']);

/** What to do about expired credentials, whose they may be said to be. */
export function expiredWords(whose: string = 'the credentials'): string {
  return `${whose} have expired: sign in again (aws sso login)`;
}

/** What is not granted: the action that AWS names, which may be one of another service, else that of the call. */
export function missingAction({ message }: Error, service: AwsService, operation: string): string {
  const named = /not authorized to perform:? ([a-z0-9-]{1,40}:[A-Za-z]{1,80})/.exec(message)?.[1];
  const action = named ?? allowedCall(service, operation)?.action ?? operation;
  const isListed = ALLOWED_CALLS.some((call) => call.action === action);
  return `${action} is missing${isListed ? ', see iam-policy' : ''}`;
}

/** The part of a foreign message that fits into a line of ours. */
export function firstLine(text: string): string {
  return (text.split('\n')[0] ?? '').slice(0, 300);
}

/**
 * Why a call for a setting failed, in one line that says what to do. Null when the answer is that there is no such
 * setting.
 *
 * @throws as `awsError` does
 */
export function describeCallFailure(
  thrown: unknown,
  call: AllowedCall,
  on: string,
  profile: string | null,
): string | null {
  const error = awsError(thrown);
  const what = `${call.operation} on ${on}`;
  switch (failureKind(error)) {
    case 'unset':
      return null;
    case 'expired':
      return expiredWords(`the credentials of ${profile === null ? 'the default profile' : `profile ${profile}`}`);
    case 'no-credentials':
      return `no credentials: ${firstLine(error.message)}`;
    case 'denied':
      return `${what}: not permitted; ${call.action} is missing, grant ${grantOf(call, on)} (see iam-policy)`;
    case 'no-such-bucket':
      return `${what}: there is no such bucket`;
    case 'misplaced':
      return `${what}: the Region is wrong; name the bucket's own with --region`;
    default:
      if (error instanceof UnusableAnswer) return `${what}: ${error.message}`;
      return `${what}: ${error.name}: ${firstLine(error.message)}`;
  }
}

/** The statement that would permit the call, as `iam-policy` prints it, for the resource at hand. */
function grantOf({ service, action }: AllowedCall, on: string): string {
  const resource = service === 's3' ? `arn:aws:s3:::${on.split('/')[0]}` : on.startsWith('arn:aws:kms:') ? on : '*';
  return JSON.stringify({ Effect: 'Allow', Action: action, Resource: resource });
}

import { ForensicsError } from '../errors.ts';
import { UnusableAnswer } from './answers.ts';
import { ALLOWED_CALLS, type AllowedCall, type AwsService, allowedCall } from './calls.ts';
import { firstLine, parseRefusal, refusalWords } from './refusal.ts';

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
  /** The setting, or the key or trail itself, is not there: no failure. */
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
  ['InvalidClientTokenId', 'unknown-caller'],
  ['UnrecognizedClientException', 'unknown-caller'],
  ['AuthFailure', 'unknown-caller'],
  ['OptInRequired', 'unknown-caller'],
  ['SignatureDoesNotMatch', 'unknown-caller'],
  ['RequestTimeTooSkewed', 'unknown-caller'],
  ['AccessDenied', 'denied'],
  ['AccessDeniedException', 'denied'],
  ['AllAccessDisabled', 'denied'],
  ['Forbidden', 'denied'],
  ['403', 'denied'],
  ['NoSuchBucket', 'no-such-bucket'],
  ['PermanentRedirect', 'misplaced'],
  ['AuthorizationHeaderMalformed', 'misplaced'],
  ['IllegalLocationConstraintException', 'misplaced'],
  ['NoSuchBucketPolicy', 'unset'],
  ['NoSuchConfiguration', 'unset'],
  ['ServerSideEncryptionConfigurationNotFoundError', 'unset'],
  ['OwnershipControlsNotFoundError', 'unset'],
  ['NoSuchPublicAccessBlockConfiguration', 'unset'],
  ['NotFoundException', 'unset'],
  ['TrailNotFoundException', 'unset'],
  ['ResourceNotDiscoveredException', 'unset'],
  ['NoAvailableConfigurationRecorderException', 'unset'],
  // Of CloudWatch Logs: the group is gone.
  ['ResourceNotFoundException', 'unset'],
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
  const refusal = parseRefusal(message);
  if (refusal.isExplicit) return `an explicit deny in a ${refusal.policy ?? 'policy'}, which no grant lifts`;
  const action = refusal.action ?? allowedCall(service, operation)?.action ?? operation;
  const isListed = ALLOWED_CALLS.some((call) => call.action === action);
  return `${action} is missing${isListed ? ', see iam-policy' : ''}`;
}

/** In whose name, and where, a call was made. */
export interface Circumstances {
  /** Whose credentials were used, in words: `profile logs`. */
  readonly whose: string;
  /** ARN; null where AWS did not tell. */
  readonly caller: string | null;
  readonly partition: string;
  /** null where the call went to the Region of the surroundings. */
  readonly region: string | null;
}

/**
 * Why a call for a setting failed, in one line that says what to do. Null when the answer is a state: there is no such
 * setting, or no such thing.
 *
 * @throws as `awsError` does
 */
export function describeCallFailure(
  thrown: unknown,
  call: AllowedCall,
  on: string,
  { whose, caller, partition, region }: Circumstances,
): string | null {
  const error = awsError(thrown);
  const what = `${call.operation} on ${on}`;
  switch (failureKind(error)) {
    case 'unset':
    case 'no-such-bucket':
      return null;
    case 'expired':
      return `${expiredWords(`the credentials of ${whose}`)}, then run the same again`;
    case 'no-credentials':
      return `no credentials: ${firstLine(error.message)}`;
    case 'unknown-caller':
      return caller === null || region === null
        ? `${what}: AWS does not accept the credentials (${error.name}: ${firstLine(error.message)})`
        : `${what}: ${region} does not accept the credentials of ${caller} (${error.name}): the Region is not enabled for that account, or the session comes from the global endpoint of AWS STS`;
    case 'denied':
      return `${what}: ${refusalWords(error.message, call, on, partition)}`;
    case 'misplaced':
      return `${what}: the Region is wrong; name the bucket's own with --region`;
    default:
      if (error instanceof UnusableAnswer) return `${what}: ${error.message}`;
      return `${what}: ${error.name}: ${firstLine(error.message)}`;
  }
}

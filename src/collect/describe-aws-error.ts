import type { AllowedCall } from '../aws/calls.ts';
import { EXPIRED, FAULTS, firstLine } from '../aws/error-names.ts';
import { ForensicsError } from '../errors.ts';

/**
 * Why a call failed, in one line that says what to do. Null when the answer is that there is no such setting: that
 * is no failure.
 *
 * @throws what is no answer of AWS or of the credentials: a fault of this program
 */
export function describeAwsError(error: unknown, call: AllowedCall, on: string, profile: string | null): string | null {
  if (!(error instanceof Error) || error instanceof ForensicsError || FAULTS.has(error.name)) throw error;
  const { name } = error;
  const what = `${call.operation} on ${on}`;
  if (UNSET.has(name)) return null;
  if (EXPIRED.has(name)) {
    return `the credentials of ${profile === null ? 'the default profile' : `profile ${profile}`} have expired: sign in again (aws sso login)`;
  }
  if (name === 'CredentialsProviderError') return `no credentials: ${firstLine(error.message)}`;
  if (DENIED.has(name)) {
    return `${what}: not permitted; ${call.action} is missing, grant ${grantOf(call, on)} (see iam-policy)`;
  }
  if (name === 'NoSuchBucket') return `${what}: there is no such bucket`;
  if (WRONG_REGION.has(name)) return `${what}: the Region is wrong; name the bucket's own with --region`;
  return `${what}: ${name}: ${firstLine(error.message)}`;
}

/** The statement that would permit the call, as `iam-policy` prints it, for the resource at hand. */
function grantOf({ service, action }: AllowedCall, on: string): string {
  const resource = service === 's3' ? `arn:aws:s3:::${on.split('/')[0]}` : on.startsWith('arn:aws:kms:') ? on : '*';
  return JSON.stringify({ Effect: 'Allow', Action: action, Resource: resource });
}

/** Answers that say that a setting is not there. */
const UNSET: ReadonlySet<string> = new Set([
  'NoSuchBucketPolicy',
  'NoSuchConfiguration',
  'ServerSideEncryptionConfigurationNotFoundError',
  'OwnershipControlsNotFoundError',
  'NoSuchPublicAccessBlockConfiguration',
]);
const DENIED: ReadonlySet<string> = new Set([
  'AccessDenied',
  'AccessDeniedException',
  'AllAccessDisabled',
  'Forbidden',
]);
const WRONG_REGION: ReadonlySet<string> = new Set([
  'PermanentRedirect',
  'AuthorizationHeaderMalformed',
  'IllegalLocationConstraintException',
]);

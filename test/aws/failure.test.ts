import { describe, expect, it } from 'vitest';
import { allowedCall } from '../../src/aws/calls.ts';
import { awsError, type Circumstances, describeCallFailure, missingAction } from '../../src/aws/failure.ts';
import { ForensicsError } from '../../src/errors.ts';

function named(name: string, message: string = 'no'): Error {
  return Object.assign(new Error(message), { name });
}

function described(error: Error, circumstances: Partial<Circumstances> = {}): string | null {
  const call = allowedCall('s3', 'GetBucketPolicy');
  if (call === null) throw new Error('there is no such call');
  const usual = { whose: 'the default profile', caller: null, partition: 'aws', region: null };
  return describeCallFailure(error, call, 'acme-reports', { ...usual, ...circumstances });
}

describe('a call that failed', () => {
  it.each([
    ['NoSuchBucketPolicy', null],
    [
      'ExpiredToken',
      'the credentials of the default profile have expired: sign in again (aws sso login), then run the same again',
    ],
    ['CredentialsProviderError', 'no credentials: no'],
    [
      'AccessDenied',
      'GetBucketPolicy on acme-reports: not permitted; s3:GetBucketPolicy is missing, grant {"Effect":"Allow","Action":"s3:GetBucketPolicy","Resource":"arn:aws:s3:::acme-reports"} (see iam-policy), unless a policy denies it',
    ],
    ['NoSuchBucket', null],
    [
      'IllegalLocationConstraintException',
      "GetBucketPolicy on acme-reports: the Region is wrong; name the bucket's own with --region",
    ],
    ['SlowDown', 'GetBucketPolicy on acme-reports: SlowDown: no'],
  ])('with %s is told as %j', (name, words) => {
    expect(described(named(name))).toBe(words);
  });

  it('names the profile whose credentials have expired', () => {
    expect(described(named('ExpiredToken'), { whose: 'profile logs' })).toMatch(
      /^the credentials of profile logs have expired/,
    );
  });

  it('is no fault of this program, which is thrown on', () => {
    for (const error of [new TypeError('x'), new ForensicsError('failed', 'x'), 'x']) {
      expect(() => awsError(error)).toThrow();
    }
  });
});

describe('the action that is missing', () => {
  it.each([
    ['no', 'athena:GetWorkGroup is missing, see iam-policy'],
    ['User: u is not authorized to perform: s3:GetObject on resource: t', 's3:GetObject is missing, see iam-policy'],
    ['User: u is not authorized to perform: glue:GetTable on resource: t', 'glue:GetTable is missing'],
    ['User: u is not authorized to perform: kms:Decrypt on resource: k', 'kms:Decrypt is missing'],
  ])('is the one that AWS names, else that of the call; iam-policy is named where it has it: %s', (message, words) => {
    expect(missingAction(named('AccessDeniedException', message), 'athena', 'GetWorkGroup')).toBe(words);
  });
});

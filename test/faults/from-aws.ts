import type { Fault, FaultEffect } from '../aws/world/fault.ts';

/** Something that goes wrong between this program and a bucket with logs. */
export interface AwsFault {
  readonly effect: FaultEffect;
  readonly operation: 'ListObjectsV2' | 'GetObject';
  /** Which requests meet it; all of them unless given. */
  readonly nth?: Fault['nth'];
  readonly told: RegExp | null;
  /** 0: all of it was read in the end; 3: nothing was; 1: the command failed. */
  readonly code: 0 | 1 | 3;
}

const SIGN_IN = '<html><head><title>Sign in</title></head><body>Please sign in</body></html>';

function error(status: number, code: string): FaultEffect {
  return { kind: 'error', status, code };
}

export const FROM_AWS: Readonly<Record<string, AwsFault>> = {
  'a listing that fails once': {
    operation: 'ListObjectsV2',
    effect: error(500, 'InternalError'),
    nth: 0,
    told: null,
    code: 0,
  },
  'a listing that always fails': {
    operation: 'ListObjectsV2',
    effect: error(500, 'InternalError'),
    told: /S3 does not answer \(500 InternalError\)/,
    code: 3,
  },
  'an object that is throttled': {
    operation: 'GetObject',
    effect: error(503, 'SlowDown'),
    nth: 0,
    told: null,
    code: 0,
  },
  'a server that hangs up': {
    operation: 'ListObjectsV2',
    effect: { kind: 'cut', afterBytes: null },
    nth: 0,
    told: null,
    code: 0,
  },
  'a body that breaks off': {
    operation: 'GetObject',
    effect: { kind: 'cut', afterBytes: 100 },
    nth: 0,
    told: null,
    code: 0,
  },
  'a listing that is a sign-in page': {
    operation: 'ListObjectsV2',
    effect: { kind: 'answer', status: 200, body: SIGN_IN },
    told: /the answer is HTML and not of S3/,
    code: 1,
  },
  'an answer of another kind': {
    operation: 'ListObjectsV2',
    effect: { kind: 'answer', status: 200, body: '<LocationConstraint>eu-west-1</LocationConstraint>' },
    told: /the answer is of another kind/,
    code: 1,
  },
  'an answer that is cut': {
    operation: 'ListObjectsV2',
    effect: { kind: 'answer', status: 200, body: '<ListBucketResult><Name>b</Name><Conte' },
    told: /not read: the answer/,
    code: 3,
  },
  'a listing that is not permitted': {
    operation: 'ListObjectsV2',
    effect: error(403, 'AccessDenied'),
    told: /not permitted; s3:ListBucket is missing/,
    code: 3,
  },
  'an object that is not permitted': {
    operation: 'GetObject',
    effect: error(403, 'AccessDenied'),
    told: /not permitted; s3:GetObject is missing/,
    code: 3,
  },
  'credentials that have expired': {
    operation: 'ListObjectsV2',
    effect: error(400, 'ExpiredToken'),
    told: /the credentials have expired: sign in again/,
    code: 3,
  },
  'credentials that AWS does not know': {
    operation: 'ListObjectsV2',
    effect: error(403, 'InvalidAccessKeyId'),
    told: /AWS does not accept the credentials \(InvalidAccessKeyId\)/,
    code: 3,
  },
  'a clock that is wrong': {
    operation: 'ListObjectsV2',
    effect: error(403, 'RequestTimeTooSkewed'),
    told: /RequestTimeTooSkewed/,
    code: 3,
  },
  'a bucket that is not there': {
    operation: 'ListObjectsV2',
    effect: error(404, 'NoSuchBucket'),
    told: /there is no such bucket/,
    code: 3,
  },
  'an object that is deleted after it was listed': {
    operation: 'GetObject',
    effect: error(404, 'NoSuchKey'),
    told: /it is no longer there/,
    code: 3,
  },
  'an object that is written anew after it was listed': {
    operation: 'GetObject',
    effect: { kind: 'changed' },
    told: /it changed after it was listed/,
    code: 3,
  },
  'an object that is archived': {
    operation: 'GetObject',
    effect: error(403, 'InvalidObjectState'),
    told: /it is archived: restore it first/,
    code: 3,
  },
};

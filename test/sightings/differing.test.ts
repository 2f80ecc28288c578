import { describe, expect, it } from 'vitest';
import type { JsonObject, JsonValue } from '../../src/json.ts';
import type { Action } from '../../src/records/action.ts';
import type { Actor } from '../../src/records/actor.ts';
import { known, NOT_RECORDED } from '../../src/records/recorded.ts';
import { differingMembers } from '../../src/sightings/differing-actor.ts';
import { differingContent } from '../../src/sightings/differing-content.ts';
import type { Sighting } from '../../src/sightings/sighting.ts';
import { ALICE, inAccessLog, inTrail, NOON } from './made-sightings.ts';

const ROOT: Actor = {
  ...ALICE,
  type: 'Root',
  arn: 'arn:aws:iam::444455556666:root',
  principalId: '444455556666',
  userName: null,
};
const SESSION: Actor = {
  ...ALICE,
  type: 'AssumedRole',
  arn: 'arn:aws:sts::444455556666:assumed-role/Admin/alice',
  principalId: 'AROAADMIN:alice',
  userName: null,
  sessionName: 'alice',
  sessionIssuerArn: 'arn:aws:iam::444455556666:role/ops/Admin',
};
const NOBODY: Partial<Actor> = { arn: null, accountId: null, principalId: null, userName: null, accessKeyId: null };
const CANONICAL = '79a59df900b949e55d96a1e698fbacedfd6e09d98eacf8f8d5218e7cd47ef2be';
const HIDDEN = 'HIDDEN_DUE_TO_SECURITY_REASONS';

describe('who made a call is not told differently by', () => {
  it.each<[string, Actor, Partial<Actor>]>([
    ['members that one log lacks', ALICE, NOBODY],
    ['a root user’s ARN and its canonical user id', ROOT, { ...NOBODY, type: 'AWSAccount', principalId: CANONICAL }],
    ['the copy of another account', ALICE, { type: 'AWSAccount', arn: null, userName: null, accessKeyId: null }],
    ['a user’s ARN with and without its path', ALICE, { arn: 'arn:aws:iam::444455556666:user/staff/alice' }],
    [
      'a session and its role',
      SESSION,
      { type: 'Role', arn: 'arn:aws:iam::444455556666:role/ops/Admin', principalId: 'AROAADMIN' },
    ],
    ['a row of the console that knows a name only', SESSION, { ...NOBODY, type: null, userName: 'alice' }],
    ['a name that is hidden', ALICE, { userName: HIDDEN }],
    ['a user agent that is cut', ALICE, { userAgent: 'aws-' }],
    ['one address written twice', { ...ALICE, sourceIp: '2001:db8::7' }, { sourceIp: '2001:0db8:0:0::0007' }],
    ['a service in place of an address', ALICE, { sourceIp: 'cloudformation.amazonaws.com' }],
  ])('%s', (_, one, overrides) => {
    expect(differingMembers(inTrail({ actor: one }), inTrail({ actor: { ...one, ...overrides } }))).toEqual([]);
  });

  it('addresses and user agents of the two logs', () => {
    const actor = { ...ALICE, sourceIp: '10.0.0.4', userAgent: 'S3Console/0.4' };
    expect(differingMembers(inTrail(), inAccessLog({ actor }))).toEqual([]);
  });
});

describe('who made a call is told differently by', () => {
  it.each<[keyof Actor, Actor, Partial<Actor>]>([
    ['type', ALICE, { type: 'AssumedRole' }],
    ['arn', ALICE, { arn: 'arn:aws:iam::444455556666:user/bob' }],
    ['arn', SESSION, { arn: 'arn:aws:sts::444455556666:assumed-role/Admin/bob' }],
    ['arn', SESSION, { arn: 'arn:aws:iam::444455556666:role/Other' }],
    ['accountId', ALICE, { accountId: '999900001111' }],
    ['principalId', ALICE, { principalId: 'AIDABOB' }],
    ['principalId', SESSION, { principalId: 'AROAADMIN:bob' }],
    ['userName', ALICE, { userName: 'bob' }],
    ['sessionName', SESSION, { sessionName: 'bob' }],
    ['accessKeyId', ALICE, { accessKeyId: 'AKIABOB' }],
    ['mfaAuthenticated', { ...ALICE, mfaAuthenticated: true }, { mfaAuthenticated: false }],
    ['sourceIp', ALICE, { sourceIp: '198.51.100.1' }],
    ['userAgent', ALICE, { userAgent: 'Terraform/1.9' }],
  ])('another %s', (member, one, overrides) => {
    expect(differingMembers(inTrail({ actor: one }), inTrail({ actor: { ...one, ...overrides } }))).toEqual([member]);
  });
});

const KEY = 'arn:aws:kms:eu-west-1:444455556666:key/1234abcd-12ab-34cd-56ef-1234567890ab';
const STATEMENT = {
  Sid: 'Delivery',
  Effect: 'Allow',
  Principal: { Service: 's3.amazonaws.com' },
  Action: 's3:PutObject',
  Resource: 'arn:aws:s3:::acme-reports/*',
};
const CONFIGURATION = {
  id: 'daily-full',
  isEnabled: true,
  destinationBucket: 'acme-reports',
  destinationPrefix: 'inv',
  optionalFields: ['Size', 'ETag'],
  encryption: { type: 'SSE-KMS', keyId: KEY },
};

type Content = Sighting['action'];

function policy(document: JsonValue | null): Content {
  return {
    kind: 'put-bucket-policy',
    bucket: 'acme-reports',
    policy: document === null ? NOT_RECORDED : known(document),
  };
}

function reversed(value: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(value).reverse());
}

function configuration(overrides: object): Content {
  return {
    kind: 'put-inventory-configuration',
    bucket: 'acme-lake',
    id: 'daily-full',
    configuration: known({ ...CONFIGURATION, ...overrides }),
  } as unknown as Extract<Action, { kind: 'put-inventory-configuration' }>;
}

function disable(id: string | null, arn: string | null): Content {
  return { kind: 'key-state', key: { id, arn }, transition: 'DisableKey' };
}

describe('what was done is not told differently by', () => {
  it.each<[string, Content, Content]>([
    ['a text that one log lacks', policy({ Statement: [STATEMENT] }), policy(null)],
    [
      'a policy whose members and lists stand otherwise',
      policy({ Version: '2012-10-17', Statement: [STATEMENT] }),
      policy({
        Statement: reversed({ ...STATEMENT, Resource: [STATEMENT.Resource], Action: ['s3:putobject'] }),
        Version: '2012-10-17',
      }),
    ],
    ['a key by alias and by ARN', disable('alias/reports', null), disable(KEY, KEY)],
    ['a key by id and by ARN', disable(KEY.slice(-36), null), disable(null, KEY)],
    [
      'a configuration with its lists in another order, and its key by id',
      configuration({}),
      configuration({ optionalFields: ['ETag', 'Size'], encryption: { keyId: KEY.slice(-36), type: 'SSE-KMS' } }),
    ],
    [
      'an id that one log lacks',
      { kind: 'delete-inventory-configuration', bucket: 'acme-lake', id: null },
      { kind: 'delete-inventory-configuration', bucket: 'acme-lake', id: 'daily-full' },
    ],
  ])('%s', (_, one, other) => {
    expect(differingContent(inTrail({ action: one }), inTrail({ action: other }))).toEqual([]);
    expect(differingContent(inTrail({ action: other }), inTrail({ action: one }))).toEqual([]);
  });

  it('no error, and a status 204', () => {
    expect(differingContent(inTrail(), inAccessLog({ status: 204 }))).toEqual([]);
  });

  it.each([
    ['KMS.DisabledException', 'Disabled'],
    ['AccessDeniedException', 'AccessDenied'],
    ['AccessDenied', null],
  ])('the error %s, and %s', (one, other) => {
    const failed = { succeeded: false, status: 403 };
    const sightings = [inTrail({ ...failed, errorCode: one }), inAccessLog({ ...failed, errorCode: other })] as const;
    expect(differingContent(...sightings)).toEqual([]);
  });

  it.each([
    ['five seconds between two copies', inTrail(), inTrail({ time: NOON + 5_000 })],
    ['the request’s own duration', inTrail(), inAccessLog({ time: NOON - 45_000, durationMs: 40_000 })],
    ['minutes, where no log says how long it took', inTrail(), inAccessLog({ time: NOON - 600_000 })],
  ])('%s', (_, one, other) => {
    expect(differingContent(one, other)).toEqual([]);
  });
});

describe('what was done is told differently by', () => {
  it.each<[string, string, Content, Content]>([
    [
      'body',
      'another condition',
      policy({ Statement: [STATEMENT] }),
      policy({ Statement: [{ ...STATEMENT, Condition: { Bool: { 'aws:SecureTransport': 'true' } } }] }),
    ],
    ['body', 'one statement less', policy({ Statement: [STATEMENT] }), policy({ Statement: [] })],
    ['body', 'another encryption', configuration({}), configuration({ encryption: null })],
    ['body', 'another state', configuration({}), configuration({ isEnabled: false })],
    ['action', 'another bucket', policy(null), { ...policy(null), bucket: 'acme-website' } as Content],
    ['action', 'another deed', policy(null), { kind: 'delete-bucket-policy', bucket: 'acme-reports' }],
    ['action', 'another key', disable(null, KEY), disable(null, KEY.replace('1234abcd', '9999abcd'))],
    ['action', 'another transition', disable(null, KEY), { ...disable(null, KEY), transition: 'EnableKey' } as Content],
  ])('%s: %s', (difference, _, one, other) => {
    expect(differingContent(inTrail({ action: one }), inTrail({ action: other }))).toEqual([difference]);
    expect(differingContent(inTrail({ action: other }), inTrail({ action: one }))).toEqual([difference]);
  });

  it('an error beside none, and two errors that speak for different layers', () => {
    const failed = (errorCode: string): Sighting => inTrail({ succeeded: false, errorCode });
    expect(differingContent(inTrail(), failed('AccessDenied'))).toEqual(['outcome']);
    expect(differingContent(failed('AccessDenied'), failed('KMS.AccessDeniedException'))).toEqual(['outcome']);
    expect(differingContent(failed('AccessDenied'), failed('MalformedPolicy'))).toEqual(['outcome']);
  });

  it('times further apart than the request was long', () => {
    expect(differingContent(inTrail(), inTrail({ time: NOON + 6_000 }))).toEqual(['time']);
    expect(differingContent(inTrail(), inAccessLog({ time: NOON - 46_000, durationMs: 40_000 }))).toEqual(['time']);
    // A log writes when the request was received: its own copies have one time.
    const line = inAccessLog({ durationMs: 86_400_000 });
    expect(differingContent(line, inAccessLog({ ...line, time: line.time + 60_000 }))).toEqual(['time']);
  });
});

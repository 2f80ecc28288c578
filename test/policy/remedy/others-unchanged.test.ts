import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../../src/json.ts';
import { othersUnchanged } from '../../../src/policy/remedy/others-unchanged.ts';
import { DELIVERY_ALLOW as ALLOW, TARGET } from '../case-files.ts';
import { policy } from '../generators.ts';

const DELIVERY_ALLOW = ALLOW as JsonObject;
const SOURCE = 'arn:aws:s3:::acme-lake';
const WRITER = { Service: 's3.amazonaws.com' };

function statement(of: JsonObject): JsonObject {
  return { Effect: 'Allow', Principal: WRITER, Action: 's3:PutObject', Resource: 'arn:aws:s3:::acme-reports/*', ...of };
}

function unchanged(
  before: readonly JsonObject[] | null,
  after: readonly JsonObject[],
  kind: 'bucket' | 'key' = 'bucket',
) {
  return othersUnchanged(before === null ? null : policy(before), policy(after), TARGET, kind);
}

const DENY = statement({
  Effect: 'Deny',
  Principal: '*',
  Condition: { NotIpAddress: { 'aws:SourceIp': '10.0.0.0/8' } },
});

describe('an edit', () => {
  it.each<[string, JsonObject]>([
    ['the delivery itself', DELIVERY_ALLOW],
    ['it, in other words', { ...DELIVERY_ALLOW, Sid: 'Other' }],
  ])('may let in %s', (_, added) => {
    expect(unchanged([], [added])).toBe(true);
    expect(unchanged(null, [added])).toBe(true);
  });

  it.each<[string, JsonObject]>([
    ['everyone', statement({ Principal: '*' })],
    ['the writer for every source', statement({})],
    [
      'the writer for another bucket',
      statement({ Condition: { ArnLike: { 'aws:SourceArn': 'arn:aws:s3:::acme-lake-other' } } }),
    ],
    [
      'the source bucket as another account has it',
      statement({ Condition: { ArnLike: { 'aws:SourceArn': `${SOURCE}*` } } }),
    ],
    ['another account', statement({ Principal: { AWS: 'arn:aws:iam::999988887777:root' } })],
    ['a role', statement({ Principal: { AWS: 'arn:aws:iam::999988887777:role/reader' } })],
    ['another service', statement({ Principal: { Service: 'firehose.amazonaws.com' } })],
    [
      'whoever has what a condition asks for',
      statement({ Principal: '*', Condition: { StringEquals: { 'aws:PrincipalOrgID': 'o-1' } } }),
    ],
    [
      'whoever has anything else',
      statement({ Principal: '*', Condition: { StringNotEquals: { 'aws:PrincipalOrgID': 'o-1' } } }),
    ],
    ['an action that only it names', statement({ Principal: '*', Action: 's3:PutBucketAcl' })],
    ['a folder that only it names', statement({ Principal: '*', Resource: 'arn:aws:s3:::acme-reports/private/*' })],
  ])('may not let in %s', (_, added) => {
    expect(unchanged([DELIVERY_ALLOW], [DELIVERY_ALLOW, added])).toBe(false);
    // Nor take it from those who have it.
    expect(unchanged([DELIVERY_ALLOW, added], [DELIVERY_ALLOW])).toBe(false);
  });

  it('of a Deny may spare the delivery alone', () => {
    const open = statement({ Principal: '*' });
    const spared = (arn: string) => ({
      ...DENY,
      Condition: { ...(DENY['Condition'] as JsonObject), ArnNotLike: { 'aws:SourceArn': arn } },
    });
    expect(unchanged([open, DENY], [open, spared(SOURCE)])).toBe(true);
    expect(unchanged([open, DENY], [open, spared('arn:aws:s3:::*')])).toBe(false);
    expect(unchanged([open, DENY], [open])).toBe(false);
  });

  it('of a key policy may not open the key', () => {
    const key = (Action: string) => ({ Effect: 'Allow', Principal: '*', Action, Resource: '*' });
    expect(unchanged([], [key('kms:Decrypt')], 'key')).toBe(false);
    expect(unchanged([], [key('kms:ReplicateKey')], 'key')).toBe(false);
    expect(unchanged([key('kms:Decrypt')], [key('kms:Decrypt'), { ...key('kms:Decrypt'), Sid: 'Twice' }], 'key')).toBe(
      true,
    );
  });

  it('that is no policy is none', () => {
    expect(othersUnchanged(policy([]), { Statement: 'none' }, TARGET, 'bucket')).toBe(false);
    expect(othersUnchanged({ Statement: 'none' }, policy([]), TARGET, 'bucket')).toBe(false);
  });
});

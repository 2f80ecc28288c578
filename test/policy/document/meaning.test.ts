import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../../src/json.ts';
import { policyMeaning } from '../../../src/policy/document/meaning.ts';

// biome-ignore lint/suspicious/noTemplateCurlyInString: a policy variable.
const VARIABLE = 'arn:aws:s3:::acme-reports/${aws:username}';

const READ: JsonObject = {
  Sid: 'Read',
  Effect: 'Allow',
  Principal: { AWS: ['arn:aws:iam::111122223333:root'] },
  Action: ['s3:GetObject', 's3:ListBucket'],
  Resource: VARIABLE,
};
const WRITE: JsonObject = { ...READ, Sid: 'Write', Action: 's3:PutObject' };

function policy(version: string, ...statements: JsonObject[]): JsonObject {
  return { Version: version, Statement: statements };
}

describe('policyMeaning', () => {
  it('is equal for policies that are only written otherwise', () => {
    const other = {
      ...READ,
      Sid: 'Other',
      Principal: { AWS: '111122223333' },
      Action: ['s3:listbucket', 's3:GetObject'],
    };
    expect(policyMeaning(policy('2012-10-17', WRITE, other))).toBe(policyMeaning(policy('2012-10-17', READ, WRITE)));
  });

  it('is equal where conditions and their values stand in another order', () => {
    const where = (Condition: JsonObject) => policyMeaning(policy('2012-10-17', { ...READ, Condition }));
    const org = { StringEquals: { 'aws:PrincipalOrgID': ['o-1', 'o-2'] } };
    const time = { DateGreaterThan: { 'aws:CurrentTime': '2026-01-01T00:00:00Z' } };
    const region = { StringNotEquals: { 'aws:RequestedRegion': 'eu-west-1' } };
    const turned = { StringEquals: { 'aws:PrincipalOrgID': ['o-2', 'o-1'] } };
    expect(where({ ...org, ...time, ...region })).toBe(where({ ...region, ...turned, ...time }));
    // Two conditions that are one in the normal form both count.
    const twice = { ArnLike: { 'aws:SourceArn': ['arn:b', 'arn:a'] }, ArnEquals: { 'aws:SourceArn': 'arn:c' } };
    const same = { ArnEquals: { 'aws:SourceArn': 'arn:c' }, ArnLike: { 'aws:SourceArn': ['arn:a', 'arn:b'] } };
    expect(where(twice)).toBe(where(same));
    expect(where(twice)).not.toBe(where({ ArnLike: { 'aws:SourceArn': ['arn:a', 'arn:b', 'arn:c'] } }));
  });

  it.each([
    ['another effect', policy('2012-10-17', { ...READ, Effect: 'Deny' })],
    ['a statement more', policy('2012-10-17', READ, WRITE)],
    ['a condition', policy('2012-10-17', { ...READ, Condition: { Bool: { 'aws:SecureTransport': 'true' } } })],
    ['a version that leaves variables plain text', policy('2008-10-17', READ)],
    ['what is no policy', { Statement: 'none' }],
  ])('differs with %s', (_, other) => {
    expect(policyMeaning(other)).not.toBe(policyMeaning(policy('2012-10-17', READ)));
  });
});

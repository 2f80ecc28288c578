import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../../src/json.ts';
import { withSourceAccount } from '../../../src/policy/remedy/source-account.ts';
import { CLOUDTRAIL } from '../../../src/profile/siblings/cloudtrail.ts';
import { DELIVERY_ALLOW, TARGET } from '../case-files.ts';
import { policy } from '../generators.ts';

const UNKNOWN = { ...TARGET, sourceAccount: null };
const SOURCE = 'arn:aws:s3:::acme-lake';

function allow(condition: JsonObject, rest: JsonObject = {}): JsonObject {
  return { ...DELIVERY_ALLOW, Condition: condition, ...rest };
}

function accountIn(...statements: readonly JsonObject[]): string | null {
  return withSourceAccount([{ kind: 'bucket', document: policy([...statements]) }], UNKNOWN).target.sourceAccount;
}

const ACCOUNT = { StringEquals: { 'aws:SourceAccount': '111122223333' } };
const OTHER = { StringEquals: { 'aws:SourceAccount': '999900001111' } };

describe('withSourceAccount', () => {
  it.each<[string, JsonObject]>([
    ['names this bucket', allow({ ...ACCOUNT, ArnLike: { 'aws:SourceArn': SOURCE } })],
    ['covers this bucket', allow({ ...ACCOUNT, ArnLike: { 'aws:SourceArn': 'arn:aws:s3:::acme-*' } })],
    ['lists this bucket', allow({ ...ACCOUNT, ArnLike: { 'aws:SourceArn': ['arn:aws:s3:::other', SOURCE] } })],
    ['names no source', allow(ACCOUNT)],
  ])('takes the account of an Allow for S3 that %s, and says so', (_, statement) => {
    const policies = [{ kind: 'bucket', document: policy([statement]) }] as const;
    const { target, warnings } = withSourceAccount(policies, UNKNOWN);
    expect(target).toEqual({ ...UNKNOWN, sourceAccount: '111122223333' });
    expect(warnings.map(({ code }) => code)).toEqual(['source-account-assumed']);
  });

  it('takes it from the key policy too', () => {
    const statement = allow(ACCOUNT, { Action: 'kms:GenerateDataKey', Resource: '*' });
    const policies = [{ kind: 'key', document: policy([statement]) }] as const;
    expect(withSourceAccount(policies, UNKNOWN).target.sourceAccount).toBe('111122223333');
  });

  it('takes it from an Allow for one of several requests', () => {
    const target = { ...UNKNOWN, profile: CLOUDTRAIL };
    const statement = allow(ACCOUNT, {
      Principal: { Service: 'cloudtrail.amazonaws.com' },
      Action: 's3:GetBucketAcl',
      Resource: 'arn:aws:s3:::acme-reports',
    });
    const policies = [{ kind: 'bucket', document: policy([statement]) }] as const;
    expect(withSourceAccount(policies, target).target.sourceAccount).toBe('111122223333');
  });

  it.each<[string, JsonObject]>([
    ['is for another bucket', allow({ ...ACCOUNT, ArnLike: { 'aws:SourceArn': 'arn:aws:s3:::other' } })],
    [
      'names a pattern as a plain text',
      allow({ ...ACCOUNT, StringEquals: { 'aws:SourceArn': 'arn:aws:s3:::acme-*' } }),
    ],
    ['is for another folder', allow(ACCOUNT, { Resource: 'arn:aws:s3:::acme-reports/logs/*' })],
    ['is for everyone', allow(ACCOUNT, { Principal: '*' })],
    [
      'is for another service besides',
      allow(ACCOUNT, { Principal: { Service: ['s3.amazonaws.com', 'a.amazonaws.com'] } }),
    ],
    ['is a Deny', allow(ACCOUNT, { Effect: 'Deny' })],
    ['names two accounts', allow({ StringEquals: { 'aws:SourceAccount': ['111122223333', '999900001111'] } })],
    ['names a pattern', allow({ StringLike: { 'aws:SourceAccount': '1111*' } })],
    ['excludes one', allow({ StringNotEquals: { 'aws:SourceAccount': '111122223333' } })],
  ])('takes none from a statement that %s', (_, statement) => {
    expect(accountIn(statement)).toBeNull();
  });

  it('takes none where policies disagree, and keeps the one that is known', () => {
    expect(accountIn(allow(ACCOUNT), allow(OTHER))).toBeNull();
    const policies = [{ kind: 'bucket', document: policy([allow(OTHER)]) }] as const;
    expect(withSourceAccount(policies, TARGET)).toEqual({ target: TARGET, warnings: [] });
  });
});

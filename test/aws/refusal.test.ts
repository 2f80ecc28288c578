import { describe, expect, it } from 'vitest';
import { allowedCall } from '../../src/aws/calls.ts';
import { parseRefusal, refusalWords } from '../../src/aws/refusal.ts';

const WHO = 'User: arn:aws:iam::444455556666:user/auditor is not authorized to perform:';

function words(operation: string, service: string, message: string, on = 'acme-reports', partition = 'aws'): string {
  const call = allowedCall(service, operation);
  if (call === null) throw new Error('there is no such call');
  return refusalWords(message, call, on, partition);
}

describe('a refusal', () => {
  it.each([
    ['with an explicit deny in a resource-based policy', true, 'resource-based policy'],
    ['with an explicit deny in an identity-based policy', true, 'identity-based policy'],
    [
      'with an explicit deny in a service control policy: arn:aws:organizations::1:policy/o-1/p',
      true,
      'service control policy',
    ],
    ['with an explicit deny in a permissions boundary', true, 'permissions boundary'],
    ['with an explicit deny', true, null],
    ['because no identity-based policy allows the s3:GetBucketPolicy action', false, 'identity-based policy'],
    ['because no VPC endpoint policy allows the s3:GetBucketPolicy action', false, 'VPC endpoint policy'],
    ['', false, null],
  ])('%j is read', (why, isExplicit, policy) => {
    const message = `${WHO} s3:GetBucketPolicy on resource: "arn:aws:s3:::acme-reports" ${why}`;
    expect(parseRefusal(message)).toEqual({
      isExplicit,
      policy,
      action: 's3:GetBucketPolicy',
      resource: 'arn:aws:s3:::acme-reports',
    });
  });

  it.each([
    ['identity-based policy', true],
    ['resource-based policy', false],
    ['service control policy', false],
    ['session policy', false],
  ])('for want of an Allow in a %s: a grant helps: %s', (policy, helps) => {
    const told = words('GetBucketPolicy', 's3', `${WHO} s3:GetBucketPolicy because no ${policy} allows the action`);
    expect(told.includes('grant {')).toBe(helps);
    expect(told).toContain(`; AWS says: ${WHO}`);
  });

  it('by an explicit deny is answered with no grant', () => {
    const message = `${WHO} s3:GetBucketPolicy on resource: "arn:aws:s3:::acme-reports" with an explicit deny in a resource-based policy`;
    expect(words('GetBucketPolicy', 's3', message)).toBe(
      `denied by an explicit deny in a resource-based policy, which no grant lifts; AWS says: ${message}`,
    );
  });

  it.each([
    ['GetObject', 's3', 'acme-logs', 'aws-us-gov', '', 'arn:aws-us-gov:s3:::acme-logs/*'],
    ['ListObjectsV2', 's3', 'acme-logs/AWSLogs', 'aws', '', 'arn:aws:s3:::acme-logs'],
    [
      'GetObject',
      's3',
      'acme-logs',
      'aws',
      `${WHO} kms:Decrypt on resource: arn:aws:kms:eu-west-1:1:key/a because no identity-based policy allows it`,
      'arn:aws:kms:eu-west-1:1:key/a',
    ],
    ['DescribeKey', 'kms', 'arn:aws-cn:kms:cn-north-1:1:key/a', 'aws-cn', '', 'arn:aws-cn:kms:cn-north-1:1:key/a'],
    ['DescribeKey', 'kms', 'alias/reports', 'aws', '', '*'],
    ['GetTrailStatus', 'cloudtrail', 'main', 'aws', '', '*'],
  ])('of %s is answered with a grant that can be given', (operation, service, on, partition, message, resource) => {
    expect(words(operation, service, message, on, partition)).toContain(`"Resource":"${resource}"}`);
  });

  it('of GetCallerIdentity is answered with none: it needs no permission', () => {
    expect(words('GetCallerIdentity', 'sts', '')).not.toContain('grant');
  });
});

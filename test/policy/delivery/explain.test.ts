import { describe, expect, it } from 'vitest';
import { evaluateDelivery } from '../../../src/policy/delivery/delivery.ts';
import { explainDelivery, explainKeyUse } from '../../../src/policy/delivery/explain.ts';
import { DELIVERY_ALLOW, TARGET } from '../case-files.ts';
import { policy } from '../generators.ts';

const OFFICE = {
  Sid: 'IPAllow',
  Effect: 'Deny',
  Principal: '*',
  Action: 's3:*',
  Resource: 'arn:aws:s3:::acme-reports/*',
  Condition: { NotIpAddress: { 'aws:SourceIp': '54.240.143.0/24' } },
};

describe('explainDelivery', () => {
  it('shows for each statement and condition what matched, against which value, and why that is known', () => {
    expect(explainDelivery(policy([{ ...DELIVERY_ALLOW, Action: 's3:GetObject' }, OFFICE]), TARGET)).toEqual([
      'denied by Deny "IPAllow"',
      'request: s3.amazonaws.com asks for s3:PutObject on arn:aws:s3:::acme-reports/inv/acme-lake/daily-full/data/',
      'Allow "InventoryDelivery": does not apply',
      '  Principal s3.amazonaws.com: covers the one who asks',
      '  Action s3:GetObject: does not cover s3:PutObject',
      '  Resource arn:aws:s3:::acme-reports/*: covers arn:aws:s3:::acme-reports/inv/acme-lake/daily-full/data/',
      '  ArnLike aws:SourceArn arn:aws:s3:::acme-lake: holds, the request carries aws:SourceArn arn:aws:s3:::acme-lake (the ARN of the source bucket) [https://docs.aws.amazon.com/AmazonS3/latest/userguide/example-bucket-policies.html#example-bucket-policies-s3-inventory-1]',
      '  StringEquals aws:SourceAccount 111122223333: holds, the request carries aws:SourceAccount 111122223333 (the account of the source bucket) [https://docs.aws.amazon.com/AmazonS3/latest/userguide/example-bucket-policies.html#example-bucket-policies-s3-inventory-1]',
      '  StringEquals s3:x-amz-acl bucket-owner-full-control: holds, the request carries s3:x-amz-acl bucket-owner-full-control (the ACL that S3 Inventory sends) [https://docs.aws.amazon.com/AmazonS3/latest/userguide/example-bucket-policies.html#example-bucket-policies-s3-inventory-1]',
      'Deny "IPAllow": applies',
      '  Principal everyone: covers the one who asks',
      '  Action s3:*: covers s3:PutObject',
      '  Resource arn:aws:s3:::acme-reports/*: covers arn:aws:s3:::acme-reports/inv/acme-lake/daily-full/data/',
      '  NotIpAddress aws:SourceIp 54.240.143.0/24: holds, the request carries no aws:SourceIp (redacted when a service calls by itself) [https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html#condition-keys-sourceip]',
    ]);
  });

  it('says what is open and what is not decided', () => {
    const open = { ...OFFICE, Condition: { StringNotEquals: { 'aws:SourceOrgID': 'o-abc' } } };
    const lines = explainDelivery(policy([DELIVERY_ALLOW, open]), TARGET);
    expect(lines[0]).toBe('depends on aws:SourceOrgID by Deny "IPAllow"');
    expect(lines.at(-1)).toContain(
      'StringNotEquals aws:SourceOrgID o-abc: not known, the request has a aws:SourceOrgID that is not known',
    );
    const odd = { ...OFFICE, Condition: { StringMatches: { 'aws:SourceIp': 'x' } } };
    expect(explainDelivery(policy([DELIVERY_ALLOW, odd]), TARGET)[0]).toBe(
      'unknown by Deny "IPAllow": AWS documents no condition operator "StringMatches"',
    );
  });

  it('explains the key that decides', () => {
    const lines = explainDelivery(
      policy([DELIVERY_ALLOW, { ...OFFICE, Resource: 'arn:aws:s3:::acme-reports/*/symlink.txt' }]),
      TARGET,
    );
    expect(lines[1]).toContain('/hive/dt=2026-01-01-01-00/symlink.txt');
  });

  it('explains a key policy and a document that is none', () => {
    expect(explainKeyUse(policy([]), TARGET)[0]).toBe('denied: no Allow applies');
    expect(explainDelivery({ Statement: [{}] }, TARGET)).toEqual(['not a policy: Statement[0].Effect is missing']);
  });
});

describe('explanations', () => {
  const say = (...statements: Parameters<typeof policy>[0]): string =>
    evaluateDelivery(policy(statements), TARGET).explanation;

  it.each([
    [
      'a negated Deny',
      [DELIVERY_ALLOW, OFFICE],
      `Deny "IPAllow" of the bucket policy stops Amazon S3 from writing the inventory report: it spares only requests whose aws:SourceIp is in 54.240.143.0/24, and Amazon S3's own write carries no aws:SourceIp (redacted when a service calls by itself)`,
    ],
    [
      'a positive Deny',
      [{ ...OFFICE, Condition: { Bool: { 'aws:PrincipalIsAWSService': 'true' } } }],
      `Deny "IPAllow" of the bucket policy stops Amazon S3 from writing the inventory report: it holds where aws:PrincipalIsAWSService is true, and Amazon S3's own write carries aws:PrincipalIsAWSService true`,
    ],
    [
      'a Deny by absence',
      [{ ...OFFICE, Condition: { Null: { 's3:x-amz-server-side-encryption': 'true' } } }],
      `Deny "IPAllow" of the bucket policy stops Amazon S3 from writing the inventory report: Amazon S3's own write carries no s3:x-amz-server-side-encryption (sent only if the configuration sets an encryption)`,
    ],
    [
      'a Deny with IfExists',
      [{ ...OFFICE, Condition: { StringEqualsIfExists: { 'aws:SourceVpce': 'vpce-1' } } }],
      `Deny "IPAllow" of the bucket policy stops Amazon S3 from writing the inventory report: it holds for requests without aws:SourceVpce, and Amazon S3's own write carries no aws:SourceVpce (only requests through a VPC endpoint have it)`,
    ],
    [
      'an unconditional Deny',
      [{ ...OFFICE, Condition: {} }],
      `Deny "IPAllow" of the bucket policy stops Amazon S3 from writing the inventory report: it holds for every such request`,
    ],
    [
      'an Allow with another source',
      [{ ...DELIVERY_ALLOW, Condition: { ArnLike: { 'aws:SourceArn': 'arn:aws:s3:::old-lake' } } }],
      `no statement of the bucket policy lets Amazon S3 write the inventory report: the nearest Allow is "InventoryDelivery", but it asks that aws:SourceArn is like arn:aws:s3:::old-lake, and Amazon S3's own write carries aws:SourceArn arn:aws:s3:::acme-lake`,
    ],
    [
      'no Allow',
      [],
      'no statement of the bucket policy lets Amazon S3 write the inventory report: it has no Allow for Amazon S3 at all',
    ],
    [
      'an Allow',
      [DELIVERY_ALLOW],
      'Allow "InventoryDelivery" of the bucket policy lets Amazon S3 write the inventory report, and no Deny applies',
    ],
    [
      'an unknown key',
      [{ ...DELIVERY_ALLOW, Condition: { StringEquals: { 'aws:SourceOrgID': 'o-abc' } } }],
      'whether the bucket policy lets Amazon S3 write the inventory report depends on aws:SourceOrgID, which is not known and which Allow "InventoryDelivery" tests',
    ],
    [
      'one file only',
      [DELIVERY_ALLOW, { ...OFFICE, Condition: {}, Resource: 'arn:aws:s3:::acme-reports/*.checksum' }],
      'Deny "IPAllow" of the bucket policy stops Amazon S3 from writing inv/acme-lake/daily-full/2026-01-01T01-00Z/manifest.checksum of the inventory report: it holds for every such request',
    ],
  ])('of %s are one plain sentence', (_, statements, sentence) => {
    expect(say(...statements)).toBe(sentence);
  });

  it('stay short and clean whatever the policy holds', () => {
    const values = Array.from({ length: 500 }, (__, index) => `10.${index % 256}.0.0/16`);
    const long = say(DELIVERY_ALLOW, {
      ...OFFICE,
      Sid: `\u001b[2J${'x'.repeat(1000)}`,
      Condition: { NotIpAddress: { 'aws:SourceIp': values } },
    });
    expect(long.length).toBeLessThan(900);
    expect(long).toContain('or one of 497 more');
    expect(long).not.toMatch(/[\p{Cc}\p{Cf}]/u);
  });
});

import { describe, expect, it } from 'vitest';
import type { RequirementId } from '../../src/check/contract.ts';
import type { JsonObject } from '../../src/json.ts';
import { checkGiven, type Given } from './check-offline.ts';
import { configurationOf, deny, inventoryAllow, KEY, KEY_ALLOW, keyPolicyOf, policyOf } from './documents.ts';

const POLICY = policyOf(inventoryAllow());
const ACCOUNTS: Given['case'] = {
  sourceBucket: 'acme-lake',
  sourceAccount: '111122223333',
  destinationAccount: '444455556666',
};
const MANAGED = KEY.replace(/key\/.*/, 'alias/aws/s3');
const MULTI_REGION = KEY.replace(/key\/.*/, 'key/mrk-1234abcd12ab34cd56ef1234567890ab');

function withKey(keyId: string): JsonObject {
  return configurationOf({}, { SSEKMS: { KeyId: keyId } });
}

function inDestination(members: Record<string, string>): JsonObject {
  const configuration = configurationOf();
  const { S3BucketDestination: bucket } = configuration['Destination'] as JsonObject;
  return { ...configuration, Destination: { S3BucketDestination: { ...(bucket as JsonObject), ...members } } };
}

describe('each requirement', () => {
  it.each<[string, Given, RequirementId, string, RegExp]>([
    [
      'a key in the Region of both buckets',
      { configuration: withKey(KEY), regions: ['eu-west-1', 'eu-west-1'] },
      'same-region',
      'pass',
      /^both buckets and the key are in eu-west-1$/,
    ],
    [
      'a key in another Region',
      { configuration: withKey(KEY), regions: ['us-east-1', 'us-east-1'] },
      'same-region',
      'fail',
      /^the key is in eu-west-1, both buckets in us-east-1: S3 looks for the key in the Region of the bucket$/,
    ],
    [
      'a key in another Region than the one bucket that is known',
      { configuration: withKey(KEY), regions: [null, 'us-east-1'] },
      'same-region',
      'fail',
      /^the key is in eu-west-1, the destination in us-east-1/,
    ],
    [
      'a multi-Region key under the ARN of another Region',
      { configuration: withKey(MULTI_REGION), regions: ['us-east-1', 'us-east-1'] },
      'same-region',
      'fail',
      /and a multi-Region key has an ARN of its own in us-east-1$/,
    ],
    [
      'a key in another partition',
      { configuration: withKey(KEY.replace('arn:aws:', 'arn:aws-cn:')) },
      'same-region',
      'fail',
      /^the key is in partition aws-cn, the destination in aws/,
    ],
    [
      'an alias of AWS',
      { configuration: withKey(MANAGED) },
      'key-usable',
      'fail',
      /is a key that AWS manages, and Amazon S3 encrypts inventory reports with customer managed keys only$/,
    ],
    [
      'a bare alias of AWS',
      { configuration: withKey('alias/aws/s3') },
      'key-usable',
      'fail',
      /^alias\/aws\/s3 is a key/,
    ],
    [
      'an alias of somebody',
      { configuration: withKey('alias/awsome/s3') },
      'key-usable',
      'unknown',
      /^no input tells the state/,
    ],
    [
      'a key of which AWS says that it manages it',
      { configuration: withKey(KEY), key: { id: KEY, state: 'Enabled', isAwsManaged: true } },
      'key-usable',
      'fail',
      /is a key that AWS manages/,
    ],
    [
      'a key that is enabled',
      { configuration: withKey(KEY), key: { id: KEY, state: 'Enabled', isAwsManaged: false } },
      'key-usable',
      'pass',
      /^the key is enabled$/,
    ],
    [
      'a key that is not',
      { configuration: withKey(KEY), key: { id: KEY, state: 'PendingImport', isAwsManaged: false } },
      'key-usable',
      'fail',
      /^the key is in state PendingImport/,
    ],
    [
      'a default key that AWS manages',
      { configuration: configurationOf(), key: { id: KEY, state: 'Enabled', isAwsManaged: true } },
      'key-usable',
      'unknown',
      /^the destination encrypts by default with the key that AWS manages/,
    ],
    ['no key', { configuration: configurationOf() }, 'key-usable', 'not-applicable', /^no input names a KMS key/],
    [
      'the owner that the configuration expects',
      { configuration: configurationOf() },
      'destination-owner',
      'pass',
      /^the destination belongs to 444455556666, as the configuration expects$/,
    ],
    [
      'another owner',
      { configuration: inDestination({ AccountId: '777788889999' }) },
      'destination-owner',
      'fail',
      /^the configuration expects the destination to belong to 777788889999, and it belongs to 444455556666$/,
    ],
    ['no configuration', {}, 'destination-owner', 'not-applicable', /^no configuration was given/],
    [
      'a directory bucket',
      { configuration: inDestination({ Bucket: 'arn:aws:s3:::acme--euw1-az1--x-s3' }) },
      'destination-form',
      'fail',
      /^acme--euw1-az1--x-s3 is the name of a directory bucket: reports go to general purpose buckets only$/,
    ],
    [
      'an ARN of another partition than the Region',
      {
        configuration: inDestination({ Bucket: 'arn:aws-cn:s3:::acme-reports' }),
        regions: ['eu-west-1', 'eu-west-1'],
      },
      'destination-form',
      'fail',
      /^the destination is written as one of partition aws-cn, and eu-west-1 is a Region of partition aws$/,
    ],
  ])('judges %s', (_, given, id, status, explanation) => {
    const report = checkGiven({ case: ACCOUNTS, policy: POLICY, ...given });
    const found = report.requirements.find((requirement) => requirement.id === id);
    expect(found).toMatchObject({ status, explanation: expect.stringMatching(explanation) });
    if (status === 'fail') expect(report.decision).toBe('denied');
    if (status === 'fail') expect(report.summary).toContain('would fail');
  });

  it.each<[string, Given, string]>([
    [
      'an ARN that is none',
      { configuration: inDestination({ Bucket: 'acme-reports' }) },
      'configuration.json: the destination is written acme-reports: it must be arn:aws:s3:::acme-reports',
    ],
    [
      'an account id that is none',
      { configuration: inDestination({ AccountId: '4444-5555-6666' }) },
      'configuration.json: AccountId 4444-5555-6666 is no account id of twelve digits',
    ],
    [
      'a key that is none',
      { configuration: withKey('arn:aws:kms:eu-west-1:key/1') },
      'configuration.json: the key is written arn:aws:kms:eu-west-1:key/1, which names no KMS key: it must be the ARN of one',
    ],
  ])('refuses a document with %s', (_, given, message) => {
    expect(() => checkGiven({ case: ACCOUNTS, policy: POLICY, ...given })).toThrow(message);
  });

  it('takes the format of the reports from the configuration', () => {
    const policy = policyOf(
      inventoryAllow(),
      deny('NoParquet', {}, { Action: 's3:PutObject', Resource: 'arn:aws:s3:::acme-reports/*.parquet' }),
    );
    const decisionOf = (format: string) =>
      checkGiven({ case: ACCOUNTS, policy, configuration: inDestination({ Format: format }) }).decision;
    expect(['CSV', 'ORC', 'Parquet'].map(decisionOf)).toEqual(['allowed', 'allowed', 'denied']);
    const open = checkGiven({ case: { ...ACCOUNTS, destinationBucket: 'acme-reports' }, policy });
    expect(open.decision).toBe('depends');
    expect(open.summary).toContain('the bucket policy stops reports in Parquet, and no input tells the format');
  });

  it('judges the moment that is asked about, and says so where a policy asks for it', () => {
    const policy = policyOf(inventoryAllow(), deny('Freeze', { DateGreaterThan: { 'aws:CurrentTime': '2026-03-01' } }));
    const reportAt = (clock: number) => checkGiven({ case: ACCOUNTS, policy, configuration: configurationOf(), clock });
    expect(reportAt(Date.UTC(2026, 1, 1)).decision).toBe('allowed');
    const frozen = reportAt(Date.UTC(2026, 2, 2));
    expect(frozen.decision).toBe('denied');
    expect(frozen.assumptions).toEqual([
      { code: 'moment', message: 'a policy asks for the time: it is judged at 2026-03-02T00:00:00Z' },
    ]);
    const asked = checkGiven({ case: { ...ACCOUNTS, now: Date.UTC(2026, 1, 1) }, policy, clock: Date.UTC(2026, 2, 2) });
    expect(asked.decision).toBe('allowed');
    expect(checkGiven({ case: ACCOUNTS, policy: POLICY, clock: 0 }).assumptions.map(({ code }) => code)).toEqual([
      'any-prefix',
      'any-configuration-id',
      'destination-bucket-assumed',
    ]);
  });

  it('says where it stands', () => {
    const report = checkGiven({
      case: ACCOUNTS,
      policy: POLICY,
      keyPolicy: keyPolicyOf(KEY_ALLOW),
      configuration: withKey(KEY),
    });
    expect(report.requirements.map(({ place }) => place?.file)).toEqual([
      'policy.json',
      'policy.json',
      'configuration.json',
      'key.json',
      'configuration.json',
      'configuration.json',
      'configuration.json',
      'configuration.json',
    ]);
  });
});

describe('what is not met', () => {
  it.each<[string, Given, RegExp]>([
    [
      'a pattern under StringEquals',
      {
        policy: policyOf(inventoryAllow({ Condition: { StringEquals: { 'aws:SourceArn': 'arn:aws:s3:::acme-*' } } })),
      },
      /carries aws:SourceArn arn:aws:s3:::acme-lake \(StringEquals takes \* and \? for plain characters: ArnLike or StringLike would match\)/,
    ],
    [
      'an action that is misspelled',
      { policy: policyOf(inventoryAllow({ Action: 's3:PutOject' })) },
      /it does not cover this action \(it is for s3:PutOject, not for s3:PutObject\)/,
    ],
    [
      'another bucket',
      { policy: policyOf(inventoryAllow({ Resource: 'arn:aws:s3:::acme-report/*' })) },
      /it does not cover this object \(it is for arn:aws:s3:::acme-report\/\*, not for arn:aws:s3:::acme-reports\/acme-lake\//,
    ],
    [
      'another key',
      {
        policy: POLICY,
        configuration: withKey(KEY),
        keyPolicy: keyPolicyOf({ ...KEY_ALLOW, Resource: `${KEY}0` }),
      },
      /it does not cover this key \(it is for arn:aws:kms:\S+0, not for arn:aws:kms:\S+\)/,
    ],
    [
      'another service',
      { policy: policyOf(inventoryAllow({ Principal: { Service: 'inventory.s3.amazonaws.com' } })) },
      /it has no Allow for Amazon S3 at all; Allow "InventoryPolicy" is for inventory\.s3\.amazonaws\.com, not for the service s3\.amazonaws\.com/,
    ],
    [
      'an account',
      { policy: policyOf(inventoryAllow({ Principal: { AWS: '111122223333' } })) },
      /is for 111122223333, not for the service s3\.amazonaws\.com/,
    ],
    [
      'the account of the key, whose own statement is meant for its people',
      { policy: POLICY, configuration: withKey(KEY), keyPolicy: keyPolicyOf() },
      /it has no Allow for Amazon S3 at all\.$/,
    ],
    [
      'another service with a statement of its own',
      { policy: policyOf(inventoryAllow({ Principal: { Service: 'cloudtrail.amazonaws.com' } })) },
      /it has no Allow for Amazon S3 at all\.$/,
    ],
    [
      'nobody',
      {
        policy: policyOf({
          Effect: 'Allow',
          Principal: { AWS: 'arn:aws:iam::444455556666:role/analyst' },
          Action: 's3:*',
          Resource: '*',
        }),
      },
      /it has no Allow for Amazon S3 at all\.$/,
    ],
  ])('is spelled out: %s', (_, given, sentence) => {
    const { summary } = checkGiven({ case: { ...ACCOUNTS, destinationBucket: 'acme-reports' }, ...given });
    expect(summary).toMatch(sentence);
  });

  it('does not advise what would not match either', () => {
    const policy = policyOf(
      inventoryAllow({ Condition: { StringEquals: { 'aws:SourceArn': 'arn:aws:s3:::other-*' } } }),
    );
    expect(checkGiven({ case: ACCOUNTS, policy, configuration: configurationOf() }).summary).not.toContain('ArnLike');
  });

  it('leads the answer when it is open, before what is merely not given', () => {
    const context = { 'kms:EncryptionContext:aws:s3:arn': 'arn:aws:s3:::acme-reports/*' };
    const { summary, decision } = checkGiven({
      case: ACCOUNTS,
      policy: POLICY,
      configuration: withKey(KEY),
      keyPolicy: keyPolicyOf({ ...KEY_ALLOW, Condition: { StringLike: context } }),
    });
    expect(decision).toBe('depends');
    expect(summary).toMatch(/because whether the key policy lets .* where the destination uses an S3 Bucket Key, else/);
  });
});

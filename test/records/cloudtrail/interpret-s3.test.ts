import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../../src/json.ts';
import { interpretCloudTrail } from '../../../src/records/cloudtrail/interpret.ts';
import { recordOf, s3Event } from './events.ts';

const POLICY = {
  Version: '2012-10-17',
  Statement: [
    {
      Sid: 'OfficeOnly',
      Effect: 'Deny',
      Principal: '*',
      Action: 's3:*',
      Resource: ['arn:aws:s3:::acme-reports', 'arn:aws:s3:::acme-reports/*'],
      Condition: { NotIpAddress: { 'aws:SourceIp': '203.0.113.0/24' } },
    },
  ],
};
const bucket = 'acme-reports';
const TOO_LARGE = { reason: 'requestParameters too large', omitted: 'true', originalSize: '149893' };

function act(eventName: string, parameters: JsonObject, members: JsonObject = {}) {
  return interpretCloudTrail(recordOf(s3Event(eventName, parameters, members)));
}

describe('interpretCloudTrail, bucket policy', () => {
  it.each<[string, JsonObject]>([
    ['an object', { bucketPolicy: POLICY, policy: '' }],
    ['a string of JSON', { bucketPolicy: JSON.stringify(POLICY), policy: '' }],
    [
      'an object, in the form before 2020',
      { bucketPolicy: POLICY, policy: [''], host: ['acme-reports.s3.amazonaws.com'] },
    ],
    ['an object under policy', { policy: POLICY }],
    ['a string under policy', { policy: [JSON.stringify(POLICY)] }],
  ])('reads %s', (_form, parameters) => {
    expect(act('PutBucketPolicy', parameters)).toEqual({
      kind: 'put-bucket-policy',
      bucket,
      policy: { state: 'known', value: POLICY },
    });
  });

  it('keeps a string that is not JSON for others to refuse', () => {
    expect(act('PutBucketPolicy', { bucketPolicy: '{"Version":' })).toMatchObject({
      policy: { state: 'known', value: '{"Version":' },
    });
  });

  it('takes the bucket of dropped parameters from the resources', () => {
    expect(act('PutBucketPolicy', {}, { requestParameters: TOO_LARGE })).toEqual({
      kind: 'put-bucket-policy',
      bucket,
      policy: { state: 'omitted', reason: 'requestParameters too large' },
    });
  });

  it('takes the bucket of dropped parameters from the host when there are no resources', () => {
    expect(act('PutBucketPolicy', {}, { requestParameters: TOO_LARGE, resources: [] })).toMatchObject({ bucket });
  });

  it('does not take a path-style host for a bucket', () => {
    const members = {
      requestParameters: TOO_LARGE,
      resources: [],
      tlsDetails: { clientProvidedHostHeader: 's3.eu-west-1.amazonaws.com' },
    };
    expect(act('PutBucketPolicy', {}, members)).toEqual({ kind: 'unrelated' });
  });

  it('knows no policy where the event has none', () => {
    expect(act('PutBucketPolicy', { policy: '' })).toMatchObject({ policy: { state: 'not-recorded' } });
    expect(act('PutBucketPolicy', {}, { requestParameters: null })).toMatchObject({
      bucket,
      policy: { state: 'not-recorded' },
    });
  });

  it('reads a deletion', () => {
    expect(act('DeleteBucketPolicy', { policy: '' })).toEqual({ kind: 'delete-bucket-policy', bucket });
  });

  it('reads a failed call like one that succeeded', () => {
    expect(act('PutBucketPolicy', { bucketPolicy: POLICY }, { errorCode: 'AccessDenied' })).toMatchObject({
      kind: 'put-bucket-policy',
    });
  });
});

describe('interpretCloudTrail, inventory configuration', () => {
  const body = {
    xmlns: 'http://s3.amazonaws.com/doc/2006-03-01/',
    Id: 'daily-full',
    IsEnabled: true,
    IncludedObjectVersions: 'Current',
    Destination: {
      S3BucketDestination: {
        AccountId: 444455556666,
        Bucket: 'arn:aws:s3:::acme-reports',
        Format: 'Parquet',
        Prefix: 'inv',
      },
    },
    Schedule: { Frequency: 'Daily' },
  };
  const source = { bucketName: 'acme-lake', Host: 'acme-lake.s3.eu-west-1.amazonaws.com' };

  it('reads the configuration under its XML root', () => {
    const requestParameters = { inventory: '', id: 'daily-full', InventoryConfiguration: body, ...source };
    expect(act('PutBucketInventoryConfiguration', {}, { requestParameters })).toMatchObject({
      kind: 'put-inventory-configuration',
      bucket: 'acme-lake',
      id: 'daily-full',
      configuration: {
        state: 'known',
        value: {
          id: 'daily-full',
          isEnabled: true,
          destinationBucket: 'acme-reports',
          destinationPrefix: 'inv',
          frequency: 'Daily',
          encryption: { type: 'none' },
        },
      },
    });
  });

  it('takes the id from the body where the parameter is missing', () => {
    const requestParameters = { InventoryConfiguration: body, ...source };
    expect(act('PutBucketInventoryConfiguration', {}, { requestParameters })).toMatchObject({ id: 'daily-full' });
  });

  it('says why a configuration is not readable', () => {
    const requestParameters = { id: 'daily-full', InventoryConfiguration: { Id: 'daily-full' }, ...source };
    const action = act('PutBucketInventoryConfiguration', {}, { requestParameters });
    expect(action).toMatchObject({ configuration: { state: 'omitted' } });
    expect(JSON.stringify(action)).toContain('not readable: ');
  });

  it.each<[JsonObject | null, string]>([
    [TOO_LARGE, 'omitted'],
    [null, 'not-recorded'],
    [{ id: 'daily-full', ...source }, 'not-recorded'],
  ])('knows no configuration from parameters %j', (requestParameters, state) => {
    expect(act('PutBucketInventoryConfiguration', {}, { requestParameters })).toMatchObject({
      configuration: { state },
    });
  });

  it('reads a deletion', () => {
    const requestParameters = { inventory: '', id: 'daily-full', ...source };
    expect(act('DeleteBucketInventoryConfiguration', {}, { requestParameters })).toEqual({
      kind: 'delete-inventory-configuration',
      bucket: 'acme-lake',
      id: 'daily-full',
    });
  });
});

describe('interpretCloudTrail, buckets', () => {
  it.each<[JsonObject, string]>([
    [{ CreateBucketConfiguration: { LocationConstraint: 'eu-central-1', xmlns: 'x' } }, 'eu-central-1'],
    [{ CreateBucketConfiguration: { LocationConstraint: 'EU' } }, 'eu-west-1'],
    [{ 'x-amz-acl': 'private' }, 'us-east-1'],
  ])('reads the Region of a new bucket from %j', (parameters, region) => {
    expect(act('CreateBucket', parameters, { awsRegion: 'us-east-1', resources: [] })).toEqual({
      kind: 'create-bucket',
      bucket,
      region,
    });
  });

  it('reads a deletion', () => {
    expect(act('DeleteBucket', {}, { errorCode: 'BucketNotEmpty' })).toEqual({ kind: 'delete-bucket', bucket });
  });

  it('reads a bucket name that looks like a number', () => {
    expect(act('DeleteBucket', {}, { requestParameters: { bucketName: 20260210 } })).toMatchObject({
      bucket: '20260210',
    });
  });

  it.each([
    ['PutBucketPublicAccessBlock', 'public-access-block'],
    ['DeleteBucketPublicAccessBlock', 'public-access-block'],
    ['PutBucketOwnershipControls', 'ownership-controls'],
    ['PutBucketAcl', 'acl'],
    ['PutBucketObjectLockConfiguration', 'object-lock'],
    ['PutBucketRequestPayment', 'request-payment'],
    ['PutBucketVersioning', 'versioning'],
    ['PutBucketLogging', 'logging'],
  ])('reads %s as a setting', (eventName, setting) => {
    expect(act(eventName, {})).toEqual({ kind: 'bucket-setting', bucket, setting });
  });

  it.each(['GetBucketPolicy', 'ListBuckets', 'PutBucketTagging', 'PutAccountPublicAccessBlock', 'toString'])(
    'leaves %s alone',
    (eventName) => {
      expect(act(eventName, {})).toEqual({ kind: 'unrelated' });
    },
  );

  it('leaves the same name of another service alone', () => {
    expect(act('PutBucketPolicy', {}, { eventSource: 's3-outposts.amazonaws.com' })).toEqual({ kind: 'unrelated' });
  });

  it('knows the service in China', () => {
    expect(act('DeleteBucketPolicy', {}, { eventSource: 's3.amazonaws.com.cn' })).toMatchObject({ bucket });
  });
});

describe('interpretCloudTrail, default encryption', () => {
  const keyId = 'arn:aws:kms:eu-west-1:777788889999:key/1234abcd-12ab-34cd-56ef-1234567890ab';
  const rule = {
    ApplyServerSideEncryptionByDefault: { SSEAlgorithm: 'aws:kms', KMSMasterKeyID: keyId },
    BucketKeyEnabled: true,
  };

  it.each<[string, JsonObject]>([
    ['an object', { Rule: rule }],
    ['an array', { Rule: [rule] }],
    ["the SDK's name", { Rules: [rule] }],
  ])('reads a rule given as %s', (_form, configuration) => {
    const parameters = { encryption: '', ServerSideEncryptionConfiguration: configuration };
    expect(act('PutBucketEncryption', parameters)).toEqual({
      kind: 'put-bucket-encryption',
      bucket,
      encryption: { state: 'known', value: { algorithm: 'aws:kms', keyId } },
    });
  });

  it('reads an algorithm without a key', () => {
    const parameters = {
      ServerSideEncryptionConfiguration: { Rule: { ApplyServerSideEncryptionByDefault: { SSEAlgorithm: 'AES256' } } },
    };
    expect(act('PutBucketEncryption', parameters)).toMatchObject({
      encryption: { state: 'known', value: { algorithm: 'AES256', keyId: null } },
    });
  });

  it('says that a rule without an algorithm tells nothing', () => {
    const parameters = { ServerSideEncryptionConfiguration: { Rule: { BucketKeyEnabled: true } } };
    expect(act('PutBucketEncryption', parameters)).toMatchObject({
      encryption: { state: 'omitted', reason: 'not readable: no SSEAlgorithm' },
    });
  });

  it('reads a deletion', () => {
    expect(act('DeleteBucketEncryption', { encryption: '' })).toEqual({ kind: 'delete-bucket-encryption', bucket });
  });
});

describe('interpretCloudTrail, lifecycle', () => {
  const rule = { ID: 'expire', Status: 'Enabled', Filter: { Prefix: 'inv/' }, Expiration: { Days: 30 } };
  const read = { id: 'expire', enabled: true, prefix: 'inv/', expirationDays: 30 };

  it.each<[string, JsonObject, object]>([
    ['a single rule', { Rule: rule }, [read]],
    ['several rules', { Rule: [rule, { ...rule, Status: 'Disabled' }] }, [read, { ...read, enabled: false }]],
    [
      'a prefix beside the rule',
      { Rule: { ID: 'expire', Status: 'Enabled', Prefix: 'inv/', Expiration: { Days: '30' } } },
      [read],
    ],
    [
      'a prefix among other filters',
      { Rule: { ...rule, Filter: { And: { Prefix: 'inv/', ObjectSizeGreaterThan: 1 } } } },
      [read],
    ],
    ['an id like a number', { Rule: { ...rule, ID: 7 } }, [{ ...read, id: '7' }]],
    ['the whole bucket', { Rule: { ...rule, Filter: '' } }, [{ ...read, prefix: '' }]],
    [
      'a fixed date',
      { Rule: { ...rule, Expiration: { Date: '2026-01-01T00:00:00Z' } } },
      [{ ...read, expirationDays: null }],
    ],
    [
      'transitions only',
      { Rule: { ...rule, Expiration: '', Transition: { Days: 1 } } },
      [{ ...read, expirationDays: null }],
    ],
    [
      'tagged objects',
      { Rule: { ...rule, Filter: { Tag: { Key: 'k', Value: true } } } },
      [{ ...read, prefix: '', expirationDays: null }],
    ],
    ['no rule', { xmlns: 'x' }, []],
  ])('reads %s', (_form, LifecycleConfiguration, rules) => {
    expect(act('PutBucketLifecycle', { lifecycle: '', LifecycleConfiguration })).toEqual({
      kind: 'put-bucket-lifecycle',
      bucket,
      rules: { state: 'known', value: rules },
    });
  });

  it('reads a deletion', () => {
    expect(act('DeleteBucketLifecycle', { lifecycle: '' })).toEqual({ kind: 'delete-bucket-lifecycle', bucket });
  });
});

describe('interpretCloudTrail, objects', () => {
  const key = 'inv/acme-lake/daily-full/data/';

  it.each(['PutObject', 'CopyObject', 'CompleteMultipartUpload'])('reads %s', (eventName) => {
    expect(act(eventName, { key, 'x-amz-acl': 'bucket-owner-full-control' })).toEqual({
      kind: 'put-object',
      bucket,
      key,
    });
  });

  it('reads DeleteObject', () => {
    expect(act('DeleteObject', { key })).toEqual({ kind: 'delete-object', bucket, key, by: 'call' });
  });

  it('takes a missing key from the object ARN', () => {
    const members = {
      requestParameters: TOO_LARGE,
      resources: [
        { type: 'AWS::S3::Object', ARN: `arn:aws:s3:::acme-reports/${key}` },
        { accountId: '444455556666', type: 'AWS::S3::Bucket', ARN: 'arn:aws:s3:::acme-reports' },
      ],
    };
    expect(act('PutObject', {}, members)).toEqual({ kind: 'put-object', bucket, key });
  });

  it('cannot place a write without a key', () => {
    expect(act('PutObject', {})).toEqual({ kind: 'unrelated' });
    expect(act('DeleteObjects', { delete: '' })).toEqual({ kind: 'unrelated' });
  });
});

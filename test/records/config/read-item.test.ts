import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../../src/json.ts';
import type { CapturedState } from '../../../src/records/config/captured-state.ts';
import { BUCKET_POLICY, CONFIG_ITEM, KEY_POLICY } from '../evidence-text.ts';
import { readWhole } from '../read-whole.ts';

async function read(...items: JsonObject[]): Promise<CapturedState[]> {
  return (await readWhole(JSON.stringify({ configurationItems: items }))).items.flatMap((item) =>
    item.kind === 'config-item' ? item.state : [],
  );
}

/** Members as files and notifications have them: objects, under other names. */
const IN_A_FILE: JsonObject = {
  awsAccountId: '444455556666',
  ARN: 'arn:aws:s3:::acme-reports',
  configurationItemVersion: '1.3',
  configurationItemCaptureTime: '2026-02-06T10:04:20.118Z',
  configurationItemStatus: 'OK',
  configurationStateId: 1770372260118,
  resourceType: 'AWS::S3::Bucket',
  resourceId: 'acme-reports',
  awsRegion: 'eu-west-1',
  configuration: { name: 'acme-reports' },
  supplementaryConfiguration: {
    BucketPolicy: { policyText: JSON.stringify(BUCKET_POLICY) },
    ServerSideEncryptionConfiguration: {
      rules: [{ applyServerSideEncryptionByDefault: { sseAlgorithm: 'AES256', kmsMasterKeyID: null } }],
    },
  },
};

const KEY_ITEM: JsonObject = {
  ...CONFIG_ITEM,
  arn: 'arn:aws:kms:eu-west-1:777788889999:key/1',
  resourceType: 'AWS::KMS::Key',
  resourceId: '1',
  configuration: JSON.stringify({ keyId: '1', keyState: 'Disabled', keyManager: 'CUSTOMER' }),
  supplementaryConfiguration: { Policy: JSON.stringify(JSON.stringify(KEY_POLICY)) },
};

const CAPTURED_AT = Date.UTC(2026, 1, 6, 10, 4, 20);

describe('an item of AWS Config', () => {
  it('tells policy and encryption of a bucket, the same as an answer and in a file', async () => {
    const expected = {
      capturedAt: CAPTURED_AT,
      account: '444455556666',
      region: 'eu-west-1',
      resource: {
        kind: 'bucket',
        name: 'acme-reports',
        exists: true,
        policy: { state: 'known', value: BUCKET_POLICY },
        encryption: { state: 'known', value: { algorithm: 'AES256', keyId: null } },
      },
    };
    expect(await read(CONFIG_ITEM)).toEqual([expected]);
    expect(await read(IN_A_FILE)).toEqual([expected]);
  });

  it('has a time of capture in seconds since 1970 where version 1 of the AWS CLI printed it', async () => {
    expect(await read({ ...CONFIG_ITEM, configurationItemCaptureTime: 1770372260.118 })).toMatchObject([
      { capturedAt: CAPTURED_AT },
    ]);
  });

  it('tells that a bucket has no policy, which differs from not telling its policy', async () => {
    const more = (members: JsonObject): JsonObject => ({ ...CONFIG_ITEM, supplementaryConfiguration: members });
    const states = await read(
      more({ BucketPolicy: '{"policyText":null}' }),
      more({ BucketPolicy: '{}' }),
      more({}),
      more({ BucketPolicy: '{"policyText":"{"}' }),
    );
    expect(states.map(({ resource }) => resource.policy.state)).toEqual([
      'known',
      'not-recorded',
      'not-recorded',
      'omitted',
    ]);
    expect(states[0]?.resource).toMatchObject({ policy: { value: null }, encryption: { state: 'not-recorded' } });
  });

  it('tells policy and state of a key, by its ARN', async () => {
    expect(await read(KEY_ITEM)).toMatchObject([
      {
        resource: {
          kind: 'key',
          name: 'arn:aws:kms:eu-west-1:777788889999:key/1',
          policy: { state: 'known', value: KEY_POLICY },
          state: 'Disabled',
          isAwsManaged: false,
        },
      },
    ]);
  });

  it('tells a deletion, and nothing else of what was deleted', async () => {
    const gone = { configurationItemStatus: 'ResourceDeleted', configuration: null };
    expect(await read({ ...CONFIG_ITEM, ...gone }, { ...KEY_ITEM, ...gone })).toMatchObject([
      { resource: { exists: false, policy: { state: 'not-recorded' } } },
      { resource: { state: 'Deleted', policy: { state: 'not-recorded' } } },
    ]);
  });

  it('of another resource, or one that is not recorded, is counted and tells nothing', async () => {
    const { items, tally } = await readWhole(
      JSON.stringify({
        configurationItems: [
          { ...CONFIG_ITEM, resourceType: 'AWS::EC2::Volume' },
          { ...CONFIG_ITEM, configurationItemStatus: 'ResourceNotRecorded' },
        ],
      }),
    );
    expect(items).toEqual([]);
    expect(tally).toMatchObject({ kind: 'config-item', records: 2, rejected: 0 });
  });

  it('without a time or a name is rejected, with why', async () => {
    const { tally } = await readWhole(
      JSON.stringify({
        configurationItems: [
          { ...CONFIG_ITEM, configurationItemCaptureTime: 'yesterday' },
          { ...CONFIG_ITEM, resourceId: '' },
        ],
      }),
    );
    expect(tally).toMatchObject({ kind: 'config-item', records: 0, rejected: 2 });
    expect(tally.rejects.map(({ reason }) => reason)).toEqual([
      'an item of AWS Config without a time of capture',
      'an item of AWS Config that does not name its resource',
    ]);
  });

  it('is read out of a gzipped file, and out of a notification', async () => {
    const file = gzipSync(JSON.stringify({ fileVersion: '1.0', configurationItems: [IN_A_FILE] }));
    expect((await readWhole(file)).items).toHaveLength(1);
    const notification = { configurationItemDiff: {}, configurationItem: IN_A_FILE, messageType: 'x' };
    expect((await readWhole(JSON.stringify(notification))).items).toHaveLength(1);
  });

  it('too large for its notification is said to be elsewhere', async () => {
    const { tally } = await readWhole(
      JSON.stringify({
        messageType: 'OversizedConfigurationItemChangeNotification',
        configurationItemSummary: { resourceType: 'AWS::S3::Bucket' },
        s3DeliverySummary: { s3BucketLocation: 'config-bucket/x' },
      }),
    );
    expect(tally).toMatchObject({ kind: 'config-item', rejected: 1 });
    expect(tally.rejects[0]?.reason).toContain('s3DeliverySummary');
  });
});

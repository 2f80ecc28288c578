import {
  GetBucketEncryptionCommand,
  GetBucketInventoryConfigurationCommand,
  GetBucketLocationCommand,
  GetBucketLoggingCommand,
  GetBucketOwnershipControlsCommand,
  GetBucketPolicyCommand,
  GetObjectCommand,
  GetPublicAccessBlockCommand,
  type InventoryConfiguration,
  ListBucketInventoryConfigurationsCommand,
  ListObjectsV2Command,
  type ListObjectsV2CommandInput,
} from '@aws-sdk/client-s3';
import { afterEach, describe, expect, it } from 'vitest';
import type { AwsClients } from '../../../src/aws/clients.ts';
import { clientsOf } from './clients-of.ts';
import type { Fault } from './fault.ts';
import type { World } from './world.ts';
import { startWorld, type WorldServer } from './world-server.ts';

let world: WorldServer | null = null;
let clients: AwsClients | null = null;

async function open(described: World, faults: readonly Fault[] = []) {
  world = await startWorld(described, faults);
  clients = clientsOf(world.url);
  return { world, s3: clients.s3('source', 'eu-west-1') };
}

afterEach(() => {
  clients?.destroy();
  world?.close();
});

const Bucket = 'acme-reports';
const body = Buffer.from('0123456789');
const one: World = { buckets: { [Bucket]: { objects: [{ key: 'inv/one', body, etag: 'e1', versionId: 'v1' }] } } };

function configuration(Id: string): InventoryConfiguration {
  return {
    Id,
    IsEnabled: true,
    IncludedObjectVersions: 'Current',
    Schedule: { Frequency: 'Daily' },
    OptionalFields: ['Size', 'ETag'],
    Destination: {
      S3BucketDestination: {
        Bucket: 'arn:aws:s3:::acme-reports',
        Format: 'CSV',
        Prefix: 'inv',
        Encryption: { SSEKMS: { KeyId: 'arn:aws:kms:eu-west-1:777788889999:key/k' } },
      },
    },
  };
}

describe('a listing', () => {
  const keys = ['a b+c', 'a/1', 'a/2', 'b/\u0001', 'b/<&>', 'c/é', 'c/\u{1f600}', 'c/\uffee'];
  const sorted = [...keys].sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)));
  const many: World = { buckets: { [Bucket]: { objects: keys.map((key) => ({ key, size: 1 })) } } };

  async function pages(described: World, input: Partial<ListObjectsV2CommandInput>) {
    const { s3 } = await open(described);
    const seen: { keys: string[]; prefixes: string[] }[] = [];
    let token: string | undefined;
    do {
      const page = await s3.send(
        new ListObjectsV2Command({ Bucket, EncodingType: 'url', ...input, ContinuationToken: token }),
      );
      const decode = (text = '') => decodeURIComponent(text.replaceAll('+', '%20'));
      seen.push({
        keys: (page.Contents ?? []).map(({ Key }) => decode(Key)),
        prefixes: (page.CommonPrefixes ?? []).map(({ Prefix }) => decode(Prefix)),
      });
      token = page.NextContinuationToken;
    } while (token !== undefined);
    return seen;
  }

  it.each([1, 2, 3, 1000])('of %i keys a page gives each key once, in the order of bytes', async (MaxKeys) => {
    const seen = await pages(many, { MaxKeys });
    expect(seen.flatMap((page) => page.keys)).toEqual(sorted);
    expect(seen.length).toBe(Math.ceil(keys.length / MaxKeys));
  });

  it.each([1, 2, 1000])('rolls up by a delimiter, %i a page', async (MaxKeys) => {
    const seen = await pages(many, { Delimiter: '/', MaxKeys });
    expect(seen.flatMap((page) => page.keys)).toEqual(['a b+c']);
    expect(seen.flatMap((page) => page.prefixes)).toEqual(['a/', 'b/', 'c/']);
  });

  it('begins behind start-after and stays within the prefix', async () => {
    const seen = await pages(many, { Prefix: 'a/', StartAfter: 'a/1' });
    expect(seen).toEqual([{ keys: ['a/2'], prefixes: [] }]);
  });

  it('of 100,000 keys asks for one page of a thousand near the end', async () => {
    const objects = Array.from({ length: 100_000 }, (_, index) => ({ key: String(index).padStart(6, '0'), size: 1 }));
    const seen = await pages({ buckets: { [Bucket]: { objects } } }, { StartAfter: '098999' });
    expect(seen.map((page) => page.keys.length)).toEqual([1000]);
    expect(world?.count('ListObjectsV2')).toBe(1);
  });

  it('refuses a token that is none of its own', async () => {
    const { s3 } = await open(many);
    const asked = s3.send(new ListObjectsV2Command({ Bucket, ContinuationToken: 'garbage' }));
    await expect(asked).rejects.toMatchObject({ name: 'InvalidArgument', $metadata: { httpStatusCode: 400 } });
  });

  it.each(['refused', 'repeated'] as const)('gives a token that is %s when told to', async (token) => {
    const { s3 } = await open(many, [{ operation: 'ListObjectsV2', nth: 0, effect: { kind: 'bad-token', token } }]);
    const first = await s3.send(new ListObjectsV2Command({ Bucket, MaxKeys: 2 }));
    const second = s3.send(
      new ListObjectsV2Command({ Bucket, MaxKeys: 2, ContinuationToken: first.NextContinuationToken }),
    );
    if (token === 'refused') await expect(second).rejects.toMatchObject({ name: 'InvalidArgument' });
    else expect((await second).Contents).toEqual(first.Contents);
  });
});

describe('an object', () => {
  it.each([
    ['bytes=2-4', '234', 'bytes 2-4/10', 206],
    ['bytes=7-', '789', 'bytes 7-9/10', 206],
    ['bytes=-2', '89', 'bytes 8-9/10', 206],
    [undefined, '0123456789', undefined, 200],
  ])('is read over range %s', async (Range, text, ContentRange, status) => {
    const { s3, world: server } = await open(one);
    const answer = await s3.send(new GetObjectCommand({ Bucket, Key: 'inv/one', Range }));
    expect(await answer.Body?.transformToString()).toBe(text);
    expect(answer).toMatchObject({ ETag: '"e1"', VersionId: 'v1', $metadata: { httpStatusCode: status } });
    expect(answer.ContentRange).toBe(ContentRange);
    expect(server.served.at(-1)).toMatchObject({
      operation: 'GetObject',
      key: 'inv/one',
      range: Range ?? null,
      status,
    });
  });

  it.each([
    [{ Key: 'inv/one', IfMatch: '"other"' }, 'PreconditionFailed', 412],
    [{ Key: 'inv/one', Range: 'bytes=10-' }, 'InvalidRange', 416],
    [{ Key: 'inv/two' }, 'NoSuchKey', 404],
    [{ Key: 'inv/one', VersionId: 'v0' }, 'NoSuchVersion', 404],
    [{ Key: 'inv/one', Bucket: 'acme-nowhere' }, 'NoSuchBucket', 404],
  ])('is refused for %o', async (input, name, httpStatusCode) => {
    const { s3 } = await open(one);
    const asked = s3.send(new GetObjectCommand({ Bucket, ...input }));
    await expect(asked).rejects.toMatchObject({ name, $metadata: { httpStatusCode } });
  });

  it('is another one once it changed', async () => {
    const { s3 } = await open(one, [{ operation: 'GetObject', effect: { kind: 'changed' } }]);
    const asked = s3.send(new GetObjectCommand({ Bucket, Key: 'inv/one', IfMatch: '"e1"' }));
    await expect(asked).rejects.toMatchObject({ name: 'PreconditionFailed' });
    const answer = await s3.send(new GetObjectCommand({ Bucket, Key: 'inv/one' }));
    expect(await answer.Body?.transformToString()).toBe('##########');
  });

  it('breaks off in the middle, once', async () => {
    const cut = { kind: 'cut', afterBytes: 4 } as const;
    const { s3, world: server } = await open(one, [{ key: /^inv\//, nth: 0, counts: 'each-key', effect: cut }]);
    const answer = await s3.send(new GetObjectCommand({ Bucket, Key: 'inv/one' }));
    await expect(answer.Body?.transformToString()).rejects.toThrow();
    const again = await s3.send(new GetObjectCommand({ Bucket, Key: 'inv/one' }));
    expect(await again.Body?.transformToString()).toBe('0123456789');
    expect(server.served.map((request) => request.cut)).toEqual([true, false]);
  });

  it('comes whole over a slow connection and after a broken one', async () => {
    const { s3, world: server } = await open(one, [
      { nth: 0, effect: { kind: 'cut', afterBytes: null } },
      { effect: { kind: 'slow', afterBytes: 3, pauseMs: 5 } },
      { effect: { kind: 'late', delayMs: 5 } },
    ]);
    const answer = await s3.send(new GetObjectCommand({ Bucket, Key: 'inv/one' }));
    expect(await answer.Body?.transformToString()).toBe('0123456789');
    expect(server.count('GetObject')).toBe(2);
  });
});

describe('the settings of a bucket', () => {
  it('come as the SDK reads them', async () => {
    const policy = JSON.stringify({ Version: '2012-10-17', Statement: [] });
    const publicAccessBlock = { BlockPublicAcls: true, RestrictPublicBuckets: false };
    const rule = { ApplyServerSideEncryptionByDefault: { SSEAlgorithm: 'aws:kms' as const, KMSMasterKeyID: 'k' } };
    const { s3 } = await open({
      buckets: {
        [Bucket]: {
          region: 'eu-west-1',
          policy,
          publicAccessBlock,
          encryption: { Rules: [rule] },
          inventory: [configuration('daily-full')],
          logging: { bucket: 'acme-logs', prefix: 'access/', keyFormat: 'DeliveryTime' },
          objectOwnership: 'BucketOwnerEnforced',
        },
      },
    });
    expect((await s3.send(new GetBucketPolicyCommand({ Bucket }))).Policy).toBe(policy);
    expect((await s3.send(new GetBucketLocationCommand({ Bucket }))).LocationConstraint).toBe('eu-west-1');
    const encryption = await s3.send(new GetBucketEncryptionCommand({ Bucket }));
    expect(encryption.ServerSideEncryptionConfiguration?.Rules).toEqual([rule]);
    const inventory = await s3.send(new GetBucketInventoryConfigurationCommand({ Bucket, Id: 'daily-full' }));
    expect(inventory.InventoryConfiguration).toEqual(configuration('daily-full'));
    expect((await s3.send(new GetBucketLoggingCommand({ Bucket }))).LoggingEnabled).toEqual({
      TargetBucket: 'acme-logs',
      TargetPrefix: 'access/',
      TargetObjectKeyFormat: { PartitionedPrefix: { PartitionDateSource: 'DeliveryTime' } },
    });
    const ownership = await s3.send(new GetBucketOwnershipControlsCommand({ Bucket }));
    expect(ownership.OwnershipControls?.Rules).toEqual([{ ObjectOwnership: 'BucketOwnerEnforced' }]);
    const block = await s3.send(new GetPublicAccessBlockCommand({ Bucket }));
    expect(block.PublicAccessBlockConfiguration).toEqual(publicAccessBlock);
  });

  it('are missed by their own names', async () => {
    const { s3 } = await open({ buckets: { [Bucket]: { region: 'us-east-1' } } });
    const missing = [
      [() => s3.send(new GetBucketPolicyCommand({ Bucket })), 'NoSuchBucketPolicy'],
      [() => s3.send(new GetBucketEncryptionCommand({ Bucket })), 'ServerSideEncryptionConfigurationNotFoundError'],
      [() => s3.send(new GetBucketOwnershipControlsCommand({ Bucket })), 'OwnershipControlsNotFoundError'],
      [() => s3.send(new GetPublicAccessBlockCommand({ Bucket })), 'NoSuchPublicAccessBlockConfiguration'],
      [() => s3.send(new GetBucketInventoryConfigurationCommand({ Bucket, Id: 'x' })), 'NoSuchConfiguration'],
    ] as const;
    for (const [ask, name] of missing) await expect(ask()).rejects.toMatchObject({ name });
    expect((await s3.send(new GetBucketLoggingCommand({ Bucket }))).LoggingEnabled).toBeUndefined();
    expect((await s3.send(new GetBucketLocationCommand({ Bucket }))).LocationConstraint).toBeUndefined();
  });

  it('list inventory configurations a hundred at a time', async () => {
    const ids = Array.from({ length: 230 }, (_, index) => `c${index}`);
    const { s3, world: server } = await open({ buckets: { [Bucket]: { inventory: ids.map(configuration) } } });
    const seen: (string | undefined)[] = [];
    let token: string | undefined;
    do {
      const page = await s3.send(new ListBucketInventoryConfigurationsCommand({ Bucket, ContinuationToken: token }));
      seen.push(...(page.InventoryConfigurationList ?? []).map(({ Id }) => Id));
      token = page.NextContinuationToken;
    } while (token !== undefined);
    expect(seen).toEqual(ids);
    expect(server.count('ListBucketInventoryConfigurations')).toBe(3);
  });
});

describe('accounts, Regions and trouble', () => {
  it('refuse callers of another account', async () => {
    const { s3 } = await open({
      caller: { arn: 'arn:aws:iam::444455556666:user/maria', account: '444455556666' },
      buckets: {
        'acme-lake': { account: '111122223333' },
        [Bucket]: { account: '444455556666' },
        'acme-logs': { account: '111122223333', sharedWith: ['444455556666'] },
      },
    });
    const asked = s3.send(new ListObjectsV2Command({ Bucket: 'acme-lake' }));
    await expect(asked).rejects.toMatchObject({ name: 'AccessDenied', $metadata: { httpStatusCode: 403 } });
    for (const name of [Bucket, 'acme-logs']) {
      expect((await s3.send(new ListObjectsV2Command({ Bucket: name }))).KeyCount).toBe(0);
    }
  });

  it('redirect to the Region of the bucket, which the client follows', async () => {
    const { s3, world: server } = await open({ redirects: true, buckets: { [Bucket]: { region: 'us-east-1' } } });
    expect((await s3.send(new ListObjectsV2Command({ Bucket }))).KeyCount).toBe(0);
    expect(server.served.map(({ region, status }) => [region, status])).toEqual([
      ['eu-west-1', 301],
      ['us-east-1', 200],
    ]);
  });

  it.each(['throttled', 'internal', 'unavailable'] as const)(
    'are over when a request %s is repeated',
    async (failure) => {
      const { s3, world: server } = await open(one, [{ nth: 0, effect: { kind: 'refused', failure } }]);
      expect((await s3.send(new ListObjectsV2Command({ Bucket }))).KeyCount).toBe(1);
      expect(server.count('ListObjectsV2')).toBe(2);
    },
  );

  it('are told by name', async () => {
    const { s3 } = await open(one, [
      { operation: 'ListObjectsV2', effect: { kind: 'refused', failure: 'expired' } },
      { operation: 'GetBucketPolicy', effect: { kind: 'error', status: 403, code: 'AllAccessDisabled' } },
    ]);
    await expect(s3.send(new GetBucketPolicyCommand({ Bucket }))).rejects.toMatchObject({ name: 'AllAccessDisabled' });
    // The last: behind it nothing more is sent.
    await expect(s3.send(new ListObjectsV2Command({ Bucket }))).rejects.toMatchObject({ name: 'ExpiredToken' });
  });
});

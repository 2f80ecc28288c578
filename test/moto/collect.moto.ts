import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CreateKeyCommand, KMSClient, PutKeyPolicyCommand } from '@aws-sdk/client-kms';
import {
  CreateBucketCommand,
  type InventoryConfiguration,
  PutBucketEncryptionCommand,
  PutBucketInventoryConfigurationCommand,
  PutBucketLoggingCommand,
  PutBucketOwnershipControlsCommand,
  PutBucketPolicyCommand,
  PutObjectCommand,
  PutPublicAccessBlockCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { type Ran, runCommand } from '../cli/fake-shell.ts';

/** Writing is not among the calls of the program: the world is set up with clients of the SDK's own. */
const REGION = 'eu-west-1';
const url = inject('motoUrl');
const directory = mkdtempSync(join(tmpdir(), 'moto-'));
const RUNS = ['2026-02-08T01-00Z', '2026-02-09T01-00Z'];
const KEYS = RUNS.map((run) => `inv/acme-lake/daily-full/${run}/manifest.json`);
const BUCKET_POLICY = policyOf('s3:PutObject', 'arn:aws:s3:::acme-reports/*');
const KEY_POLICY = policyOf('kms:GenerateDataKey', '*');
let keyArn = '';
let collected: Ran;

function policyOf(Action: string, Resource: string): string {
  const statement = { Sid: 'Inventory', Effect: 'Allow', Principal: { Service: 's3.amazonaws.com' }, Action, Resource };
  return JSON.stringify({ Version: '2012-10-17', Statement: [statement] });
}

function configuration(): InventoryConfiguration {
  const Encryption = { SSEKMS: { KeyId: keyArn } };
  return {
    Id: 'daily-full',
    IsEnabled: true,
    IncludedObjectVersions: 'Current',
    Schedule: { Frequency: 'Daily' },
    Destination: {
      S3BucketDestination: {
        AccountId: '444455556666',
        Bucket: 'arn:aws:s3:::acme-reports',
        Format: 'CSV',
        Prefix: 'inv',
        Encryption,
      },
    },
  };
}

beforeAll(async () => {
  process.env['AWS_ACCESS_KEY_ID'] = 'AKIAIOSFODNN7EXAMPLE';
  process.env['AWS_SECRET_ACCESS_KEY'] = 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY';
  const access = { region: REGION, endpoint: url };
  const s3 = new S3Client({ ...access, forcePathStyle: true });
  const kms = new KMSClient(access);
  const { KeyMetadata } = await kms.send(new CreateKeyCommand({}));
  keyArn = KeyMetadata?.Arn ?? '';
  await kms.send(new PutKeyPolicyCommand({ KeyId: keyArn, PolicyName: 'default', Policy: KEY_POLICY }));
  for (const Bucket of ['acme-lake', 'acme-reports', 'acme-logs']) {
    await s3.send(new CreateBucketCommand({ Bucket, CreateBucketConfiguration: { LocationConstraint: REGION } }));
  }
  const InventoryConfiguration = configuration();
  await s3.send(
    new PutBucketInventoryConfigurationCommand({ Bucket: 'acme-lake', Id: 'daily-full', InventoryConfiguration }),
  );
  const Bucket = 'acme-reports';
  await s3.send(
    new PutBucketEncryptionCommand({
      Bucket,
      ServerSideEncryptionConfiguration: {
        Rules: [{ ApplyServerSideEncryptionByDefault: { SSEAlgorithm: 'aws:kms', KMSMasterKeyID: keyArn } }],
      },
    }),
  );
  await s3.send(
    new PutBucketOwnershipControlsCommand({
      Bucket,
      OwnershipControls: { Rules: [{ ObjectOwnership: 'BucketOwnerEnforced' }] },
    }),
  );
  await s3.send(
    new PutPublicAccessBlockCommand({
      Bucket,
      PublicAccessBlockConfiguration: { BlockPublicAcls: true, RestrictPublicBuckets: true },
    }),
  );
  const logDelivery = {
    Effect: 'Allow',
    Principal: { Service: 'logging.s3.amazonaws.com' },
    Action: 's3:PutObject',
    Resource: 'arn:aws:s3:::acme-logs/*',
  };
  await s3.send(
    new PutBucketPolicyCommand({
      Bucket: 'acme-logs',
      Policy: JSON.stringify({ Version: '2012-10-17', Statement: [logDelivery] }),
    }),
  );
  await s3.send(
    new PutBucketLoggingCommand({
      Bucket,
      BucketLoggingStatus: { LoggingEnabled: { TargetBucket: 'acme-logs', TargetPrefix: 'access/' } },
    }),
  );
  for (const Key of KEYS) await s3.send(new PutObjectCommand({ Bucket, Key, Body: '{}' }));
  await s3.send(new PutBucketPolicyCommand({ Bucket, Policy: BUCKET_POLICY }));
  s3.destroy();
  kms.destroy();
  collected = await runCommand([
    'collect',
    '--out',
    directory,
    '--source-bucket',
    'acme-lake',
    '--configuration-id',
    'daily-full',
    '--endpoint-url',
    url,
    '--region',
    REGION,
  ]);
});

afterAll(() => rmSync(directory, { recursive: true }));

/** The JSON documents of the collection, whatever their names. */
function documents(): readonly { readonly path: string; readonly value: Record<string, unknown> }[] {
  return readdirSync(directory, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.json'))
    .map((name) => {
      const path = join(directory, name);
      return { path, value: JSON.parse(readFileSync(path, 'utf8')) };
    });
}

function documentsWith(member: string) {
  return documents().filter(({ value }) => member in value);
}

/** Policies as objects: moto is free to write the text anew. */
function policies() {
  return documentsWith('Policy').map(({ path, value }) => ({ path, policy: JSON.parse(String(value['Policy'])) }));
}

describe('collect, from a server that others wrote', () => {
  it('misses nothing but what moto does not have', () => {
    const problems = collected.stderr.split('\n').filter((line) => line.startsWith('warning: '));
    // LookupEvents is not implemented, and GetKeyPolicy wants the name that AWS leaves optional.
    expect(problems.filter((line) => !/: (LookupEvents|GetKeyPolicy) on /.test(line))).toEqual([]);
    expect([0, 3]).toContain(collected.code);
  });

  it('writes the configuration, the policies and the listing as they were put', () => {
    const [found] = documentsWith('InventoryConfiguration');
    const written = found?.value['InventoryConfiguration'] as InventoryConfiguration;
    expect(written).toMatchObject({
      Id: 'daily-full',
      IsEnabled: true,
      Schedule: { Frequency: 'Daily' },
      Destination: { S3BucketDestination: { Bucket: 'arn:aws:s3:::acme-reports', Prefix: 'inv' } },
    });
    const texts = policies().map(({ policy }) => policy);
    expect(texts).toContainEqual(JSON.parse(BUCKET_POLICY));
    const keyPolicies = texts.filter(({ Statement }) => Statement[0].Action === 'kms:GenerateDataKey');
    const isRefused = collected.stderr.includes('GetKeyPolicy on ');
    expect(keyPolicies).toEqual(isRefused ? [] : [JSON.parse(KEY_POLICY)]);
    const listed = documentsWith('Contents').flatMap(({ value }) => value['Contents'] as readonly { Key: string }[]);
    expect(listed.map(({ Key }) => Key)).toEqual(KEYS);
  });

  it('names the case and the caller', () => {
    const caseFile = JSON.parse(readFileSync(join(directory, 'case.json'), 'utf8'));
    expect(caseFile).toMatchObject({
      destinationBucket: 'acme-reports',
      destinationAccount: '444455556666',
      destinationPrefix: 'inv',
      frequency: 'Daily',
    });
    const manifest = JSON.parse(readFileSync(join(directory, 'manifest.json'), 'utf8'));
    expect(JSON.stringify(manifest)).toMatch(/arn:aws:(sts|iam)::123456789012:/);
  });

  it('leaves a directory that verifies', async () => {
    const { code, stderr } = await runCommand(['verify', directory]);
    expect({ code, stderr }).toMatchObject({ code: 0 });
  });

  it('leaves a policy that check reads', async () => {
    const bucketPolicy = policies().find(({ policy }) => policy.Statement[0].Action === 's3:PutObject');
    const options = ['--source-bucket', 'acme-lake', '--destination-bucket', 'acme-reports', '--format', 'json'];
    const checked = await runCommand(['check', '--policy', bucketPolicy?.path ?? '', ...options]);
    expect(JSON.parse(checked.stdout)).toMatchObject({ decision: 'allowed' });
  });
});

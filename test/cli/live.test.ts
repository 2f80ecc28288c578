import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Fault } from '../aws/world/fault.ts';
import type { World } from '../aws/world/world.ts';
import { startWorld, type WorldServer } from '../aws/world/world-server.ts';
import { brokenWorld } from '../collect/collect-world.ts';
import { type Ran, runCommand } from './fake-shell.ts';

const CASE = ['--source-bucket', 'acme-lake', '--configuration-id', 'daily-full'];
const KEY = 'arn:aws:kms:eu-west-1:444455556666:key/0c3f0a0e-0000-4000-8000-00000000000a';

let world: WorldServer | null = null;
let directory = '';

beforeEach(() => {
  process.env['AWS_ACCESS_KEY_ID'] = 'AKIAIOSFODNN7EXAMPLE';
  process.env['AWS_SECRET_ACCESS_KEY'] = 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY';
  directory = mkdtempSync(join(tmpdir(), 'live-'));
});

afterEach(() => {
  vi.unstubAllEnvs();
  world?.close();
  rmSync(directory, { recursive: true });
});

async function run(described: World, args: readonly string[], faults: readonly Fault[] = []): Promise<Ran> {
  world = await startWorld(described, faults);
  return runCommand([...args, '--endpoint-url', world.url, '--region', 'eu-west-1']);
}

/** The world with a key on the destination, in a state. */
function encrypted(KeyState: 'Enabled' | 'Disabled'): World {
  const described = brokenWorld({
    policy: JSON.stringify({
      Version: '2012-10-17',
      Statement: [
        {
          Effect: 'Allow',
          Principal: { Service: 's3.amazonaws.com' },
          Action: 's3:PutObject',
          Resource: 'arn:aws:s3:::acme-reports/*',
        },
      ],
    }),
    encryption: { Rules: [{ ApplyServerSideEncryptionByDefault: { SSEAlgorithm: 'aws:kms', KMSMasterKeyID: KEY } }] },
  });
  const policy = JSON.stringify({
    Version: '2012-10-17',
    Statement: [
      { Effect: 'Allow', Principal: { Service: 's3.amazonaws.com' }, Action: 'kms:GenerateDataKey', Resource: '*' },
    ],
  });
  return { ...described, keys: [{ metadata: { Arn: KEY, KeyId: KEY.split('/')[1] ?? '', KeyState }, policy }] };
}

describe('investigate --live', () => {
  it('collects, answers and leaves nothing behind', async () => {
    vi.stubEnv('TMPDIR', directory);
    const ran = await run(brokenWorld(), ['investigate', '--live', ...CASE, '--fail-on', 'broken']);
    expect(ran.code).toBe(4);
    expect(ran.stdout).toContain('maria');
    expect(ran.stdout).toContain('OfficeOnly');
    expect(readdirSync(directory)).toEqual([]);
  }, 120_000);

  it('keeps the evidence where it is told to, and goes on with it', async () => {
    await run(brokenWorld(), ['investigate', '--live', '--dir', directory, ...CASE]);
    world?.close();
    const again = await run(brokenWorld(), ['investigate', '--live', '--dir', directory, ...CASE]);
    expect(again.code).toBe(0);
    expect(world?.count('GetObject')).toBe(0);
  }, 120_000);

  it('says what it may not read, uses the rest, and exits with 3 when that does not suffice', async () => {
    const faults: Fault[] = ['ListObjectsV2', 'LookupEvents', 'DescribeTrails'].map((operation) => ({
      operation,
      effect: { kind: 'refused', failure: 'denied' },
    }));
    const ran = await run(brokenWorld(), ['investigate', '--live', ...CASE], faults);
    expect(ran.code).toBe(3);
    expect(ran.stderr).toContain('cloudtrail:LookupEvents is missing');
    expect(ran.stderr).toContain('s3:ListBucket is missing');
  }, 120_000);

  it('asks nothing when a flag cannot be used', async () => {
    const ran = await run(brokenWorld(), ['investigate', '--live', ...CASE, '--format', 'pdf']);
    expect(ran).toMatchObject({ code: 2, stderr: expect.stringContaining('--format: "pdf" cannot be used') });
    expect(world?.count('ListObjectsV2')).toBe(0);
  });

  it('needs a bucket, and no clock of its own', async () => {
    expect(await run({}, ['investigate', '--live'])).toMatchObject({ code: 2 });
    expect(await run({}, ['investigate', '--live', ...CASE, '--now', '2026-02-01'])).toMatchObject({ code: 2 });
  });
});

describe('check --live', () => {
  it('judges the settings in force', async () => {
    const ran = await run(brokenWorld(), ['check', '--live', ...CASE]);
    expect(ran.code).toBe(1);
    expect(ran.stdout).toContain('OfficeOnly');
    expect(world?.served.every(({ operation }) => !['GetObject', 'LookupEvents'].includes(operation))).toBe(true);
  });

  it.each([
    ['Enabled', 0],
    ['Disabled', 1],
  ] as const)('a default key that is %s: exit %i', async (state, code) => {
    const ran = await run(encrypted(state), ['check', '--live', ...CASE, '--source-account', '444455556666']);
    expect([ran.code, ran.stderr]).toEqual([code, '']);
    if (code === 1) expect(ran.stdout).toContain('the key is in state Disabled');
  });

  it('judges a file in the place of what is in force', async () => {
    const ran = await run(brokenWorld(), ['check', '--live', '--no-policy', ...CASE]);
    expect(ran.code).toBe(1);
    expect(ran.stdout).not.toContain('OfficeOnly');
  });

  it('finds that the configuration is gone', async () => {
    const ran = await run(brokenWorld(), [
      'check',
      '--live',
      '--source-bucket',
      'acme-lake',
      '--configuration-id',
      'old',
      '--destination-bucket',
      'acme-reports',
    ]);
    expect(ran.code).toBe(1);
    expect(ran.stdout).toMatch(/the source bucket lists\s+no\s+such\s+configuration/);
  });

  it('decides nothing without the policy, and says which permission is missing', async () => {
    const faults: Fault[] = [{ operation: 'GetBucketPolicy', effect: { kind: 'refused', failure: 'denied' } }];
    const ran = await run(brokenWorld(), ['check', '--live', ...CASE], faults);
    expect([ran.code, ran.stdout]).toEqual([3, '']);
    expect(ran.stderr).toContain('s3:GetBucketPolicy is missing');
  });
});

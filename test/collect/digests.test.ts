import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterEach, describe, expect, it } from 'vitest';
import { startWorld, type WorldServer } from '../aws/world/world-server.ts';
import { runCommand } from '../cli/fake-shell.ts';
import { type MadeObject, makeTrail, signingKey } from '../verify/trail.ts';
import { brokenWorld } from './collect-world.ts';

const directory = mkdtempSync(join(tmpdir(), 'digests-'));
let world: WorldServer | null = null;

afterEach(() => {
  world?.close();
  rmSync(directory, { recursive: true });
});

describe('a collection of a trail with digests', () => {
  it('verifies: every file that its digests name is there, and the keys and signatures with it', async () => {
    process.env['AWS_ACCESS_KEY_ID'] = 'AKIAIOSFODNN7EXAMPLE';
    process.env['AWS_SECRET_ACCESS_KEY'] = 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY';
    const key = signingKey();
    // From 10 February on, longer than what is collected.
    const trail = makeTrail({ key, hours: 96, account: '444455556666', region: 'eu-west-1', trail: 'main' });
    const asObject = (made: MadeObject) => ({
      key: made.key,
      body: gzipSync(made.bytes),
      metadata: made.signature === null ? {} : { signature: made.signature, 'signature-algorithm': 'SHA256withRSA' },
    });
    const described = brokenWorld();
    world = await startWorld({
      ...described,
      buckets: {
        ...described.buckets,
        'acme-trail': { region: 'eu-west-1', objects: [...trail.logs, ...trail.digests].map(asObject) },
      },
      trails: (described.trails ?? []).map((one) => ({
        ...one,
        trail: { ...one.trail, S3BucketName: 'acme-trail', LogFileValidationEnabled: true, IsMultiRegionTrail: false },
      })),
      publicKeys: [{ Value: key.der, Fingerprint: key.fingerprint, region: 'eu-west-1' }],
    });
    const place = ['--endpoint-url', world.url, '--region', 'eu-west-1'];
    const told = ['--source-bucket', 'acme-lake', '--configuration-id', 'daily-full', '--since', '2026-02-12'];
    const collected = await runCommand(['collect', '--out', directory, ...told, ...place]);
    expect(collected.code).toBe(0);
    const verified = await runCommand(['verify', directory, '--format', 'json']);
    expect(verified.stdout).not.toContain('log-missing');
    expect(verified.code).toBe(0);
    expect((await runCommand(['verify', directory])).stdout).toMatch(/Digests: +[1-9]\d* verified, 0 not/);
  }, 60_000);
});

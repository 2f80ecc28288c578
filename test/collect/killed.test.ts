import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, describe, expect, it } from 'vitest';
import { startWorld, type WorldServer } from '../aws/world/world-server.ts';
import { brokenWorld } from './collect-world.ts';

const MAIN = join(import.meta.dirname, '..', '..', 'dist', 'cli', 'main.js');
const directory = mkdtempSync(join(tmpdir(), 'killed-'));
let world: WorldServer | null = null;

afterEach(() => {
  world?.close();
  rmSync(directory, { recursive: true });
});

function collect(url: string) {
  const args = ['collect', '--out', directory, '--source-bucket', 'acme-lake', '--configuration-id', 'daily-full'];
  return spawn(
    process.execPath,
    [MAIN, ...args, '--since', '2026-01-25', '--endpoint-url', url, '--region', 'eu-west-1'],
    {
      env: { ...process.env, AWS_ACCESS_KEY_ID: 'AKIAIOSFODNN7EXAMPLE', AWS_SECRET_ACCESS_KEY: 'example' },
      stdio: 'ignore',
    },
  );
}

describe('a collection that is killed', () => {
  it('is gone on with: everything is there in the end, and hardly anything was asked for twice', async () => {
    world = await startWorld(brokenWorld(), [{ operation: 'GetObject', effect: { kind: 'late', delayMs: 40 } }]);
    const first = collect(world.url);
    while (world.count('GetObject') < 60 && first.exitCode === null) await sleep(10);
    first.kill('SIGKILL');
    await once(first, 'exit');
    expect(existsSync(join(directory, 'manifest.json'))).toBe(false);
    const asked = world.count('GetObject');

    const second = collect(world.url);
    const [code] = await once(second, 'exit');
    expect(code).toBe(0);
    const { collected } = JSON.parse(readFileSync(join(directory, 'manifest.json'), 'utf8'));
    const sources: string[] = collected.map(({ source }: { source: string }) => source);
    const objects = sources.filter((source) => source.startsWith('s3://'));
    expect(new Set(objects).size).toBe(objects.length);
    expect(objects.length).toBeGreaterThan(asked);
    // What was in flight when the run ended, and no more.
    expect(world.count('GetObject') - objects.length).toBeLessThanOrEqual(16);
    expect(world.count('GetBucketPolicy')).toBe(1);
  }, 120_000);
});

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Fault } from '../aws/world/fault.ts';
import { startWorld, type WorldServer } from '../aws/world/world-server.ts';
import { brokenWorld } from './collect-world.ts';

const MAIN = join(import.meta.dirname, '..', '..', 'dist', 'cli', 'main.js');
let directory = '';
let world: WorldServer | null = null;

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'killed-'));
});

afterEach(() => {
  world?.close();
  rmSync(directory, { recursive: true });
});

function start(url: string, args: readonly string[]) {
  const subject = ['--source-bucket', 'acme-lake', '--configuration-id', 'daily-full', '--since', '2026-01-25'];
  const keys = { AWS_ACCESS_KEY_ID: 'AKIAIOSFODNN7EXAMPLE', AWS_SECRET_ACCESS_KEY: 'example' };
  return spawn(process.execPath, [MAIN, ...args, ...subject, '--endpoint-url', url, '--region', 'eu-west-1'], {
    env: { ...process.env, ...keys, TMPDIR: directory },
    stdio: 'ignore',
  });
}

const LATE: Fault = { operation: 'GetObject', effect: { kind: 'late', delayMs: 40 } };

describe('a collection that is killed', () => {
  it('lets no other in before, and is gone on with: everything is there in the end, and hardly anything was asked for twice', async () => {
    world = await startWorld(brokenWorld(), [LATE]);
    const first = start(world.url, ['collect', '--out', directory]);
    while (world.count('GetObject') < 60 && first.exitCode === null) await sleep(10);
    // However slow it is, the directory is its own.
    first.kill('SIGSTOP');
    const other = start(world.url, ['collect', '--out', directory]);
    expect((await once(other, 'exit'))[0]).toBe(2);
    first.kill('SIGKILL');
    await once(first, 'exit');
    expect(existsSync(join(directory, 'manifest.json'))).toBe(false);
    const asked = world.count('GetObject');

    const second = start(world.url, ['collect', '--out', directory]);
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

describe('investigate --live', () => {
  it('leaves nothing behind when it is interrupted', async () => {
    world = await startWorld(brokenWorld(), [LATE]);
    const child = start(world.url, ['investigate', '--live']);
    while (world.count('GetObject') < 20 && child.exitCode === null) await sleep(10);
    expect(readdirSync(directory)).toHaveLength(1);
    child.kill('SIGINT');
    const [code] = await once(child, 'exit');
    expect(code).toBe(130);
    expect(readdirSync(directory)).toEqual([]);
  }, 120_000);
});

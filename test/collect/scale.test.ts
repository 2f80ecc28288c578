import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterEach, describe, expect, it } from 'vitest';
import type { WorldObject } from '../aws/world/world.ts';
import { startWorld, type WorldServer } from '../aws/world/world-server.ts';
import { brokenWorld } from './collect-world.ts';

const MAIN = join(import.meta.dirname, '..', '..', 'dist', 'cli', 'main.js');
/** Runs a command line in a process of its own, and says at its end how much memory that had at most, in KiB. */
const MEASURED = `process.on('exit', () => process.stdout.write('\\npeak ' + process.resourceUsage().maxRSS)); await import(${JSON.stringify(`file://${MAIN}`)});`;
const directory = mkdtempSync(join(tmpdir(), 'scale-'));
let world: WorldServer | null = null;

afterEach(() => {
  world?.close();
  rmSync(directory, { recursive: true });
});

/** A hundred thousand log files, a thousand a day. */
function logs(): WorldObject[] {
  const body = Buffer.alloc(4_000, 'x');
  return Array.from({ length: 100_000 }, (_, index): WorldObject => {
    const time = new Date(Date.UTC(2025, 10, 20) + index * 86_400);
    const stamp = time.toISOString().slice(0, 19).replace(/[T:]/g, '-');
    return { key: `access/${stamp}-${String(index).padStart(16, '0')}`, body: () => body, size: body.length };
  });
}

describe('a bucket of a hundred thousand log files', () => {
  it('is listed and read for the period only, in memory that does not grow with it', async () => {
    const described = brokenWorld();
    const objects = logs();
    world = await startWorld({
      ...described,
      trails: [],
      buckets: { ...described.buckets, 'acme-logs': { region: 'eu-west-1', objects } },
    });
    const args = ['collect', '--out', directory, '--source-bucket', 'acme-lake', '--configuration-id', 'daily-full'];
    const child = spawn(
      process.execPath,
      [
        '--input-type=module',
        '-e',
        MEASURED,
        'collect-at-scale',
        ...args,
        ...['--since', '2026-02-27', '--endpoint-url', world.url, '--region', 'eu-west-1', '--quiet'],
      ],
      {
        env: { ...process.env, AWS_ACCESS_KEY_ID: 'AKIAIOSFODNN7EXAMPLE', AWS_SECRET_ACCESS_KEY: 'example' },
        stdio: ['ignore', 'pipe', 'inherit'],
      },
    );
    const [out] = await Promise.all([text(child.stdout), once(child, 'exit')]);
    const { collected } = JSON.parse(readFileSync(join(directory, 'manifest.json'), 'utf8'));
    const wanted = objects
      .filter(({ key }) => key >= 'access/2026-02-26-23-45-00')
      .map(({ key }) => `s3://acme-logs/${key}`);
    const got = collected
      .map(({ source }: { source: string }) => source)
      .filter((uri: string) => uri.includes('acme-logs'));
    expect(got.sort()).toEqual(wanted.sort());
    expect(wanted.length).toBeGreaterThan(1_000);
    expect(world.count('GetObject')).toBe(wanted.length);
    // The run folders, and the pages of the period with the one that tells its end.
    expect(world.count('ListObjectsV2')).toBeLessThanOrEqual(2 + Math.ceil(wanted.length / 1_000));
    const peak = Number(/peak (\d+)/.exec(out)?.[1]);
    expect(peak).toBeGreaterThan(0);
    expect(peak / 1_024).toBeLessThan(250);
  }, 120_000);
});

import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createClients } from '../../src/aws/clients.ts';
import { deliveryFolders } from '../../src/collect/delivery-folders.ts';
import { createDesk, type Desk } from '../../src/collect/desk.ts';
import { dryStore } from '../../src/collect/dry-store.ts';
import type { WorldObject } from '../aws/world/world.ts';
import { startWorld, type WorldServer } from '../aws/world/world-server.ts';

let world: WorldServer | null = null;

beforeEach(() => {
  process.env['AWS_ACCESS_KEY_ID'] = 'AKIAIOSFODNN7EXAMPLE';
  process.env['AWS_SECRET_ACCESS_KEY'] = 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY';
});

afterEach(() => world?.close());

async function deskAt(keys: Iterable<string>): Promise<Desk> {
  const objects = [...keys].map((key): WorldObject => ({ key, body: '' }));
  world = await startWorld({ buckets: { reports: { region: 'eu-west-1', objects } } });
  const access = { profile: null, region: 'eu-west-1', endpointUrl: world.url };
  const clients = createClients(access);
  return createDesk({ clients, store: dryStore('2026-02-20T12:00:00Z'), isDry: true, tell: () => {} }, () => null);
}

function* numbered(count: number, of: (number: string) => string): Generator<string> {
  for (let index = 0; index < count; index += 1) yield of(String(index).padStart(5, '0'));
}

describe('the folders of reports in a destination', () => {
  it('are found below a prefix of three levels, and of any that is named', async () => {
    const folders = ['lake/all', 'a/lake/all', 'a/b/lake/all', 'a/b/c/lake/all', 'a/b/c/d/lake/all'];
    const desk = await deskAt(folders.map((folder) => `${folder}/2026-02-05T01-00Z/manifest.json`));
    const found = await deliveryFolders(desk, 'reports', undefined);
    expect(found.map(({ destinationPrefix }) => destinationPrefix)).toEqual(['', 'a', 'a/b', 'a/b/c']);
    expect(found[0]).toEqual({
      sourceBucket: 'lake',
      configurationId: 'all',
      destinationPrefix: '',
      lastRun: Date.UTC(2026, 1, 5, 1),
    });
    const named = await deliveryFolders(desk, 'reports', 'a/b/c/d');
    expect(named.map(({ destinationPrefix }) => destinationPrefix)).toEqual(['a/b/c/d']);
    expect([...desk.problems, ...desk.notes]).toEqual([]);
  });

  it('are read off more runs than one page has, the newest of them, and nothing in them is listed', async () => {
    const runs = Array.from({ length: 1_500 }, (_, index) => new Date(Date.UTC(2021, 0, 1 + index, 1)).toISOString());
    const desk = await deskAt([
      ...runs.map((run) => `lake/all/${run.slice(0, 13)}-00Z/manifest.json`),
      ...numbered(2_000, (number) => `lake/all/data/${number}.csv.gz`),
    ]);
    const [only, ...others] = await deliveryFolders(desk, 'reports', undefined);
    expect(others).toEqual([]);
    expect(only?.lastRun).toBe(Date.parse(runs.at(-1) ?? ''));
    // The bucket, its source, and two pages of runs.
    expect(world?.count('ListObjectsV2')).toBe(4);
  });

  it('are looked for with so many requests at most, and it is told when that was not enough', async () => {
    const desk = await deskAt([
      ...numbered(60, (number) => `other/${number}/x/y/z`),
      'inv/lake/all/2026-02-05T01-00Z/manifest.json',
    ]);
    expect(await deliveryFolders(desk, 'reports', undefined, 100)).toHaveLength(1);
    expect(world?.count('ListObjectsV2')).toBe(100);
    expect([...desk.problems]).toEqual([
      expect.stringMatching(/looked for reports with 100 requests, not in every folder/),
    ]);
  });

  it('are not looked for behind thousands of objects beside each other, which is told', async () => {
    const desk = await deskAt([
      ...numbered(7_000, (number) => `logs/${number}`),
      'inv/lake/all/2026-02-05T01-00Z/manifest.json',
    ]);
    expect(await deliveryFolders(desk, 'reports', undefined)).toHaveLength(1);
    expect([...desk.notes]).toEqual([expect.stringContaining('s3://reports/logs/: more than 5 pages of keys')]);
  });
});

import { createHash } from 'node:crypto';
import { expect, it } from 'vitest';
import { listObjects } from '../../../src/aws/objects/list-objects.ts';
import { readObject } from '../../../src/aws/objects/read-object.ts';
import { clientsOf } from './clients-of.ts';
import type { Fault } from './fault.ts';
import { startWorld } from './world-server.ts';

const objects = Array.from({ length: 1_200 }, (_, index) => {
  const key = `logs/${String(index).padStart(5, '0')}`;
  return { key, body: `${key}\n`.repeat(20) };
});
const hashOf = (text: string | Buffer) => createHash('sha256').update(text).digest('hex');

/** Everything below `logs/`, by key, as a hash. */
async function readAll(faults: readonly Fault[]) {
  const world = await startWorld({ buckets: { 'acme-logs': { objects } } }, faults);
  const clients = clientsOf(world.url);
  const client = clients.s3('log', 'eu-west-1');
  const read = new Map<string, string>();
  try {
    for await (const page of listObjects(client, 'acme-logs', { prefix: 'logs/', startAfter: null, endBefore: null })) {
      for (const object of page) {
        const chunks: Buffer[] = [];
        for await (const chunk of readObject(client, object)) chunks.push(chunk);
        read.set(object.key, hashOf(Buffer.concat(chunks)));
      }
    }
  } finally {
    clients.destroy();
    world.close();
  }
  return { read, world };
}

const expected = new Map(objects.map(({ key, body }) => [key, hashOf(body)]));

it('takes no more requests than objects and pages', async () => {
  const { read, world } = await readAll([]);
  expect(read).toEqual(expected);
  expect([world.count('ListObjectsV2'), world.count('GetObject')]).toEqual([2, objects.length]);
});

it('loses and doubles nothing through cuts, throttling and bad tokens', async () => {
  const { read, world } = await readAll([
    { operation: 'GetObject', key: /07$/, nth: 0, counts: 'each-key', effect: { kind: 'cut', afterBytes: 100 } },
    {
      operation: 'GetObject',
      key: /13$/,
      nth: 0,
      counts: 'each-key',
      effect: { kind: 'refused', failure: 'throttled' },
    },
    { operation: 'ListObjectsV2', nth: 0, effect: { kind: 'refused', failure: 'internal' } },
    { operation: 'ListObjectsV2', effect: { kind: 'bad-token', token: 'refused' } },
  ]);
  expect(read).toEqual(expected);
  expect(world.served.filter(({ cut }) => cut)).toHaveLength(12);
  expect(world.served.filter(({ range }) => range !== null).every(({ status }) => status === 206)).toBe(true);
});

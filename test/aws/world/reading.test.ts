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

/** Of each hundred so many are read: all of them are listed. */
const isRead = ({ key }: { readonly key: string }) => Number(key.slice(-2)) < 20;

/** What is read below `logs/`, by key, as a hash; and every key that is listed. */
async function readAll(faults: readonly Fault[]) {
  const world = await startWorld({ buckets: { 'acme-logs': { objects } } }, faults);
  const clients = clientsOf(world.url);
  const client = clients.s3('log', 'eu-west-1');
  const read = new Map<string, string>();
  const listed: string[] = [];
  try {
    for await (const page of listObjects(client, 'acme-logs', { prefix: 'logs/', startAfter: null, endBefore: null })) {
      listed.push(...page.map(({ key }) => key));
      for (const object of page.filter(isRead)) {
        const chunks: Buffer[] = [];
        for await (const chunk of readObject(client, object)) chunks.push(chunk);
        read.set(object.key, hashOf(Buffer.concat(chunks)));
      }
    }
  } finally {
    clients.destroy();
    world.close();
  }
  return { listed, read, world };
}

const keys = objects.map(({ key }) => key);
const expected = new Map(objects.filter(isRead).map(({ key, body }) => [key, hashOf(body)]));

it('takes no more requests than objects and pages', async () => {
  const { listed, read, world } = await readAll([]);
  expect(listed).toEqual(keys);
  expect(read).toEqual(expected);
  expect([world.count('ListObjectsV2'), world.count('GetObject')]).toEqual([2, expected.size]);
});

it('loses and doubles nothing through cuts, throttling and bad tokens', async () => {
  const { listed, read, world } = await readAll([
    { operation: 'GetObject', key: /[02468]07$/, nth: 0, counts: 'each-key', effect: { kind: 'cut', afterBytes: 100 } },
    {
      operation: 'GetObject',
      key: /[05]13$/,
      nth: 0,
      counts: 'each-key',
      effect: { kind: 'refused', failure: 'throttled' },
    },
    { operation: 'ListObjectsV2', nth: 0, effect: { kind: 'refused', failure: 'internal' } },
    { operation: 'ListObjectsV2', effect: { kind: 'bad-token', token: 'refused' } },
  ]);
  expect(listed).toEqual(keys);
  expect(read).toEqual(expected);
  expect(world.served.filter(({ cut }) => cut)).toHaveLength(6);
  expect(world.served.filter(({ range }) => range !== null).every(({ status }) => status === 206)).toBe(true);
});

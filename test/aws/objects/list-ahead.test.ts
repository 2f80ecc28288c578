import { afterEach, describe, expect, it, vi } from 'vitest';
import { listAhead } from '../../../src/aws/objects/list-ahead.ts';
import { type KeyRange, listObjects } from '../../../src/aws/objects/list-objects.ts';
import { BUCKET, type BucketRequest, clientOf, startBucket } from './bucket-server.ts';

const closers: (() => void)[] = [];
afterEach(() => {
  for (const close of closers.splice(0)) close();
});

const KEYS = ['a', 'b'].flatMap((prefix) => Array.from({ length: 25 }, (_, index) => `${prefix}/${index + 10}`));
const RANGES: readonly KeyRange[] = ['b/', 'a/'].map((prefix) => ({ prefix, startAfter: null, endBefore: null }));

async function serve(options: { readonly pageSize: number; readonly refusedAt?: number }) {
  const server = await startBucket({
    objects: new Map(KEYS.map((key) => [key, Buffer.from(key)])),
    pageSize: options.pageSize,
    fault: ({ operation }: BucketRequest) =>
      operation === 'list' && server.requests.length > (options.refusedAt ?? Number.POSITIVE_INFINITY)
        ? { kind: 'refused', status: 403, code: 'AccessDenied' }
        : null,
  });
  const client = clientOf(server);
  closers.push(
    () => client.destroy(),
    () => server.close(),
  );
  return { client, server };
}

/** A machine with other work takes its time. */
const PATIENTLY = { timeout: 30_000 };

describe('listAhead', () => {
  it('gives the objects of all ranges in order', async () => {
    const { client } = await serve({ pageSize: 10 });
    const objects = listAhead(client, { bucket: BUCKET, ranges: RANGES });
    const keys: string[] = [];
    for await (const { key } of objects) keys.push(key);
    expect(keys).toEqual([...KEYS.slice(25), ...KEYS.slice(0, 25)]);
  });

  it('lists no more than a bound ahead', async () => {
    const { client, server } = await serve({ pageSize: 1 });
    const ranges = [...RANGES, ...RANGES, ...RANGES];
    const objects = listAhead(client, { bucket: BUCKET, ranges });
    await objects.next();
    await vi.waitFor(() => expect(server.requests.length).toBe(50), PATIENTLY);
    await objects.next();
    await vi.waitFor(() => expect(server.requests.length).toBe(51), PATIENTLY);
    await objects.return();
  });

  it('gives what was listed in front of a refusal', async () => {
    const { client } = await serve({ pageSize: 10, refusedAt: 2 });
    const keys: string[] = [];
    await expect(async () => {
      for await (const { key } of listAhead(client, { bucket: BUCKET, ranges: RANGES })) keys.push(key);
    }).rejects.toMatchObject({ name: 'AccessDenied' });
    expect(keys).toEqual(KEYS.slice(25, 45));
  });

  it('stops asking once nobody reads', async () => {
    const { client, server } = await serve({ pageSize: 1 });
    for await (const _ of listAhead(client, { bucket: BUCKET, ranges: RANGES })) break;
    const asked = server.requests.length;
    // By the time this is answered, whatever else was asked would have been too.
    for await (const _ of listObjects(client, BUCKET, { prefix: 'c/', startAfter: null, endBefore: null }));
    // One may have been under way.
    expect(server.requests.length).toBeLessThanOrEqual(asked + 2);
  });
});

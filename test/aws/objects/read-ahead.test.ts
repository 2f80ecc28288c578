import { randomBytes } from 'node:crypto';
import type { S3Client } from '@aws-sdk/client-s3';
import fc from 'fast-check';
import { afterEach, describe, expect, it } from 'vitest';
import { createReadAhead, READ_AHEAD_BOUNDS, type ReadAheadBounds } from '../../../src/aws/objects/read-ahead.ts';
import { BUCKET, type BucketFault, type BucketRequest, clientOf, etagOf, startBucket } from './bucket-server.ts';

const closers: (() => void)[] = [];
afterEach(() => {
  for (const close of closers.splice(0)) close();
});

describe('createReadAhead', () => {
  it('gives each object its bytes, in any order of reading and with any bounds, with one request each', async () => {
    const world = fc.record({
      sizes: fc.array(fc.integer({ min: 0, max: 3_000 }), { minLength: 1, maxLength: 25 }),
      requests: fc.integer({ min: 1, max: 8 }),
      objects: fc.integer({ min: 1, max: 12 }),
      bytes: fc.integer({ min: 1, max: 9_000 }),
      objectBytes: fc.integer({ min: 0, max: 3_000 }),
      isShuffled: fc.boolean(),
    });
    await fc.assert(
      fc.asyncProperty(world, async ({ sizes, isShuffled, ...bounds }) => {
        const { opens, bodies, requests } = await start(sizes, { bounds });
        const order = [...opens.keys()];
        if (isShuffled) order.sort((a, b) => ((a * 7) % 5) - ((b * 7) % 5));
        for (const index of order)
          expect((await bytesOf(opens[index])).equals(bodies[index] ?? randomBytes(1))).toBe(true);
        expect(requests).toHaveLength(sizes.length);
      }),
      { numRuns: 40 },
    );
  });

  it('fetches many at once, never more than allowed, and holds no more than allowed', async () => {
    const bounds = { requests: 8, objects: 20, bytes: 15_000, objectBytes: 2_000 };
    const { opens, requests } = await start(Array(60).fill(1_000), { bounds, latencyMs: 5 });
    await settled(requests);
    // Fifteen of a thousand bytes fit; nobody reads yet.
    expect(requests).toHaveLength(15);
    for (const open of opens) await bytesOf(open);
    expect(requests).toHaveLength(60);
    expect(mostAtOnce(requests)).toBeLessThanOrEqual(8);
    expect(mostAtOnce(requests)).toBeGreaterThan(2);
  });

  it('does not fetch large objects before their turn', async () => {
    const bounds = { ...READ_AHEAD_BOUNDS, objectBytes: 100 };
    const { opens, requests } = await start([10, 5_000, 10], { bounds });
    await settled(requests);
    expect(requests.map(({ key }) => key).sort()).toEqual(['k000', 'k002']);
    for (const open of opens) await bytesOf(open);
    expect(requests).toHaveLength(3);
  });

  it('tells of an object that cannot be read when its turn comes, behind the bytes in front of it, and reads the others', async () => {
    const { opens } = await start([500, 500, 500], {
      fault: ({ key, nth }) => {
        if (key !== 'k001') return null;
        return nth === 0 ? { kind: 'cut', afterBytes: 200 } : { kind: 'refused', status: 404, code: 'NoSuchKey' };
      },
    });
    expect(await bytesOf(opens[0])).toHaveLength(500);
    const given: Buffer[] = [];
    const reading = (async () => {
      for await (const chunk of opens[1]?.() ?? []) given.push(chunk);
    })();
    await expect(reading).rejects.toThrow('it is no longer there');
    expect(Buffer.concat(given)).toHaveLength(200);
    expect(await bytesOf(opens[2])).toHaveLength(500);
  });

  it('asks for fewer at once when S3 asks to slow down, and loses nothing', async () => {
    const bounds = { ...READ_AHEAD_BOUNDS, requests: 16 };
    const busy = { kind: 'refused', status: 503, code: 'SlowDown' } as const;
    const { opens, bodies, sent } = await start(Array(40).fill(300), {
      bounds,
      fault: ({ key, nth }) => (key < 'k016' && nth === 0 ? busy : null),
    });
    const read: Buffer[] = [];
    for (const open of opens) read.push(await bytesOf(open));
    expect(Buffer.concat(read).equals(Buffer.concat([...bodies]))).toBe(true);
    expect(Math.max(...sent.slice(0, 16))).toBe(16);
    // Half of sixteen, until eight more went well.
    expect(Math.max(...sent.slice(16, 24))).toBeLessThanOrEqual(8);
  });

  it('ends what is under way when it is closed', async () => {
    const { opens, close } = await start([500, 500], { fault: () => ({ kind: 'stalled', afterBytes: 5 }) });
    const reading = bytesOf(opens[0]);
    close();
    await expect(reading).rejects.toThrow('reading was called off');
  });
});

interface Setting {
  readonly bounds?: ReadAheadBounds;
  readonly latencyMs?: number;
  readonly fault?: (request: BucketRequest) => BucketFault | null;
}

async function start(sizes: readonly number[], { bounds, ...setting }: Setting) {
  const bodies = sizes.map((size) => randomBytes(size));
  const named = bodies.map((body, index) => [`k${String(index).padStart(3, '0')}`, body] as const);
  const server = await startBucket({ objects: new Map(named), ...setting });
  const client = clientOf(server);
  const sent = countSent(client);
  const ahead = createReadAhead(() => client, bounds);
  closers.push(ahead.close, server.close, () => client.destroy());
  const opens = named.map(([key, body]) =>
    ahead.add({ bucket: BUCKET, key, size: body.length, etag: etagOf(body), lastModified: 0 }),
  );
  return { opens, bodies, sent, requests: server.requests, close: ahead.close };
}

/** For each request, in turn, how many the client waited for when it was sent, itself included; repeated tries are one. */
function countSent(client: S3Client): readonly number[] {
  const sent: number[] = [];
  let waiting = 0;
  client.middlewareStack.add(
    (next) => async (args) => {
      waiting += 1;
      sent.push(waiting);
      try {
        return await next(args);
      } finally {
        waiting -= 1;
      }
    },
    { step: 'initialize' },
  );
  return sent;
}

async function bytesOf(open: (() => AsyncGenerator<Buffer, void, undefined>) | undefined): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of open?.() ?? []) chunks.push(chunk);
  return Buffer.concat(chunks);
}

function mostAtOnce(requests: readonly BucketRequest[]): number {
  return Math.max(...requests.map(({ atOnce }) => atOnce));
}

/** Waits until no further requests come. */
async function settled(requests: readonly BucketRequest[]): Promise<void> {
  for (let last = -1; last !== requests.length; ) {
    last = requests.length;
    await new Promise((resolve) => setTimeout(resolve, 150));
  }
}

import { randomBytes } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { once } from '../../src/sources/chunks.ts';
import { createGzipInflater, gunzipWhenGzip } from '../../src/sources/gunzip.ts';
import { inflate } from '../../src/sources/inflate.ts';
import { chunkSizes, collect, cut, streamOf } from './chunks.ts';

async function gunzip(chunks: readonly Buffer[], maxBytes = 1e9): Promise<{ output: Buffer; failures: string[] }> {
  const failures: string[] = [];
  const output = await collect(
    gunzipWhenGzip(streamOf(chunks), { maxBytes, onFailure: (reason) => failures.push(reason) }),
  );
  return { output, failures };
}

/** Lines that hardly compress, so that damage to the compressed bytes lies far into them. */
const TEXT = Buffer.from(
  Array.from({ length: 2000 }, (_, line) => `${line} ${randomBytes(16).toString('hex')}\n`).join(''),
);
const GZIP = gzipSync(TEXT);

describe('gunzipWhenGzip', () => {
  it('passes what is no gzip through, however short', async () => {
    for (const text of ['', '\x1f', '\x1f\x8b', 'plain text']) {
      const bytes = Buffer.from(text, 'latin1');
      expect(await gunzip([bytes])).toEqual({ output: bytes, failures: [] });
    }
  });

  it('decompresses members behind each other, wherever the bytes are cut', async () => {
    const members = [Buffer.from('first\n'), Buffer.from(''), Buffer.from('second\n')];
    const bytes = Buffer.concat(members.map((member) => gzipSync(member)));
    await fc.assert(
      fc.asyncProperty(chunkSizes, async (sizes) => {
        expect(await gunzip(cut(bytes, sizes))).toEqual({ output: Buffer.concat(members), failures: [] });
      }),
      { numRuns: 30 },
    );
  });

  it('takes zeros behind the last member for padding', async () => {
    for (const chunks of [[Buffer.concat([GZIP, Buffer.alloc(512)])], [GZIP, Buffer.alloc(9), Buffer.alloc(9)]]) {
      const { output, failures } = await gunzip(chunks);
      expect(output.equals(TEXT)).toBe(true);
      expect(failures).toEqual([]);
    }
  });

  it('says so when something follows the padding', async () => {
    for (const tail of [[Buffer.from('\0\0more')], [Buffer.alloc(4), Buffer.from('more')]]) {
      const { output, failures } = await gunzip([GZIP, ...tail]);
      expect(output.equals(TEXT)).toBe(true);
      expect(failures).toEqual(['corrupt gzip (data behind its end)']);
    }
  });

  it('gives what truncated gzip holds, then the failure', async () => {
    const { output, failures } = await gunzip([GZIP.subarray(0, GZIP.length / 2)]);
    expect(output.length).toBeGreaterThan(TEXT.length / 3);
    expect(output.equals(TEXT.subarray(0, output.length))).toBe(true);
    expect(failures).toEqual(['truncated gzip']);
  });

  it('gives all of a stream that lacks only its checksum', async () => {
    const { output, failures } = await gunzip([GZIP.subarray(0, -3)]);
    expect(output.equals(TEXT)).toBe(true);
    expect(failures).toEqual(['truncated gzip']);
  });

  it('gives everything in front of a damaged byte, even in a small file', async () => {
    const small = Buffer.from('the one line that matters\n'.repeat(3));
    const damaged = gzipSync(small);
    damaged[damaged.length - 6] = (damaged[damaged.length - 6] ?? 0) ^ 0xff;
    const { output, failures } = await gunzip([damaged]);
    expect(output.toString()).toBe(small.toString());
    expect(failures).toEqual(['corrupt gzip (incorrect data check)']);
  });

  it('gives everything in front of a foreign tail, and reads the tail', async () => {
    const { output, failures } = await gunzip([GZIP, Buffer.from('not gzip')]);
    expect(output.equals(TEXT)).toBe(true);
    expect(failures).toEqual(['corrupt gzip (incorrect header check)']);
  });

  it('finds the damage in some eighty steps, and gives what going byte by byte would', async () => {
    const text = Buffer.from(Array.from({ length: 4_000 }, (_, index) => `line ${(index * 7919) % 4001}\n`).join(''));
    const bytes = gzipSync(text);
    for (const at of [bytes.length - 6, 5_000, 40]) {
      const damaged = Buffer.from(bytes);
      damaged.fill(0xff, at, at + 6);
      let writes = 0;
      const counting = () => {
        const inflater = createGzipInflater();
        return Object.assign(Object.create(inflater), {
          write: (part: Buffer) => {
            writes++;
            return inflater.write(part);
          },
        });
      };
      const output: Buffer[] = [];
      for await (const part of inflate(once(damaged), counting, { maxBytes: 1e9, onFailure: () => {} }))
        output.push(part);
      expect(writes).toBeLessThan(100);
      const bytewise: Buffer[] = [];
      const slow = createGzipInflater();
      for (let index = 0; slow.failure === null; index++) {
        bytewise.push(...(await slow.write(damaged.subarray(index, index + 1))));
      }
      expect(Buffer.concat(output).equals(Buffer.concat(bytewise))).toBe(true);
    }
  });

  it('stops a bomb at the bound', async () => {
    const bomb = gzipSync(Buffer.alloc(50_000_000));
    const { output, failures } = await gunzip([bomb], 1_000_000);
    expect(output.length).toBe(1_000_000);
    expect(failures).toEqual(['decompresses to more than 1000000 bytes; the rest was not read']);
  });

  it('lets output be exactly as large as the bound', async () => {
    expect((await gunzip([gzipSync(Buffer.alloc(1000))], 1000)).failures).toEqual([]);
  });

  it('never throws, whatever byte is damaged', async () => {
    const bytes = gzipSync(Buffer.from('line one\nline two\nline three\n'));
    await fc.assert(
      fc.asyncProperty(fc.nat(bytes.length - 1), fc.integer({ min: 1, max: 255 }), async (at, flip) => {
        const damaged = Buffer.from(bytes);
        damaged[at] = (damaged[at] ?? 0) ^ flip;
        const { failures } = await gunzip([damaged]);
        expect(failures.length).toBeLessThanOrEqual(1);
      }),
      { numRuns: 60 },
    );
  });

  it('closes its input when left early', async () => {
    let closed = false;
    async function* input(): AsyncGenerator<Buffer, void, undefined> {
      try {
        for (;;) yield GZIP;
      } finally {
        closed = true;
      }
    }
    for await (const _ of gunzipWhenGzip(input(), { maxBytes: 1e9, onFailure: () => {} })) break;
    expect(closed).toBe(true);
  });
});

import { describe, expect, it } from 'vitest';
import { takeHead } from '../../src/sources/take-head.ts';
import { collect, cut, streamOf } from './chunks.ts';

const TEXT = Buffer.from('0123456789'.repeat(10));

describe('takeHead', () => {
  it('takes as much as asked for, give or take, and leaves the rest', async () => {
    for (const size of [1, 3, 7, 100]) {
      const chunks = streamOf(cut(TEXT, Array(100).fill(size)));
      const head = await takeHead(chunks, (bytes) => bytes.length >= 10);
      expect(head.bytes.length).toBeGreaterThanOrEqual(10);
      expect(head.whole).toBe(false);
      expect(Buffer.concat([head.bytes, await collect(chunks)])).toEqual(TEXT);
    }
  });

  it('says when that was all', async () => {
    expect(await takeHead(streamOf(cut(TEXT, [50])), () => false)).toEqual({ bytes: TEXT, whole: true });
    expect(await takeHead(streamOf([]), () => false)).toEqual({ bytes: Buffer.alloc(0), whole: true });
  });
});

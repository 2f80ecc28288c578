import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeMarkedText } from '../../src/sources/decode-text.ts';
import { chunkSizes, collect, cut, streamOf } from './chunks.ts';

async function decode(bytes: Buffer, sizes: readonly number[] = []): Promise<string> {
  return (await collect(decodeMarkedText(streamOf(cut(bytes, sizes))))).toString('utf8');
}

const TEXT = 'REST.PUT.BUCKETPOLICY é 🪣\r\nsecond line';

describe('decodeMarkedText', () => {
  it('takes off a UTF-8 byte order mark', async () => {
    expect(await decode(Buffer.from(`\ufeff${TEXT}`))).toBe(TEXT);
  });

  it('leaves unmarked bytes as they are, also those that are no text', async () => {
    const bytes = Buffer.from([0x00, 0xff, 0xfe, 0x80]);
    expect(await collect(decodeMarkedText(streamOf([bytes])))).toEqual(bytes);
    expect(await decode(Buffer.from(''))).toBe('');
  });

  it('decodes UTF-16 of either byte order, wherever the bytes are cut', async () => {
    const little = Buffer.from(`\ufeff${TEXT}`, 'utf16le');
    const big = Buffer.from(little).swap16();
    await fc.assert(
      fc.asyncProperty(chunkSizes, async (sizes) => {
        expect(await decode(little, sizes)).toBe(TEXT);
        expect(await decode(big, sizes)).toBe(TEXT);
      }),
      { numRuns: 30 },
    );
  });
});

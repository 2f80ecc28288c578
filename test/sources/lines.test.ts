import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createLineSplitter } from '../../src/sources/lines.ts';
import { chunkSizes, cut } from './chunks.ts';

function split(chunks: readonly Buffer[], maxLineBytes = 100): { number: number; text: string | null }[] {
  const splitter = createLineSplitter(maxLineBytes);
  const lines = [...chunks.flatMap((chunk) => [...splitter.push(chunk)]), ...splitter.end()];
  return lines.map(({ number, bytes }) => ({ number, text: bytes === null ? null : bytes.toString('utf8') }));
}

function texts(text: string, maxLineBytes?: number): (string | null)[] {
  return split([Buffer.from(text)], maxLineBytes).map((line) => line.text);
}

describe('createLineSplitter', () => {
  it('splits on both line endings and keeps a last line without one', () => {
    expect(texts('a\nb\r\n\nc')).toEqual(['a', 'b', '', 'c']);
  });

  it('gives no line behind a last newline, and none for nothing', () => {
    expect(texts('a\n')).toEqual(['a']);
    expect(texts('')).toEqual([]);
  });

  it('keeps a carriage return that ends no line', () => {
    expect(texts('a\rb\n')).toEqual(['a\rb']);
  });

  it('numbers a line that is too long and goes on behind it', () => {
    expect(split([Buffer.from(`a\n${'x'.repeat(11)}\nb\n`)], 10)).toEqual([
      { number: 1, text: 'a' },
      { number: 2, text: null },
      { number: 3, text: 'b' },
    ]);
  });

  it('lets a line be exactly as long as the bound, whatever its ending', () => {
    const line = 'x'.repeat(10);
    expect(texts(`${line}\n${line}\r\n${line}`, 10)).toEqual([line, line, line]);
  });

  it('gives the same lines however the bytes are cut', () => {
    const text = fc.array(fc.constantFrom('a', 'é', '\n', '\r', '\r\n', 'xxxxxxxx'), { maxLength: 60 });
    fc.assert(
      fc.property(text, chunkSizes, fc.integer({ min: 1, max: 12 }), (parts, sizes, bound) => {
        const bytes = Buffer.from(parts.join(''));
        expect(split(cut(bytes, sizes), bound)).toEqual(split([bytes], bound));
      }),
    );
  });

  it('loses no byte: the lines joined again are the text', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom('a', 'b', '\n'), { maxLength: 40 }), (parts) => {
        const text = parts.join('');
        expect(texts(`${text}\n`).join('\n')).toBe(text);
      }),
    );
  });
});

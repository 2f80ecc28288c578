import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type CsvRow, createCsvRowSplitter } from '../../../src/records/csv/rows.ts';
import { chunkSizes, cut } from '../../sources/chunks.ts';

function split(chunks: readonly Buffer[], cutShort = false): CsvRow[] {
  const rows = createCsvRowSplitter();
  return [...chunks.flatMap((chunk) => [...rows.push(chunk)]), ...rows.end(cutShort)];
}

function rows(text: string, cutShort?: boolean): string[] {
  return split([Buffer.from(text)], cutShort).map((row) => `${row.line} ${row.kind === 'row' ? row.text : row.reason}`);
}

describe('createCsvRowSplitter', () => {
  it('keeps a quoted line break within its row', () => {
    expect(rows('a,b\r\n"x ""q""\ny",2\r\n\r\n3,4')).toEqual(['1 a,b', '2 "x ""q""\ny",2', '5 3,4']);
  });

  it('gives up a row whose quote is never closed, and only that', () => {
    const many = Array.from({ length: 100 }, (_, index) => `${index},x`);
    expect(rows(['a,b', '1,"open', ...many].join('\n'))).toEqual([
      '1 a,b',
      '2 a quote that is not closed',
      ...many.map((text, index) => `${index + 3} ${text}`),
    ]);
    expect(rows('a,b\n1,"open\n2,3\n')).toEqual(['1 a,b', '2 a quote that is not closed', '3 2,3']);
  });

  it('bounds the length of a row', () => {
    const long = 'x'.repeat(1024 * 1024 + 1);
    expect(rows(`a,b\n${long}\n1,2`)).toEqual(['1 a,b', '2 longer than 1048576 bytes', '3 1,2']);
    expect(rows(`a,b\n1,"open\n${long}\n2,3`)).toEqual([
      '1 a,b',
      '2 a quote that is not closed',
      '3 longer than 1048576 bytes',
      '4 2,3',
    ]);
  });

  it('takes no line that the source broke off in', () => {
    expect(rows('a,b\n1,2\n3', true)).toEqual(['1 a,b', '2 1,2']);
  });

  it('gives the same rows however the bytes are cut', () => {
    const text = fc
      .array(fc.constantFrom('a', ',', '"', '\n', '\r\n', 'é'), { maxLength: 60 })
      .map((parts) => parts.join(''));
    fc.assert(
      fc.property(text, chunkSizes, (csv, sizes) => {
        expect(split(cut(Buffer.from(csv), sizes))).toEqual(split([Buffer.from(csv)]));
      }),
    );
  });
});

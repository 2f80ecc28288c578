import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { JSON_LIMITS, type JsonLimits } from '../../../src/records/json/parse.ts';
import { createJsonPieceSplitter } from '../../../src/records/json/pieces.ts';
import { chunkSizes, cut } from '../../sources/chunks.ts';

type Seen =
  | readonly ['element', string | null, number, string]
  | readonly ['document', number | null, string]
  | readonly ['reject', number, string, string | null];

function split(chunks: readonly Buffer[], limits: JsonLimits = JSON_LIMITS): Seen[] {
  const splitter = createJsonPieceSplitter(limits);
  const seen: Seen[] = [];
  // Bytes hold only until the next piece: they are read at once.
  for (const pieces of [...chunks.map((chunk) => () => splitter.push(chunk)), () => splitter.end()]) {
    for (const piece of pieces()) {
      const text = piece.bytes?.toString('utf8') ?? null;
      if (piece.kind === 'element') seen.push(['element', piece.member, piece.record, text ?? '']);
      else if (piece.kind === 'document') seen.push(['document', piece.record, text ?? '']);
      else seen.push(['reject', piece.record, piece.reason, text]);
    }
  }
  return seen;
}

function pieces(text: string, limits?: JsonLimits): Seen[] {
  return split([Buffer.from(text)], limits);
}

const CUT = 'the source ends within this record';

describe('createJsonPieceSplitter', () => {
  it('gives the elements of a long array one by one, then what stands around it', () => {
    expect(pieces('{"a": [1, 2], "Records": [{"x": "]"}, [3], "s,]", 4], "b": {"Records": [5]}}')).toEqual([
      ['element', 'Records', 1, '{"x": "]"}'],
      ['element', 'Records', 2, '[3]'],
      ['element', 'Records', 3, '"s,]"'],
      ['element', 'Records', 4, '4'],
      ['document', null, '{"a": [1, 2], "Records": [], "b": {"Records": [5]}}'],
    ]);
  });

  it('takes a document without long arrays for a record, and several behind each other', () => {
    expect(pieces('{"Version": "2012-10-17"}\n{"Id": 1}{"Events": []}')).toEqual([
      ['document', 1, '{"Version": "2012-10-17"}'],
      ['document', 2, '{"Id": 1}'],
      ['document', null, '{"Events": []}'],
    ]);
  });

  it('gives the elements of an array that is the document', () => {
    expect(pieces('[ {"a": 1},\n {"b": [2]} ]')).toEqual([
      ['element', null, 1, '{"a": 1}'],
      ['element', null, 2, '{"b": [2]}'],
      ['document', null, '[]'],
    ]);
  });

  it('leaves short arrays and nulls under the same names in the document', () => {
    expect(pieces('{"Contents": null, "x": {"Contents": [1]}}')).toEqual([
      ['document', 1, '{"Contents": null, "x": {"Contents": [1]}}'],
    ]);
  });

  it('heeds escapes in strings', () => {
    expect(pieces('{"Records": [{"a": "\\\\\\"]}"}, {"b": "\\\\"}]}')).toEqual([
      ['element', 'Records', 1, '{"a": "\\\\\\"]}"}'],
      ['element', 'Records', 2, '{"b": "\\\\"}'],
      ['document', null, '{"Records": []}'],
    ]);
  });

  it('goes on behind an element that is no JSON', () => {
    expect(pieces('{"Records": [{"a": tru}, }, {"b": 1,}, {"c": 1}]}').map((piece) => piece[3])).toEqual([
      '{"a": tru}',
      '}',
      '{"b": 1,}',
      '{"c": 1}',
      undefined,
    ]);
  });

  it('names the record that the source ends in', () => {
    expect(pieces('{"Records": [{"a": 1}, {"b": ')).toEqual([
      ['element', 'Records', 1, '{"a": 1}'],
      ['reject', 2, CUT, null],
    ]);
    expect(pieces('{"Records": [{"a": 1}, ')).toEqual([
      ['element', 'Records', 1, '{"a": 1}'],
      ['reject', 2, CUT, null],
    ]);
    expect(pieces('{"sourceBucket": "acme-lake", ')).toEqual([['reject', 1, CUT, '{"sourceBucket": "acme-lake", ']]);
  });

  it('rejects an element beyond the bounds and goes on', () => {
    const limits = { maxElementBytes: 20, maxDocumentBytes: 40, maxDepth: 3 };
    expect(pieces(`{"Records": ["${'x'.repeat(30)}", [[[[1]]]], {"a": 1}]}`, limits)).toEqual([
      ['reject', 1, 'larger than 20 bytes', null],
      ['reject', 2, 'nested deeper than 3', null],
      ['element', 'Records', 3, '{"a": 1}'],
      ['document', null, '{"Records": []}'],
    ]);
    expect(pieces(`{"a": "${'x'.repeat(40)}"} {"b": [[[1]]]} {"c": [[1]]}`, limits)).toEqual([
      ['reject', 1, 'larger than 40 bytes', null],
      ['reject', 2, 'nested deeper than 3', null],
      ['document', 3, '{"c": [[1]]}'],
    ]);
  });

  it('takes text between documents for a piece of its own', () => {
    expect(pieces('{"a": 1}\nAn error occurred {"b": 2}\nnull')).toEqual([
      ['document', 1, '{"a": 1}'],
      ['document', 2, 'An error occurred '],
      ['document', 3, '{"b": 2}'],
      ['document', 4, 'null'],
    ]);
  });

  it('gives the same pieces however the bytes are cut', () => {
    const part = fc.constantFrom(
      '{',
      '}',
      '[',
      ']',
      ',',
      ':',
      '"',
      '\\',
      ' ',
      '\n',
      '1',
      'null',
      '"a"',
      '"Records":[',
      '"Events":',
      'é',
    );
    const text = fc.array(part, { maxLength: 60 }).map((parts) => parts.join(''));
    const limits = { maxElementBytes: 12, maxDocumentBytes: 24, maxDepth: 3 };
    fc.assert(
      fc.property(text, chunkSizes, (json, sizes) => {
        expect(split(cut(Buffer.from(json), sizes), limits)).toEqual(pieces(json, limits));
      }),
      { numRuns: 1000 },
    );
  });

  it('gives back every element of valid JSON, pretty-printed or not', () => {
    const record = fc.jsonValue({ maxDepth: 3 });
    fc.assert(
      fc.property(fc.array(record), fc.constantFrom(undefined, 2, '\t'), chunkSizes, (records, indent, sizes) => {
        const json = JSON.stringify({ NextToken: 'a', Records: records, Rest: { Records: records } }, null, indent);
        const seen = split(cut(Buffer.from(json), sizes));
        const elements = seen.flatMap((piece) => (piece[0] === 'element' ? [JSON.parse(piece[3])] : []));
        expect(elements).toEqual(JSON.parse(JSON.stringify(records)));
        expect(seen.at(-1)?.[0]).toBe('document');
        expect(seen.filter(([kind]) => kind === 'reject')).toEqual([]);
      }),
    );
  });
});

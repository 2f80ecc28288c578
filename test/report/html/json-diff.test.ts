import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type DiffLine, diffJson } from '../../../src/report/html/json-diff.ts';

const told = (lines: readonly DiffLine[]) =>
  lines.map((line) => (line.kind === 'skipped' ? `... ${line.count}` : `${SIGNS[line.kind]} ${line.text}`));
const SIGNS = { same: ' ', removed: '-', added: '+' } as const;

describe('diffJson', () => {
  it('tells what went and what came, with three lines around, and takes no comma for a difference', () => {
    const statement = (sid: string) => ({ Sid: sid, Effect: 'Allow' });
    const before = { Version: '2012-10-17', Statement: [statement('A'), statement('B')] };
    const after = { Version: '2012-10-17', Statement: [statement('A'), statement('B'), statement('C')] };
    expect(told(diffJson(before, after))).toEqual([
      '... 8',
      '        "Sid": "B",',
      '        "Effect": "Allow"',
      '      },',
      '+     {',
      '+       "Sid": "C",',
      '+       "Effect": "Allow"',
      '+     }',
      '    ]',
      '  }',
    ]);
  });

  it('keeps what is wanted though nothing of it differs', () => {
    const document = { a: 1, b: 2, c: 3, d: 4, e: 5, f: 6, g: 7, h: 8, i: 9 };
    expect(told(diffJson(document, document))).toEqual(['... 11']);
    const lines = told(diffJson(document, document, (path) => path[0] === 'e'));
    expect(lines).toEqual([
      '... 2',
      '    "b": 2,',
      '    "c": 3,',
      '    "d": 4,',
      '    "e": 5,',
      '    "f": 6,',
      '    "g": 7,',
      '    "h": 8,',
      '... 2',
    ]);
  });

  it('is all of one where the other is none', () => {
    expect(told(diffJson(null, { a: [] }))).toEqual(['+ {', '+   "a": []', '+ }']);
    expect(told(diffJson({}, null))).toEqual(['- {}']);
    expect(diffJson(null, null)).toEqual([]);
  });

  it('holds every line of both documents, in order, commas aside', () => {
    const document = fc.dictionary(fc.string({ maxLength: 3 }), fc.jsonValue({ maxDepth: 3 }));
    const plain = (text: string) => text.replace(/,$/, '');
    const linesOf = (value: unknown) => JSON.stringify(value, null, 2).split('\n').map(plain);
    fc.assert(
      fc.property(document, document, (before, after) => {
        const lines = diffJson(before, after, () => true).flatMap((line) => (line.kind === 'skipped' ? [] : [line]));
        const side = (other: 'added' | 'removed') =>
          lines.filter(({ kind }) => kind !== other).map(({ text }) => plain(text));
        expect(side('added')).toEqual(linesOf(before));
        expect(side('removed')).toEqual(linesOf(after));
      }),
    );
  });
});

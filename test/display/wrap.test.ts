import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { displayWidth } from '../../src/display/display-width.ts';
import { escapeTerminal } from '../../src/display/escape-terminal.ts';
import { span } from '../../src/display/page.ts';
import { wrap } from '../../src/display/wrap.ts';

function lines(text: string, columns: number): string[] {
  return wrap(text, columns).map((spans) => spans.map((it) => it.text).join(''));
}

describe('wrap', () => {
  it('breaks at spaces', () => {
    expect(lines('the policy denies every caller', 12)).toEqual(['the policy', 'denies every', 'caller']);
  });

  it('breaks an ARN that is longer than a line after one of its separators', () => {
    expect(lines('by arn:aws:iam::444455556666:user/alice', 20)).toEqual([
      'by',
      'arn:aws:iam::',
      '444455556666:user/',
      'alice',
    ]);
  });

  it('breaks a word without separators anywhere', () => {
    expect(lines('abcdefghij', 4)).toEqual(['abcd', 'efgh', 'ij']);
  });

  it('gives one empty line for nothing', () => {
    expect(lines('', 10)).toEqual(['']);
  });

  it('keeps words of several tones together', () => {
    const wrapped = wrap(['confidence (', span('strong', 'proven'), ') it is'], 12);
    expect(wrapped).toEqual([
      [{ text: 'confidence', tone: 'plain' }],
      [
        { text: '(', tone: 'plain' },
        { text: 'proven', tone: 'strong' },
        { text: ') it', tone: 'plain' },
      ],
      [{ text: 'is', tone: 'plain' }],
    ]);
  });

  it('counts wide characters as two columns', () => {
    expect(lines('田中田中', 4)).toEqual(['田中', '田中']);
  });

  it('never exceeds the columns and loses nothing but spaces', () => {
    const text = fc.string({ unit: fc.constantFrom('a', 'b', ' ', ':', '/', '\n', '\x1b', '田', 'é') });
    fc.assert(
      fc.property(text, fc.integer({ min: 2, max: 40 }), (text, columns) => {
        const wrapped = lines(text, columns);
        for (const line of wrapped) expect(displayWidth(line)).toBeLessThanOrEqual(columns);
        expect(wrapped.join('').replaceAll(' ', '')).toBe(escapeTerminal(text).replaceAll(' ', ''));
      }),
      { numRuns: 500 },
    );
  });
});

import { describe, expect, it } from 'vitest';
import { csvCell, csvLine, PLAIN_CSV, QUOTED_CSV } from '../../src/display/csv.ts';

describe('csvCell', () => {
  it.each([
    ['=HYPERLINK("http://x")', `"'=HYPERLINK(""http://x"")"`],
    ['=1+1', "'=1+1"],
    ['+1', "'+1"],
    ['-1', "'-1"],
    ['@SUM(A1)', "'@SUM(A1)"],
    ['\t=1', "'\\t=1"],
    ['\r=1', "'\\r=1"],
    ['＝1', "'＝1"],
    ['a=1', 'a=1'],
    ['a,b', '"a,b"'],
    ['say "hi"', '"say ""hi"""'],
    ['two\nlines', 'two\\nlines'],
    ['\x1b[31m', '\\x1b[31m'],
    ['', ''],
  ])('writes the text %j as %s', (value, cell) => {
    expect(csvCell(value, PLAIN_CSV)).toBe(cell);
  });

  it('leaves numbers and switches as they are', () => {
    expect([-1, 200, true, null].map((value) => csvCell(value, PLAIN_CSV))).toEqual(['-1', '200', 'true', '']);
  });

  it.each([
    ['a', '"a"'],
    ['', '""'],
    ['  =1+1', `"'  =1+1"`],
    ['%0a', `"'%0a"`],
    ['|calc', `"'|calc"`],
    ['say "hi"', '"say ""hi"""'],
  ])('puts all text in quotes where that is asked for: %j as %s', (value, cell) => {
    expect(csvCell(value, QUOTED_CSV)).toBe(cell);
  });
});

describe('csvLine', () => {
  it('ends a line as its reader wants it', () => {
    expect(csvLine(['a', 1, null], PLAIN_CSV)).toBe('a,1,\r\n');
    expect(csvLine(['a', 1, null], QUOTED_CSV)).toBe('"a",1,\n');
  });
});

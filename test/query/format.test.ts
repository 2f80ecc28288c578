import { parse } from 'csv-parse/sync';
import { describe, expect, it } from 'vitest';
import { formatResult, type QueryFormat } from '../../src/query/format.ts';
import { type Cell, takeRows } from '../../src/query/result.ts';

async function* each(rows: readonly (readonly Cell[])[]): AsyncGenerator<readonly Cell[]> {
  yield* rows;
}

async function format(columns: readonly string[], rows: readonly (readonly Cell[])[], as: QueryFormat) {
  let text = '';
  for await (const piece of formatResult({ columns, rows: each(rows) }, as)) text += piece;
  return text;
}

describe('the formats of a result', () => {
  it('json: NULL, numbers, repeated and dangerous names, control characters', async () => {
    const json = await format(['a', 'a', '__proto__'], [[null, 1, 'x\u001b[2J\u202e']], 'json');
    expect(json).not.toContain('\u202e');
    expect(json).toBe('[\n{"a":null,"a_2":1,"__proto__":"x\\u001b[2J\\u202e"}\n]\n');
    expect(JSON.parse(await format(['a'], [], 'json'))).toEqual([]);
  });

  it('csv: an empty text is not NULL, and no formula survives', async () => {
    const csv = await format(
      ['a', 'b', 'c'],
      [
        [null, '', '=cmd|calc'],
        ['x"y', true, -1],
      ],
      'csv',
    );
    expect(csv).toBe(`a,b,c\r\n,"",'=cmd|calc\r\n"x""y",true,-1\r\n`);
    expect(parse(csv)).toHaveLength(3);
  });

  it('csv: what is JSON stays JSON of the same value, hidden characters or not', async () => {
    const policy = JSON.stringify({ Sid: 'a\u00a0b\u202e"\u{e0041}', n: ['\u200d'] });
    const csv = await format(['policy', 'text'], [[policy, '{not\u00a0JSON']], 'csv');
    const [, [cell = '', text] = []]: string[][] = parse(csv);
    expect(cell).toMatch(/^[ -~]+$/);
    expect(JSON.parse(cell)).toEqual(JSON.parse(policy));
    expect(text).toBe('{not\\xa0JSON');
  });

  it('table: long values are cut, later rows keep the widths, escapes are visible', async () => {
    const rows = Array.from({ length: 300 }, (_, index) => [`r${index}`, 'v']);
    const lines = (await format(['name', 'b'], [['\u001b[2J', 'x'.repeat(100)], ...rows], 'table')).split('\n');
    expect(lines[0]).toBe('NAME     B');
    expect(lines[1]).toBe(`\\x1b[2J  ${'x'.repeat(28)}...${'x'.repeat(29)}`);
    expect(lines[301]).toBe('r299     v');
    expect(await format(['only'], [], 'table')).toBe('ONLY\n');
  });

  it('table: of a long value its start and its end stay, by columns and escaped', async () => {
    const arn =
      'arn:aws:sts::444455556666:assumed-role/AWSReservedSSO_DataPlatformAdmin_0a1b2c3d/maria.keller@acme.example';
    const wide = '\u6f22'.repeat(100);
    const hostile = `${'\u001b[2J'.repeat(20)}end`;
    const lines = (await format(['a'], [[arn], [wide], [hostile]], 'table')).split('\n').slice(1, 4);
    expect(lines[0]).toBe('arn:aws:sts::444455556666:as...c3d/maria.keller@acme.example');
    expect(lines[1]).toBe(`${'\u6f22'.repeat(14)}...${'\u6f22'.repeat(14)}`);
    expect(lines[2]).toMatch(/^(?:\\x1b\[2J)+.*\.\.\..*end$/);
    expect(lines.join('')).not.toContain('\u001b');
  });

  it('takes no more rows than wanted, and says that there are more', async () => {
    const note = { taken: 0, more: false };
    const taken: unknown[] = [];
    for await (const row of takeRows(each([[1], [2], [3]]), 2, note)) taken.push(row);
    expect(taken).toEqual([[1], [2]]);
    expect(note).toEqual({ taken: 2, more: true });
  });
});

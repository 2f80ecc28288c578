import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type BoundValue, bindParameters, parameterNames } from '../../src/query/bind.ts';
import { anyText } from '../any-text.ts';

const text = (value: string) => ({ type: 'string', value }) as const;

describe('binding parameters', () => {
  it('leaves literals, quoted names, comments, casts and slices alone', () => {
    const sql = `-- :no ?
      SELECT ':no', "a:no?", 'it''s :no', x::varchar, a[1:n] /* :no ? */ FROM t WHERE b = :b AND c = :a AND d = :b`;
    expect(parameterNames(sql)).toEqual(['b', 'a']);
    const bound = bindParameters(
      sql,
      new Map([
        ['a', text('1')],
        ['b', text('2')],
      ]),
    );
    expect(bound.sql).toBe(
      sql
        .replace('= :b AND c = :a AND d = :b', '= ? AND c = ? AND d = ?')
        .replace('-- :no ?', ' ')
        .replace('/* :no ? */', ' '),
    );
    expect(bound.values.map(({ name }) => name)).toEqual(['b', 'a', 'b']);
  });

  it('numbers question marks and takes closing semicolons off', () => {
    const bound = bindParameters(
      'SELECT ? , ? ;\n; -- end',
      new Map([
        ['1', text('a')],
        ['2', text('b')],
      ]),
    );
    expect(bound).toEqual({
      sql: 'SELECT ? , ?',
      values: [
        { name: '1', value: text('a') },
        { name: '2', value: text('b') },
      ],
    });
  });

  it('binds each value of a list, and leaves the line of an empty one out', () => {
    const sql = "SELECT 1\nWHERE a = ':x'\n  AND b IN (:ids) AND c = :c -- :ids\n  AND d = :c";
    const c = ['c', text('3')] as const;
    expect(bindParameters(sql, new Map<string, BoundValue>([['ids', [text('1'), text('2')]], c]))).toEqual({
      sql: "SELECT 1\nWHERE a = ':x'\n  AND b IN (?, ?) AND c = ?  \n  AND d = ?",
      values: [
        { name: 'ids', value: text('1') },
        { name: 'ids', value: text('2') },
        { name: 'c', value: text('3') },
        { name: 'c', value: text('3') },
      ],
    });
    expect(bindParameters(sql, new Map<string, BoundValue>([['ids', []], c]))).toEqual({
      sql: "SELECT 1\nWHERE a = ':x'\n\n  AND d = ?",
      values: [{ name: 'c', value: text('3') }],
    });
  });

  it('keeps the numbers of lines where comments were', () => {
    const sql = '-- title: Who?\n/* a\nb */SELECT 1/**/AS x\n-- end\n';
    expect(bindParameters(sql, new Map()).sql).toBe(' \n\nSELECT 1 AS x');
  });

  it('never lets a value into the statement', () => {
    fc.assert(
      fc.property(anyText(), (value) => {
        const bound = bindParameters('SELECT :x', new Map([['x', text(value)]]));
        expect(bound.sql).toBe('SELECT ?');
        expect(bound.values[0]?.value.value).toBe(value);
      }),
    );
  });
});

describe('long statements', () => {
  it.each([
    ['a comment', `/* ${'x'.repeat(250_000)} */ SELECT :a`],
    ['a comment that never ends', `SELECT :a /* ${'*'.repeat(250_000)}`],
    ['a literal', `SELECT '${"''".repeat(120_000)}', :a`],
    ['a literal that never ends', `SELECT :a, '${"''".repeat(120_000)}`],
    ['colons', `SELECT :a ${':'.repeat(250_000)}`],
  ])('with %s are read to their end', (_, sql) => {
    expect(parameterNames(sql)).toEqual(['a']);
  });
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { toldTogether } from '../../src/display/told-together.ts';

describe('toldTogether', () => {
  it('leaves a few of the same apart, and puts more at the place of the first', () => {
    expect(toldTogether([...'aba'], (item) => item)).toEqual([['a'], ['b'], ['a']]);
    expect(toldTogether([...'xabaaca'], (item) => item)).toEqual([['x'], ['a', 'a', 'a', 'a'], ['b'], ['c']]);
  });

  it('never puts together what is told alone', () => {
    expect(toldTogether([...'aaaaa'], () => null)).toEqual([['a'], ['a'], ['a'], ['a'], ['a']]);
  });

  it('loses nothing and mixes nothing, whatever is said', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.option(fc.constantFrom('', 'a', 'b', '__proto__')), fc.nat())), (items) => {
        const groups = toldTogether(items, ([saying]) => saying);
        expect(new Set(groups.flat())).toEqual(new Set(items));
        expect(groups.flat()).toHaveLength(items.length);
        for (const group of groups) expect(new Set(group.map(([saying]) => saying)).size).toBe(1);
      }),
    );
  });
});

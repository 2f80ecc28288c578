import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { common, type Interval, united, without } from '../src/interval.ts';

const anyIntervals = fc
  .array(fc.tuple(fc.integer({ min: 0, max: 50 }), fc.integer({ min: 1, max: 20 })), { maxLength: 6 })
  .map((pairs) => pairs.map(([from, length]): Interval => ({ from, to: from + length })));

/** Between whole numbers, so that borders do not matter. */
const MOMENTS = Array.from({ length: 80 }, (_, index) => index - 4.5);

const holds = (intervals: readonly Interval[], moment: number): boolean =>
  intervals.some(({ from, to }) => from < moment && moment < to);

describe('intervals', () => {
  it('united hold what any of them holds, in order and apart', () => {
    fc.assert(
      fc.property(anyIntervals, (intervals) => {
        const one = united(intervals);
        for (const moment of MOMENTS) expect(holds(one, moment)).toBe(holds(intervals, moment));
        for (const [index, { from }] of one.entries())
          if (index > 0) expect(from).toBeGreaterThan(one[index - 1]?.to ?? 0);
      }),
    );
  });

  it('without others hold what lies in none of these', () => {
    fc.assert(
      fc.property(
        anyIntervals,
        fc.integer({ min: 0, max: 40 }),
        fc.integer({ min: 1, max: 20 }),
        (others, from, length) => {
          const own = { from, to: from + length };
          const rest = without(own, others);
          for (const moment of MOMENTS) {
            expect(holds(rest, moment)).toBe(holds([own], moment) && !holds(others, moment));
          }
        },
      ),
    );
  });

  it('in common hold what both hold', () => {
    fc.assert(
      fc.property(anyIntervals, anyIntervals, (left, right) => {
        const both = common(united(left), united(right));
        for (const moment of MOMENTS) expect(holds(both, moment)).toBe(holds(left, moment) && holds(right, moment));
      }),
    );
  });
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DAY, HOUR } from '../../src/instant.ts';
import { SLOT, stretchesOf } from '../../src/sightings/rhythm.ts';

/** Five minutes with a record each, every so many hours of the days given. */
function every(hours: number, fromDay: number, toDay: number): number[] {
  const slots: number[] = [];
  for (let time = fromDay * DAY; time < toDay * DAY; time += hours * HOUR) slots.push(Math.floor(time / SLOT));
  return slots;
}

const from = (slot: number | undefined): number => (slot ?? 0) * SLOT;
const to = (slot: number | undefined): number => ((slot ?? 0) + 1) * SLOT;

describe('the stretches over which a log was on', () => {
  it('are one where its records keep their rhythm', () => {
    const slots = every(6, 0, 10);
    expect(stretchesOf(slots)).toEqual([{ from: from(slots[0]), to: to(slots.at(-1)) }]);
  });

  it('end at a silence that is long for that log', () => {
    const [early, late] = [every(1, 0, 4), every(1, 4.5, 8)];
    expect(stretchesOf([...early, ...late])).toEqual([
      { from: from(early[0]), to: to(early.at(-1)) },
      { from: from(late[0]), to: to(late.at(-1)) },
    ]);
  });

  it('go on through the same silence in a log that is quiet by nature', () => {
    expect(stretchesOf([...every(6, 0, 4), ...every(6, 4.5, 8)])).toHaveLength(1);
  });

  it('end at a silence of more than four times what nine in ten pauses keep to, and not what fewer do', () => {
    const withLong = (count: number): number[] => {
      const pauses = [...Array(11).fill(1), 30, ...Array(10 - count).fill(1), ...Array(count).fill(10)];
      let slot = 0;
      return pauses.map((pause: number) => (slot += pause));
    };
    expect(stretchesOf(withLong(2))).toHaveLength(2);
    expect(stretchesOf(withLong(3))).toHaveLength(1);
  });

  it('go on through two hours without a record in the busiest of logs', () => {
    const minutes = [...Array(400).keys()];
    expect(stretchesOf([...minutes, ...minutes.map((slot) => slot + 399 + 24)])).toHaveLength(1);
    expect(stretchesOf([...minutes, ...minutes.map((slot) => slot + 399 + 25)])).toHaveLength(2);
  });

  it('are none where eleven five minutes of the days around have a record, and one with twelve', () => {
    const slots = every(12, 0, 6);
    expect(stretchesOf(slots)).toHaveLength(1);
    expect(stretchesOf(slots.slice(1))).toEqual([]);
  });

  it('are none of a single record, or of none', () => {
    expect(stretchesOf([])).toEqual([]);
    expect(stretchesOf([17])).toEqual([]);
  });

  it('judge a silence by the days around it, whatever the log was like before', () => {
    const [busy, quiet] = [every(0.25, 0, 10), every(6, 14, 24)];
    expect(stretchesOf([...busy, ...quiet]).map(({ from: start }) => start)).toEqual([from(busy[0]), from(quiet[0])]);
    expect(stretchesOf(quiet)).toHaveLength(1);
  });

  it('begin and end at records, in order and apart from each other', () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.integer({ min: 0, max: 6000 }), { maxLength: 120 }), (found) => {
        const slots = found.sort((a, b) => a - b);
        const stretches = stretchesOf(slots);
        for (const [index, stretch] of stretches.entries()) {
          expect(slots).toContain(stretch.from / SLOT);
          expect(slots).toContain(stretch.to / SLOT - 1);
          expect(stretch.from).toBeLessThan(stretch.to - SLOT);
          expect(stretch.from).toBeGreaterThan(stretches[index - 1]?.to ?? Number.NEGATIVE_INFINITY);
        }
      }),
    );
  });
});

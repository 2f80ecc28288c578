import { describe, expect, it } from 'vitest';
import { DAY, HOUR, MINUTE } from '../../src/instant.ts';
import { runName } from '../../src/profile/inventory/keys.ts';
import { lookedAt, usualLags, writeTimeOf } from '../../src/timeline/write-time.ts';
import { at, delivered } from './made-evidence.ts';

const RUN = { time: at('2026-02-14T01:00:00Z'), deadline: at('2026-02-16T01:00:00Z') };

/** One delivery a day up to the run, with these lags in hours. */
function history(lags: readonly number[]) {
  return lags.map((lag, index) => delivered(runName(RUN.time - (lags.length - index) * DAY), lag));
}

function hours(lags: readonly number[], firstObjects: readonly number[] = []) {
  const usual = usualLags(history(lags), firstObjects)(RUN.time);
  return usual === null ? null : [usual.shortestMs / HOUR, usual.longestMs / HOUR];
}

describe('the usual lags', () => {
  it('are those of the last 14 reports without the single longest', () => {
    const last = [5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 40];
    expect(hours(last)).toEqual([0, 17]);
    expect(hours([30, 30, ...last])).toEqual([0, 17]);
    expect(hours([30, 30, ...last.slice(1)])).toEqual([0, 30]);
  });

  it('are known once 7 remain', () => {
    expect(hours([10, 10, 10, 10, 10, 10, 10, 12])).toEqual([0, 10]);
    expect(hours([10, 10, 10, 10, 10, 10, 12])).toBeNull();
  });

  it('leave out later runs and arrivals of unsure time', () => {
    const seven = history(Array<number>(7).fill(10));
    const unsure = { ...delivered('2026-02-01T01-00Z'), timeIsApproximate: true };
    const unknown = { ...delivered('2026-02-02T01-00Z'), deliveredAt: null };
    expect(usualLags([unsure, unknown, ...seven, delivered('2026-02-15T01-00Z')], [])(RUN.time)).toBeNull();
  });

  it('begin an hour before the shortest lag of a first object', () => {
    const lags = Array<number>(8).fill(10);
    const folder = (daysBefore: number) => RUN.time - daysBefore * DAY;
    expect(hours(lags, [folder(3) + 7 * HOUR, folder(2) + 6 * HOUR, folder(2) + 8 * HOUR])).toEqual([5, 10]);
    expect(hours(lags, [folder(3) + 30 * MINUTE])).toEqual([0, 10]);
  });
});

describe('the write of a run', () => {
  it('lies from the folder time to the deadline where no history tells', () => {
    expect(writeTimeOf(RUN, [], null)).toEqual({ from: RUN.time, to: RUN.deadline, basis: 'deadline', refusals: [] });
  });

  it('lies within the usual lags', () => {
    expect(writeTimeOf(RUN, [], { shortestMs: 5 * HOUR, longestMs: 17 * HOUR })).toMatchObject({
      from: at('2026-02-14T06:00:00Z'),
      to: at('2026-02-14T18:00:00Z'),
      basis: 'usual-lag',
    });
  });

  it('is fixed by refusals, each of which stands for the 15 minutes before it as well', () => {
    const refusals = [at('2026-02-14T09:00:00Z'), at('2026-02-14T11:00:00Z')];
    const write = writeTimeOf(RUN, refusals, { shortestMs: 0, longestMs: HOUR });
    expect(write).toMatchObject({ from: refusals[0], to: refusals[1], basis: 'refused' });
    expect(lookedAt(write)).toEqual(refusals.map((to) => ({ from: to - 15 * MINUTE, to })));
  });
});

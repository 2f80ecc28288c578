import { describe, expect, it } from 'vitest';
import { type ArrivedRun, logPeriod } from '../../src/collect/log-period.ts';

const DAY = 86_400_000;
const NOW = Date.UTC(2026, 1, 20, 12);
const options = { since: null, now: NOW, historyMs: 90 * DAY };

/** Daily runs that arrived 14 hours after their time, by their age in days. */
function arrived(...ages: readonly number[]): ArrivedRun[] {
  return ages.map((age) => {
    const run = Date.UTC(2026, 1, 20, 1) - age * DAY;
    return { run, arrivedAt: run + 14 * 3_600_000 };
  });
}

function days(from: number, to: number): number[] {
  return Array.from({ length: from - to + 1 }, (_, index) => from - index);
}

describe('logPeriod', () => {
  it('is that of the newest gap, not of the first in 90 days', () => {
    const period = logPeriod(arrived(...days(80, 60), ...days(55, 12)), 'Daily', options);
    expect(period).toEqual({
      since: Date.UTC(2026, 1, 6, 15),
      until: NOW,
      reason: 'two days before the last report in front of the gap, the newest of 2; for the others name --since',
    });
  });

  it('ends where delivery came back', () => {
    const { since, until, reason } = logPeriod(arrived(...days(60, 40), ...days(30, 1)), 'Daily', options);
    expect([since, until]).toEqual([Date.UTC(2026, 0, 9, 15), Date.UTC(2026, 0, 23, 15)]);
    expect(reason).toBe('two days before the last report in front of the gap');
  });

  it('is short where there is no gap, and all of 90 days where nothing arrived or nothing is known', () => {
    expect(logPeriod(arrived(...days(30, 1)), 'Daily', options).since).toBe(NOW - 3 * DAY);
    expect(logPeriod([], 'Daily', options).reason).toBe('no report arrived in the last 90 days');
    expect(logPeriod(null, 'Daily', options)).toEqual({
      since: NOW - 90 * DAY,
      until: NOW,
      reason: 'which reports arrived is not known',
    });
  });
});

import { describe, expect, it } from 'vitest';
import { HOUR } from '../../src/instant.ts';
import { INVENTORY_PROFILE } from '../../src/profile/inventory/inventory.ts';
import { firstWeeklyRunAfter, usualTimeOfDayMs } from '../../src/profile/schedule.ts';

const { schedule } = INVENTORY_PROFILE;

describe('the first weekly run', () => {
  it.each([
    ['2026-02-05T10:00:00Z', '2026-02-08T01:00:00Z'],
    ['2026-02-08T00:59:59Z', '2026-02-08T01:00:00Z'],
    ['2026-02-08T01:00:00Z', '2026-02-15T01:00:00Z'],
  ])('after %s is on Sunday %s', (moment, sunday) => {
    expect(firstWeeklyRunAfter(schedule, Date.parse(moment), HOUR)).toBe(Date.parse(sunday));
  });
});

describe('the usual time of day', () => {
  it.each([
    ['that of the profile without a history', [], '01:00'],
    ['that of most runs', ['2026-02-08T03:30:00Z', '2026-02-09T04:00:00Z', '2026-02-10T03:30:00Z'], '03:30'],
    ['the later on a tie', ['2026-02-08T04:00:00Z', '2026-02-09T03:30:00Z'], '04:00'],
  ])('is %s', (_, runs, time) => {
    const usual = usualTimeOfDayMs(
      schedule,
      runs.map((run) => Date.parse(run)),
    );
    expect(new Date(usual).toISOString().slice(11, 16)).toBe(time);
  });
});

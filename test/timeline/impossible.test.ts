import { describe, expect, it } from 'vitest';
import { INVENTORY_PROFILE } from '../../src/profile/inventory/inventory.ts';
import { whyImpossible } from '../../src/timeline/impossible.ts';
import { at, CASE, refusedWrite, timelineOf } from './made-evidence.ts';

const NOW = { profile: INVENTORY_PROFILE, now: at('2026-02-20T12:00:00Z') };

describe('a run', () => {
  it.each([
    ['2016-11-29T23-59Z', null, 'no run is older than'],
    ['2026-02-20T12-01Z', null, 'the run is later than now'],
    ['2026-02-14T01-00Z', '2026-02-14T00:59:59Z', 'before the run began'],
    ['2026-02-14T01-00Z', '2026-02-20T12:00:01Z', 'later than now'],
    ['latest', null, 'its name is no time'],
  ])('%s written %s cannot be', (run, time, why) => {
    expect(whyImpossible(run, time === null ? null : at(time), NOW)).toContain(why);
  });

  it.each([
    ['2016-11-30T00-00Z', null],
    ['2026-02-20T12-00Z', null],
    ['2026-02-14T01-00Z', '2026-02-14T01:00:00Z'],
    ['2026-02-14T01-00Z', '2026-02-20T12:00:00Z'],
  ])('%s written %s can', (run, time) => {
    expect(whyImpossible(run, time === null ? null : at(time), NOW)).toBeNull();
  });
});

it('is no delivery, no run and no refusal, and is said', () => {
  const named = refusedWrite('2026-02-14T10:00:00Z', 'inv/acme-lake/daily-full/2027-01-01T01-00Z/manifest.json');
  const came = { '2026-02-13T01-00Z': '2026-02-13T11:00:00Z', '2015-02-13T01-00Z': '2026-02-13T12:00:00Z' };
  const { deliveries, denied, runs, impossible } = timelineOf([named], came, { case: CASE });
  expect(deliveries.map(({ run }) => run)).toEqual(['2026-02-13T01-00Z']);
  expect(denied).toEqual([]);
  expect(runs.map(({ name }) => name)).not.toContain('2027-01-01T01-00Z');
  expect(impossible).toHaveLength(2);
});

import { describe, expect, it } from 'vitest';
import type { DeniedAttempt } from '../../src/delivery-path/delivery.ts';
import { DAY, HOUR } from '../../src/instant.ts';
import { INVENTORY_PROFILE } from '../../src/profile/inventory/inventory.ts';
import { runName } from '../../src/profile/inventory/keys.ts';
import { assignRefusals, type Candidate } from '../../src/timeline/refusals.ts';
import { at, delivered, refused } from './made-evidence.ts';

const USUAL = { shortestMs: 5 * HOUR, longestMs: 12 * HOUR };

/** The run of 01:00 on a day of February. */
function candidate(day: string, overrides: Partial<Candidate> = {}): Candidate {
  const time = at(`2026-02-${day}T01:00:00Z`);
  return { time, deadline: time + 2 * DAY, delivery: null, lags: USUAL, isDue: true, ...overrides };
}

/** Per run, the times of its refusals. */
function assigned(candidates: readonly Candidate[], denied: readonly DeniedAttempt[]): Record<string, string[]> {
  return Object.fromEntries(
    [...assignRefusals(candidates, denied, INVENTORY_PROFILE.keys)].map(([time, own]) => [
      runName(time).slice(8, 10),
      own.map((attempt) => new Date(attempt.time).toISOString().slice(8, 16)),
    ]),
  );
}

describe('a refusal whose key names a run', () => {
  it('is of that run, however late', () => {
    const denied = [refused('2026-02-16T20:00:00Z', '2026-02-14T01-00Z')];
    expect(assigned([candidate('14'), candidate('15'), candidate('16')], denied)).toEqual({ 14: ['16T20:00'] });
  });

  it('is a stray after the arrival of that run', () => {
    const delivery = delivered('2026-02-14T01-00Z', 10);
    const before = refused('2026-02-14T10:59:00Z', '2026-02-14T01-00Z');
    const after = refused('2026-02-14T11:01:00Z', '2026-02-14T01-00Z');
    expect(assigned([candidate('14', { delivery })], [before, after])).toEqual({ 14: ['14T10:59'] });
    const undated = { ...delivery, deliveredAt: null };
    expect(assigned([candidate('14', { delivery: undated })], [before])).toEqual({});
  });
});

describe('a refusal under data/', () => {
  it('is of the one run whose usual interval it lies in', () => {
    const runs = [candidate('14'), candidate('15')];
    expect(assigned(runs, [refused('2026-02-15T06:00:00Z')])).toEqual({ 15: ['15T06:00'] });
    expect(assigned(runs, [refused('2026-02-15T05:59:00Z')])).toEqual({});
  });

  it('is nobody’s where several runs fit', () => {
    const slow = { lags: { shortestMs: 0, longestMs: 30 * HOUR } };
    expect(assigned([candidate('14', slow), candidate('15', slow)], [refused('2026-02-15T03:00:00Z')])).toEqual({});
  });

  it('is not of a run that had been delivered, nor of one that was not due', () => {
    const slow = { lags: { shortestMs: 0, longestMs: 30 * HOUR } };
    const denied = [refused('2026-02-15T03:00:00Z')];
    const delivery = delivered('2026-02-14T01-00Z', 25);
    expect(assigned([candidate('14', { ...slow, delivery }), candidate('15', slow)], denied)).toEqual({
      15: ['15T03:00'],
    });
    expect(assigned([candidate('14', { ...slow, isDue: false }), candidate('15', slow)], denied)).toEqual({
      15: ['15T03:00'],
    });
  });

  it('may be of a run that was delivered later', () => {
    const runs = [
      candidate('14', { lags: null }),
      candidate('15', { lags: null, delivery: delivered('2026-02-15T01-00Z', 16) }),
    ];
    expect(assigned(runs, [refused('2026-02-15T10:00:00Z')])).toEqual({});
    expect(assigned(runs, [refused('2026-02-15T18:00:00Z')])).toEqual({ 14: ['15T18:00'] });
  });

  it('is of the one run within its grace where too few reports tell what is usual', () => {
    const runs = ['14', '15'].map((day) => candidate(day, { lags: null }));
    expect(assigned(runs, [refused('2026-02-14T20:00:00Z')])).toEqual({ 14: ['14T20:00'] });
    expect(assigned(runs, [refused('2026-02-15T20:00:00Z')])).toEqual({});
    // The first run was over when it had been refused hours before.
    expect(assigned(runs, [refused('2026-02-14T20:00:00Z'), refused('2026-02-15T20:00:00Z')])).toEqual({
      14: ['14T20:00'],
      15: ['15T20:00'],
    });
  });
});

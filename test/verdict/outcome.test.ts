import { describe, expect, it } from 'vitest';
import type { Sighting } from '../../src/sightings/sighting.ts';
import { findIncidents } from '../../src/verdict/incident.ts';
import type { Outcome } from '../../src/verdict/judged-incident.ts';
import { reachVerdict } from '../../src/verdict/verdict.ts';
import {
  ALLOWING,
  arrivals,
  at,
  CASE,
  DENYING,
  putConfiguration,
  putPolicy,
  refusedWrite,
  type Story,
  seen,
  timelineOf,
} from '../timeline/made-evidence.ts';

/** Runs of 01:00, each ten hours under way, up to the 13th; the listing holds whatever came up to the 20th. */
const UNTIL_13 = arrivals(
  Array.from({ length: 9 }, () => 10),
  '2026-02-14T01:00:00Z',
);
const UNTIL_NOW = arrivals(
  Array.from({ length: 16 }, () => 10),
  '2026-02-21T01:00:00Z',
);
const AGAIN = {
  ...UNTIL_13,
  '2026-02-18T01-00Z': '2026-02-18T11:00:00Z',
  '2026-02-19T01-00Z': '2026-02-19T11:00:00Z',
  '2026-02-20T01-00Z': '2026-02-20T11:00:00Z',
};

const BROKE = putPolicy('2026-02-13T15:00:00Z', DENYING);
const BROKE2 = putPolicy('2026-02-16T16:00:00Z', DENYING);
const MENDED = putPolicy('2026-02-17T15:00:00Z', ALLOWING);
const REFUSED = refusedWrite('2026-02-14T11:00:00Z');
const DISABLED = putConfiguration('2026-02-13T15:00:00Z', { isEnabled: false });
const MADE = putConfiguration('2026-02-05T09:00:00Z');

function verdictOf(sightings: readonly Sighting[], came: Readonly<Record<string, string>>, story: Story = {}) {
  return reachVerdict(timelineOf(sightings, came, story));
}

describe('the outcome', () => {
  it.each<[Outcome, string, readonly Sighting[], Readonly<Record<string, string>>, Story?]>([
    ['delivering', 'where every run arrived', [], UNTIL_NOW],
    ['broken', 'where runs are missing since', [BROKE, REFUSED], UNTIL_13],
    ['recovered', 'where they arrive again', [BROKE, REFUSED, MENDED], AGAIN],
    ['stopped-by-configuration', 'where the configuration was disabled', [DISABLED], UNTIL_13],
    ['never-delivered', 'where nothing ever came', [MADE], {}],
    ['stopped-by-configuration', 'where it was disabled before anything came', [MADE, DISABLED], {}],
    [
      'pending-first-delivery',
      'where nothing is overdue',
      [MADE],
      {},
      { case: { ...CASE, now: at('2026-02-06T09:00:00Z') } },
    ],
    ['indeterminate', 'where nothing tells of any run', [], {}],
  ])('is %s %s', (outcome, _, sightings, came, story) => {
    expect(verdictOf(sightings, came, story).outcome).toBe(outcome);
  });
});

describe('an incident', () => {
  const incidents = (sightings: readonly Sighting[], came: Readonly<Record<string, string>>) =>
    findIncidents(timelineOf(sightings, came)).map(
      ({ status, lastDelivery, missed, nextDelivery, denied, window, start }) => ({
        status,
        from: lastDelivery?.run ?? null,
        missed: missed.map(({ name }) => name.slice(8, 10)).join(' '),
        to: nextDelivery?.run ?? null,
        denied: denied.length,
        window: [window.after, window.before].map((time) => (time === null ? null : new Date(time).toISOString())),
        isFromStart: start === window.after,
      }),
    );

  it('lasts from the last report to the next, and opens with the first refusal', () => {
    expect(incidents([BROKE, REFUSED, MENDED], AGAIN)).toEqual([
      {
        status: 'recovered',
        from: '2026-02-13T01-00Z',
        missed: '14 15 16 17',
        to: '2026-02-18T01-00Z',
        denied: 1,
        window: ['2026-02-13T11:00:00.000Z', '2026-02-14T11:00:00.000Z'],
        isFromStart: true,
      },
    ]);
  });

  it('without a refusal opens with the deadline of its first run, or with the next report', () => {
    expect(incidents([BROKE], UNTIL_13)).toMatchObject([
      { status: 'ongoing', to: null, denied: 0, window: ['2026-02-13T11:00:00.000Z', '2026-02-16T01:00:00.000Z'] },
    ]);
    const soon = { ...UNTIL_NOW };
    delete soon['2026-02-14T01-00Z'];
    expect(incidents([], soon)).toMatchObject([
      { missed: '14', to: '2026-02-15T01-00Z', window: ['2026-02-13T11:00:00.000Z', '2026-02-15T11:00:00.000Z'] },
    ]);
  });

  it('without a report before it begins with what made the configuration, else with the evidence itself', () => {
    expect(incidents([MADE], {})).toMatchObject([
      { from: null, window: ['2026-02-05T09:00:00.000Z', expect.anything()], isFromStart: true },
    ]);
    const [early] = incidents([refusedWrite('2026-02-03T11:00:00Z')], {});
    expect(early).toMatchObject({ from: null, denied: 1, isFromStart: false });
  });

  it('counts refusals of its own time, the last of them at now', () => {
    const told = [REFUSED, refusedWrite('2026-02-20T12:00:00Z'), refusedWrite('2026-02-10T09:00:00Z')];
    expect(incidents([BROKE, ...told], UNTIL_13)).toMatchObject([{ denied: 2 }]);
  });

  it('begins behind the report that arrived last, of those before it', () => {
    const late = { ...UNTIL_13, '2026-02-12T01-00Z': '2026-02-13T20:00:00Z' };
    expect(incidents([], late)).toMatchObject([
      { from: '2026-02-12T01-00Z', window: ['2026-02-13T20:00:00.000Z', expect.anything()] },
    ]);
  });

  it('ends with a report alone, and another begins with the next missed run', () => {
    const holes = { ...UNTIL_NOW };
    for (const run of ['2026-02-10T01-00Z', '2026-02-14T01-00Z', '2026-02-15T01-00Z']) delete holes[run];
    expect(incidents([], holes).map(({ from, missed, to }) => [from, missed, to])).toEqual([
      ['2026-02-09T01-00Z', '10', '2026-02-11T01-00Z'],
      ['2026-02-13T01-00Z', '14 15', '2026-02-16T01-00Z'],
    ]);
  });
});

describe('beside the culprit', () => {
  it('what restored delivery is the last change that opened the path before the next report', () => {
    const { incidents } = verdictOf(
      [BROKE, REFUSED, putPolicy('2026-02-16T15:00:00Z', ALLOWING), BROKE2, MENDED],
      AGAIN,
    );
    expect(incidents.map(({ restoredBy }) => restoredBy?.call.time)).toEqual([at('2026-02-17T15:00:00Z')]);
    expect(verdictOf([BROKE, REFUSED], UNTIL_13).incidents.map(({ restoredBy }) => restoredBy)).toEqual([null]);
  });

  it('a change that mended the path before now restored it, though no report came yet', () => {
    const [incident] = verdictOf([BROKE, REFUSED, putPolicy('2026-02-20T11:00:00Z', ALLOWING)], UNTIL_13).incidents;
    expect(incident?.restoredBy?.call.time).toBe(at('2026-02-20T11:00:00Z'));
    expect(incident?.stillDenied).toBeNull();
  });

  it('what denies now is told where the culprit is not it', () => {
    const [incident] = verdictOf(
      [BROKE, REFUSED, MENDED, seen('2026-02-17T16:00:00Z', { kind: 'delete-bucket', bucket: 'acme-reports' })],
      UNTIL_13,
    ).incidents;
    expect(incident?.culprit?.suspect.call.time).toBe(at('2026-02-13T15:00:00Z'));
    expect(incident?.stillDenied).toMatchObject({ cause: { link: 'destination-bucket', decision: 'deleted' } });
    expect(incident?.stillDenied?.change?.call.eventName).toBe('delete-bucket');
  });

  it('candidates are the culprit, then what broke, is open, restored and did nothing', () => {
    const failed = { ...putPolicy('2026-02-13T17:00:00Z', DENYING), succeeded: false, errorCode: 'AccessDenied' };
    const harmless = putPolicy('2026-02-13T14:00:00Z', ALLOWING);
    const open = putPolicy('2026-02-13T13:00:00Z', null);
    const [incident] = verdictOf([open, harmless, BROKE, failed, REFUSED], UNTIL_13).incidents;
    expect(incident?.candidates.map(({ assessment }) => assessment)).toEqual([
      'breaks',
      'undetermined',
      'undetermined',
      'failed',
    ]);
  });
});

import { describe, expect, it } from 'vitest';
import { DAY } from '../../src/instant.ts';
import type { Sighting } from '../../src/sightings/sighting.ts';
import type { Run } from '../../src/timeline/runs.ts';
import { findIncidents } from '../../src/verdict/incident.ts';
import type { Outcome } from '../../src/verdict/judged-incident.ts';
import { outcomeOf } from '../../src/verdict/outcome.ts';
import { reachVerdict } from '../../src/verdict/verdict.ts';
import { isInWindow } from '../../src/verdict/window.ts';
import {
  ALLOWING,
  arrivals,
  at,
  CASE,
  DENYING,
  putConfiguration,
  putPolicy,
  refusedWrite,
  S3,
  type Story,
  seen,
  timelineOf,
} from '../timeline/made-evidence.ts';
import { listing, told, UNTIL_13 } from './told.ts';

/** The listing holds whatever came up to the 20th. */
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

  it('is not known of a new configuration whose first runs nothing tells of, though others may still come', () => {
    const timeline = timelineOf([MADE], {});
    const of = (...statuses: readonly Run['status'][]) =>
      outcomeOf({ ...timeline, runs: statuses.map((status) => ({ status }) as Run) }, []);
    expect(of('unknown', 'pending')).toBe('indeterminate');
    expect(of('pending')).toBe('pending-first-delivery');
  });
});

describe('an incident', () => {
  const incidents = (sightings: readonly Sighting[], came: Readonly<Record<string, string>>, story: Story = {}) =>
    findIncidents(timelineOf(sightings, came, story)).map(
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
    const [early] = incidents([refusedWrite('2026-02-03T11:00:00Z')], {}, { coverage: [] });
    expect(early).toMatchObject({
      from: null,
      denied: 1,
      window: ['2026-02-03T11:00:00.000Z', '2026-02-03T11:00:00.000Z'],
      isFromStart: false,
    });
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

  it('does not begin behind a report that arrived after its first refusal, nor in that second', () => {
    const key = 'inv/acme-lake/daily-full/2026-02-14T01-00Z/manifest.json';
    const refusals = ['11', '13'].map((hour) => refusedWrite(`2026-02-14T${hour}:00:00Z`, key));
    for (const arrived of ['2026-02-14T11:00:00Z', '2026-02-14T12:00:00Z']) {
      // Later than its grace it would be a copy.
      const late = { ...UNTIL_13, '2026-02-12T01-00Z': arrived };
      const [incident] = incidents([BROKE, ...refusals], late, { graceMs: 3 * DAY });
      expect(incident?.from).toBe('2026-02-13T01-00Z');
    }
  });

  it('goes on over a run of which nothing is known', () => {
    const refusedRun = (day: string) =>
      refusedWrite(`2026-02-${day}T11:00:00Z`, `inv/acme-lake/daily-full/2026-02-${day}T01-00Z/manifest.json`);
    const { timeline } = told([refusedRun('14'), refusedRun('16')], UNTIL_13, listing(UNTIL_13, { isTruncated: true }));
    expect(timeline.runs.find(({ name }) => name === '2026-02-15T01-00Z')?.status).toBe('unknown');
    expect(findIncidents(timeline).map(({ missed }) => missed.length)).toEqual([2]);
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

describe('a change in the window', () => {
  it('of the configuration may have been made while the last run was under way, another a quarter of an hour before it arrived', () => {
    const timeline = timelineOf(
      [
        putConfiguration('2026-02-13T00:44:00Z'),
        putConfiguration('2026-02-13T05:00:00Z', { isEnabled: false }),
        putPolicy('2026-02-13T06:00:00Z', ALLOWING),
        putPolicy('2026-02-13T10:50:00Z', ALLOWING),
      ],
      UNTIL_13,
    );
    const [incident] = findIncidents(timeline);
    const inside = timeline.changes.map(
      (call) => incident !== undefined && isInWindow(timeline, incident, incident.window, call),
    );
    expect(inside).toEqual([false, true, false, true]);
  });
});

describe('beside the culprit', () => {
  it('what denies now is no cause of an outage that is over', () => {
    const soon = { ...UNTIL_NOW };
    delete soon['2026-02-14T01-00Z'];
    const [incident] = verdictOf([putPolicy('2026-02-20T11:30:00Z', DENYING)], soon).incidents;
    expect(incident).toMatchObject({ incident: { status: 'recovered' }, culprit: null, cause: null });
  });

  it('the creation of the configuration is no candidate', () => {
    const [incident] = verdictOf([MADE, putPolicy('2026-02-05T10:00:00Z', DENYING)], {}).incidents;
    expect(incident?.candidates.map(({ call }) => call.eventName)).toEqual(['put-bucket-policy']);
  });

  it('others are told that were refused where the reports went then', () => {
    const config = { ...S3, invokedBy: 'config.amazonaws.com' };
    const key = 'AWSLogs/111122223333/Config/x';
    const refusedThere = seen(
      '2026-02-14T12:00:00Z',
      { kind: 'put-object', bucket: 'acme-new', key },
      { actor: config, succeeded: false, errorCode: 'AccessDenied' },
    );
    const [incident] = verdictOf(
      [
        putConfiguration('2026-02-13T13:00:00Z', { destinationBucket: 'acme-new' }),
        putPolicy('2026-02-13T14:00:00Z', ALLOWING, 'acme-new'),
        putPolicy('2026-02-13T15:00:00Z', DENYING, 'acme-new'),
        refusedThere,
      ],
      UNTIL_13,
    ).incidents;
    expect(incident?.culprit?.suspect.place.bucket).toBe('acme-new');
    expect(incident?.alsoRefused).toMatchObject([{ count: 1 }]);
  });

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

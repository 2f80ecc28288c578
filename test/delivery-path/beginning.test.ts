import { describe, expect, it } from 'vitest';
import {
  type Beginning,
  beginningOfDenial,
  type PlacedMoment,
  placeMadeBy,
} from '../../src/delivery-path/beginning.ts';
import { configurationAt } from '../../src/delivery-path/configuration-state.ts';
import type { Link } from '../../src/delivery-path/link.ts';
import { placeOf } from '../../src/delivery-path/place.ts';
import type { JsonValue } from '../../src/json.ts';
import type { Sighting } from '../../src/sightings/sighting.ts';
import type { Timeline } from '../../src/timeline/build.ts';
import {
  ALLOWING,
  arrivals,
  at,
  DENYING,
  denyingWhere,
  putConfiguration,
  putPolicy,
  seen,
  timelineOf,
} from '../timeline/made-evidence.ts';

const MOMENT = at('2026-02-14T10:00:00Z');
const HISTORY = arrivals(Array<number>(5).fill(10), '2026-02-14T01:00:00Z');
const ONLY_INV: JsonValue = {
  Version: '2012-10-17',
  Statement: { Effect: 'Allow', Principal: '*', Action: 's3:PutObject', Resource: 'arn:aws:s3:::acme-reports/inv/*' },
};

/** An hour of 13 February. */
function on(hour: number): string {
  return `2026-02-13T${hour}:00:00Z`;
}

function goTo(time: string, destinationPrefix: string): Sighting {
  return putConfiguration(time, { destinationPrefix });
}

function beginning(timeline: Timeline, link: Link): Beginning {
  return beginningOfDenial(link, placed(timeline));
}

function placed(timeline: Timeline): PlacedMoment {
  const step = configurationAt(timeline.configuration, MOMENT);
  const place = placeOf(step.state, timeline.case);
  return { moment: MOMENT, step, place, path: timeline.paths.at(place), input: timeline.explain };
}

/** The hour of the call that began the denial at the place that the configuration names at the moment. */
function begun(sightings: readonly Sighting[], link: Link = 'destination-policy') {
  const { call, time, isUnsure } = beginning(timelineOf(sightings, HISTORY), link);
  const hour = (moment: number | null): number | null => (moment === null ? null : new Date(moment).getUTCHours());
  return { call: hour(call?.time ?? null), time: hour(time), isUnsure };
}

describe('a denial begins with the later of two', () => {
  it('the call that closed the place', () => {
    const sightings = [putPolicy('2026-02-05T12:00:00Z', ALLOWING), goTo(on(12), 'new'), putPolicy(on(15), ONLY_INV)];
    expect(begun(sightings)).toEqual({ call: 15, time: 15, isUnsure: false });
  });

  it('the configuration call that made it the place', () => {
    const sightings = [putPolicy('2026-02-05T12:00:00Z', ONLY_INV), goTo(on(12), 'new')];
    expect(begun(sightings)).toEqual({ call: 12, time: 12, isUnsure: false });
  });

  it('which is none that names the same place again', () => {
    const sightings = [goTo('2026-02-05T12:00:00Z', 'inv'), putPolicy(on(12), DENYING), goTo(on(15), 'inv')];
    expect(begun(sightings)).toEqual({ call: 12, time: 12, isUnsure: false });
  });

  it('but is one that comes back to a place which was closed meanwhile', () => {
    const sightings = [
      putPolicy('2026-02-05T12:00:00Z', ALLOWING),
      goTo(on(12), 'new'),
      putPolicy(on(13), DENYING),
      putPolicy(on(14), { ...(ONLY_INV as object), Statement: [] }),
      goTo(on(15), 'inv'),
    ];
    expect(begun(sightings)).toEqual({ call: 15, time: 15, isUnsure: false });
  });

  it('of what goes on: a disabled configuration that is rewritten, a bucket that comes back without its policy', () => {
    const disabled = [
      putConfiguration(on(12), { isEnabled: false }),
      putConfiguration(on(15), { isEnabled: false, destinationPrefix: 'new' }),
    ];
    expect(begun(disabled, 'configuration')).toMatchObject({ call: 12 });
    const recreated = [
      seen(on(12), { kind: 'delete-bucket', bucket: 'acme-reports' }),
      seen(on(15), { kind: 'create-bucket', bucket: 'acme-reports', region: 'eu-west-1' }),
    ];
    expect(begun(recreated)).toMatchObject({ call: 12 });
  });
});

describe('a rewrite that leaves a link denied', () => {
  it('does not begin its denial', () => {
    const removed = seen(on(15), { kind: 'delete-bucket-policy', bucket: 'acme-reports' });
    expect(begun([putPolicy(on(12), DENYING), removed])).toEqual({ call: 12, time: 12, isUnsure: false });
  });

  it('nor at a new place of which nothing was known, where it stays unsure', () => {
    expect(begun([goTo(on(12), 'new'), putPolicy(on(15), ONLY_INV)])).toEqual({ call: 12, time: 12, isUnsure: true });
  });

  it('does where the new place was open in between', () => {
    const sightings = [
      goTo(on(12), 'new'),
      putPolicy(on(13), ALLOWING),
      putPolicy(on(14), null),
      putPolicy(on(15), ONLY_INV),
    ];
    expect(begun(sightings)).toEqual({ call: 15, time: 15, isUnsure: false });
  });
});

describe('a denial from a date on', () => {
  const dated = denyingWhere({ DateGreaterThan: { 'aws:CurrentTime': on(18) } });

  it('began at the date, by the call that put it there', () => {
    const { call, time } = beginning(
      timelineOf([putPolicy('2026-02-05T12:00:00Z', dated)], HISTORY),
      'destination-policy',
    );
    expect(call?.time).toBe(at('2026-02-05T12:00:00Z'));
    expect(time).toBe(at(on(18)) + 1);
  });

  it('is not begun by a rewrite after the date', () => {
    expect(begun([putPolicy(on(12), dated), putPolicy(on(20), DENYING)])).toEqual({
      call: 12,
      time: 18,
      isUnsure: false,
    });
  });
});

it('has no beginning where it was denied from the start of the evidence', () => {
  const document: JsonValue = {
    Version: '2012-10-17',
    Statement: { Effect: 'Deny', Principal: '*', Action: 's3:*', Resource: 'arn:aws:s3:::acme-reports/*' },
  };
  const timeline = timelineOf([], {}, { bucketPolicies: [document] });
  expect(beginning(timeline, 'destination-policy')).toMatchObject({ call: null, time: null, isUnsure: false });
});

it('is not asked of a link that is open', () => {
  expect(() => begun([putPolicy(on(12), ALLOWING)])).toThrow(RangeError);
});

describe('the step that made a place', () => {
  const made = (sightings: readonly Sighting[]): number | null => {
    const step = placeMadeBy('destination-policy', placed(timelineOf(sightings, HISTORY)));
    return step?.from == null ? null : new Date(step.from).getUTCHours();
  };

  it('is none where the place was always the same, also after a deletion', () => {
    const deleted = { kind: 'delete-inventory-configuration', bucket: 'acme-lake', id: 'daily-full' } as const;
    expect(made([])).toBeNull();
    expect(made([goTo(on(12), 'inv'), goTo(on(15), 'inv')])).toBeNull();
    expect(made([seen(on(12), deleted), goTo(on(15), 'inv')])).toBeNull();
  });

  it('is the one that went there, not a later one that stayed', () => {
    expect(made([goTo(on(12), 'new'), goTo(on(15), 'new')])).toBe(12);
  });
});

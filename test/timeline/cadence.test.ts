import { describe, expect, it } from 'vitest';
import { configurationHistory } from '../../src/delivery-path/configuration-history.ts';
import { DAY } from '../../src/instant.ts';
import type { DeliveryConfiguration } from '../../src/profile/configuration.ts';
import { INVENTORY_PROFILE } from '../../src/profile/inventory/inventory.ts';
import { runName } from '../../src/profile/inventory/keys.ts';
import type { Sighting } from '../../src/sightings/sighting.ts';
import { type Cadence, cadenceOf } from '../../src/timeline/cadence.ts';
import { at, CONFIGURATION, callOf, delivered, putConfiguration, SUBJECT } from './made-evidence.ts';

/** February 2026 begins on a Sunday. */
const SUNDAYS = ['01', '08', '15'];

function timeOf(day: string): number {
  return at(`2026-02-${day}T01:00:00Z`);
}

/** The cadence by the days of February on which reports came, the events and the document. */
function cadence(
  days: readonly string[],
  puts: readonly Sighting[],
  document: DeliveryConfiguration | null = null,
  refusals: readonly number[] = [],
) {
  const deliveries = days.map((day) => delivered(`2026-02-${day}T01-00Z`));
  const shows = { nothingArrived: () => false, everyChange: () => false };
  const history = configurationHistory(SUBJECT, document, puts.map(callOf), deliveries, [], shows);
  const of = cadenceOf(INVENTORY_PROFILE.schedule, history, deliveries, refusals, document?.frequency ?? null);
  const rescheduled = (day: string): string | null => {
    const call = of.rescheduledBy(timeOf(day), history.steps.length - 1);
    return call === null ? null : new Date(call.time).toISOString().slice(8, 10);
  };
  return { of, rescheduled };
}

/** The days of February before the 20th on which a run is looked for. */
function expected(of: Cadence): string[] {
  const days = Array.from({ length: 19 }, (_, index) => timeOf('01') + index * DAY);
  return days.filter((time) => of.isExpected(time)).map((time) => runName(time).slice(8, 10));
}

const weekly = (time: string): Sighting => putConfiguration(time, { frequency: 'Weekly' });
const WEEKLY = { ...CONFIGURATION, frequency: 'Weekly' } as const;

describe('the cadence', () => {
  it('made weekly by an event goes on expecting the days up to the first Sunday, which that event withheld', () => {
    const { of, rescheduled } = cadence(['02', '03', '04'], [weekly('2026-02-04T12:00:00Z')]);
    expect(expected(of)).toEqual(['01', '02', '03', '04', '05', '06', '07', '08', '15']);
    expect(['05', '07', '08', '09'].map(rescheduled)).toEqual(['04', '04', null, null]);
  });

  it('written weekly again is not rescheduled', () => {
    const { of, rescheduled } = cadence(SUNDAYS, [weekly('2026-02-04T12:00:00Z'), weekly('2026-02-10T12:00:00Z')]);
    expect(expected(of)).toEqual(SUNDAYS);
    expect(['05', '12'].map(rescheduled)).toEqual([null, null]);
  });

  it('counts from the change away from daily where weekly was written twice', () => {
    const { of, rescheduled } = cadence(['02', '03'], [weekly('2026-02-04T12:00:00Z'), weekly('2026-02-10T12:00:00Z')]);
    expect(expected(of).slice(-3)).toEqual(['07', '08', '15']);
    expect(['06', '12'].map(rescheduled)).toEqual(['04', null]);
  });

  it('did not become weekly before an event said so where something seen kept the days between from coming', () => {
    const event = weekly('2026-02-08T12:00:00Z');
    const off = putConfiguration('2026-02-04T12:00:00Z', { isEnabled: false });
    const on = putConfiguration('2026-02-07T12:00:00Z', { isEnabled: true });
    const refused = at('2026-02-06T11:00:00Z');
    expect(expected(cadence(['03', '04', '08'], [event]).of)).not.toContain('06');
    expect(expected(cadence(['03', '04', '08'], [off, on, event]).of)).toContain('06');
    expect(expected(cadence(['03', '04', '08'], [event], null, [refused]).of)).toContain('06');
  });

  it('became weekly unseen behind the last delivery on another day', () => {
    const { of } = cadence(['02', '03', '04', '08', '15'], [], WEEKLY);
    expect(expected(of)).toEqual(['01', '02', '03', '04', '08', '15']);
    expect(of.isOffWeeklyUnseen(timeOf('05'))).toBe(true);
    expect(of.isOffWeeklyUnseen(timeOf('08'))).toBe(false);
  });

  it('stays daily where the document says weekly and no Sunday delivery bears it out', () => {
    const { of } = cadence(['02', '03', '04'], [], WEEKLY);
    expect(expected(of)).toHaveLength(19);
  });

  it('became weekly unseen where what stopped it lies before the last run of another day, or behind the event', () => {
    const event = weekly('2026-02-08T12:00:00Z');
    const early = [
      putConfiguration('2026-02-02T12:00:00Z', { isEnabled: false }),
      putConfiguration('2026-02-02T13:00:00Z'),
    ];
    expect(expected(cadence(['03', '04', '08'], [...early, event]).of)).not.toContain('06');
    const days = ['03', '04', '08'];
    for (const time of ['2026-02-03T11:00:00Z', '2026-02-10T11:00:00Z', '2026-02-08T11:00:00Z']) {
      expect(expected(cadence(days, [event], null, [at(time)]).of), time).not.toContain('06');
    }
    expect(expected(cadence(days, [event], null, [at('2026-02-05T11:00:00Z')]).of)).toContain('06');
  });
});

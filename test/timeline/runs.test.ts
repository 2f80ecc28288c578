import { describe, expect, it } from 'vitest';
import type { ConfigurationHistory, ConfigurationState } from '../../src/delivery-path/configuration-state.ts';
import { HOUR } from '../../src/instant.ts';
import { INVENTORY_PROFILE } from '../../src/profile/inventory/inventory.ts';
import { cadenceOf } from '../../src/timeline/cadence.ts';
import { beganAnew, expectedRuns, type RunInputs } from '../../src/timeline/runs.ts';
import { callOf, delivered, putConfiguration, refused, STATE } from './made-evidence.ts';

const DAILY: ConfigurationHistory = {
  steps: [{ from: null, state: STATE, call: null, told: null }],
  creation: null,
  unseenState: null,
};
const WEEKLY: ConfigurationHistory = {
  ...DAILY,
  steps: [{ from: null, state: { ...STATE, frequency: 'Weekly' }, call: null, told: null }],
};
function statuses(inputs: Partial<RunInputs> & { now: number }): string[] {
  const { configuration = DAILY, deliveries = [] } = inputs;
  return expectedRuns({
    profile: INVENTORY_PROFILE,
    cadence: cadenceOf(INVENTORY_PROFILE.schedule, configuration, deliveries, [], null),
    deliveries,
    denied: [],
    firstObjects: [],
    configuration,
    isShownAbsent: () => true,
    isDue: () => true,
    failedExports: [],
    graceMs: 48 * HOUR,
    ...inputs,
  }).map(({ name, status }) => `${name} ${status}`);
}

const NOW = Date.parse('2026-02-12T12:00:00Z');

describe('expectedRuns', () => {
  it('expects one run a day from the first delivery, at the time of day of the history', () => {
    expect(
      statuses({ now: NOW, deliveries: [delivered('2026-02-09T03-30Z'), delivered('2026-02-11T03-30Z')] }),
    ).toEqual([
      '2026-02-09T03-30Z delivered',
      '2026-02-10T03-30Z missed',
      '2026-02-11T03-30Z delivered',
      '2026-02-12T03-30Z pending',
    ]);
  });

  it('calls a run missed only once now is past folder time plus grace', () => {
    const deliveries = [delivered('2026-02-09T01-00Z')];
    const deadline = Date.parse('2026-02-12T01:00:00Z');
    expect(statuses({ now: deadline, deliveries })[1]).toBe('2026-02-10T01-00Z pending');
    expect(statuses({ now: deadline + 1, deliveries })[1]).toBe('2026-02-10T01-00Z missed');
  });

  it('calls a run unknown whose absence nothing shows', () => {
    expect(
      statuses({ now: NOW, isShownAbsent: () => false, deliveries: [delivered('2026-02-09T01-00Z')] }).slice(0, 2),
    ).toEqual(['2026-02-09T01-00Z delivered', '2026-02-10T01-00Z unknown']);
  });

  it('calls a run missed at once when a refusal names it', () => {
    const deliveries = [delivered('2026-02-10T01-00Z')];
    const denied = [refused('2026-02-12T09:00:00Z', '2026-02-11T01-00Z')];
    expect(statuses({ now: NOW, deliveries, denied })).toContain('2026-02-11T01-00Z missed');
  });

  it('calls a run missed at once by a refusal without a run where it can be of no other', () => {
    const denied = [refused('2026-02-12T09:00:00Z')];
    const only = statuses({ now: NOW, deliveries: [delivered('2026-02-11T01-00Z')], denied });
    const either = statuses({ now: NOW, deliveries: [delivered('2026-02-10T01-00Z')], denied });
    expect(only.at(-1)).toBe('2026-02-12T01-00Z missed');
    expect(either.slice(-2)).toEqual(['2026-02-11T01-00Z pending', '2026-02-12T01-00Z pending']);
  });

  it('does not call a run missed that was refused and delivered later', () => {
    const deliveries = [delivered('2026-02-10T01-00Z'), delivered('2026-02-11T01-00Z', 30)];
    expect(statuses({ now: NOW, deliveries, denied: [refused('2026-02-11T08:00:00Z')] })).toContain(
      '2026-02-11T01-00Z delivered',
    );
  });

  it('calls a run missed that the console reported as failed', () => {
    const failedExports = [Date.parse('2026-02-12T00:00:00Z')];
    expect(statuses({ now: NOW, deliveries: [delivered('2026-02-11T01-00Z')], failedExports })).toContain(
      '2026-02-12T01-00Z missed',
    );
  });

  it('expects Sundays only of a weekly configuration', () => {
    const deliveries = [delivered('2026-02-01T01-00Z')];
    expect(statuses({ now: NOW, configuration: WEEKLY, deliveries })).toEqual([
      '2026-02-01T01-00Z delivered',
      '2026-02-08T01-00Z missed',
    ]);
  });

  it('goes on expecting the days between a change to weekly and its first Sunday', () => {
    const configuration: ConfigurationHistory = {
      ...DAILY,
      steps: [
        ...DAILY.steps,
        { from: Date.parse('2026-02-05T10:00:00Z'), state: { ...STATE, frequency: 'Weekly' }, call: null, told: null },
      ],
    };
    const deliveries = [delivered('2026-02-05T01-00Z'), delivered('2026-02-08T01-00Z')];
    expect(statuses({ now: NOW, configuration, deliveries })).toEqual([
      '2026-02-05T01-00Z delivered',
      '2026-02-06T01-00Z missed',
      '2026-02-07T01-00Z missed',
      '2026-02-08T01-00Z delivered',
    ]);
  });

  it('expects nothing without a delivery, a creation or a refusal', () => {
    expect(statuses({ now: NOW })).toEqual([]);
  });

  it('expects runs from the first refusal when nothing else is known', () => {
    expect(
      statuses({
        now: NOW,
        isShownAbsent: () => false,
        denied: [refused('2026-02-10T09:00:00Z'), refused('2026-02-11T09:00:00Z')],
      }),
    ).toEqual(['2026-02-10T01-00Z missed', '2026-02-11T01-00Z missed', '2026-02-12T01-00Z pending']);
  });

  it('expects a run at its very moment, and one of later only where something names it', () => {
    const now = Date.parse('2026-02-12T01:00:00Z');
    const deliveries = [delivered('2026-02-11T01-00Z')];
    expect(statuses({ now, deliveries }).at(-1)).toBe('2026-02-12T01-00Z pending');
    expect(statuses({ now: now - 1, deliveries }).at(-1)).toBe('2026-02-11T01-00Z delivered');
    const failedExports = [Date.parse('2026-02-14T00:00:00Z')];
    expect(statuses({ now, deliveries, failedExports }).at(-1)).toBe('2026-02-12T01-00Z pending');
    const denied = [refused('2026-02-12T00:59:00Z', '2026-02-13T01-00Z')];
    expect(statuses({ now, deliveries, denied }).at(-1)).toBe('2026-02-13T01-00Z missed');
  });

  it('fills the days between those that refusals name', () => {
    const denied = [
      refused('2026-02-08T09:00:00Z', '2026-02-08T01-00Z'),
      refused('2026-02-05T09:00:00Z', '2026-02-05T01-00Z'),
    ];
    const days = statuses({ now: NOW, denied }).map((text) => text.slice(8, 10));
    expect(days).toEqual(['05', '06', '07', '08', '09', '10', '11', '12']);
  });

  it('takes a refusal in front of the first report for the trace of a run, unless the configuration was made behind it', () => {
    const deliveries = [delivered('2026-02-11T01-00Z')];
    const denied = [refused('2026-02-09T09:00:00Z')];
    expect(statuses({ now: NOW, deliveries, denied })[0]).toBe('2026-02-09T01-00Z missed');
    const [creation] = [callOf(putConfiguration('2026-02-10T09:00:00Z'))];
    const configuration = { ...DAILY, creation };
    expect(statuses({ now: NOW, deliveries, denied, configuration })[0]).toBe('2026-02-11T01-00Z delivered');
  });
});

describe('since when a configuration delivers anew', () => {
  const at = (day: number) => Date.UTC(2026, 1, day);
  const OFF = { ...STATE, isEnabled: false };
  const MOVED = { ...STATE, destinationPrefix: 'other' };
  function anew(...states: readonly ConfigurationState[]): number | null {
    const steps = states.map((state, index) => ({
      from: index === 0 ? null : at(index),
      state,
      call: null,
      told: null,
    }));
    const time = beganAnew({ ...DAILY, steps }, at(20));
    return time === null ? null : new Date(time).getUTCDate();
  }
  it.each([
    ['it was never anything else', [STATE], null],
    ['it was written again as it was', [STATE, STATE], null],
    ['it was enabled', [OFF, STATE], 1],
    ['it was enabled, and written again', [OFF, STATE, STATE, STATE], 1],
    ['it was enabled twice', [OFF, STATE, OFF, STATE], 3],
    ['it was moved', [STATE, MOVED, MOVED], 1],
    ['it was moved to another bucket', [STATE, STATE, { ...STATE, destinationBucket: 'other' }], 2],
    ['it is off', [STATE, OFF], null],
  ])('%s', (_, states, day) => {
    expect(anew(...states)).toBe(day);
  });
});

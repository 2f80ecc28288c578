import { describe, expect, it } from 'vitest';
import type { ConfigurationHistory, ConfigurationState } from '../../src/delivery-path/configuration-history.ts';
import type { Delivery, DeniedAttempt } from '../../src/delivery-path/delivery.ts';
import { DAY, HOUR } from '../../src/instant.ts';
import { runTime } from '../../src/profile/inventory/keys.ts';
import type { ListingScopes } from '../../src/timeline/listing-scopes.ts';
import { expectedRuns, firstSundayAfter, type RunInputs } from '../../src/timeline/runs.ts';

const STATE: ConfigurationState = {
  exists: true,
  isEnabled: true,
  destinationBucket: 'acme-reports',
  destinationPrefix: 'inv',
  frequency: 'Daily',
  encryption: null,
  basis: 'event',
};
const DAILY: ConfigurationHistory = {
  steps: [{ from: null, state: STATE, call: null }],
  creation: null,
  unseenState: null,
};
const WEEKLY: ConfigurationHistory = {
  ...DAILY,
  steps: [{ from: null, state: { ...STATE, frequency: 'Weekly' }, call: null }],
};
const WHOLE: ListingScopes = {
  coversAbsence: () => true,
  coversPlace: () => true,
  isListed: () => true,
  approximate: false,
};
const NOTHING: ListingScopes = {
  coversAbsence: () => false,
  coversPlace: () => false,
  isListed: () => false,
  approximate: false,
};

function delivered(run: string, lagHours = 10): Delivery {
  const time = runTime(run) ?? 0;
  return {
    run,
    runTime: time,
    deliveredAt: time + lagHours * HOUR,
    timeIsApproximate: false,
    manifestKey: null,
    bucket: 'acme-reports',
    prefix: 'inv',
    removed: null,
    evidence: [],
  };
}

function refused(time: string, run: string | null = null): DeniedAttempt {
  return { time: Date.parse(time), key: 'k', bucket: 'acme-reports', run, errorCode: 'AccessDenied', evidence: [] };
}

function statuses(inputs: Partial<RunInputs> & { now: number }): string[] {
  return expectedRuns({
    deliveries: [],
    denied: [],
    configuration: DAILY,
    listings: WHOLE,
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

  it('calls a run unknown that no listing covers', () => {
    expect(statuses({ now: NOW, listings: NOTHING, deliveries: [delivered('2026-02-09T01-00Z')] }).slice(0, 2)).toEqual(
      ['2026-02-09T01-00Z delivered', '2026-02-10T01-00Z unknown'],
    );
  });

  it('calls a run missed at once when a refusal names it, and gives a refusal without a run to the latest run before it', () => {
    const deliveries = [delivered('2026-02-10T01-00Z')];
    expect(statuses({ now: NOW, deliveries, denied: [refused('2026-02-12T09:00:00Z')] }).at(-1)).toBe(
      '2026-02-12T01-00Z missed',
    );
    expect(
      statuses({ now: NOW, deliveries, denied: [refused('2026-02-12T09:00:00Z', '2026-02-11T01-00Z')] }),
    ).toContain('2026-02-11T01-00Z missed');
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
        { from: Date.parse('2026-02-05T10:00:00Z'), state: { ...STATE, frequency: 'Weekly' }, call: null },
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
        listings: NOTHING,
        denied: [refused('2026-02-10T09:00:00Z'), refused('2026-02-11T09:00:00Z')],
      }),
    ).toEqual(['2026-02-10T01-00Z missed', '2026-02-11T01-00Z missed', '2026-02-12T01-00Z pending']);
  });
});

describe('firstSundayAfter', () => {
  it.each([
    ['2026-02-05T10:00:00Z', '2026-02-08T01:00:00Z'],
    ['2026-02-08T00:59:59Z', '2026-02-08T01:00:00Z'],
    ['2026-02-08T01:00:00Z', '2026-02-15T01:00:00Z'],
  ])('after %s is %s', (moment, sunday) => {
    expect(firstSundayAfter(Date.parse(moment), HOUR)).toBe(Date.parse(sunday));
    expect(new Date(firstSundayAfter(Date.parse(moment), HOUR) + DAY).getUTCDay()).toBe(1);
  });
});

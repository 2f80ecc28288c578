import { describe, expect, it } from 'vitest';
import type { Case } from '../../src/case/case.ts';
import { configurationHistory, weeklySince } from '../../src/delivery-path/configuration-history.ts';
import type { Delivery } from '../../src/delivery-path/delivery.ts';
import { runTime } from '../../src/profile/inventory/keys.ts';
import type { InventoryConfiguration } from '../../src/records/inventory/configuration.ts';
import { known } from '../../src/records/recorded.ts';
import { at, CASE, callOf, seen } from '../timeline/made-evidence.ts';

const SUBJECT: Case = {
  sourceBucket: 'acme-lake',
  sourceAccount: null,
  destinationBucket: 'acme-reports',
  destinationAccount: null,
  destinationPrefix: 'inv',
  configurationId: 'daily-full',
  frequency: null,
  encryption: null,
  now: CASE.now ?? 0,
  nowIsGiven: true,
};

function delivered(day: string): Delivery {
  const run = `${day}T01-00Z`;
  return {
    run,
    runTime: runTime(run) ?? 0,
    deliveredAt: at(`${day}T11:00:00Z`),
    timeIsApproximate: false,
    manifestKey: null,
    bucket: 'acme-reports',
    prefix: 'inv',
    removed: null,
    evidence: [],
  };
}

function put(time: string, frequency: 'Daily' | 'Weekly') {
  const configuration: InventoryConfiguration = {
    id: 'daily-full',
    isEnabled: true,
    destinationBucket: 'acme-reports',
    destinationAccount: null,
    destinationPrefix: 'inv',
    frequency,
    encryption: { type: 'none' },
    format: 'CSV',
    filterPrefix: null,
  };
  return callOf(
    seen(time, {
      kind: 'put-inventory-configuration',
      bucket: 'acme-lake',
      id: 'daily-full',
      configuration: known(configuration),
    }),
  );
}

function cadenceOf(days: readonly string[], said: Case['frequency'] = null) {
  const subject = { ...SUBJECT, frequency: said };
  return configurationHistory(subject, null, [], days.map(delivered), [], () => true).steps[0]?.state.frequency;
}

describe('the cadence that deliveries show', () => {
  it.each([
    [['2026-02-09', '2026-02-10', '2026-02-11'], null, 'Daily'],
    [['2026-02-01', '2026-02-08', '2026-02-15'], null, 'Weekly'],
    [['2026-01-28', '2026-02-01', '2026-02-08', '2026-02-15'], null, 'Weekly'],
    [['2026-02-08', '2026-02-15'], null, 'Weekly'],
    [['2026-02-08', '2026-02-15'], 'Daily', 'Daily'],
    [['2026-02-07', '2026-02-08', '2026-02-09'], 'Weekly', 'Daily'],
    [['2026-02-08'], null, null],
    [['2026-02-11'], null, null],
  ] as const)('%j, said to be %s: %s', (days, said, cadence) => {
    expect(cadenceOf(days, said)).toBe(cadence);
  });
});

describe('the creation', () => {
  const first = put('2026-02-10T09:00:00Z', 'Daily');
  const refused = {
    time: at('2026-02-09T11:00:00Z'),
    key: '',
    bucket: 'acme-reports',
    run: null,
    errorCode: null,
    evidence: [],
  };

  it('is the first Put where a listing shows that nothing came before', () => {
    expect(configurationHistory(SUBJECT, null, [first], [], [], () => true).creation).toBe(first);
  });

  it.each([
    ['a delivery precedes it', [delivered('2026-02-09')], [], true],
    ['a refusal precedes it', [], [refused], true],
    ['no listing tells what came before', [], [], false],
  ] as const)('is not known where %s', (_, deliveries, denied, isListed) => {
    expect(configurationHistory(SUBJECT, null, [first], deliveries, denied, () => isListed).creation).toBeNull();
  });
});

it('dates the weekly cadence from the change away from daily, not from a later rewrite', () => {
  const calls = [
    put('2026-02-01T09:00:00Z', 'Daily'),
    put('2026-02-03T09:00:00Z', 'Weekly'),
    put('2026-02-05T09:00:00Z', 'Weekly'),
  ];
  const { steps } = configurationHistory(SUBJECT, null, calls, [], [], () => true);
  expect(weeklySince(steps, 3)).toBe(at('2026-02-03T09:00:00Z'));
  expect(weeklySince(steps, 1)).toBeNull();
});

import { describe, expect, it } from 'vitest';
import type { Case } from '../../src/case/case.ts';
import { type AbsenceEvidence, configurationHistory } from '../../src/delivery-path/configuration-history.ts';
import { weeklySince } from '../../src/delivery-path/configuration-state.ts';
import { at, callOf, delivered, putConfiguration, refused, SUBJECT } from '../timeline/made-evidence.ts';

function put(time: string, frequency: 'Daily' | 'Weekly') {
  return callOf(putConfiguration(time, { frequency }));
}

/** The trail shows every change, and the listing as much as it is told to. */
function showing(nothingArrived: boolean, everyChange = true): AbsenceEvidence {
  return { nothingArrived: () => nothingArrived, everyChange: () => everyChange };
}

function cadenceOf(days: readonly string[], said: Case['frequency'] = null) {
  const subject = { ...SUBJECT, frequency: said };
  return configurationHistory(
    subject,
    null,
    [],
    days.map((day) => delivered(`${day}T01-00Z`)),
    [],
    showing(true),
  ).steps[0]?.state.frequency;
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
  it('is the first Put where a listing shows that nothing came before', () => {
    expect(configurationHistory(SUBJECT, null, [first], [], [], showing(true)).creation).toBe(first);
  });

  it.each([
    ['a delivery precedes it', [delivered('2026-02-09T01-00Z')], [], showing(true)],
    ['a refusal precedes it', [], [refused('2026-02-09T11:00:00Z')], showing(true)],
    ['no listing tells what came before', [], [], showing(false)],
    ['the trail does not cover the two days before it', [], [], showing(true, false)],
  ] as const)('is not known where %s', (_, deliveries, denied, shows) => {
    expect(configurationHistory(SUBJECT, null, [first], deliveries, denied, shows).creation).toBeNull();
  });
});

it('does not take where a run went that was on its way for where all went before', () => {
  const before = delivered('2026-02-08T01-00Z');
  const onItsWay = { ...delivered('2026-02-10T01-00Z'), bucket: 'acme-archive', prefix: 'elsewhere' };
  const history = configurationHistory(
    SUBJECT,
    null,
    [put('2026-02-10T02:00:00Z', 'Daily')],
    [before, onItsWay],
    [],
    showing(true),
  );
  expect(history.steps[0]?.state).toMatchObject({ destinationBucket: before.bucket, destinationPrefix: before.prefix });
});

it('dates the weekly cadence from the change away from daily, not from a later rewrite', () => {
  const calls = [
    put('2026-02-01T09:00:00Z', 'Daily'),
    put('2026-02-03T09:00:00Z', 'Weekly'),
    put('2026-02-05T09:00:00Z', 'Weekly'),
  ];
  const { steps } = configurationHistory(SUBJECT, null, calls, [], [], showing(true));
  expect(weeklySince(steps, 3)).toBe(at('2026-02-03T09:00:00Z'));
  expect(weeklySince(steps, 1)).toBeNull();
});

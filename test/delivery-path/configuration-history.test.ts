import { describe, expect, it } from 'vitest';
import type { Case } from '../../src/case/case.ts';
import {
  type AbsenceEvidence,
  configurationHistory,
  withoutInference,
} from '../../src/delivery-path/configuration-history.ts';
import {
  configurationAt,
  frequencyAt,
  isConfigurationChange,
  weeklySince,
} from '../../src/delivery-path/configuration-state.ts';
import { NOT_RECORDED } from '../../src/records/recorded.ts';
import {
  at,
  CONFIGURATION,
  callOf,
  delivered,
  KEY,
  putConfiguration,
  refused,
  SUBJECT,
  seen,
} from '../timeline/made-evidence.ts';

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
    [['2026-02-01', '2026-02-08', '2026-02-15'], 'Daily', 'Weekly'],
    [['2026-01-28', '2026-02-01', '2026-02-08'], 'Daily', 'Daily'],
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

const FIRST = '2026-02-10T09:00:00Z';
const SILENT = callOf(
  seen(FIRST, {
    kind: 'put-inventory-configuration',
    bucket: 'acme-lake',
    id: 'daily-full',
    configuration: NOT_RECORDED,
  }),
);
const DELETED = callOf(
  seen('2026-02-12T09:00:00Z', { kind: 'delete-inventory-configuration', bucket: 'acme-lake', id: 'daily-full' }),
);

describe('what was before the first event', () => {
  it('is what that event wrote, as far as it tells encryption and format, and where reports went', () => {
    const call = callOf(putConfiguration(FIRST, { encryption: { type: 'SSE-KMS', keyId: KEY }, format: 'ORC' }));
    const reports = [{ ...delivered('2026-02-08T01-00Z'), bucket: 'acme-old', prefix: 'old' }];
    const { steps } = configurationHistory(SUBJECT, null, [call], reports, [], showing(true));
    expect(steps[0]).toMatchObject({
      from: null,
      call: null,
      told: null,
      state: {
        exists: true,
        isEnabled: null,
        destinationBucket: 'acme-old',
        destinationPrefix: 'old',
        encryption: { type: 'SSE-KMS', keyId: KEY },
        format: 'ORC',
        encryptionIsInferred: true,
        basis: 'deliveries',
      },
    });
  });

  it('is nothing where that event made it, and open where it may have been there', () => {
    const stateBefore = (denied: Parameters<typeof configurationHistory>[4], shows: AbsenceEvidence) =>
      configurationHistory(SUBJECT, null, [put(FIRST, 'Daily')], [], denied, shows).steps[0]?.state;
    expect(stateBefore([], showing(true))).toMatchObject({
      exists: false,
      encryption: null,
      encryptionIsInferred: false,
    });
    expect(stateBefore([], showing(false))).toMatchObject({ exists: null, encryption: { type: 'SSE-S3' } });
    expect(stateBefore([refused('2026-02-09T11:00:00Z')], showing(true))).toMatchObject({ exists: true });
    expect(stateBefore([refused(FIRST)], showing(true))).toMatchObject({ exists: false });
  });

  it('asks the trail for as long as a first report may take', () => {
    const asked: number[][] = [];
    const shows = { nothingArrived: () => true, everyChange: (from: number, to: number) => asked.push([from, to]) > 0 };
    configurationHistory(SUBJECT, null, [put(FIRST, 'Daily')], [], [], shows);
    expect(asked).toEqual([[at('2026-02-08T09:00:00Z'), at(FIRST)]]);
  });

  it('takes the reports that had arrived by then, else those that were on their way', () => {
    const went = (deliveredAt: number | null) =>
      configurationHistory(
        SUBJECT,
        null,
        [put(FIRST, 'Daily')],
        [
          { ...delivered('2026-02-08T01-00Z'), deliveredAt },
          { ...delivered('2026-02-09T01-00Z', 32), bucket: 'acme-archive' },
        ],
        [],
        showing(true),
      ).steps[0]?.state.destinationBucket;
    expect(went(at(FIRST) - 1)).toBe('acme-reports');
    expect(went(at(FIRST))).toBe('acme-archive');
    expect(went(null)).toBe('acme-archive');
  });

  it('loses its encryption alone where reports speak against it', () => {
    const history = configurationHistory(SUBJECT, null, [put(FIRST, 'Daily')], [], [], showing(false));
    const [first, ...rest] = withoutInference(history).steps;
    expect(first?.state).toEqual({ ...history.steps[0]?.state, encryption: null, encryptionIsInferred: false });
    expect(rest).toEqual(history.steps.slice(1));
  });
});

describe('what an event left', () => {
  const stateAfter = (
    calls: Parameters<typeof configurationHistory>[2],
    document: Parameters<typeof configurationHistory>[1],
  ) =>
    configurationHistory(
      { ...SUBJECT, frequency: 'Weekly', encryption: KEY },
      document,
      calls,
      [],
      [],
      showing(true),
    ).steps.at(-1)?.state;

  it('is what it wrote', () => {
    expect(stateAfter([put(FIRST, 'Daily')], null)).toMatchObject({
      exists: true,
      isEnabled: true,
      frequency: 'Daily',
      encryption: { type: 'SSE-S3' },
      format: 'CSV',
      encryptionIsInferred: false,
      basis: 'event',
    });
  });

  it('is what the document or the case tells, where no log holds it and no other call came behind', () => {
    expect(stateAfter([SILENT], CONFIGURATION)).toMatchObject({ exists: true, isEnabled: true, basis: 'document' });
    expect(stateAfter([SILENT], null)).toMatchObject({
      exists: true,
      isEnabled: null,
      frequency: 'Weekly',
      encryption: { type: 'SSE-KMS', keyId: KEY },
      basis: 'document',
    });
    expect(stateAfter([SILENT], 'absent')).toMatchObject({ exists: true, frequency: null, basis: 'event' });
    expect(
      configurationHistory(SUBJECT, CONFIGURATION, [SILENT, DELETED], [], [], showing(true)).steps[1]?.state,
    ).toMatchObject({ exists: true, isEnabled: null, destinationBucket: null });
  });

  it('is what the document tells, else not known, where copies of the last call contradict each other', () => {
    const disputed = { ...put(FIRST, 'Daily'), contradiction: { differences: ['body'], callers: [] } } as const;
    expect(stateAfter([disputed], { ...CONFIGURATION, frequency: 'Weekly' })).toMatchObject({
      exists: true,
      isEnabled: true,
      frequency: 'Weekly',
      basis: 'document',
    });
    expect(stateAfter([disputed], null)).toMatchObject({ exists: null, isEnabled: null, basis: 'event' });
  });

  it('is nothing where it deleted', () => {
    expect(stateAfter([put(FIRST, 'Daily'), DELETED], null)).toMatchObject({
      exists: false,
      isEnabled: false,
      frequency: null,
    });
  });

  it('was changed unseen where the document differs from it in what both tell', () => {
    const unseen = (document: Parameters<typeof configurationHistory>[1]) =>
      configurationHistory(SUBJECT, document, [put(FIRST, 'Daily')], [], [], showing(true)).unseenState;
    expect(unseen(null)).toBeNull();
    expect(unseen(CONFIGURATION)).toBeNull();
    expect(unseen('absent')).toMatchObject({ exists: false, isEnabled: false });
    for (const other of [
      { isEnabled: false },
      { destinationBucket: 'acme-archive' },
      { destinationPrefix: 'other' },
      { frequency: 'Weekly' },
      { encryption: { type: 'none' } },
    ] as const) {
      expect(unseen({ ...CONFIGURATION, ...other })).toMatchObject(other);
    }
    expect(unseen({ ...CONFIGURATION, format: 'ORC' })).toBeNull();
    const deleted = [put(FIRST, 'Daily'), DELETED];
    const encrypted = { ...SUBJECT, encryption: KEY };
    expect(configurationHistory(encrypted, 'absent', deleted, [], [], showing(true)).unseenState).toBeNull();
  });
});

describe('without an event', () => {
  const alone = (
    reports: Parameters<typeof configurationHistory>[3],
    document: Parameters<typeof configurationHistory>[1] = null,
    subject: Partial<Case> = {},
  ) => configurationHistory({ ...SUBJECT, ...subject }, document, [], reports, [], showing(true));

  it('is what the document or the case tells, where nothing arrived', () => {
    expect(alone([])).toMatchObject({
      steps: [{ from: null, state: { exists: null } }],
      creation: null,
      unseenState: null,
    });
    expect(alone([], 'absent').steps[0]?.state).toMatchObject({ exists: false, isEnabled: false, basis: 'document' });
    expect(alone([], CONFIGURATION).steps[0]?.state).toMatchObject({ exists: true, isEnabled: true });
  });

  it('was running while reports arrived, whatever a document says of now', () => {
    const reports = [delivered('2026-02-08T01-00Z')];
    const disabled = alone(reports, { ...CONFIGURATION, isEnabled: false });
    expect(disabled.steps[0]?.state).toMatchObject({ exists: true, isEnabled: null, basis: 'deliveries' });
    expect(disabled.unseenState).toMatchObject({ isEnabled: false });
    expect(alone(reports).unseenState).toBeNull();
    const enabled = alone(reports, CONFIGURATION);
    expect(enabled.steps[0]?.state).toMatchObject({ isEnabled: true });
    expect(enabled.unseenState).toBeNull();
    expect(alone(reports, { ...CONFIGURATION, destinationPrefix: 'other' }).unseenState).toMatchObject({
      destinationPrefix: 'other',
    });
  });

  it.each([
    [
      'of the last run, the one in the bucket of the case',
      'acme-reports',
      ['acme-reports', 'acme-copy'],
      'acme-reports',
    ],
    ['of the last run, the last where none is', 'acme-other', ['acme-reports', 'acme-copy'], 'acme-copy'],
    ['none of several, where the bucket of the case is not known', null, ['acme-reports', 'acme-copy'], null],
    ['the one that there is', null, ['acme-reports'], 'acme-reports'],
  ])('goes where reports went: %s', (_, destinationBucket, buckets, goes) => {
    const last = buckets.map((bucket) => ({ ...delivered('2026-02-09T01-00Z'), bucket, prefix: bucket }));
    const reports = [{ ...delivered('2026-02-08T01-00Z'), bucket: 'acme-older' }, ...last];
    const state = alone(reports, null, { destinationBucket, destinationPrefix: 'said' }).steps[0]?.state;
    expect([state?.destinationBucket, state?.destinationPrefix]).toEqual([goes, goes ?? 'said']);
  });

  it.each([
    ['none', { type: 'none' }],
    ['SSE-S3', { type: 'SSE-S3' }],
    [KEY, { type: 'SSE-KMS', keyId: KEY }],
    [null, null],
  ])('is encrypted as the case says: %s', (encryption, state) => {
    expect(alone([], null, { encryption }).steps[0]?.state.encryption).toEqual(state);
  });
});

describe('the configuration at a moment', () => {
  const calls = [put(FIRST, 'Daily'), DELETED];
  const history = configurationHistory(SUBJECT, null, calls, [], [], showing(true));

  it('is that of the last event up to it', () => {
    expect(configurationAt(history, at(FIRST) - 1).call).toBeNull();
    expect(configurationAt(history, at(FIRST)).call).toBe(calls[0]);
    expect(configurationAt(history, DELETED.time).call).toBe(DELETED);
  });

  it('has the cadence that was last told', () => {
    expect([0, 1, 2].map((index) => frequencyAt(history.steps, index))).toEqual([null, 'Daily', 'Daily']);
  });

  it('may have become weekly by a call whose content is not known', () => {
    const changed = [put('2026-02-01T09:00:00Z', 'Daily'), SILENT, put('2026-02-11T09:00:00Z', 'Weekly')];
    const since = (of: typeof changed) => {
      const { steps } = configurationHistory(SUBJECT, null, of, [], [], showing(true));
      return weeklySince(steps, steps.length - 1);
    };
    expect(since(changed)).toBe(at(FIRST));
    expect(
      since([
        put('2026-02-01T09:00:00Z', 'Daily'),
        { ...DELETED, time: at(FIRST) },
        put('2026-02-13T09:00:00Z', 'Weekly'),
      ]),
    ).toBe(at('2026-02-13T09:00:00Z'));
    expect(since([SILENT, put('2026-02-11T09:00:00Z', 'Weekly')])).toBeNull();
  });
});

it('is changed by calls on it, and by the deletion of its bucket', () => {
  const call = (action: Parameters<typeof seen>[1]) => isConfigurationChange(callOf(seen(FIRST, action)), SUBJECT);
  for (const kind of ['delete-inventory-configuration', 'put-inventory-configuration'] as const) {
    const on = (bucket: string, id: string | null) =>
      call(
        kind === 'put-inventory-configuration'
          ? { kind, bucket, id, configuration: NOT_RECORDED }
          : { kind, bucket, id },
      );
    expect([on('acme-lake', 'daily-full'), on('acme-lake', null)]).toEqual([true, true]);
    expect([on('acme-lake', 'weekly'), on('acme-reports', 'daily-full')]).toEqual([false, false]);
  }
  expect(call({ kind: 'delete-bucket', bucket: 'acme-lake' })).toBe(true);
  expect(call({ kind: 'delete-bucket', bucket: 'acme-reports' })).toBe(false);
  expect(call({ kind: 'create-bucket', bucket: 'acme-lake', region: null })).toBe(false);
});

import { iamUser } from '../caller.ts';
import { DESTINATION_ACCOUNT } from '../cast.ts';
import { deleteBucketPolicy, putBucketPolicy } from '../events/s3.ts';
import { allowInventory, denyOutsideOffice, policy } from '../policies.ts';
import { ALLOWING, change } from './office-only.ts';
import { type Scenario, theme } from './scenario.ts';
import { CHANGE, DANA, DELIVERIES, delivered, REFUSALS, REFUSED_SIX_TIMES, refusals, stage } from './stage.ts';

const HELPER = iamUser(DESTINATION_ACCOUNT, 'ines.roth');

/** Outages that end, come again, or have no explanation. */
export const incidents: Scenario[] = theme('incidents', {
  'restored-by-somebody-else': {
    evidence: stage({
      deliveries: [
        ...DELIVERIES,
        ...['2026-02-17', '2026-02-18', '2026-02-19'].map((day) => delivered(day, '11:10:30')),
      ],
      events: [
        change,
        ...refusals(REFUSALS.slice(0, 3)),
        // The first attempt at a repair only reorders.
        putBucketPolicy({
          time: '2026-02-16T15:00:00Z',
          by: DANA,
          policy: policy(denyOutsideOffice(), allowInventory()),
        }),
        putBucketPolicy({ time: '2026-02-16T17:30:00Z', by: HELPER, policy: ALLOWING }),
      ],
    }),
    expected: {
      story: 'Dana tries in vain; Ines removes the statement.',
      outcome: 'recovered',
      exitCode: 0,
      incidents: [
        {
          status: 'recovered',
          lastDelivery: '2026-02-13T01-00Z',
          firstMissedRun: '2026-02-14T01-00Z',
          lastMissedRun: '2026-02-16T01-00Z',
          missedRuns: 3,
          nextDelivery: '2026-02-17T01-00Z',
          deniedAttempts: { count: 3, first: REFUSALS[0] ?? '', last: REFUSALS[2] ?? '' },
          culprit: {
            confidence: 'proven',
            time: CHANGE,
            eventName: 'PutBucketPolicy',
            actor: { userName: 'dana.ivers' },
          },
          restoredBy: { time: '2026-02-16T17:30:00Z', eventName: 'PutBucketPolicy', actor: { userName: 'ines.roth' } },
          stillDenied: null,
        },
      ],
    },
  },

  'mended-but-the-next-report-is-not-due-yet': {
    evidence: stage({
      events: [change, ...refusals(), putBucketPolicy({ time: '2026-02-20T08:00:00Z', by: HELPER, policy: ALLOWING })],
    }),
    expected: {
      story: 'Mended this morning: still broken until a report comes, and the change that should bring it is named.',
      outcome: 'broken',
      exitCode: 0,
      incidents: [
        {
          ...REFUSED_SIX_TIMES,
          culprit: { confidence: 'proven', time: CHANGE, eventName: 'PutBucketPolicy' },
          restoredBy: { time: '2026-02-20T08:00:00Z', eventName: 'PutBucketPolicy', actor: { userName: 'ines.roth' } },
          stillDenied: null,
        },
      ],
    },
  },

  'two-outages-are-two-incidents': {
    evidence: stage({
      deliveries: DELIVERIES.filter((delivery) => !delivery.run.startsWith('2026-02-10')),
      events: [
        deleteBucketPolicy({ time: '2026-02-09T15:00:00Z', by: HELPER }),
        ...refusals(['2026-02-10T11:02:10Z']),
        putBucketPolicy({ time: '2026-02-10T18:00:00Z', by: HELPER, policy: ALLOWING }),
        change,
        ...refusals(),
      ],
    }),
    expected: {
      story: 'One run is lost on the 10th, mended the same day; since the 14th all are.',
      outcome: 'broken',
      exitCode: 0,
      incidents: [
        {
          status: 'recovered',
          lastDelivery: '2026-02-09T01-00Z',
          firstMissedRun: '2026-02-10T01-00Z',
          lastMissedRun: '2026-02-10T01-00Z',
          missedRuns: 1,
          nextDelivery: '2026-02-11T01-00Z',
          deniedAttempts: { count: 1, first: '2026-02-10T11:02:10Z', last: '2026-02-10T11:02:10Z' },
          window: { after: '2026-02-09T11:04:33Z', before: '2026-02-10T11:02:10Z' },
          culprit: {
            confidence: 'proven',
            time: '2026-02-09T15:00:00Z',
            eventName: 'DeleteBucketPolicy',
            actor: { userName: 'ines.roth' },
          },
          cause: { link: 'destination-policy', decision: 'implicit-deny', statement: null },
          restoredBy: { time: '2026-02-10T18:00:00Z', eventName: 'PutBucketPolicy' },
        },
        {
          ...REFUSED_SIX_TIMES,
          culprit: {
            confidence: 'proven',
            time: CHANGE,
            eventName: 'PutBucketPolicy',
            actor: { userName: 'dana.ivers' },
          },
          cause: { link: 'destination-policy', decision: 'explicit-deny', conditionKeys: ['aws:SourceIp'] },
        },
      ],
    },
  },

  'one-run-that-never-came-has-no-culprit': {
    evidence: stage({
      deliveries: [
        ...DELIVERIES.filter((delivery) => !delivery.run.startsWith('2026-02-11')),
        ...['2026-02-14', '2026-02-15', '2026-02-16', '2026-02-17', '2026-02-18', '2026-02-19'].map((day) =>
          delivered(day, '11:10:30'),
        ),
      ],
    }),
    expected: {
      story: 'A single report is missing between others, and nothing was changed.',
      outcome: 'recovered',
      exitCode: 3,
      incidents: [
        {
          status: 'recovered',
          lastDelivery: '2026-02-10T01-00Z',
          firstMissedRun: '2026-02-11T01-00Z',
          lastMissedRun: '2026-02-11T01-00Z',
          missedRuns: 1,
          nextDelivery: '2026-02-12T01-00Z',
          window: { after: '2026-02-10T11:55:20Z', before: '2026-02-12T11:34:02Z' },
          deniedAttempts: null,
          culprit: null,
          cause: null,
          restoredBy: null,
          candidates: [],
        },
      ],
    },
  },

  'a-refused-run-that-is-delivered-later-is-not-missed': {
    evidence: stage({
      deliveries: [...DELIVERIES, delivered('2026-02-14', '16:40:00')],
      now: '2026-02-15T06:00:00Z',
      events: [
        change,
        ...refusals(['2026-02-14T10:52:18Z']),
        putBucketPolicy({ time: '2026-02-14T13:05:00Z', by: HELPER, policy: ALLOWING }),
      ],
    }),
    expected: {
      story:
        'The write is refused in the morning, the policy mended at noon, and the same run delivered in the afternoon.',
      outcome: 'delivering',
      exitCode: 0,
      incidents: [],
    },
  },

  'refused-twice-and-back-without-any-change': {
    evidence: stage({
      deliveries: [
        ...DELIVERIES,
        ...['2026-02-16', '2026-02-17', '2026-02-18', '2026-02-19'].map((day) => delivered(day, '11:10:30')),
      ],
      events: refusals(REFUSALS.slice(0, 2)),
    }),
    expected: {
      story: 'Refused on two days, then delivered again, and no log shows that anything was changed.',
      outcome: 'recovered',
      exitCode: 3,
      incidents: [
        {
          status: 'recovered',
          firstMissedRun: '2026-02-14T01-00Z',
          lastMissedRun: '2026-02-15T01-00Z',
          missedRuns: 2,
          nextDelivery: '2026-02-16T01-00Z',
          deniedAttempts: { count: 2, first: REFUSALS[0] ?? '', last: REFUSALS[1] ?? '' },
          culprit: null,
          cause: null,
          restoredBy: null,
          candidates: [],
        },
      ],
    },
  },
});

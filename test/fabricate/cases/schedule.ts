import { deleteBucketPolicy, putInventoryConfiguration } from '../events/s3.ts';
import { type Configuration, configurationInEvent } from '../inventory.ts';
import { type Scenario, theme } from './scenario.ts';
import { arrivals, DANA, DELIVERIES, delivered, NOW, SAMI, stage } from './stage.ts';

function put(time: string, configuration: Configuration) {
  return putInventoryConfiguration({
    time,
    by: SAMI,
    id: 'daily-full',
    configuration: configurationInEvent(configuration),
  });
}

const WEDNESDAY = delivered('2026-01-21', '10:12:05');
const SUNDAYS = ['2026-01-25', '2026-02-01', '2026-02-08', '2026-02-15'].map((day) => delivered(day, '10:40:30'));

/** Monday; the reports of the Monday before and of that day have come. */
const MADE_WEEKLY = '2026-02-09T15:20:11Z';
const BEFORE_WEEKLY = [
  delivered('2026-02-06', '11:20:40'),
  delivered('2026-02-07', '10:31:19'),
  ...DELIVERIES.slice(0, 2),
];

/** Reports that come on Sundays only, or do from now on. */
export const schedule: Scenario[] = theme('schedule', {
  'made-weekly-and-the-first-sunday-is-still-to-come': {
    evidence: stage({
      now: '2026-02-13T12:00:00Z',
      deliveries: BEFORE_WEEKLY,
      case: { frequency: 'Weekly' },
      configuration: { frequency: 'Weekly' },
      events: [put(MADE_WEEKLY, { frequency: 'Weekly' })],
    }),
    expected: {
      story: 'Made weekly on a Monday, looked at on the Friday: no report since, and none is due before Sunday.',
      outcome: 'stopped-by-configuration',
      incidents: [
        {
          status: 'ongoing',
          lastDelivery: '2026-02-09T01-00Z',
          culprit: { time: MADE_WEEKLY, eventName: 'PutBucketInventoryConfiguration' },
          cause: { link: 'configuration', decision: 'rescheduled', statement: null, conditionKeys: [] },
        },
      ],
    },
  },

  'made-weekly-and-no-listing-tells-of-the-days-between': {
    evidence: stage({
      now: '2026-02-13T12:00:00Z',
      deliveries: BEFORE_WEEKLY,
      case: { frequency: 'Weekly' },
      configuration: { frequency: 'Weekly' },
      listing: null,
      events: [...arrivals(BEFORE_WEEKLY), put(MADE_WEEKLY, { frequency: 'Weekly' })],
    }),
    expected: {
      story: 'The same without a listing: the reports of the days between were not due, so none has to be looked for.',
      outcome: 'stopped-by-configuration',
      exitCode: 0,
      incidents: [
        {
          status: 'ongoing',
          lastDelivery: '2026-02-09T01-00Z',
          firstMissedRun: '2026-02-10T01-00Z',
          missedRuns: 2,
          culprit: { confidence: 'proven', time: MADE_WEEKLY, eventName: 'PutBucketInventoryConfiguration' },
          cause: { link: 'configuration', decision: 'rescheduled' },
        },
      ],
    },
  },

  'made-weekly-daily-and-weekly-again': {
    evidence: stage({
      now: '2026-02-20T12:00:00Z',
      deliveries: [...BEFORE_WEEKLY, delivered('2026-02-15', '10:30:12')],
      case: { frequency: 'Weekly' },
      configuration: { frequency: 'Weekly' },
      events: [
        put(MADE_WEEKLY, { frequency: 'Weekly' }),
        put('2026-02-14T15:00:00Z', {}),
        put('2026-02-15T15:00:00Z', { frequency: 'Weekly' }),
      ],
    }),
    expected: {
      story:
        'Made weekly, daily again for the Sunday, and weekly again: each time the days up to the Sunday are missing.',
      outcome: 'stopped-by-configuration',
      exitCode: 0,
      incidents: [
        { status: 'recovered', firstMissedRun: '2026-02-10T01-00Z', missedRuns: 5, culprit: { time: MADE_WEEKLY } },
        { status: 'ongoing', firstMissedRun: '2026-02-16T01-00Z', culprit: { time: '2026-02-15T15:00:00Z' } },
      ],
    },
  },

  'made-weekly-and-the-first-sunday-has-come': {
    evidence: stage({
      deliveries: [...BEFORE_WEEKLY, delivered('2026-02-15', '10:30:12')],
      case: { frequency: 'Weekly' },
      configuration: { frequency: 'Weekly' },
      events: [put(MADE_WEEKLY, { frequency: 'Weekly' })],
    }),
    expected: {
      story: 'Made weekly on a Monday; the report of Sunday the 15th is there.',
      outcome: 'recovered',
      incidents: [
        {
          status: 'recovered',
          lastDelivery: '2026-02-09T01-00Z',
          nextDelivery: '2026-02-15T01-00Z',
          culprit: { time: MADE_WEEKLY, eventName: 'PutBucketInventoryConfiguration' },
          cause: { link: 'configuration', decision: 'rescheduled' },
        },
      ],
    },
  },

  'made-weekly-and-the-first-sunday-is-missed': {
    evidence: stage({
      deliveries: BEFORE_WEEKLY,
      case: { frequency: 'Weekly' },
      configuration: { frequency: 'Weekly' },
      events: [put(MADE_WEEKLY, { frequency: 'Weekly' })],
    }),
    expected: {
      story: 'Made weekly on a Monday; five days after the first Sunday its report is not there either.',
      outcome: 'broken',
    },
  },

  'a-weekly-report-misses-its-sunday': {
    evidence: stage({
      deliveries: ['2026-01-18', '2026-01-25', '2026-02-01', '2026-02-08'].map((day) => delivered(day, '12:20:00')),
      configuration: { frequency: 'Weekly' },
      case: { frequency: 'Weekly' },
      events: [deleteBucketPolicy({ time: '2026-02-11T09:00:00Z', by: DANA })],
      now: NOW,
    }),
    expected: {
      story: 'Weekly all along. The policy is deleted on a Wednesday; the Sunday after that stays empty.',
      outcome: 'broken',
      exitCode: 0,
      incidents: [
        {
          status: 'ongoing',
          lastDelivery: '2026-02-08T01-00Z',
          firstMissedRun: '2026-02-15T01-00Z',
          lastMissedRun: '2026-02-15T01-00Z',
          missedRuns: 1,
          window: { after: '2026-02-08T12:20:00Z', before: '2026-02-17T01:00:00Z' },
          culprit: { confidence: 'proven', time: '2026-02-11T09:00:00Z', eventName: 'DeleteBucketPolicy' },
          cause: { link: 'destination-policy', decision: 'implicit-deny', statement: null, conditionKeys: [] },
        },
      ],
    },
  },

  'made-daily-and-the-weeks-before-have-no-gaps': {
    evidence: stage({
      deliveries: [
        ...['2026-01-25', '2026-02-01', '2026-02-08'].map((day) => delivered(day, '12:20:00')),
        ...['2026-02-10', '2026-02-11', '2026-02-12', '2026-02-13', '2026-02-14', '2026-02-15'].map((day) =>
          delivered(day, '11:40:00'),
        ),
        ...['2026-02-16', '2026-02-17', '2026-02-18', '2026-02-19'].map((day) => delivered(day, '11:10:00')),
      ],
      events: [put('2026-02-09T15:00:00Z', { frequency: 'Daily' })],
    }),
    expected: {
      story: 'Weekly until Monday the 9th, daily since: what the configuration is today says nothing of January.',
      outcome: 'delivering',
      exitCode: 0,
      incidents: [],
    },
  },

  'a-weekly-schedule-is-told-by-the-deliveries': {
    evidence: stage({
      deliveries: ['2026-01-18', '2026-01-25', '2026-02-01', '2026-02-08', '2026-02-15'].map((day) =>
        delivered(day, '12:20:00'),
      ),
      configuration: null,
      case: { frequency: undefined },
    }),
    expected: {
      story: 'Nobody says how often reports come. They come on Sundays.',
      outcome: 'delivering',
      exitCode: 0,
      incidents: [],
    },
  },

  'the-first-report-of-a-weekly-configuration-comes-on-any-day': {
    evidence: stage({
      deliveries: [WEDNESDAY, ...SUNDAYS],
      configuration: { frequency: 'Weekly' },
      case: { frequency: 'Weekly' },
    }),
    expected: {
      story: 'The first report came on a Wednesday, as S3 promises within two days; all others on Sundays.',
      outcome: 'delivering',
      exitCode: 0,
      incidents: [],
    },
  },

  'two-sundays-and-nothing-between-are-weekly-unless-the-case-says-daily': {
    evidence: stage({ deliveries: SUNDAYS.slice(-2), configuration: null, case: { frequency: undefined } }),
    expected: {
      story: 'Nobody says how often reports come, and only two have: the days between are no outage.',
      outcome: 'delivering',
      exitCode: 0,
      incidents: [],
    },
  },
});

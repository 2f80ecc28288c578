import { SOURCE_ACCOUNT } from '../cast.ts';
import { putBucketPolicy, putInventoryConfiguration } from '../events/s3.ts';
import { configurationInEvent } from '../inventory.ts';
import { allowInventory, allowReaders, policy } from '../policies.ts';
import { type Scenario, theme } from './scenario.ts';
import { DANA, DELIVERIES, delivered, refusals, SAMI, SOURCE_TRAIL, stage } from './stage.ts';

function created(time: string) {
  return putInventoryConfiguration({ time, by: SAMI, id: 'daily-full', configuration: configurationInEvent() });
}

/** From the creation of a configuration to its first report. */
export const firstDelivery: Scenario[] = theme('first-delivery', {
  'pending-within-two-days-of-the-creation': {
    evidence: stage({
      deliveries: [],
      events: [
        putBucketPolicy({ time: '2026-02-19T08:50:00Z', by: DANA, policy: policy(allowInventory()) }),
        created('2026-02-19T09:00:00Z'),
      ],
    }),
    expected: {
      story: 'Created the day before. The first report may take 48 hours.',
      outcome: 'pending-first-delivery',
      exitCode: 0,
      incidents: [],
    },
  },

  'pending-although-the-policy-has-no-allow': {
    evidence: stage({
      deliveries: [],
      events: [
        putBucketPolicy({ time: '2026-02-19T08:50:00Z', by: DANA, policy: policy(allowReaders()) }),
        created('2026-02-19T09:00:00Z'),
      ],
    }),
    expected: {
      story: 'The first report is not overdue, and will not come: that can be said beforehand.',
      outcome: 'pending-first-delivery',
      exitCode: 0,
      incidents: [],
      warnings: ['denied-now'],
    },
  },

  'never-delivered-because-the-policy-has-no-allow': {
    evidence: stage({
      deliveries: [],
      events: [
        putBucketPolicy({ time: '2026-02-10T08:50:00Z', by: DANA, policy: policy(allowReaders()) }),
        created('2026-02-10T09:00:00Z'),
      ],
    }),
    expected: {
      story: 'Created ten days ago with the CLI, which writes no policy. The destination has one, but not for S3.',
      outcome: 'never-delivered',
      exitCode: 0,
      incidents: [
        {
          status: 'ongoing',
          lastDelivery: null,
          firstMissedRun: '2026-02-11T01-00Z',
          nextDelivery: null,
          deniedAttempts: null,
          window: { after: '2026-02-10T09:00:00Z', before: '2026-02-13T01:00:00Z' },
          culprit: null,
          cause: { link: 'destination-policy', decision: 'implicit-deny', statement: null, conditionKeys: [] },
        },
      ],
    },
  },

  'never-delivered-and-nothing-tells-why': {
    evidence: stage({ deliveries: [], trails: [SOURCE_TRAIL], events: [created('2026-02-10T09:00:00Z')] }),
    expected: {
      story: 'Created ten days ago; nothing is known of the destination but that it is empty.',
      outcome: 'never-delivered',
      exitCode: 3,
      incidents: [{ status: 'ongoing', lastDelivery: null, culprit: null, cause: null }],
    },
  },

  'runs-before-the-first-report-are-not-missed': {
    evidence: stage({
      deliveries: [
        '2026-02-12',
        '2026-02-13',
        '2026-02-14',
        '2026-02-15',
        '2026-02-16',
        '2026-02-17',
        '2026-02-18',
        '2026-02-19',
      ].map((day) => delivered(day, '11:10:30')),
      events: [created('2026-02-10T09:00:00Z')],
    }),
    expected: {
      story:
        'The first report is that of the second day, within 48 hours of the creation. There was none for the first day, and none was due.',
      outcome: 'delivering',
      exitCode: 0,
      incidents: [],
    },
  },

  'nothing-there-and-no-creation-in-evidence': {
    evidence: stage({ deliveries: [], trails: [{ ...SOURCE_TRAIL, account: SOURCE_ACCOUNT }] }),
    expected: {
      story: 'An empty destination, and nothing that tells since when reports should come.',
      outcome: 'indeterminate',
      exitCode: 3,
    },
  },

  'a-put-after-deliveries-is-not-the-creation': {
    evidence: stage({
      deliveries: DELIVERIES.slice(0, 4),
      now: '2026-02-12T12:00:00Z',
      events: [created('2026-02-10T15:00:00Z')],
    }),
    expected: {
      story: 'The configuration is saved again between two reports. Nothing is overdue.',
      outcome: 'delivering',
      exitCode: 0,
      incidents: [],
    },
  },

  'a-put-without-a-listing-is-not-known-to-be-the-creation': {
    evidence: stage({ listing: null, deliveries: [], events: [created('2026-02-13T15:20:11Z'), ...refusals()] }),
    expected: {
      story: 'Nothing tells whether reports came before the configuration was written: it may have been written again.',
      outcome: 'broken',
      exitCode: 3,
      incidents: [{ lastDelivery: null, firstMissedRun: '2026-02-14T01-00Z', missedRuns: 6, culprit: null }],
    },
  },

  'a-put-after-refusals-is-not-the-creation': {
    evidence: stage({ deliveries: [], events: [...refusals(), created('2026-02-17T15:00:00Z')] }),
    expected: {
      story: 'S3 was refused on these keys for three days before the configuration was written: it was there already.',
      outcome: 'broken',
      exitCode: 3,
      incidents: [{ lastDelivery: null, firstMissedRun: '2026-02-14T01-00Z', missedRuns: 6, culprit: null }],
    },
  },
});

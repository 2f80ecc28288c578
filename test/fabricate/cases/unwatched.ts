import type { JsonObject } from '../../../src/json.ts';
import { DESTINATION_BUCKET, KEY_ARN } from '../cast.ts';
import type { ApiError } from '../events/event.ts';
import { disableKey } from '../events/kms.ts';
import { deleteBucket, putBucketPolicy, putInventoryConfiguration } from '../events/s3.ts';
import { configurationInEvent } from '../inventory.ts';
import { allowInventory, policy } from '../policies.ts';
import { ALLOWING, change } from './office-only.ts';
import { type Scenario, theme } from './scenario.ts';
import {
  arrivals,
  CHANGE,
  DANA,
  DELIVERIES,
  DESTINATION_TRAIL,
  delivered,
  ELIF,
  encryptedStage,
  KEY_TRAIL,
  KEYS,
  REFUSALS,
  refusals,
  SAMI,
  SILENT_FOR_FIVE_RUNS,
  SOURCE_TRAIL,
  stage,
} from './stage.ts';

/** Two hours after the report of the 14th should have come. */
const TOO_LATE_FOR_THE_14TH = '2026-02-14T14:05:00Z';
const disabling = putInventoryConfiguration({
  time: TOO_LATE_FOR_THE_14TH,
  by: SAMI,
  id: 'daily-full',
  configuration: configurationInEvent({ enabled: false }),
});

/** As many as tell when a report is usually written. */
const MORE_DELIVERIES = [
  ...['2026-02-04', '2026-02-05', '2026-02-06', '2026-02-07'].map((day) => delivered(day, '11:10:00')),
  ...DELIVERIES,
];

const DISABLED: ApiError = { code: 'KMS.DisabledException', message: `${KEY_ARN} is disabled.` };

/** Nobody may write below a prefix. */
function denyBelow(prefix: string): JsonObject {
  return {
    Sid: 'Closed',
    Effect: 'Deny',
    Principal: '*',
    Action: 's3:PutObject',
    Resource: `arn:aws:s3:::${DESTINATION_BUCKET}/${prefix}/*`,
  };
}

/** Several runs that the log does not hold, of an outage with refusals. */
const REFUSED_TWICE = REFUSALS.slice(0, 2);

/** Where one thing that nobody looked at explains as much as the change that is seen. */
export const unwatched: Scenario[] = theme('unwatched', {
  'the-first-run-failed-before-the-change-and-nobody-watched-the-destination': {
    evidence: stage({ trails: [SOURCE_TRAIL], configuration: null, events: [disabling] }),
    expected: {
      story:
        'Disabled in the afternoon, when the report of the day was overdue by the hour already. What was done to the destination before is not known: that may have begun it.',
      outcome: 'stopped-by-configuration',
      exitCode: 3,
      incidents: [
        {
          ...SILENT_FOR_FIVE_RUNS,
          culprit: {
            confidence: 'possible',
            time: TOO_LATE_FOR_THE_14TH,
            eventName: 'PutBucketInventoryConfiguration',
          },
        },
      ],
    },
  },

  'closed-and-opened-before-the-usual-hour-and-nobody-watched-the-configuration': {
    evidence: stage({
      now: '2026-02-16T12:00:00Z',
      deliveries: [...DELIVERIES, delivered('2026-02-15', '10:50:00')],
      trails: [DESTINATION_TRAIL],
      configuration: null,
      events: [
        putBucketPolicy({ time: '2026-02-14T02:00:00Z', by: DANA, policy: policy() }),
        putBucketPolicy({ time: '2026-02-14T05:00:00Z', by: DANA, policy: ALLOWING }),
      ],
    }),
    expected: {
      story:
        'The policy was closed for three hours of the night. At the hour at which the report before had come it was open again, and who disabled what is not in evidence.',
      outcome: 'recovered',
      exitCode: 3,
      incidents: [
        {
          missedRuns: 1,
          culprit: { confidence: 'possible', time: '2026-02-14T02:00:00Z', eventName: 'PutBucketPolicy' },
        },
      ],
    },
  },

  'the-first-run-failed-before-the-change-and-all-else-was-watched': {
    evidence: stage({ configuration: null, events: [disabling] }),
    expected: {
      story: 'The same with the trail of the destination: nothing was done to it, and the report of the day was late.',
      outcome: 'stopped-by-configuration',
      exitCode: 0,
      incidents: [
        {
          ...SILENT_FOR_FIVE_RUNS,
          culprit: {
            confidence: 'probable',
            time: TOO_LATE_FOR_THE_14TH,
            eventName: 'PutBucketInventoryConfiguration',
          },
        },
      ],
    },
  },

  'the-log-of-writes-goes-on-without-a-refused-one': {
    evidence: stage({ trails: [DESTINATION_TRAIL], configuration: null, events: [...arrivals(DELIVERIES), change] }),
    expected: {
      story:
        'The trail of the destination holds each write of S3 up to the 13th. A policy denies from then on, and not one refused write follows: S3 may not have tried, and who disabled what is not in evidence.',
      outcome: 'broken',
      exitCode: 3,
      incidents: [
        { ...SILENT_FOR_FIVE_RUNS, culprit: { confidence: 'possible', time: CHANGE, eventName: 'PutBucketPolicy' } },
      ],
    },
  },

  'no-log-of-writes-is-at-hand': {
    evidence: stage({ trails: [DESTINATION_TRAIL], configuration: null, events: [change] }),
    expected: {
      story: 'The same, and the trail records no data events: that no refused write is in it says nothing.',
      outcome: 'broken',
      exitCode: 0,
      incidents: [
        { ...SILENT_FOR_FIVE_RUNS, culprit: { confidence: 'probable', time: CHANGE, eventName: 'PutBucketPolicy' } },
      ],
    },
  },

  'refused-writes-come-to-an-end': {
    evidence: stage({
      trails: [DESTINATION_TRAIL],
      configuration: null,
      events: [change, ...refusals(REFUSED_TWICE)],
    }),
    expected: {
      story:
        'S3 was refused on the 14th and the 15th, and on none of the three days behind, of which the trail has records.',
      outcome: 'broken',
      exitCode: 3,
      incidents: [{ missedRuns: 5, culprit: { confidence: 'possible', time: CHANGE, eventName: 'PutBucketPolicy' } }],
    },
  },

  'two-refused-writes-are-lost': {
    evidence: stage({
      trails: [DESTINATION_TRAIL],
      configuration: null,
      events: [change, ...refusals(REFUSALS.filter((time) => !/-1[67]T/.test(time)))],
    }),
    expected: {
      story:
        'Of two runs in the middle there is no refused write: logs lose a line, and S3 was refused before and behind.',
      outcome: 'broken',
      exitCode: 0,
      incidents: [{ culprit: { confidence: 'probable', time: CHANGE, eventName: 'PutBucketPolicy' } }],
    },
  },

  'refused-from-the-third-run-on': {
    evidence: stage({
      trails: [DESTINATION_TRAIL],
      configuration: null,
      events: [...arrivals(DELIVERIES), change, ...refusals(REFUSALS.slice(2))],
    }),
    expected: {
      story:
        'A policy denies from the 13th on, and S3 is refused from the 16th on. That it did not try before, as when the configuration was disabled for two days, explains it as well as two lost lines would.',
      outcome: 'broken',
      exitCode: 3,
      incidents: [{ missedRuns: 5, culprit: { confidence: 'possible', time: CHANGE, eventName: 'PutBucketPolicy' } }],
    },
  },

  'no-refused-write-before-the-policy-was-closed-once-more': {
    evidence: stage({
      deliveries: MORE_DELIVERIES,
      trails: [DESTINATION_TRAIL],
      configuration: null,
      events: [
        change,
        ...refusals(REFUSALS.slice(0, 1)),
        putBucketPolicy({ time: '2026-02-17T22:00:00Z', by: ELIF, policy: ALLOWING }),
        putBucketPolicy({ time: '2026-02-18T00:30:00Z', by: ELIF, policy: policy() }),
      ],
    }),
    expected: {
      story:
        'Mended on the 17th and closed again before the run of the 18th, of which no refused write is on record; but of the three before it there is none either, so S3 may have stopped trying long before.',
      outcome: 'broken',
      exitCode: 3,
      incidents: [
        {
          missedRuns: 5,
          phases: [
            { culprit: { confidence: 'possible', time: CHANGE, eventName: 'PutBucketPolicy' } },
            { culprit: { confidence: 'possible', time: '2026-02-18T00:30:00Z', eventName: 'PutBucketPolicy' } },
          ],
        },
      ],
    },
  },

  'refused-at-the-new-place-before-it-is-sent-there': {
    evidence: stage({
      configuration: null,
      case: { destinationPrefix: 'elsewhere' },
      events: [
        putBucketPolicy({ time: '2026-02-09T15:40:00Z', by: DANA, policy: ALLOWING }),
        change,
        ...refusals(REFUSALS.slice(0, 1)),
        ...refusals(REFUSALS.slice(1), undefined, { prefix: 'elsewhere' }),
        putInventoryConfiguration({
          time: '2026-02-15T22:00:00Z',
          by: SAMI,
          id: 'daily-full',
          configuration: configurationInEvent({ prefix: 'elsewhere' }),
        }),
      ],
    }),
    expected: {
      story:
        'Sami writes the configuration with another prefix, under which S3 was refused that morning already: somebody else had sent the reports there before.',
      outcome: 'broken',
      incidents: [
        {
          phases: [
            { culprit: { confidence: 'proven', time: CHANGE, eventName: 'PutBucketPolicy' } },
            { culprit: { confidence: 'possible', eventName: 'PutBucketInventoryConfiguration' } },
          ],
        },
      ],
    },
  },

  'disabled-after-days-that-nothing-explains': {
    evidence: stage({
      deliveries: MORE_DELIVERIES,
      trails: [{ ...SOURCE_TRAIL, first: '2026-02-15' }, DESTINATION_TRAIL],
      configuration: { enabled: false },
      events: [
        putInventoryConfiguration({
          time: '2026-02-16T22:00:00Z',
          by: SAMI,
          id: 'daily-full',
          configuration: configurationInEvent({ enabled: false }),
        }),
      ],
    }),
    expected: {
      story:
        'No report since the 14th, and nothing seen explains it. Sami disables the configuration on the 16th; the trail begins on the 15th, so somebody may have done it before.',
      outcome: 'stopped-by-configuration',
      exitCode: 3,
      incidents: [
        {
          missedRuns: 5,
          phases: [{ culprit: null }, { culprit: { confidence: 'possible', time: '2026-02-16T22:00:00Z' } }],
        },
      ],
    },
  },

  'refused-twice-and-of-the-runs-between-nothing-is-known': {
    evidence: stage({
      trails: [DESTINATION_TRAIL],
      configuration: null,
      deliveries: MORE_DELIVERIES,
      listing: null,
      events: [...arrivals(MORE_DELIVERIES), change, ...refusals([...REFUSALS.slice(0, 1), ...REFUSALS.slice(-1)])],
    }),
    expected: {
      story:
        'S3 was refused on the 14th and on the 19th, and no listing tells of the days between, in which the configuration may have been elsewhere.',
      outcome: 'broken',
      exitCode: 0,
      incidents: [{ missedRuns: 2, culprit: { confidence: 'probable', time: CHANGE, eventName: 'PutBucketPolicy' } }],
    },
  },

  'refused-days-after-it-was-disabled-by-the-logs': {
    evidence: stage({
      deliveries: MORE_DELIVERIES,
      trails: [{ ...SOURCE_TRAIL, last: '2026-02-13' }, DESTINATION_TRAIL],
      configuration: null,
      events: [
        putInventoryConfiguration({
          time: CHANGE,
          by: SAMI,
          id: 'daily-full',
          configuration: configurationInEvent({ enabled: false }),
        }),
        putBucketPolicy({ time: '2026-02-15T08:00:00Z', by: DANA, policy: policy() }),
        ...refusals(REFUSALS.slice(3)),
      ],
    }),
    expected: {
      story:
        'Disabled on the 13th, and S3 is refused from the 17th on: somebody enabled it again, which no trail shows. The policy that was emptied on the 15th refuses.',
      outcome: 'broken',
      incidents: [
        {
          missedRuns: 6,
          phases: [
            { culprit: { time: CHANGE, eventName: 'PutBucketInventoryConfiguration' } },
            { culprit: { time: '2026-02-15T08:00:00Z', eventName: 'PutBucketPolicy' } },
          ],
        },
      ],
    },
  },

  'the-bucket-is-gone-and-nobody-watched-the-configuration': {
    evidence: stage({
      trails: [DESTINATION_TRAIL],
      configuration: null,
      events: [...arrivals(DELIVERIES), deleteBucket({ time: CHANGE, by: DANA })],
    }),
    expected: {
      story:
        'Writes into a bucket that is gone are in no log. Whether the configuration still asked for any, its trail would show.',
      outcome: 'broken',
      exitCode: 3,
      incidents: [
        { ...SILENT_FOR_FIVE_RUNS, culprit: { confidence: 'possible', time: CHANGE, eventName: 'DeleteBucket' } },
      ],
    },
  },

  'a-run-between-two-outages-may-be-of-either': {
    evidence: stage({
      configuration: null,
      events: [
        change,
        ...refusals(REFUSED_TWICE),
        putBucketPolicy({ time: '2026-02-16T10:40:00Z', by: ELIF, policy: ALLOWING }),
        putInventoryConfiguration({
          time: '2026-02-16T13:30:00Z',
          by: SAMI,
          id: 'daily-full',
          configuration: configurationInEvent({ enabled: false }),
        }),
      ],
    }),
    expected: {
      story:
        'The policy denied up to the hour in which the report of the 16th would have been written; the configuration was disabled that afternoon. No refused write tells which of the two stopped it.',
      outcome: 'stopped-by-configuration',
      exitCode: 3,
      incidents: [
        {
          missedRuns: 5,
          phases: [
            { culprit: { confidence: 'proven', time: CHANGE, eventName: 'PutBucketPolicy' } },
            { culprit: { confidence: 'possible', eventName: 'PutBucketInventoryConfiguration' } },
          ],
        },
      ],
    },
  },

  'refused-at-another-prefix-where-no-report-ever-came': {
    evidence: encryptedStage({
      trails: [DESTINATION_TRAIL, KEY_TRAIL],
      configuration: null,
      events: [disableKey({ time: CHANGE, by: KEYS }), ...refusals(REFUSALS, undefined, { prefix: 'elsewhere' })],
    }),
    expected: {
      story:
        'The key was disabled, and S3 was refused under another prefix than before, without a word of the key. Who sent the reports there is in no trail, and what the policy says of that prefix is not known: it may have denied them first.',
      outcome: 'broken',
      exitCode: 3,
      incidents: [{ missedRuns: 6, culprit: { confidence: 'possible', time: CHANGE, eventName: 'DisableKey' } }],
    },
  },

  'refused-and-then-silent-behind-a-policy-that-is-not-told': {
    evidence: stage({
      trails: [DESTINATION_TRAIL],
      configuration: null,
      events: [
        change,
        ...refusals(REFUSALS.slice(0, 4)),
        putBucketPolicy({ time: '2026-02-17T22:00:00Z', by: ELIF, policy: null }),
      ],
    }),
    expected: {
      story:
        'Refused four times; then the policy was written again, in an event that leaves out its text, and nothing was refused any more. The configuration may have been stopped by then, of which there is no trail.',
      outcome: 'broken',
      incidents: [{ missedRuns: 5, culprit: { confidence: 'probable', time: CHANGE, eventName: 'PutBucketPolicy' } }],
    },
  },

  'back-from-a-prefix-to-which-nobody-was-seen-to-send-them': {
    evidence: encryptedStage({
      trails: [DESTINATION_TRAIL, KEY_TRAIL],
      configuration: null,
      events: [
        putBucketPolicy({ time: '2026-02-07T09:00:00Z', by: DANA, policy: ALLOWING }),
        putBucketPolicy({ time: CHANGE, by: DANA, policy: policy(allowInventory(), denyBelow('inv')) }),
        ...refusals(REFUSALS.slice(0, 2)),
        disableKey({ time: '2026-02-15T20:00:00Z', by: KEYS }),
        ...refusals(REFUSALS.slice(2, 3), DISABLED, { prefix: 'elsewhere' }),
        ...refusals(REFUSALS.slice(3)),
      ],
    }),
    expected: {
      story:
        'The policy closes one prefix, where S3 is refused; then KMS refuses it at another, and then it is refused at the first again. Who sent the reports there and back no trail shows: to come back is what stopped the last ones.',
      outcome: 'broken',
      incidents: [
        {
          missedRuns: 6,
          phases: [
            { culprit: { confidence: 'proven', time: CHANGE, eventName: 'PutBucketPolicy' } },
            { culprit: { eventName: 'DisableKey' } },
            { culprit: { confidence: 'probable', time: CHANGE, eventName: 'PutBucketPolicy' } },
          ],
        },
      ],
    },
  },

  'the-trail-of-the-source-begins-after-the-last-report': {
    evidence: stage({
      trails: [{ ...SOURCE_TRAIL, first: '2026-02-14' }, DESTINATION_TRAIL],
      configuration: null,
      events: [
        putBucketPolicy({
          time: '2026-02-07T09:00:00Z',
          by: DANA,
          policy: policy(allowInventory(), denyBelow('elsewhere')),
        }),
        putInventoryConfiguration({
          time: '2026-02-14T00:20:00Z',
          by: SAMI,
          id: 'daily-full',
          configuration: configurationInEvent({ prefix: 'elsewhere' }),
        }),
        ...refusals(REFUSALS, undefined, { prefix: 'elsewhere' }),
      ],
    }),
    expected: {
      story:
        'The call that is seen names a prefix that the policy closes. Another may have sent the reports there in the hours since the last one arrived, which the trail does not hold.',
      outcome: 'broken',
      incidents: [
        {
          missedRuns: 6,
          culprit: {
            confidence: 'probable',
            time: '2026-02-14T00:20:00Z',
            eventName: 'PutBucketInventoryConfiguration',
          },
        },
      ],
    },
  },

  'a-key-was-disabled-first-and-how-reports-were-encrypted-is-told-later': {
    evidence: stage({
      trails: [SOURCE_TRAIL, DESTINATION_TRAIL, KEY_TRAIL],
      configuration: null,
      events: [
        disableKey({ time: '2026-02-13T13:00:00Z', by: KEYS }),
        change,
        ...refusals(),
        putInventoryConfiguration({
          time: '2026-02-18T18:00:00Z',
          by: SAMI,
          id: 'daily-full',
          configuration: configurationInEvent({}),
        }),
      ],
    }),
    expected: {
      story:
        'A key was disabled two hours before the policy was written. That the reports did not use it, a configuration of five days later says; of the time before nothing does.',
      outcome: 'broken',
      incidents: [{ missedRuns: 6, culprit: { confidence: 'probable', time: CHANGE, eventName: 'PutBucketPolicy' } }],
    },
  },
});

import {
  deleteBucketPolicy,
  deleteInventoryConfiguration,
  putBucketPolicy,
  putInventoryConfiguration,
} from '../events/s3.ts';
import { type Configuration, configurationInEvent } from '../inventory.ts';
import { policy } from '../policies.ts';
import { type Scenario, theme } from './scenario.ts';
import {
  CHANGE,
  DANA,
  DELIVERIES,
  delivered,
  REFUSALS,
  REFUSED_SIX_TIMES,
  refusals,
  SAMI,
  SILENT_FOR_FIVE_RUNS,
  SOURCE_TRAIL,
  stage,
} from './stage.ts';

function put(time: string, configuration: Configuration) {
  return putInventoryConfiguration({
    time,
    by: SAMI,
    id: 'daily-full',
    configuration: configurationInEvent(configuration),
  });
}

/** In the same hour as the first change; and on the day of the second missed run. */
const LATER_THAT_DAY = '2026-02-13T16:05:00Z';
const LATER = '2026-02-15T21:00:00Z';

const PUT = { confidence: 'proven', time: CHANGE, eventName: 'PutBucketInventoryConfiguration' } as const;

/** What the source account does to the configuration itself. */
export const configuration: Scenario[] = theme('configuration', {
  'the-configuration-is-deleted': {
    evidence: stage({
      configuration: null,
      events: [deleteInventoryConfiguration({ time: CHANGE, by: SAMI, id: 'daily-full' })],
    }),
    expected: {
      story: 'Sami deletes the configuration. Nothing is denied: the reports just stop.',
      outcome: 'stopped-by-configuration',
      exitCode: 0,
      incidents: [
        {
          ...SILENT_FOR_FIVE_RUNS,
          culprit: { ...PUT, eventName: 'DeleteBucketInventoryConfiguration', actor: { userName: 'sami.hale' } },
          cause: { link: 'configuration', decision: 'deleted', statement: null, conditionKeys: [] },
          candidates: [{ time: CHANGE, eventName: 'DeleteBucketInventoryConfiguration', assessment: 'breaks' }],
        },
      ],
    },
  },

  'deleted-after-a-refusal-that-nothing-explains': {
    evidence: stage({
      configuration: null,
      events: [
        ...refusals(REFUSALS.slice(0, 2)),
        deleteInventoryConfiguration({ time: LATER, by: SAMI, id: 'daily-full' }),
      ],
    }),
    expected: {
      story:
        'S3 was refused twice although everything seen allows it; then Sami deleted the configuration. Whatever refused: no report was due from the 16th on.',
      outcome: 'stopped-by-configuration',
      exitCode: 3,
      incidents: [
        {
          missedRuns: 5,
          phases: [
            { culprit: null },
            {
              culprit: { confidence: 'proven', time: LATER, eventName: 'DeleteBucketInventoryConfiguration' },
              cause: { link: 'configuration', decision: 'deleted' },
            },
          ],
        },
      ],
    },
  },

  'moved-where-the-policy-is-not-known-and-then-disabled': {
    evidence: stage({
      configuration: { prefix: 'elsewhere', enabled: false },
      case: { destinationPrefix: 'elsewhere' },
      events: [put(CHANGE, { prefix: 'elsewhere' }), put(LATER_THAT_DAY, { prefix: 'elsewhere', enabled: false })],
    }),
    expected: {
      story:
        'Moved to another prefix, of which nobody knows what the policy says, and disabled within the hour: no report was due, whatever the policy.',
      outcome: 'stopped-by-configuration',
      exitCode: 0,
      incidents: [
        {
          missedRuns: 5,
          culprit: { confidence: 'probable', time: LATER_THAT_DAY, eventName: 'PutBucketInventoryConfiguration' },
          cause: { link: 'configuration', decision: 'disabled' },
        },
      ],
    },
  },

  'the-policy-was-written-while-the-configuration-was-gone': {
    evidence: stage({
      case: { encryption: undefined },
      events: [
        put('2026-02-09T15:20:11Z', { encryption: 'none' }),
        deleteInventoryConfiguration({ time: CHANGE, by: SAMI, id: 'daily-full' }),
        putBucketPolicy({ time: LATER_THAT_DAY, by: DANA, policy: policy() }),
        put('2026-02-16T22:00:00Z', { encryption: 'SSE-S3' }),
        ...refusals(REFUSALS.slice(3)),
      ],
    }),
    expected: {
      story:
        'While there was no configuration, nobody could say whether the policy would let its reports through. Once it is there again, its text says that it does not.',
      outcome: 'broken',
      exitCode: 0,
      incidents: [
        {
          missedRuns: 6,
          phases: [
            { culprit: { confidence: 'proven', time: CHANGE, eventName: 'DeleteBucketInventoryConfiguration' } },
            { culprit: { confidence: 'probable', eventName: 'PutBucketInventoryConfiguration' } },
          ],
        },
      ],
    },
  },

  'a-deleted-configuration-delivers-once-more': {
    evidence: stage({
      configuration: null,
      deliveries: [...DELIVERIES, delivered('2026-02-14', '10:50:36')],
      events: [deleteInventoryConfiguration({ time: CHANGE, by: SAMI, id: 'daily-full' })],
    }),
    expected: {
      story: 'One more report comes a day after the deletion, which stays the reason for all that do not come.',
      outcome: 'stopped-by-configuration',
      incidents: [
        {
          status: 'ongoing',
          lastDelivery: '2026-02-14T01-00Z',
          firstMissedRun: '2026-02-15T01-00Z',
          missedRuns: 4,
          culprit: { time: CHANGE, eventName: 'DeleteBucketInventoryConfiguration' },
          cause: { link: 'configuration', decision: 'deleted' },
        },
      ],
    },
  },

  'the-configuration-is-disabled': {
    evidence: stage({ configuration: { enabled: false }, events: [put(CHANGE, { enabled: false })] }),
    expected: {
      story: 'Sami disables the configuration.',
      outcome: 'stopped-by-configuration',
      exitCode: 0,
      incidents: [
        {
          ...SILENT_FOR_FIVE_RUNS,
          culprit: PUT,
          cause: { link: 'configuration', decision: 'disabled', statement: null, conditionKeys: [] },
          candidates: [{ time: CHANGE, eventName: 'PutBucketInventoryConfiguration', assessment: 'breaks' }],
        },
      ],
    },
  },

  'a-run-in-progress-finishes-after-the-configuration-is-disabled': {
    evidence: stage({
      configuration: { enabled: false },
      events: [put('2026-02-13T07:15:00Z', { enabled: false })],
    }),
    expected: {
      story: 'Disabled at 07:15 while the run of 01:00 is under way; its report arrives at 10:41, the next never.',
      outcome: 'stopped-by-configuration',
      incidents: [
        {
          status: 'ongoing',
          lastDelivery: '2026-02-13T01-00Z',
          firstMissedRun: '2026-02-14T01-00Z',
          missedRuns: 5,
          culprit: { time: '2026-02-13T07:15:00Z', eventName: 'PutBucketInventoryConfiguration' },
          cause: { link: 'configuration', decision: 'disabled' },
        },
      ],
    },
  },

  'a-configuration-written-again-unchanged-has-no-effect': {
    evidence: stage({
      events: [
        put('2026-02-09T12:00:00Z', {}),
        put('2026-02-13T13:00:00Z', {}),
        deleteBucketPolicy({ time: CHANGE, by: DANA }),
        ...refusals(),
      ],
    }),
    expected: {
      story: 'Sami saves the configuration again as it was; Dana deletes the policy.',
      outcome: 'broken',
      exitCode: 0,
      incidents: [
        {
          ...REFUSED_SIX_TIMES,
          culprit: { confidence: 'proven', time: CHANGE, eventName: 'DeleteBucketPolicy' },
          candidates: [
            { time: CHANGE, eventName: 'DeleteBucketPolicy', assessment: 'breaks' },
            { time: '2026-02-13T13:00:00Z', eventName: 'PutBucketInventoryConfiguration', assessment: 'no-effect' },
          ],
        },
      ],
    },
  },

  'the-configuration-is-disabled-and-enabled-again': {
    evidence: stage({
      deliveries: [
        ...DELIVERIES,
        ...['2026-02-17', '2026-02-18', '2026-02-19'].map((day) => delivered(day, '11:10:30')),
      ],
      events: [put(CHANGE, { enabled: false }), put('2026-02-16T14:05:00Z', {})],
    }),
    expected: {
      story: 'Three runs are left out while the configuration is disabled.',
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
          culprit: PUT,
          cause: { link: 'configuration', decision: 'disabled' },
          restoredBy: { time: '2026-02-16T14:05:00Z', eventName: 'PutBucketInventoryConfiguration' },
        },
      ],
    },
  },

  'disabled-by-the-logs-while-reports-go-on-is-not-the-cause': {
    evidence: stage({
      trails: [SOURCE_TRAIL],
      configuration: null,
      events: [put('2026-02-09T15:00:00Z', { enabled: false }), ...refusals()],
    }),
    expected: {
      story:
        'Sami disabled the configuration on the 9th, and reports of four later runs came: somebody enabled it again, unseen. What refuses S3 since the 14th is something else.',
      outcome: 'broken',
      exitCode: 3,
      incidents: [{ ...REFUSED_SIX_TIMES, culprit: null, cause: null, candidates: [] }],
      warnings: ['replay-contradicted'],
    },
  },
});

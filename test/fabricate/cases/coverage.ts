import { KEY_ARN } from '../cast.ts';
import { putBucketPolicy } from '../events/s3.ts';
import { jsonFile } from '../evidence-file.ts';
import { lookupEvents } from '../lookup-events.ts';
import { allowInventory, keyAdministration, policy } from '../policies.ts';
import { ALLOWING, change, DENYING, OFFICE_ONLY } from './office-only.ts';
import { type Scenario, theme } from './scenario.ts';
import {
  arrivals,
  CHANGE,
  DANA,
  DELIVERIES,
  DESTINATION_TRAIL,
  REFUSED_SIX_TIMES,
  refusals,
  SILENT_FOR_FIVE_RUNS,
  SOURCE_TRAIL,
  stage,
} from './stage.ts';

/** What is not in evidence, and what the user adds. */
export const coverage: Scenario[] = theme('coverage', {
  'without-the-source-trail-the-destinations-culprit-is-still-found': {
    evidence: stage({ trails: [DESTINATION_TRAIL], configuration: null, events: [change, ...refusals()] }),
    expected: {
      story: 'Whether the configuration changed is not known. What the destination did is.',
      outcome: 'broken',
      exitCode: 0,
      incidents: [
        {
          ...REFUSED_SIX_TIMES,
          culprit: { confidence: 'proven', time: CHANGE, eventName: 'PutBucketPolicy' },
          cause: OFFICE_ONLY,
        },
      ],
    },
  },

  'without-the-source-trail-silence-has-no-culprit': {
    evidence: stage({
      trails: [DESTINATION_TRAIL],
      configuration: null,
      files: [jsonFile('bucket-policy.json', { Policy: JSON.stringify(policy(allowInventory())) })],
    }),
    expected: {
      story:
        'Five runs are missing, the destination allows them, and the trail that would show the configuration is not here.',
      outcome: 'broken',
      exitCode: 3,
      incidents: [{ ...SILENT_FOR_FIVE_RUNS, culprit: null, cause: null, candidates: [] }],
    },
  },

  'the-console-names-a-failed-export-before-its-deadline': {
    evidence: stage({
      now: '2026-02-14T18:00:00Z',
      events: [change],
    }),
    options: { failedExports: ['2026-02-14'] },
    expected: {
      story: 'Only the console tells that the export of the 14th failed; its deadline is a day and a half away.',
      outcome: 'broken',
      incidents: [
        {
          status: 'ongoing',
          lastDelivery: '2026-02-13T01-00Z',
          firstMissedRun: '2026-02-14T01-00Z',
          missedRuns: 1,
          culprit: { time: CHANGE, eventName: 'PutBucketPolicy' },
          cause: OFFICE_ONLY,
        },
      ],
    },
  },

  'the-console-names-an-export-that-came-after-all': {
    evidence: stage({ now: '2026-02-14T08:00:00Z' }),
    options: { failedExports: ['2026-02-13'] },
    expected: {
      story: 'The console reports the export of the 13th as failed, and its manifest is there.',
      outcome: 'delivering',
      exitCode: 0,
      incidents: [],
      warnings: ['last-export'],
    },
  },

  'nothing-is-missed-yet-although-the-policy-denies': {
    evidence: stage({ now: '2026-02-14T18:00:00Z', events: [change] }),
    expected: {
      story: 'The same without the word of the console: no run is overdue.',
      outcome: 'delivering',
      exitCode: 0,
      incidents: [],
      warnings: ['denied-now'],
    },
  },

  'at-its-deadline-a-run-is-not-missed-yet': {
    evidence: stage({ now: '2026-02-16T01:00:00Z', events: [change] }),
    expected: {
      story: 'Looked at in the second of the deadline.',
      outcome: 'delivering',
      exitCode: 0,
      incidents: [],
    },
  },

  'a-second-past-its-deadline-a-run-is-missed': {
    evidence: stage({ now: '2026-02-16T01:00:01Z', events: [change] }),
    expected: {
      story: 'Looked at a second later.',
      outcome: 'broken',
      exitCode: 0,
      incidents: [
        {
          status: 'ongoing',
          firstMissedRun: '2026-02-14T01-00Z',
          lastMissedRun: '2026-02-14T01-00Z',
          missedRuns: 1,
          window: { after: '2026-02-13T10:41:07Z', before: '2026-02-16T01:00:00Z' },
          culprit: { time: CHANGE, eventName: 'PutBucketPolicy' },
          cause: OFFICE_ONLY,
        },
      ],
    },
  },

  'a-shorter-grace-tells-sooner': {
    evidence: stage({ now: '2026-02-14T18:00:00Z', events: [change] }),
    options: { graceHours: 12 },
    expected: {
      story: 'Whoever knows that reports come by noon need not wait for two days.',
      outcome: 'broken',
      exitCode: 0,
      incidents: [
        {
          firstMissedRun: '2026-02-14T01-00Z',
          missedRuns: 1,
          window: { after: '2026-02-13T10:41:07Z', before: '2026-02-14T13:00:00Z' },
          culprit: { time: CHANGE, eventName: 'PutBucketPolicy' },
          cause: OFFICE_ONLY,
        },
      ],
    },
  },

  'without-the-key-owners-trail-a-refusal-has-no-culprit': {
    evidence: stage({
      case: { encryption: KEY_ARN },
      configuration: { encryption: KEY_ARN },
      events: [...refusals()],
    }),
    expected: {
      story: 'Reports are encrypted with a key of an account of which nothing is in evidence.',
      outcome: 'broken',
      exitCode: 3,
      incidents: [{ ...REFUSED_SIX_TIMES, culprit: null, cause: null, candidates: [] }],
    },
  },

  'the-current-key-policy-tells-the-cause-without-an-author': {
    evidence: stage({
      case: { encryption: KEY_ARN },
      configuration: { encryption: KEY_ARN },
      events: [...refusals()],
      files: [
        jsonFile('key-policy.json', { Policy: JSON.stringify(policy(keyAdministration())), PolicyName: 'default' }),
      ],
    }),
    expected: {
      story: 'The same with the key policy as it is now, which has no statement for S3.',
      outcome: 'broken',
      exitCode: 3,
      incidents: [
        {
          ...REFUSED_SIX_TIMES,
          culprit: null,
          cause: { link: 'key-policy', decision: 'implicit-deny', statement: null, conditionKeys: [] },
          candidates: [],
        },
      ],
    },
  },

  'a-configuration-found-disabled-tells-the-cause-without-an-author': {
    evidence: stage({ trails: [DESTINATION_TRAIL], configuration: { enabled: false } }),
    expected: {
      story: 'The configuration is disabled today; the trail that would tell by whom is not here.',
      outcome: 'stopped-by-configuration',
      incidents: [
        {
          ...SILENT_FOR_FIVE_RUNS,
          culprit: null,
          cause: { link: 'configuration', decision: 'disabled', statement: null, conditionKeys: [] },
          candidates: [],
        },
      ],
    },
  },

  'an-answer-to-a-question-about-one-event-name-covers-no-other': {
    evidence: stage({
      trails: [SOURCE_TRAIL],
      files: [
        lookupEvents('lookup-put-bucket-policy.json', [
          putBucketPolicy({ time: '2026-02-08T08:00:00Z', by: DANA, policy: ALLOWING }),
          change,
          putBucketPolicy({ time: '2026-02-20T08:00:00Z', by: DANA, policy: DENYING }),
        ]),
      ],
    }),
    expected: {
      story: 'Event history was asked for PutBucketPolicy. A DeleteBucketPolicy would not be in the answer.',
      outcome: 'broken',
      exitCode: 0,
      incidents: [
        {
          ...SILENT_FOR_FIVE_RUNS,
          culprit: { confidence: 'probable', time: CHANGE, eventName: 'PutBucketPolicy' },
          cause: OFFICE_ONLY,
        },
      ],
      warnings: ['window-not-covered'],
    },
  },

  'data-events-do-not-cover-changes': {
    evidence: stage({
      trails: [SOURCE_TRAIL],
      events: [...arrivals(DELIVERIES), ...refusals()],
      files: [lookupEvents('lookup-acme-reports.json', [change])],
    }),
    expected: {
      story: 'The trail logs the objects of the destination only; of its policy there is one event out of a history.',
      outcome: 'broken',
      exitCode: 0,
      incidents: [
        {
          ...REFUSED_SIX_TIMES,
          culprit: { confidence: 'probable', time: CHANGE, eventName: 'PutBucketPolicy' },
          cause: OFFICE_ONLY,
        },
      ],
      warnings: ['window-not-covered'],
    },
  },
});

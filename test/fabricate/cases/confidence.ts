import { DESTINATION_BUCKET } from '../cast.ts';
import type { TrailEvent } from '../events/event.ts';
import { putBucketPolicy } from '../events/s3.ts';
import { type EvidenceFile, jsonFile, recordsFile } from '../evidence-file.ts';
import { allowInventory, allowReaders, policy } from '../policies.ts';
import { quietTrail } from '../trail-traffic.ts';
import { ALLOWING, DENYING } from './office-only.ts';
import { type Scenario, theme } from './scenario.ts';
import {
  byTime,
  CHANGE,
  DANA,
  DESTINATION_TRAIL,
  ELIF,
  REFUSED_SIX_TIMES,
  refusals,
  SILENT_FOR_FIVE_RUNS,
  SOURCE_TRAIL,
  stage,
} from './stage.ts';

function breaks(time: string, by = DANA) {
  return putBucketPolicy({ time, by, policy: DENYING });
}

function restores(time: string, by = DANA) {
  return putBucketPolicy({ time, by, policy: ALLOWING });
}

/** The destination's trail without one day: `days` are those it has. */
export function trailWithGap(missing: string, events: readonly TrailEvent[]): EvidenceFile {
  const days = quietTrail(DESTINATION_TRAIL).filter((event) => !event.eventTime.startsWith(missing));
  return recordsFile('cloudtrail-with-a-gap.json', [...days, ...events].sort(byTime));
}

/** How sure the verdict may be. */
export const confidence: Scenario[] = theme('confidence', {
  'a-day-missing-before-the-change-is-probable': {
    evidence: stage({
      trails: [SOURCE_TRAIL],
      files: [trailWithGap('2026-02-13', [breaks('2026-02-14T09:20:00Z'), ...refusals()])],
    }),
    expected: {
      story:
        'The trail has nothing of the 13th: whatever was changed that afternoon would make this change an innocent rewrite.',
      outcome: 'broken',
      exitCode: 0,
      incidents: [
        {
          ...REFUSED_SIX_TIMES,
          culprit: { confidence: 'probable', time: '2026-02-14T09:20:00Z', eventName: 'PutBucketPolicy' },
          cause: {
            link: 'destination-policy',
            decision: 'explicit-deny',
            statement: { sid: 'OfficeOnly', index: 1 },
            conditionKeys: ['aws:SourceIp'],
          },
        },
      ],
    },
  },

  'a-day-missing-before-an-allowing-change-does-not-matter': {
    evidence: stage({
      trails: [SOURCE_TRAIL],
      files: [
        trailWithGap('2026-02-13', [
          restores('2026-02-14T06:45:00Z', ELIF),
          breaks('2026-02-14T09:20:00Z'),
          ...refusals(),
        ]),
      ],
    }),
    expected: {
      story: 'The same gap, but after it Elif wrote a policy that allows: from there on nothing is missing.',
      outcome: 'broken',
      exitCode: 0,
      incidents: [
        {
          ...REFUSED_SIX_TIMES,
          culprit: { confidence: 'proven', time: '2026-02-14T09:20:00Z', eventName: 'PutBucketPolicy' },
        },
      ],
    },
  },

  'a-change-lost-in-a-gap-has-no-author': {
    evidence: stage({
      trails: [SOURCE_TRAIL],
      files: [
        trailWithGap('2026-02-13', refusals()),
        jsonFile('bucket-policy.json', { Policy: JSON.stringify(DENYING) }),
      ],
    }),
    expected: {
      story: 'The policy denies today, and no change of it is in what the trail still holds.',
      outcome: 'broken',
      exitCode: 3,
      incidents: [
        {
          ...REFUSED_SIX_TIMES,
          culprit: null,
          cause: {
            link: 'destination-policy',
            decision: 'explicit-deny',
            statement: { sid: 'OfficeOnly', index: 1 },
            conditionKeys: ['aws:SourceIp'],
          },
          candidates: [],
        },
      ],
      warnings: ['layers-not-seen'],
    },
  },

  'a-change-five-minutes-before-the-refused-write-is-probable': {
    evidence: stage({ events: [breaks('2026-02-14T10:47:18Z'), ...refusals()] }),
    expected: {
      story: 'Changes of a policy take time to act everywhere.',
      outcome: 'broken',
      exitCode: 0,
      incidents: [
        {
          ...REFUSED_SIX_TIMES,
          culprit: { confidence: 'probable', time: '2026-02-14T10:47:18Z', eventName: 'PutBucketPolicy' },
        },
      ],
    },
  },

  'a-change-fifteen-minutes-before-the-refused-write-is-proven': {
    evidence: stage({ events: [breaks('2026-02-14T10:37:18Z'), ...refusals()] }),
    expected: {
      story: 'Fifteen minutes to the second are enough.',
      outcome: 'broken',
      exitCode: 0,
      incidents: [
        {
          ...REFUSED_SIX_TIMES,
          culprit: { confidence: 'proven', time: '2026-02-14T10:37:18Z', eventName: 'PutBucketPolicy' },
        },
      ],
    },
  },

  'a-change-twenty-minutes-before-the-last-delivery-is-no-candidate': {
    evidence: stage({ events: [breaks('2026-02-13T10:21:07Z'), ...refusals()] }),
    expected: {
      story: 'A report came long enough after the change to acquit it, whatever the policy says.',
      outcome: 'broken',
      exitCode: 3,
      incidents: [{ ...REFUSED_SIX_TIMES, culprit: null, candidates: [] }],
    },
  },

  'a-change-eight-minutes-before-the-last-delivery-is-probable': {
    evidence: stage({ events: [breaks('2026-02-13T10:33:07Z'), ...refusals()] }),
    expected: {
      story: 'A delivery that soon after a change does not prove the change harmless.',
      outcome: 'broken',
      exitCode: 0,
      incidents: [
        {
          ...REFUSED_SIX_TIMES,
          culprit: { confidence: 'probable', time: '2026-02-13T10:33:07Z', eventName: 'PutBucketPolicy' },
        },
      ],
    },
  },

  'a-change-after-the-usual-arrival-is-probable-by-the-runs-behind-it': {
    evidence: stage({ events: [breaks('2026-02-14T20:00:00Z')] }),
    expected: {
      story: 'The report of the 14th should have come by noon; the change of that evening explains the runs behind it.',
      outcome: 'broken',
      exitCode: 0,
      incidents: [
        {
          ...SILENT_FOR_FIVE_RUNS,
          culprit: { confidence: 'probable', time: '2026-02-14T20:00:00Z', eventName: 'PutBucketPolicy' },
        },
      ],
    },
  },

  'a-deny-on-the-organization-of-the-source-is-only-possible': {
    evidence: stage({
      events: [
        putBucketPolicy({
          time: CHANGE,
          by: DANA,
          policy: policy(allowInventory(), {
            Sid: 'ConfusedDeputy',
            Effect: 'Deny',
            Principal: '*',
            Action: 's3:*',
            Resource: [`arn:aws:s3:::${DESTINATION_BUCKET}`, `arn:aws:s3:::${DESTINATION_BUCKET}/*`],
            Condition: {
              StringNotEqualsIfExists: { 'aws:SourceOrgID': 'o-exampleorgid' },
              Null: { 'aws:SourceAccount': 'false' },
              Bool: { 'aws:PrincipalIsAWSService': 'true' },
            },
          }),
        }),
        ...refusals(),
      ],
    }),
    expected: {
      story:
        'Whether the statement catches the delivery depends on the organization of the source account, which no log tells.',
      outcome: 'broken',
      exitCode: 3,
      incidents: [
        {
          ...REFUSED_SIX_TIMES,
          culprit: { confidence: 'possible', time: CHANGE, eventName: 'PutBucketPolicy' },
          candidates: [{ time: CHANGE, eventName: 'PutBucketPolicy', assessment: 'undetermined' }],
        },
      ],
    },
  },

  'denied-although-everything-seen-allows': {
    evidence: stage({
      events: [
        putBucketPolicy({ time: CHANGE, by: DANA, policy: policy(allowInventory(), allowReaders()) }),
        ...refusals(),
      ],
    }),
    expected: {
      story:
        'The one change of the window allows the delivery, and every write is refused: the reason lies where no log at hand reaches.',
      outcome: 'broken',
      exitCode: 3,
      incidents: [
        {
          ...REFUSED_SIX_TIMES,
          culprit: null,
          cause: null,
          candidates: [{ time: CHANGE, eventName: 'PutBucketPolicy', assessment: 'no-effect' }],
        },
      ],
    },
  },
});

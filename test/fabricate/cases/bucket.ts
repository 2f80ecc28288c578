import { roleSession } from '../caller.ts';
import { DESTINATION_ACCOUNT, KEY_ARN, MANAGEMENT_ACCOUNT } from '../cast.ts';
import { putKeyPolicy } from '../events/kms.ts';
import { attachPolicy, createResourceControlPolicy } from '../events/organizations.ts';
import { createBucket, deleteBucket, putBucketEncryption } from '../events/s3.ts';
import { listObjects } from '../listing.ts';
import { keyAdministration, policy } from '../policies.ts';
import { type Scenario, theme } from './scenario.ts';
import {
  arrivals,
  CHANGE,
  DANA,
  DELIVERIES,
  DESTINATION_TRAIL,
  delivered,
  KEY_TRAIL,
  KEYS,
  LAST_ARRIVAL,
  REFUSED_SIX_TIMES,
  refusals,
  SOURCE_TRAIL,
  stage,
} from './stage.ts';

const MANAGEMENT_TRAIL = { ...DESTINATION_TRAIL, account: MANAGEMENT_ACCOUNT, region: 'us-east-1' };

const LATER = [
  delivered('2026-02-14', '10:12:05'),
  delivered('2026-02-15', '11:02:44'),
  delivered('2026-02-16', '10:37:10'),
  delivered('2026-02-17', '11:20:31'),
  delivered('2026-02-18', '10:05:28'),
  delivered('2026-02-19', '10:58:53'),
];

/** What happens to the destination besides its policy. */
export const bucket: Scenario[] = theme('bucket', {
  'default-encryption-turns-to-a-key-closed-to-s3': {
    evidence: stage({
      trails: [SOURCE_TRAIL, DESTINATION_TRAIL, KEY_TRAIL],
      case: { encryption: 'none' },
      configuration: { encryption: 'none' },
      events: [
        putKeyPolicy({
          time: '2026-02-09T16:00:00Z',
          by: KEYS,
          policy: policy(keyAdministration()),
        }),
        putBucketEncryption({ time: CHANGE, by: DANA, algorithm: 'aws:kms', keyArn: KEY_ARN }),
        ...refusals(),
      ],
    }),
    expected: {
      story: 'The reports name no encryption, so the new default applies: a key whose policy has nothing for S3.',
      outcome: 'broken',
      exitCode: 0,
      incidents: [
        {
          ...REFUSED_SIX_TIMES,
          culprit: { confidence: 'proven', time: CHANGE, eventName: 'PutBucketEncryption' },
          cause: { link: 'default-encryption', decision: 'unusable-key' },
        },
      ],
    },
  },

  'default-encryption-does-not-matter-to-reports-that-name-their-own': {
    evidence: stage({
      deliveries: [...DELIVERIES, ...LATER],
      trails: [SOURCE_TRAIL, DESTINATION_TRAIL, KEY_TRAIL],
      events: [
        putKeyPolicy({
          time: '2026-02-09T16:00:00Z',
          by: KEYS,
          policy: policy(keyAdministration()),
        }),
        putBucketEncryption({ time: CHANGE, by: DANA, algorithm: 'aws:kms', keyArn: KEY_ARN }),
      ],
    }),
    expected: {
      story: 'The configuration asks for SSE-S3: the same change of the default goes by without harm.',
      outcome: 'delivering',
      exitCode: 0,
      incidents: [],
    },
  },

  'the-destination-is-deleted': {
    evidence: stage({
      listing: null,
      events: [...arrivals(DELIVERIES), deleteBucket({ time: CHANGE, by: DANA })],
    }),
    options: {
      failedExports: ['2026-02-14', '2026-02-15', '2026-02-16', '2026-02-17', '2026-02-18', '2026-02-19'],
    },
    expected: {
      story:
        'Nothing can be listed any more, and writes to a bucket that is gone are in no log. Somebody wrote down each day what the console said: failed.',
      outcome: 'broken',
      exitCode: 0,
      incidents: [
        {
          status: 'ongoing',
          lastDelivery: '2026-02-13T01-00Z',
          firstMissedRun: '2026-02-14T01-00Z',
          lastMissedRun: '2026-02-19T01-00Z',
          missedRuns: 6,
          window: { after: LAST_ARRIVAL, before: '2026-02-16T01:00:00Z' },
          culprit: { confidence: 'proven', time: CHANGE, eventName: 'DeleteBucket' },
          cause: { link: 'destination-bucket', decision: 'deleted', statement: null, conditionKeys: [] },
        },
      ],
    },
  },

  'the-destination-is-deleted-and-the-console-names-the-latest-failure': {
    evidence: stage({
      listing: null,
      events: [...arrivals(DELIVERIES), deleteBucket({ time: CHANGE, by: DANA })],
    }),
    options: { failedExports: ['2026-02-19'] },
    expected: {
      story:
        'The console only shows the latest export, which failed; but no report can have come to a bucket that is gone.',
      outcome: 'broken',
      incidents: [
        {
          status: 'ongoing',
          lastDelivery: '2026-02-13T01-00Z',
          firstMissedRun: '2026-02-14T01-00Z',
          missedRuns: 6,
          culprit: { time: CHANGE, eventName: 'DeleteBucket' },
          cause: { link: 'destination-bucket', decision: 'deleted' },
        },
      ],
    },
  },

  'the-destination-is-deleted-and-recreated': {
    evidence: stage({
      listing: listObjects('listing-acme-reports.json', []),
      events: [
        ...arrivals(DELIVERIES),
        deleteBucket({ time: CHANGE, by: DANA }),
        createBucket({ time: '2026-02-13T15:41:50Z', by: DANA }),
      ],
    }),
    expected: {
      story: 'The bucket is back after twenty minutes, empty and without its policy.',
      outcome: 'broken',
      incidents: [
        {
          status: 'ongoing',
          lastDelivery: '2026-02-13T01-00Z',
          firstMissedRun: '2026-02-14T01-00Z',
          missedRuns: 5,
          culprit: { time: CHANGE, eventName: 'DeleteBucket' },
          cause: { link: 'destination-bucket', decision: 'deleted' },
        },
      ],
    },
  },

  'a-failed-deletion-of-the-destination-changes-nothing': {
    evidence: stage({
      deliveries: [...DELIVERIES, ...LATER],
      events: [
        deleteBucket({
          time: CHANGE,
          by: DANA,
          error: { code: 'BucketNotEmpty', message: 'The bucket you tried to delete is not empty' },
        }),
      ],
    }),
    expected: { story: 'The bucket is not empty, so it stays.', outcome: 'delivering', exitCode: 0, incidents: [] },
  },

  'a-resource-control-policy-is-attached': {
    evidence: stage({
      trails: [SOURCE_TRAIL, DESTINATION_TRAIL, MANAGEMENT_TRAIL],
      events: [
        createResourceControlPolicy({
          time: '2026-02-13T14:55:00Z',
          by: roleSession({
            accountId: MANAGEMENT_ACCOUNT,
            role: 'org-admin',
            sessionName: 'perimeter',
            created: '2026-02-13T14:30:00Z',
          }),
          policyId: 'p-exampleperimeter',
          name: 'identity-perimeter',
          content: policy({
            Sid: 'OrganizationIdentitiesOnly',
            Effect: 'Deny',
            Principal: '*',
            Action: ['s3:*'],
            Resource: '*',
            Condition: { StringNotEqualsIfExists: { 'aws:PrincipalOrgID': 'o-exampleorgid' } },
          }),
        }),
        attachPolicy({
          time: CHANGE,
          by: roleSession({
            accountId: MANAGEMENT_ACCOUNT,
            role: 'org-admin',
            sessionName: 'perimeter',
            created: '2026-02-13T14:30:00Z',
          }),
          policyId: 'p-exampleperimeter',
          targetId: DESTINATION_ACCOUNT,
        }),
        ...refusals(),
      ],
    }),
    expected: {
      story:
        'The organization draws a perimeter around identities and forgets the services. Only the management account records it.',
      outcome: 'broken',
      exitCode: 0,
      incidents: [
        {
          ...REFUSED_SIX_TIMES,
          culprit: { confidence: 'proven', time: CHANGE, eventName: 'AttachPolicy' },
          cause: {
            link: 'rcp',
            decision: 'explicit-deny',
            statement: { sid: 'OrganizationIdentitiesOnly', index: 0 },
            conditionKeys: ['aws:PrincipalOrgID'],
          },
        },
      ],
    },
  },
});

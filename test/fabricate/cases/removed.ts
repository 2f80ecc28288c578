import { logFiles, logLine } from '../access-log.ts';
import { OFFICE_IP } from '../cast.ts';
import { type Delivery, objectsOf } from '../delivery.ts';
import { deleteObject, putBucketLifecycle, putBucketPolicy } from '../events/s3.ts';
import { listVersions } from '../listing.ts';
import { createdMessages } from '../notifications.ts';
import { allowInventory, denyOutsideOffice, policy } from '../policies.ts';
import { type Scenario, theme } from './scenario.ts';
import {
  CHANGE,
  DANA,
  DELIVERIES,
  delivered,
  ELIF,
  objectsOfAll,
  REFUSED_SIX_TIMES,
  refusals,
  stage,
} from './stage.ts';

const LATER = [
  delivered('2026-02-14', '10:12:05'),
  delivered('2026-02-15', '11:02:44'),
  delivered('2026-02-16', '10:37:10'),
  delivered('2026-02-17', '11:20:31'),
  delivered('2026-02-18', '10:05:28'),
  delivered('2026-02-19', '10:58:53'),
];

const manifestKeys = (delivery: Delivery) =>
  objectsOf(delivery)
    .slice(-2)
    .map((object) => object.key);

/** Reports that came and are gone, and reports of others. */
export const removed: Scenario[] = theme('removed-reports', {
  'reports-expired-by-lifecycle-were-delivered': {
    evidence: stage({
      deliveries: LATER.slice(3),
      events: [putBucketLifecycle({ time: '2026-02-10T09:00:00Z', by: ELIF, prefix: 'inv/', days: 3 })],
      files: logFiles(
        'access-logs',
        [...DELIVERIES.slice(2), ...LATER.slice(0, 3)].flatMap((delivery) =>
          manifestKeys(delivery).map((key) =>
            logLine({
              time: expiryOf(delivery),
              remoteIp: null,
              requester: 'AmazonS3',
              operation: 'S3.EXPIRE.OBJECT',
              key,
              uri: null,
              status: null,
              userAgent: null,
            }),
          ),
        ),
      ),
    }),
    expected: {
      story:
        'The bucket keeps reports for three days. The listing holds three of ten; the access log tells of the expiry of the others.',
      outcome: 'delivering',
      exitCode: 0,
      incidents: [],
    },
  },

  'reports-deleted-by-a-person-were-delivered': {
    evidence: stage({
      deliveries: [...DELIVERIES, ...LATER.slice(3)],
      events: LATER.slice(0, 3)
        .flatMap((delivery) => objectsOf(delivery))
        .map((object) => deleteObject({ time: '2026-02-18T14:20:00Z', by: DANA, key: object.key })),
    }),
    expected: {
      story: 'Dana deletes the reports of three days, which the listing no longer has. They had come.',
      outcome: 'delivering',
      exitCode: 0,
      incidents: [],
      warnings: ['reports-removed'],
    },
  },

  'reports-behind-delete-markers-were-delivered': {
    evidence: stage({
      deliveries: [...DELIVERIES, ...LATER.slice(3)],
      files: logFiles(
        'access-logs',
        LATER.slice(0, 3).flatMap((delivery) =>
          manifestKeys(delivery).map((key) =>
            logLine({
              time: expiryOf(delivery),
              remoteIp: null,
              requester: 'AmazonS3',
              operation: 'S3.CREATE.DELETEMARKER',
              key,
              uri: null,
              status: null,
              userAgent: null,
            }),
          ),
        ),
      ),
    }),
    expected: {
      story: 'In a versioned bucket lifecycle puts delete markers over three reports.',
      outcome: 'delivering',
      exitCode: 0,
      incidents: [],
    },
  },

  'a-listing-of-versions-shows-what-was-removed': {
    evidence: stage({
      listing: listVersions('versions.json', [
        ...objectsOfAll(DELIVERIES).map((object) => ({ object })),
        ...objectsOfAll(LATER).map((object) => ({ object, removed: '2026-02-20T08:00:00Z' })),
      ]),
      events: [putBucketPolicy({ time: CHANGE, by: DANA, policy: policy(allowInventory()) })],
    }),
    expected: {
      story:
        'Somebody emptied the folders of six days this morning. The versions are still there, behind delete markers: the reports came, and the policy written before them is innocent.',
      outcome: 'delivering',
      exitCode: 0,
      incidents: [],
      warnings: ['reports-removed'],
    },
  },

  'a-delete-marker-alone-delivers-nothing': {
    evidence: stage({
      listing: listVersions('versions.json', [
        ...objectsOfAll(DELIVERIES).map((object) => ({ object })),
        ...objectsOfAll(LATER).map((object) => ({ object, removed: '2026-02-20T08:00:00Z', isGone: true })),
      ]),
      events: [putBucketPolicy({ time: CHANGE, by: DANA, policy: policy(denyOutsideOffice()) }), ...refusals()],
    }),
    expected: {
      story:
        'S3 was refused every day. Somebody deleted the reports that never were, and S3 put a delete marker for each: that makes no delivery.',
      outcome: 'broken',
      incidents: [{ ...REFUSED_SIX_TIMES, culprit: { time: CHANGE, eventName: 'PutBucketPolicy' } }],
    },
  },

  'what-is-removed-before-its-run-began-was-not-there': {
    evidence: stage({
      events: [
        putBucketPolicy({ time: CHANGE, by: DANA, policy: policy(denyOutsideOffice()) }),
        ...refusals(),
        ...LATER.flatMap((delivery) => objectsOf(delivery)).map((object) =>
          deleteObject({ time: '2026-02-13T16:00:00Z', by: DANA, key: object.key }),
        ),
      ],
    }),
    expected: {
      story:
        'Dana deletes the reports of the days to come; every call succeeds, for S3 says so of what is not there too.',
      outcome: 'broken',
      incidents: [{ ...REFUSED_SIX_TIMES, culprit: { time: CHANGE, eventName: 'PutBucketPolicy' } }],
      warnings: ['impossible-run'],
    },
  },

  'arrivals-that-s3-told-outlive-the-reports': {
    evidence: stage({
      files: [
        createdMessages(
          'messages.json',
          objectsOfAll([...DELIVERIES, ...LATER]).filter(({ key }) => key.endsWith('manifest.checksum')),
        ),
      ],
      events: [putBucketPolicy({ time: CHANGE, by: DANA, policy: policy(allowInventory()) })],
    }),
    expected: {
      story:
        'The listing ends on the 13th, and nothing tells who emptied the folders since. S3 told a queue of every report as it came: they were delivered.',
      outcome: 'delivering',
      exitCode: 0,
      incidents: [],
    },
  },

  'a-version-written-over-keeps-its-arrival': {
    evidence: stage({
      listing: listVersions('versions.json', [
        ...objectsOfAll(DELIVERIES).map((object) => ({ object })),
        ...objectsOfAll(DELIVERIES.slice(-1)).map((object) => ({
          object: { ...object, lastModified: '2026-02-19T12:00:00Z' },
        })),
        ...objectsOfAll(DELIVERIES.slice(-1)).map((object) => ({ object, latest: false })),
      ]),
      events: [putBucketPolicy({ time: CHANGE, by: DANA, policy: policy() }), ...refusals()],
    }),
    expected: {
      story:
        'The last report was copied onto itself on the 19th. Its first version tells when it came, so the window begins there.',
      outcome: 'broken',
      exitCode: 0,
      incidents: [
        { ...REFUSED_SIX_TIMES, culprit: { confidence: 'proven', time: CHANGE, eventName: 'PutBucketPolicy' } },
      ],
    },
  },

  'reports-removed-by-one-batch-delete-were-delivered': {
    evidence: stage({
      deliveries: [...DELIVERIES, ...LATER.slice(3)],
      files: logFiles(
        'access-logs',
        LATER.slice(0, 3)
          .flatMap(manifestKeys)
          .map((key) =>
            logLine({
              time: '2026-02-18T14:20:00Z',
              remoteIp: OFFICE_IP,
              requester: DANA.requester,
              operation: 'BATCH.DELETE.OBJECT',
              key,
              uri: null,
              status: 204,
              userAgent: null,
              requestId: 'J0K2M4N6P8Q1R3S5',
            }),
          ),
      ),
    }),
    expected: {
      story: 'One request deletes the manifests of three days: six lines with one request id.',
      outcome: 'delivering',
      exitCode: 0,
      incidents: [],
    },
  },

  'a-listing-of-everything-shows-other-reports-too': {
    evidence: stage({
      otherObjects: objectsOfAll(LATER, { source: 'acme-logs' }).concat(objectsOfAll(LATER, { id: 'audit-weekly' })),
      events: [
        putBucketPolicy({
          time: CHANGE,
          by: DANA,
          policy: policy(allowInventory({ sourceArn: 'arn:aws:s3:::acme-logs' })),
        }),
        ...refusals(),
      ],
    }),
    expected: {
      story: 'Reports of another source and of another configuration keep coming to the same bucket; these do not.',
      outcome: 'broken',
      exitCode: 0,
      incidents: [
        {
          ...REFUSED_SIX_TIMES,
          culprit: { confidence: 'proven', time: CHANGE, eventName: 'PutBucketPolicy' },
          cause: {
            link: 'destination-policy',
            decision: 'implicit-deny',
            statement: { sid: 'InventoryDelivery', index: 0 },
            conditionKeys: ['aws:SourceArn'],
          },
        },
      ],
    },
  },
});

/** Lifecycle acts at midnight UTC, three full days after the day of arrival. */
function expiryOf(delivery: Delivery): string {
  const day = Date.parse(`${delivery.arrived.slice(0, 10)}T00:00:00Z`);
  return new Date(day + 4 * 86_400_000 + 1_800_000).toISOString().replace('.000Z', 'Z');
}

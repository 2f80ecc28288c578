import { lineOfEvent, logFiles } from '../access-log.ts';
import { awsService } from '../caller.ts';
import { dataMarkerKey } from '../delivery.ts';
import { ACCESS_DENIED, type TrailEvent } from '../events/event.ts';
import { inventoryWrite, putBucketPolicy, putObject } from '../events/s3.ts';
import { listObjects } from '../listing.ts';
import { unrelatedTraffic } from '../log-traffic.ts';
import { allowInventory, policy } from '../policies.ts';
import { change, OFFICE_ONLY } from './office-only.ts';
import { type Scenario, theme } from './scenario.ts';
import {
  CHANGE,
  DANA,
  DELIVERIES,
  delivered,
  objectsOfAll,
  REFUSALS,
  REFUSED_SIX_TIMES,
  refusals,
  stage,
} from './stage.ts';

const TRAFFIC = unrelatedTraffic({ first: '2026-02-07', last: '2026-02-19', requestsPerDay: 4 });

const MANIFEST_OF_THE_14TH = 'inv/acme-lake/daily-full/2026-02-14T01-00Z/manifest.json';
const MANIFESTS_DENIED = {
  Sid: 'ManifestsDenied',
  Effect: 'Deny',
  Principal: '*',
  Action: 's3:PutObject',
  Resource: 'arn:aws:s3:::acme-reports/*/manifest.json',
};

/** Which refusals count, how often, and for which run. */
export const refusedWrites: Scenario[] = theme('refused-writes', {
  'repeated-log-lines-count-once': {
    evidence: stage({
      events: [change],
      files: [
        ...logFiles('access-logs', [...TRAFFIC, ...refusals().map((event) => lineOfEvent(event))], 72),
        ...logFiles(
          'access-logs/again',
          refusals().map((event) => lineOfEvent(event)),
          240,
        ),
      ],
    }),
    expected: {
      story: 'Log delivery is at least once: every refusal is there twice.',
      outcome: 'broken',
      exitCode: 0,
      incidents: [{ ...REFUSED_SIX_TIMES, culprit: { confidence: 'proven', time: CHANGE }, cause: OFFICE_ONLY }],
    },
  },

  'a-refusal-belongs-to-the-run-in-its-key': {
    evidence: stage({
      now: '2026-02-15T12:00:00Z',
      events: [
        putBucketPolicy({ time: CHANGE, by: DANA, policy: policy(allowInventory(), MANIFESTS_DENIED) }),
        inventoryWrite({ time: '2026-02-15T02:10:05Z', key: MANIFEST_OF_THE_14TH, error: ACCESS_DENIED }),
        inventoryWrite({ time: '2026-02-15T03:10:05Z', key: MANIFEST_OF_THE_14TH, error: ACCESS_DENIED }),
      ],
    }),
    expected: {
      story: 'The manifest of the 14th is refused twice after the run of the 15th has begun; that run is not overdue.',
      outcome: 'broken',
      exitCode: 0,
      incidents: [
        {
          lastDelivery: '2026-02-13T01-00Z',
          firstMissedRun: '2026-02-14T01-00Z',
          lastMissedRun: '2026-02-14T01-00Z',
          missedRuns: 1,
          window: { after: '2026-02-13T10:41:07Z', before: '2026-02-15T02:10:05Z' },
          deniedAttempts: { count: 2, first: '2026-02-15T02:10:05Z', last: '2026-02-15T03:10:05Z' },
          // The trail ends before the write.
          culprit: { confidence: 'probable', time: CHANGE, eventName: 'PutBucketPolicy' },
          cause: {
            link: 'destination-policy',
            decision: 'explicit-deny',
            statement: { sid: 'ManifestsDenied', index: 1 },
            conditionKeys: [],
          },
        },
      ],
    },
  },

  'a-refusal-before-the-last-delivery-is-not-counted': {
    evidence: stage({ events: [change, ...refusals(['2026-02-13T08:45:00Z']), ...refusals()] }),
    expected: {
      story: 'The run of the 13th was refused once and came two hours later.',
      outcome: 'broken',
      exitCode: 0,
      incidents: [{ ...REFUSED_SIX_TIMES, culprit: { confidence: 'proven', time: CHANGE }, cause: OFFICE_ONLY }],
    },
  },

  'a-refusal-past-midnight-belongs-to-the-run-before': {
    evidence: stage({ now: '2026-02-15T06:00:00Z', events: [change, ...refusals(['2026-02-15T00:30:00Z'])] }),
    expected: {
      story: 'The data marker names no run. At half past midnight the run of the 15th has not begun.',
      outcome: 'broken',
      exitCode: 0,
      incidents: [
        {
          firstMissedRun: '2026-02-14T01-00Z',
          lastMissedRun: '2026-02-14T01-00Z',
          missedRuns: 1,
          deniedAttempts: { count: 1, first: '2026-02-15T00:30:00Z', last: '2026-02-15T00:30:00Z' },
          // The trail ends before the write.
          culprit: { confidence: 'probable', time: CHANGE },
        },
      ],
    },
  },

  'keys-encoded-twice-in-the-access-log-are-the-same-keys': {
    evidence: stage({
      case: { destinationPrefix: 'storage inventory' },
      configuration: { prefix: 'storage inventory' },
      listing: listObjects('listing-acme-reports.json', objectsOfAll(DELIVERIES, { prefix: 'storage inventory' })),
      events: [change],
      files: logFiles(
        'access-logs',
        [
          ...TRAFFIC,
          ...refusals(REFUSALS, ACCESS_DENIED, { prefix: 'storage%2520inventory' }).map((event) => lineOfEvent(event)),
        ],
        72,
      ),
    }),
    expected: {
      story: 'The prefix has a space, which the access log writes as %2520.',
      outcome: 'broken',
      exitCode: 0,
      incidents: [{ ...REFUSED_SIX_TIMES, culprit: { confidence: 'proven', time: CHANGE }, cause: OFFICE_ONLY }],
    },
  },

  'refusals-before-the-first-report-in-evidence-are-an-outage': {
    evidence: stage({
      deliveries: [
        ...DELIVERIES,
        ...['2026-02-14', '2026-02-15', '2026-02-16', '2026-02-17', '2026-02-18', '2026-02-19'].map((day) =>
          delivered(day, '11:10:30'),
        ),
      ],
      events: refusals(['2026-02-05T10:10:00Z', '2026-02-06T10:20:00Z']),
    }),
    expected: {
      story: 'Two runs were refused before the first report that the listing still holds.',
      outcome: 'recovered',
      exitCode: 3,
      incidents: [
        {
          status: 'recovered',
          lastDelivery: null,
          firstMissedRun: '2026-02-05T01-00Z',
          lastMissedRun: '2026-02-06T01-00Z',
          nextDelivery: '2026-02-08T01-00Z',
          deniedAttempts: { count: 2 },
          culprit: null,
        },
      ],
    },
  },

  'the-same-change-stops-other-deliveries-too': {
    evidence: stage({
      events: [
        change,
        ...refusals(),
        ...refusals(REFUSALS.slice(0, 2), ACCESS_DENIED, { source: 'acme-web', id: 'weekly' }),
        ...serviceRefusals('logging.s3.amazonaws.com', 'logs/2026-02-15-03-12-44-ABCDEF'),
        ...serviceRefusals(
          'cloudtrail.amazonaws.com',
          'AWSLogs/444455556666/CloudTrail/eu-west-1/2026/02/15/x.json.gz',
        ),
        // Before the change, in another bucket, and by a person: of no concern.
        inventoryWrite({
          time: '2026-02-12T11:00:00Z',
          key: dataMarkerKey({ source: 'acme-old' }),
          error: ACCESS_DENIED,
        }),
        inventoryWrite({
          time: '2026-02-15T11:00:00Z',
          bucket: 'acme-other-reports',
          key: dataMarkerKey({ source: 'acme-old' }),
          error: ACCESS_DENIED,
        }),
        putObject({ time: '2026-02-15T12:00:00Z', by: DANA, key: 'upload.bin', error: ACCESS_DENIED }),
      ],
    }),
    expected: {
      story: 'One Deny, and whatever AWS delivers into the bucket is refused.',
      outcome: 'broken',
      incidents: [
        {
          ...REFUSED_SIX_TIMES,
          culprit: { time: CHANGE, confidence: 'proven' },
          alsoRefused: ['AWS CloudTrail: 3', 'S3 Inventory of acme-web/weekly: 2', 'S3 server access logging: 3'],
        },
      ],
    },
  },

  'other-deliveries-refused-in-the-access-log-are-told': {
    evidence: stage({
      events: [change],
      files: logFiles(
        'access-logs',
        [...refusals(), ...serviceRefusals('logging.s3.amazonaws.com', 'logs/2026-02-15-03-12-44-ABCDEF')].map(
          (event) => lineOfEvent(event),
        ),
        72,
      ),
    }),
    expected: {
      story: 'Only the access log of the bucket.',
      outcome: 'broken',
      incidents: [{ ...REFUSED_SIX_TIMES, alsoRefused: ['S3 server access logging: 3'] }],
    },
  },
});

/** Three writes of another service, refused. */
function serviceRefusals(principal: string, key: string): TrailEvent[] {
  return ['03:12:44', '04:12:44', '05:12:44'].map((clock) =>
    putObject({ time: `2026-02-15T${clock}Z`, by: awsService(principal), key, error: ACCESS_DENIED, salt: principal }),
  );
}

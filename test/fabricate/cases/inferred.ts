import { logFiles, logLine } from '../access-log.ts';
import { putBucketPolicy, putInventoryConfiguration } from '../events/s3.ts';
import { type EvidenceFile, jsonFile } from '../evidence-file.ts';
import { configurationInEvent } from '../inventory.ts';
import { listObjects } from '../listing.ts';
import { allowInventory, denyOutsideOffice, policy } from '../policies.ts';
import { ALLOWING, change, currentPolicy, OFFICE_ONLY } from './office-only.ts';
import { type Scenario, theme } from './scenario.ts';
import {
  arrivals,
  CHANGE,
  DANA,
  DELIVERIES,
  NOW,
  objectsOfAll,
  refusals,
  SAMI,
  SILENT_FOR_FIVE_RUNS,
  stage,
} from './stage.ts';

const BEFORE = '2026-02-07T09:20:00Z';

/** `aws s3api list-objects-v2`, which names neither bucket nor prefix. */
const listing: EvidenceFile = jsonFile('list.json', {
  Contents: objectsOfAll(DELIVERIES).map(({ key, lastModified, size }) => ({
    Key: key,
    LastModified: lastModified,
    Size: size,
  })),
  RequestCharged: null,
});

/** Nobody says which inventory it is about. */
const UNNAMED = { case: { ...nothing(), now: NOW }, configuration: null, listing } as const;

const opened = putBucketPolicy({ time: BEFORE, by: DANA, policy: ALLOWING });
const BY_POLICY = ['sourceAccount', 'destinationBucket', 'destinationAccount'];
const BY_KEYS = ['sourceBucket', 'destinationPrefix', 'configurationId'];

const ACCUSED = {
  ...SILENT_FOR_FIVE_RUNS,
  culprit: { time: CHANGE, eventName: 'PutBucketPolicy' },
  cause: OFFICE_ONLY,
};

/** What nobody names, taken from the evidence where only one answer is possible. */
export const inferred: Scenario[] = theme('inferred', {
  'the-policy-that-lets-s3-write-for-the-source-names-the-destination': {
    evidence: stage({ ...UNNAMED, events: [opened, change] }),
    expected: {
      story: 'A listing without names and the events of one bucket: what every on-call engineer has.',
      outcome: 'broken',
      exitCode: 0,
      case: { sourceBucket: 'acme-lake', destinationBucket: 'acme-reports', destinationPrefix: 'inv' },
      inferred: [...BY_KEYS, ...BY_POLICY].sort(),
      incidents: [ACCUSED],
    },
  },

  'a-policy-document-alone-names-the-destination': {
    evidence: stage({
      ...UNNAMED,
      events: [change],
      files: [currentPolicy],
    }),
    expected: {
      story: 'The policy of now, saved beside the events, holds the Allow for the source.',
      outcome: 'broken',
      case: { destinationBucket: 'acme-reports' },
      incidents: [ACCUSED],
    },
  },

  'of-two-policies-the-one-for-this-source-is-the-destination': {
    evidence: stage({
      ...UNNAMED,
      events: [
        opened,
        change,
        putBucketPolicy({
          time: '2026-02-12T10:00:00Z',
          by: DANA,
          bucket: 'acme-other-reports',
          policy: policy(
            allowInventory({ bucket: 'acme-other-reports', sourceArn: 'arn:aws:s3:::acme-web' }),
            denyOutsideOffice(),
          ),
        }),
      ],
    }),
    expected: {
      story: 'A second bucket takes the inventory of another source; its change is of no concern.',
      outcome: 'broken',
      case: { destinationBucket: 'acme-reports' },
      incidents: [ACCUSED],
      mustNotAccuse: ['PutBucketPolicy@2026-02-12T10:00:00Z'],
    },
  },

  'two-destinations-for-one-source-are-not-guessed-between': {
    evidence: stage({
      ...UNNAMED,
      events: [
        opened,
        change,
        putBucketPolicy({
          time: '2026-02-12T10:00:00Z',
          by: DANA,
          bucket: 'acme-archive',
          policy: policy(allowInventory({ bucket: 'acme-archive' }), denyOutsideOffice()),
        }),
      ],
    }),
    expected: {
      story: 'Two buckets let S3 write for the source, and the listing does not say which it is of.',
      outcome: 'broken',
      exitCode: 3,
      case: { destinationBucket: null },
      policyChanges: ['acme-archive', 'acme-reports'],
      incidents: [{ ...SILENT_FOR_FIVE_RUNS, culprit: null }],
    },
  },

  'a-bucket-of-which-only-a-policy-change-is-known-is-no-more-than-possible': {
    evidence: stage({
      ...UNNAMED,
      events: [putBucketPolicy({ time: CHANGE, by: DANA, policy: policy(denyOutsideOffice()) })],
    }),
    expected: {
      story: 'No policy seen ever let S3 write: that the reports went to this bucket is a guess.',
      outcome: 'broken',
      case: { destinationBucket: 'acme-reports' },
      inferred: [...BY_KEYS, 'destinationBucket', 'destinationAccount'].sort(),
      atMost: { any: 'possible' },
      exitCode: 3,
    },
  },

  'the-only-bucket-that-lets-s3-write-for-another-source-is-no-more-than-possible': {
    evidence: stage({
      ...UNNAMED,
      events: [
        putBucketPolicy({
          time: CHANGE,
          by: DANA,
          policy: policy(allowInventory({ sourceArn: 'arn:aws:s3:::acme-web' }), denyOutsideOffice()),
        }),
      ],
    }),
    expected: {
      story: 'The only policy seen is that of a bucket for the reports of another source.',
      outcome: 'broken',
      atMost: { any: 'possible' },
      exitCode: 3,
    },
  },

  'a-refusal-on-an-inventory-key-names-the-destination': {
    evidence: stage({
      ...UNNAMED,
      case: { ...UNNAMED.case, encryption: 'SSE-S3' },
      events: [opened, change, ...refusals()],
    }),
    expected: {
      story: 'S3 was refused under the keys of the reports: no guess is left.',
      outcome: 'broken',
      exitCode: 0,
      case: { destinationBucket: 'acme-reports' },
      inferred: [...BY_KEYS, 'destinationBucket', 'destinationAccount'].sort(),
      incidents: [{ culprit: { time: CHANGE, eventName: 'PutBucketPolicy', confidence: 'proven' } }],
    },
  },

  'what-a-stranger-was-refused-names-no-inventory': {
    evidence: stage({
      ...UNNAMED,
      case: { ...UNNAMED.case, encryption: 'SSE-S3' },
      events: [opened, change, ...refusals()],
      files: logFiles('access-logs', [
        logLine({
          time: '2026-02-18T04:12:30Z',
          remoteIp: '192.0.2.47',
          requester: null,
          operation: 'REST.PUT.OBJECT',
          key: 'inv/zz-planted/daily-full/2026-02-18T01-00Z/manifest.json',
          uri: 'PUT /inv/zz-planted/daily-full/2026-02-18T01-00Z/manifest.json HTTP/1.1',
          status: 403,
          errorCode: 'AccessDenied',
          userAgent: 'curl/8.5.0',
        }),
      ]),
    }),
    expected: {
      story: 'Anybody on the internet may try to write a report of an inventory that there never was.',
      outcome: 'broken',
      case: { sourceBucket: 'acme-lake', destinationBucket: 'acme-reports' },
      incidents: [{ missedRuns: 6, culprit: { time: CHANGE, confidence: 'proven' } }],
    },
  },

  'of-two-buckets-with-the-same-reports-s3-wrote-into-the-destination': {
    evidence: stage({
      ...UNNAMED,
      case: { ...UNNAMED.case, encryption: 'SSE-S3' },
      events: [opened, change, ...refusals()],
      files: [listObjects('listing-of-copies.json', objectsOfAll(DELIVERIES), { bucket: 'zz-archive' })],
      listing: listObjects('listing.json', objectsOfAll(DELIVERIES)),
    }),
    expected: {
      story: 'Every report is copied into an archive whose name sorts behind.',
      outcome: 'broken',
      case: { destinationBucket: 'acme-reports' },
      incidents: [{ culprit: { time: CHANGE, eventName: 'PutBucketPolicy', confidence: 'proven' } }],
    },
  },

  'of-two-buckets-with-the-same-reports-neither-is-guessed': {
    evidence: stage({
      ...UNNAMED,
      events: [
        putBucketPolicy({ time: CHANGE, by: DANA, bucket: 'zz-archive', policy: policy(denyOutsideOffice()) }),
        putBucketPolicy({ time: '2026-02-13T16:00:00Z', by: DANA, policy: policy(denyOutsideOffice()) }),
      ],
      files: [listObjects('listing-of-copies.json', objectsOfAll(DELIVERIES), { bucket: 'zz-archive' })],
      listing: listObjects('listing.json', objectsOfAll(DELIVERIES)),
    }),
    expected: {
      story: 'Nothing tells which of them S3 delivers to and which holds copies: nobody is accused.',
      outcome: 'broken',
      exitCode: 3,
      case: { destinationBucket: null },
      policyChanges: ['acme-reports', 'zz-archive'],
      incidents: [{ ...SILENT_FOR_FIVE_RUNS, culprit: null }],
    },
  },

  'the-call-that-put-the-configuration-names-the-destination': {
    evidence: stage({
      ...UNNAMED,
      events: [
        putInventoryConfiguration({
          time: BEFORE,
          by: SAMI,
          id: 'daily-full',
          configuration: configurationInEvent(),
        }),
        putBucketPolicy({ time: CHANGE, by: DANA, policy: policy(denyOutsideOffice()) }),
      ],
    }),
    expected: {
      story: 'The configuration was put while the trail was on.',
      outcome: 'broken',
      case: { destinationBucket: 'acme-reports' },
      incidents: [{ culprit: { time: CHANGE, eventName: 'PutBucketPolicy' } }],
    },
  },

  'aws-source-arn-names-the-source': {
    evidence: stage({ ...UNNAMED, listing: null, events: [opened, change] }),
    expected: {
      story: 'Events alone: what the policy is for is known, whether reports come is not.',
      outcome: 'indeterminate',
      exitCode: 3,
      case: { sourceBucket: 'acme-lake', sourceAccount: '111122223333', destinationBucket: 'acme-reports' },
      policyChanges: [],
    },
  },

  'policy-changes-of-several-buckets-are-listed-by-bucket': {
    evidence: stage({
      ...UNNAMED,
      listing: null,
      events: ['acme-web', 'acme-reports', 'acme-logs'].map((bucket, index) =>
        putBucketPolicy({ time: `2026-02-1${index}T10:00:00Z`, by: DANA, bucket, policy: policy(denyOutsideOffice()) }),
      ),
    }),
    expected: {
      story: 'Three buckets, none of which speaks of deliveries.',
      outcome: 'indeterminate',
      exitCode: 3,
      case: { destinationBucket: null },
      policyChanges: ['acme-logs', 'acme-reports', 'acme-web'],
    },
  },

  'the-end-of-the-evidence-is-the-moment-of-the-question': {
    evidence: stage({
      case: { now: undefined },
      listing: null,
      events: [...arrivals(DELIVERIES), change, ...refusals()],
    }),
    expected: {
      story: 'Logs of last year: nobody asks about today.',
      outcome: 'broken',
      asOf: { basis: 'evidence', time: '2026-02-19T23:30:00Z' },
      summarySays: ['As of 2026-02-19T23:30:00Z, the end of the evidence: '],
      incidents: [{ missedRuns: 6, culprit: { time: CHANGE, confidence: 'proven' } }],
    },
  },

  'a-listing-saved-later-speaks-for-that-moment': {
    evidence: stage({
      case: { now: undefined },
      events: [change],
      listing: listObjects('listing.json', objectsOfAll(DELIVERIES)),
    }),
    options: { savedAt: NOW },
    expected: {
      story:
        'The file of the listing is of the 20th: what it lacks had not come by then, as far as file times can be trusted.',
      outcome: 'broken',
      exitCode: 0,
      asOf: { basis: 'file-time', time: NOW },
      incidents: [
        { ...SILENT_FOR_FIVE_RUNS, culprit: { time: CHANGE, eventName: 'PutBucketPolicy', confidence: 'probable' } },
      ],
      atMost: { any: 'probable' },
    },
  },

  'a-refused-write-does-not-rest-on-the-time-of-a-file': {
    evidence: stage({
      case: { now: undefined },
      events: [change, ...refusals()],
      listing: listObjects('listing.json', objectsOfAll(DELIVERIES)),
    }),
    options: { savedAt: NOW },
    expected: {
      story: 'The same, but S3 was refused: that needs no listing.',
      outcome: 'broken',
      asOf: { basis: 'file-time', time: NOW },
      incidents: [{ culprit: { time: CHANGE, eventName: 'PutBucketPolicy', confidence: 'proven' } }],
    },
  },

  'a-file-older-than-its-content-has-lost-its-time': {
    evidence: stage({
      case: { now: undefined },
      events: [change],
      listing: listObjects('listing.json', objectsOfAll(DELIVERIES)),
    }),
    options: { savedAt: '1985-10-26T08:15:00Z' },
    expected: {
      story: 'Unpacked from a package that sets every time to 1985: the listing dates itself by its newest object.',
      outcome: 'indeterminate',
      exitCode: 3,
      asOf: { basis: 'evidence', time: '2026-02-19T23:30:00Z' },
    },
  },

  'a-file-of-the-future-has-lost-its-time': {
    evidence: stage({
      case: { now: undefined },
      events: [change],
      listing: listObjects('listing.json', objectsOfAll(DELIVERIES)),
    }),
    options: { clock: NOW, savedAt: '2031-01-01T00:00:00Z' },
    expected: {
      story: 'A time later than the clock is none: the listing may be as old as its newest object.',
      outcome: 'indeterminate',
      exitCode: 3,
      asOf: { basis: 'evidence', time: '2026-02-19T23:30:00Z' },
    },
  },

  'the-time-of-a-log-file-tells-nothing': {
    evidence: stage({
      case: { now: undefined },
      configuration: null,
      listing: null,
      events: [...arrivals(DELIVERIES), change, ...refusals()],
    }),
    options: { savedAt: '2026-06-01T00:00:00Z' },
    expected: {
      story: 'Logs are copied when they are old: that a copy is of June does not make it June.',
      outcome: 'broken',
      asOf: { basis: 'evidence', time: '2026-02-19T23:30:00Z' },
      incidents: [{ missedRuns: 6 }],
    },
  },

  'nothing-is-asked-beyond-the-clock': {
    evidence: stage({ case: { now: undefined }, events: [change, ...refusals()] }),
    options: { clock: '2026-02-18T12:00:00Z', savedAt: NOW },
    expected: {
      story: 'Records and files from the future, of a clock that is wrong: what is not yet is not judged.',
      outcome: 'broken',
      asOf: { basis: 'clock', time: '2026-02-18T12:00:00Z' },
      incidents: [{ missedRuns: 5, lastMissedRun: '2026-02-18T01-00Z' }],
    },
  },
});

function nothing() {
  return {
    sourceBucket: undefined,
    sourceAccount: undefined,
    destinationBucket: undefined,
    destinationAccount: undefined,
    destinationPrefix: undefined,
    configurationId: undefined,
    frequency: undefined,
    encryption: undefined,
  };
}

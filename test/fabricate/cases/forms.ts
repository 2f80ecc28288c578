import type { JsonObject } from '../../../src/json.ts';
import { tarOf } from '../archive/pack-tar.ts';
import { zipOf } from '../archive/pack-zip.ts';
import type { TrailEvent } from '../events/event.ts';
import { deleteBucketPolicy } from '../events/s3.ts';
import { type EvidenceFile, gzippedRecordsFile, jsonLinesFile, textFile } from '../evidence-file.ts';
import { storedGzip } from '../gzip.ts';
import { INVENTORY_MANIFEST, inventoryData } from '../inventory-data.ts';
import { listObjects } from '../listing.ts';
import { consoleCsv, lookupEvents } from '../lookup-events.ts';
import { ocsfEvent } from '../security-lake.ts';
import { quietTrail } from '../trail-traffic.ts';
import { change, currentPolicy, OFFICE_ONLY, withoutParameters } from './office-only.ts';
import { type Scenario, theme } from './scenario.ts';
import {
  byTime,
  CHANGE,
  DELIVERIES,
  DESTINATION_TRAIL,
  ELIF,
  NOW,
  objectsOfAll,
  REFUSALS,
  REFUSED_SIX_TIMES,
  refusals,
  SILENT_FOR_FIVE_RUNS,
  SOURCE_TRAIL,
  stage,
} from './stage.ts';

/** Of no interest, but in the same answer. */
const OTHER_BUCKET = deleteBucketPolicy({ time: '2026-02-12T09:14:00Z', by: ELIF, bucket: 'acme-scratch' });

/** The forms in which the same evidence comes. */
export const forms: Scenario[] = theme('forms', {
  'an-old-trail-writes-hosts-and-policies-as-lists': {
    evidence: stage({
      trails: [SOURCE_TRAIL],
      files: [
        jsonLinesFile(
          'cloudtrail-lines.jsonl',
          [...quietTrail(DESTINATION_TRAIL), asOfOld(change), ...refusals()].sort(byTime),
        ),
      ],
    }),
    expected: {
      story: 'Records of version 1.05, one a line.',
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

  'a-policy-dropped-for-its-size-with-the-current-policy-is-probable': {
    evidence: stage({ events: [withoutParameters(change), ...refusals()], files: [currentPolicy] }),
    expected: {
      story: 'CloudTrail dropped the request parameters. What the call wrote is told by the policy as it is now.',
      outcome: 'broken',
      exitCode: 0,
      incidents: [
        {
          ...REFUSED_SIX_TIMES,
          culprit: { confidence: 'probable', time: CHANGE, eventName: 'PutBucketPolicy' },
          cause: OFFICE_ONLY,
        },
      ],
    },
  },

  'a-policy-dropped-for-its-size-is-a-suspicion': {
    evidence: stage({ events: [withoutParameters(change), ...refusals()] }),
    expected: {
      story: 'The same without the policy: only the time speaks against the change.',
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

  'an-inventory-of-the-destination-shows-what-arrived': {
    evidence: stage({
      listing: null,
      events: [change, ...refusals()],
      files: [inventoryData(objectsOfAll(DELIVERIES)), INVENTORY_MANIFEST],
    }),
    expected: {
      story:
        'Nobody listed the bucket, but an inventory of it was taken: its CSV and a manifest tell what came, and when.',
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

  'an-inventory-of-the-destination-needs-its-manifest': {
    evidence: stage({
      listing: null,
      events: [change, ...refusals()],
      files: [inventoryData(objectsOfAll(DELIVERIES))],
    }),
    expected: {
      story: 'The same without the manifest: which column is the time, nobody knows.',
      outcome: 'broken',
      incidents: [{ lastDelivery: null }],
      warnings: ['inventory-without-manifest'],
    },
  },

  'events-of-security-lake-have-lost-their-policies': {
    evidence: stage({
      trails: [],
      files: [
        jsonLinesFile(
          'lake.jsonl',
          [change, OTHER_BUCKET, ...refusals()].map((event) => ocsfEvent(event, 'lost')),
        ),
      ],
    }),
    expected: {
      story:
        'Security Lake put the events into its own schema, and the policy was lost. Who called is known, what it did is not.',
      outcome: 'broken',
      exitCode: 3,
      incidents: [
        {
          culprit: { confidence: 'possible', time: CHANGE, eventName: 'PutBucketPolicy' },
          candidates: [{ time: CHANGE, eventName: 'PutBucketPolicy', assessment: 'undetermined' }],
        },
      ],
      warnings: ['normalised-events'],
    },
  },

  'lookup-events-holds-whole-events': {
    evidence: stage({ trails: [], files: [lookupEvents('lookup-put-bucket-policy.json', [change, OTHER_BUCKET])] }),
    expected: {
      story: 'Nothing but the answer of lookup-events for PutBucketPolicy.',
      outcome: 'broken',
      incidents: [
        {
          ...SILENT_FOR_FIVE_RUNS,
          culprit: { time: CHANGE, eventName: 'PutBucketPolicy', eventId: String(change['eventID']) },
          cause: OFFICE_ONLY,
          candidates: [{ time: CHANGE, eventName: 'PutBucketPolicy', assessment: 'breaks' }],
        },
      ],
      warnings: ['configuration-unknown'],
    },
  },

  'a-console-csv-with-the-current-policy-is-probable': {
    evidence: stage({ trails: [], files: [consoleCsv('event_history.csv', [change, OTHER_BUCKET]), currentPolicy] }),
    expected: {
      story: 'The CSV of the event history names the call and the person, never the policy.',
      outcome: 'broken',
      exitCode: 0,
      incidents: [
        {
          ...SILENT_FOR_FIVE_RUNS,
          culprit: {
            confidence: 'probable',
            time: CHANGE,
            eventName: 'PutBucketPolicy',
            eventId: String(change['eventID']),
            actor: { userName: 'dana.ivers' },
          },
          cause: OFFICE_ONLY,
        },
      ],
    },
  },

  'damaged-and-foreign-files-leave-the-rest-answered': {
    evidence: stage({
      events: [change, ...refusals()],
      files: [
        textFile('notes.txt', 'Called the platform team at 9, nobody knew.\n'),
        textFile('empty.log', ''),
        cutShort(gzippedRecordsFile('cloudtrail-cut-short.json.gz', [OTHER_BUCKET, OTHER_BUCKET])),
      ],
    }),
    expected: {
      story: 'A note, an empty file and a file whose download broke off lie beside the evidence.',
      outcome: 'broken',
      exitCode: 0,
      incidents: [
        {
          ...REFUSED_SIX_TIMES,
          culprit: { confidence: 'proven', time: CHANGE, eventName: 'PutBucketPolicy' },
          cause: OFFICE_ONLY,
        },
      ],
      warnings: ['empty-source', 'not-recognised', 'incomplete-source', 'rejected-records'],
    },
  },

  'evidence-handed-over-as-archives-is-read-member-by-member': {
    evidence: packedUp(stage({ events: [change, ...refusals()] })),
    expected: {
      story: 'All of it came as a tar.gz within a zip, with a link and what macOS adds. A note lies beside it.',
      outcome: 'broken',
      exitCode: 0,
      incidents: [
        {
          ...REFUSED_SIX_TIMES,
          culprit: { confidence: 'proven', time: CHANGE, eventName: 'PutBucketPolicy' },
          cause: OFFICE_ONLY,
        },
      ],
      warnings: ['not-recognised', 'archive-members'],
    },
  },

  'runs-follow-the-time-of-day-of-the-history': {
    evidence: stage({
      deliveries: ['2026-02-08', '2026-02-09', '2026-02-10', '2026-02-11', '2026-02-12'].map((day, index) => ({
        run: `${day}T21-32Z`,
        arrived:
          [
            '2026-02-09T06:10:00Z',
            '2026-02-10T05:58:30Z',
            '2026-02-11T07:02:10Z',
            '2026-02-12T06:31:45Z',
            '2026-02-13T06:40:20Z',
          ][index] ?? '',
      })),
      events: [change],
    }),
    expected: {
      story: 'This bucket is scanned at 21:32, so the run of Friday evening is the first to miss.',
      outcome: 'broken',
      exitCode: 0,
      incidents: [
        {
          status: 'ongoing',
          lastDelivery: '2026-02-12T21-32Z',
          firstMissedRun: '2026-02-13T21-32Z',
          lastMissedRun: '2026-02-17T21-32Z',
          missedRuns: 5,
          window: { after: '2026-02-13T06:40:20Z', before: '2026-02-15T21:32:00Z' },
          culprit: { confidence: 'proven', time: CHANGE, eventName: 'PutBucketPolicy' },
          cause: OFFICE_ONLY,
        },
      ],
    },
  },

  'reports-at-the-root-of-the-bucket': {
    evidence: stage({
      case: { destinationPrefix: '' },
      configuration: { prefix: '' },
      listing: listObjects('listing-acme-reports.json', objectsOfAll(DELIVERIES, { prefix: '' })),
      events: [change, ...refusals(REFUSALS, undefined, { prefix: '' })],
    }),
    expected: {
      story: 'The configuration has no prefix.',
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

  'without-a-case-file-the-configuration-tells-what-to-look-at': {
    evidence: stage({ case: null, events: [change, ...refusals()] }),
    options: { clock: NOW },
    expected: {
      story: 'Evidence without case.json: the configuration document names the destination, the keys name the source.',
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
});

/** The shape of records before 2020: hosts and query parameters as lists. */
function asOfOld(event: TrailEvent): TrailEvent {
  const parameters = event['requestParameters'] as JsonObject;
  return {
    ...event,
    eventVersion: '1.05',
    requestParameters: {
      host: [String(parameters['Host'])],
      bucketName: parameters['bucketName'],
      bucketPolicy: parameters['bucketPolicy'],
      policy: [''],
    },
  };
}

/** An archive as somebody on a Mac would send it. */
function packedUp(files: readonly EvidenceFile[]): EvidenceFile[] {
  const inner = tarOf([
    { name: 'evidence/', type: '5' },
    { name: 'evidence/latest', type: '2' },
    ...files.flatMap(({ path, bytes }) => [
      { name: `evidence/._${path.split('/').at(-1)}`, bytes: 'Mac OS X' },
      { name: `evidence/${path}`, bytes: Buffer.from(bytes) },
    ]),
  ]);
  const notes = 'Please find enclosed what we have.\n';
  return [
    {
      path: 'for-you.zip',
      bytes: zipOf([
        { name: 'evidence.tar.gz', bytes: Buffer.from(storedGzip(inner)), method: 0 },
        { name: 'notes.txt', bytes: notes, method: 0 },
      ]),
    },
  ];
}

function cutShort(file: EvidenceFile): EvidenceFile {
  return { ...file, bytes: file.bytes.subarray(0, Math.floor(file.bytes.length * 0.8)) };
}

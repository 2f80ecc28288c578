import { lineOfEvent, logFiles } from '../access-log.ts';
import { objectsOf } from '../delivery.ts';
import { awsS3Ls, listObjects, listTopLevel } from '../listing.ts';
import { unrelatedTraffic } from '../log-traffic.ts';
import { arrivalLines, change, OFFICE_ONLY } from './office-only.ts';
import { type Scenario, theme } from './scenario.ts';
import {
  arrivals,
  CHANGE,
  DELIVERIES,
  NOW,
  objectsOfAll,
  REFUSED_SIX_TIMES,
  refusals,
  SILENT_FOR_FIVE_RUNS,
  stage,
} from './stage.ts';

const TRAFFIC = unrelatedTraffic({ first: '2026-02-07', last: '2026-02-19', requestsPerDay: 4 });

const TOKEN = '1ueGcxLPRx1Tr/XYExHnhbYLgveDs2J/wm36Hy4vbOwM=';

/** What a listing proves, and what is known without one. */
export const listings: Scenario[] = theme('listings', {
  'deliveries-and-refusals-in-the-access-log-without-any-listing': {
    evidence: stage({
      listing: null,
      events: [change],
      files: logFiles(
        'access-logs',
        [...TRAFFIC, ...arrivalLines, ...refusals().map((event) => lineOfEvent(event))],
        72,
      ),
    }),
    expected: {
      story: 'No listing: the log of the writes tells which reports came and which were refused.',
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

  'refusals-name-missed-runs-without-any-listing': {
    evidence: stage({ listing: null, events: [...arrivals(DELIVERIES), change, ...refusals()] }),
    expected: {
      story: 'The same from data events.',
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

  'an-access-log-that-shows-no-more-deliveries-proves-nothing': {
    evidence: stage({
      listing: null,
      events: [change],
      files: logFiles('access-logs', [...TRAFFIC, ...arrivalLines], 72),
    }),
    expected: {
      story: 'Log lines may be lost: that none tells of a delivery after the 13th is no proof that none came.',
      outcome: 'indeterminate',
      exitCode: 3,
    },
  },

  'a-truncated-listing-proves-nothing': {
    evidence: stage({
      events: [change],
      listing: listObjects('listing-page-1.json', objectsOfAll(DELIVERIES), { nextToken: TOKEN }),
    }),
    expected: {
      story: 'Only the first page of the listing was saved; later runs sort behind it.',
      outcome: 'indeterminate',
      exitCode: 3,
    },
  },

  'the-pages-of-a-listing-are-one-listing': {
    evidence: stage({
      events: [change],
      listing: listObjects('page-1.json', objectsOfAll(DELIVERIES.slice(0, 3)), { nextToken: TOKEN }),
      files: [
        listObjects(
          'page-2.json',
          DELIVERIES.slice(3)
            .flatMap((delivery) => objectsOf(delivery))
            .filter((object) => object.key.includes('Z/')),
          { token: TOKEN },
        ),
      ],
    }),
    expected: {
      story: 'The listing was saved in two pages, both of which are here.',
      outcome: 'broken',
      exitCode: 0,
      incidents: [
        {
          ...SILENT_FOR_FIVE_RUNS,
          culprit: { confidence: 'proven', time: CHANGE, eventName: 'PutBucketPolicy' },
          cause: OFFICE_ONLY,
        },
      ],
    },
  },

  'the-last-page-of-a-listing-alone-proves-nothing': {
    evidence: stage({
      events: [...arrivals(DELIVERIES), change],
      listing: listObjects(
        'page-9.json',
        [
          {
            key: 'public/logo.svg',
            lastModified: '2025-06-18T09:00:00Z',
            size: 4_204,
            etag: '0f343b0931126a20f133d67c2b018a3b',
          },
        ],
        { token: TOKEN },
      ),
    }),
    expected: {
      story: 'The last page holds what sorts last, which is no report.',
      outcome: 'indeterminate',
      exitCode: 3,
    },
  },

  'a-listing-of-folders-proves-nothing': {
    evidence: stage({
      events: [...arrivals(DELIVERIES), change],
      listing: listTopLevel('folders.json', ['dashboards', 'exports', 'inv']),
    }),
    expected: {
      story: 'With a delimiter the answer names folders, not reports.',
      outcome: 'indeterminate',
      exitCode: 3,
    },
  },

  'a-listing-of-another-prefix-proves-nothing': {
    evidence: stage({
      events: [...arrivals(DELIVERIES), change],
      listing: listObjects(
        'listing-dashboards.json',
        [
          {
            key: 'dashboards/cost/layout.json',
            lastModified: '2026-02-18T09:00:00Z',
            size: 18_204,
            etag: '0f343b0931126a20f133d67c2b018a3b',
          },
        ],
        { prefix: 'dashboards/' },
      ),
    }),
    expected: {
      story: 'The listing at hand is that of the dashboards.',
      outcome: 'indeterminate',
      exitCode: 3,
    },
  },

  'without-a-clock-runs-after-the-newest-object-are-unknown': {
    evidence: stage({ events: [change], case: { now: undefined } }),
    options: { clock: NOW },
    expected: {
      story: 'A saved listing whose newest object is the last report: it may have been saved right after that.',
      outcome: 'indeterminate',
      exitCode: 3,
    },
  },

  'without-a-clock-the-newest-object-dates-the-listing': {
    evidence: stage({
      events: [change],
      case: { now: undefined },
      otherObjects: [
        {
          key: 'exports/finance-2026-02.xlsx',
          lastModified: '2026-02-18T16:00:00Z',
          size: 48_200,
          etag: 'a3cca2b2aa1e3b5b3b5aad99a8529074',
        },
      ],
    }),
    options: { clock: NOW },
    expected: {
      story: 'Another object of the 18th shows that the listing was saved no earlier than that.',
      outcome: 'broken',
      incidents: [
        {
          lastDelivery: '2026-02-13T01-00Z',
          firstMissedRun: '2026-02-14T01-00Z',
          culprit: { time: CHANGE, eventName: 'PutBucketPolicy' },
          cause: OFFICE_ONLY,
        },
      ],
    },
  },

  'a-listing-in-local-time-proves-nothing-exactly': {
    evidence: stage({ events: [change, ...refusals()], listing: awsS3Ls('listing.txt', objectsOfAll(DELIVERIES), 1) }),
    expected: {
      story: 'aws s3 ls printed the times of a laptop in Berlin, and nobody said so.',
      outcome: 'broken',
      incidents: [
        {
          firstMissedRun: '2026-02-14T01-00Z',
          missedRuns: 6,
          culprit: { confidence: 'probable', time: CHANGE, eventName: 'PutBucketPolicy' },
          cause: OFFICE_ONLY,
        },
      ],
    },
  },

  'a-listing-in-a-named-time-zone-is-exact': {
    evidence: stage({ events: [change, ...refusals()], listing: awsS3Ls('listing.txt', objectsOfAll(DELIVERIES), 1) }),
    options: { listingTimezone: 'Europe/Berlin' },
    expected: {
      story: 'The same listing, with its zone.',
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

import type { JsonObject } from '../../../src/json.ts';
import { type Caller, CONSOLE, iamUser, roleSession } from '../caller.ts';
import {
  CONFIGURATION_ID,
  DESTINATION_ACCOUNT,
  DESTINATION_BUCKET,
  KEY_ACCOUNT,
  KEY_ARN,
  PREFIX,
  SOURCE_ACCOUNT,
  SOURCE_BUCKET,
} from '../cast.ts';
import { type Delivery, dataMarker, dataMarkerKey, objectsOf, type Place, type StoredObject } from '../delivery.ts';
import { ACCESS_DENIED, type ApiError, type TrailEvent } from '../events/event.ts';
import { inventoryWrite } from '../events/s3.ts';
import { type EvidenceFile, jsonFile, recordsFile } from '../evidence-file.ts';
import type { ExpectedIncident } from '../expectation.ts';
import { type Configuration, configurationDocument } from '../inventory.ts';
import { listObjects } from '../listing.ts';
import { type Days, quietTrail } from '../trail-traffic.ts';

/*
 * The stage on which most scenarios play. Reports came every day; the last one is that of Friday
 * 13 February 2026, which arrived at 10:41:07. The next run, of the 14th, is overdue on the 16th at
 * 01:00. The story is looked at on the 20th at noon: then the runs of the 14th to the 18th are overdue,
 * five of them; that of the 19th is late but within its 48 hours, unless a refusal is known.
 */
export const NOW = '2026-02-20T12:00:00Z';

/** The slowest of these came 10 h 55 min 20 s after its folder time. */
export const DELIVERIES: readonly Delivery[] = [
  delivered('2026-02-08', '09:41:12'),
  delivered('2026-02-09', '11:04:33'),
  delivered('2026-02-10', '11:55:20'),
  delivered('2026-02-11', '10:48:51'),
  delivered('2026-02-12', '11:34:02'),
  delivered('2026-02-13', '10:41:07'),
];
export const LAST_ARRIVAL = '2026-02-13T10:41:07Z';

/** When the culprit of most stories acts: after the last delivery, long before the next write. */
export const CHANGE = '2026-02-13T15:20:11Z';

/** One refusal for each run from the 14th to the 19th. */
export const REFUSALS: readonly string[] = [
  '2026-02-14T10:52:18Z',
  '2026-02-15T11:07:45Z',
  '2026-02-16T09:58:30Z',
  '2026-02-17T11:21:09Z',
  '2026-02-18T10:40:55Z',
  '2026-02-19T11:33:27Z',
];

/** What the reports of a story with `REFUSALS` have in common. */
export const REFUSED_SIX_TIMES: ExpectedIncident = {
  status: 'ongoing',
  lastDelivery: '2026-02-13T01-00Z',
  firstMissedRun: '2026-02-14T01-00Z',
  lastMissedRun: '2026-02-19T01-00Z',
  missedRuns: 6,
  nextDelivery: null,
  window: { after: LAST_ARRIVAL, before: '2026-02-14T10:52:18Z' },
  deniedAttempts: { count: 6, first: '2026-02-14T10:52:18Z', last: '2026-02-19T11:33:27Z' },
};

/** The same without any refusal on record: only the deadlines tell. */
export const SILENT_FOR_FIVE_RUNS: ExpectedIncident = {
  status: 'ongoing',
  lastDelivery: '2026-02-13T01-00Z',
  firstMissedRun: '2026-02-14T01-00Z',
  lastMissedRun: '2026-02-18T01-00Z',
  missedRuns: 5,
  nextDelivery: null,
  window: { after: LAST_ARRIVAL, before: '2026-02-16T01:00:00Z' },
  deniedAttempts: null,
};

/** Works on the destination with long-lived keys. */
export const DANA: Caller = iamUser(DESTINATION_ACCOUNT, 'dana.ivers');
/** Works on the destination in the console, without an event that tells where the session came from. */
export const ELIF: Caller = roleSession({
  accountId: DESTINATION_ACCOUNT,
  role: 'platform-admin',
  sessionName: 'elif.aydin',
  created: '2026-02-13T08:00:00Z',
  userAgent: CONSOLE,
});
/** Owns the source bucket. */
export const SAMI: Caller = iamUser(SOURCE_ACCOUNT, 'sami.hale');

/** Looks after the keys, in an account of its own. */
export const KEYS: Caller = iamUser(KEY_ACCOUNT, 'kit.lowe');

export interface Stage {
  /** Changes, refusals, sign-ins, of whichever account. */
  readonly events?: readonly TrailEvent[];
  readonly deliveries?: readonly Delivery[];
  readonly now?: string;
  /** Members of `case.json` to replace; null leaves the file out. */
  readonly case?: JsonObject | null;
  /** The configuration as it is at `now`; null leaves the document out. */
  readonly configuration?: Configuration | null;
  /** Accounts whose trail is part of the evidence, each with an event a day. */
  readonly trails?: readonly Days[];
  /** What stands in the destination besides the deliveries. */
  readonly otherObjects?: readonly StoredObject[];
  /** Takes the place of the usual listing; null leaves it out. */
  readonly listing?: EvidenceFile | null;
  readonly files?: readonly EvidenceFile[];
}

export const SOURCE_TRAIL: Days = { account: SOURCE_ACCOUNT, first: '2026-02-07', last: '2026-02-19' };
export const DESTINATION_TRAIL: Days = { account: DESTINATION_ACCOUNT, first: '2026-02-07', last: '2026-02-19' };

export const KEY_TRAIL: Days = { ...DESTINATION_TRAIL, account: KEY_ACCOUNT };

/** A story whose reports are encrypted with a key of a third account, all of whose trails are given. */
export function encryptedStage(story: Stage, key: string = KEY_ARN): EvidenceFile[] {
  return stage({
    trails: [SOURCE_TRAIL, DESTINATION_TRAIL, KEY_TRAIL],
    case: { encryption: key },
    configuration: { encryption: key },
    ...story,
  });
}

/** The evidence of a story: only what differs from the usual has to be said. */
export function stage(story: Stage = {}): EvidenceFile[] {
  const deliveries = story.deliveries ?? DELIVERIES;
  const caseDocument = story.case === undefined ? {} : story.case;
  const trails = (story.trails ?? [SOURCE_TRAIL, DESTINATION_TRAIL]).map((days) =>
    untilDayBefore(story.now ?? NOW, days),
  );
  const listing =
    story.listing === undefined
      ? listObjects('listing-acme-reports.json', [...objectsOfAll(deliveries), ...(story.otherObjects ?? [])])
      : story.listing;
  return [
    ...(caseDocument === null ? [] : [jsonFile('case.json', usualCase(story.now ?? NOW, caseDocument))]),
    ...(story.configuration === null
      ? []
      : [jsonFile('inventory-configuration.json', configurationDocument(story.configuration))]),
    ...(listing === null ? [] : [listing]),
    ...trailFiles(story.events ?? [], trails),
    ...(story.files ?? []),
  ];
}

export function objectsOfAll(deliveries: readonly Delivery[], place: Place = {}): StoredObject[] {
  const last = deliveries[deliveries.length - 1];
  return [
    ...deliveries.flatMap((delivery) => objectsOf(delivery, place)),
    ...(last === undefined ? [] : [dataMarker(last, place)]),
  ];
}

/** Refused deliveries as the destination's data events tell them. */
export function refusals(
  times: readonly string[] = REFUSALS,
  error: ApiError = ACCESS_DENIED,
  place: Place = {},
): TrailEvent[] {
  return times.map((time) => inventoryWrite({ time, key: dataMarkerKey(place), error }));
}

/** Arrived deliveries as the destination's data events tell them. */
export function arrivals(deliveries: readonly Delivery[], place: Place = {}): TrailEvent[] {
  return objectsOfAll(deliveries, place).map((object) =>
    inventoryWrite({ time: object.lastModified, key: object.key }),
  );
}

export function delivered(day: string, clock: string): Delivery {
  return { run: `${day}T01-00Z`, arrived: `${day}T${clock}Z` };
}

/** One file for each account, every event in the order of time. */
function trailFiles(events: readonly TrailEvent[], trails: readonly Days[]): EvidenceFile[] {
  const background = trails.flatMap((days) => quietTrail(days));
  const accounts = [...new Set([...background, ...events].map((event) => event.recipientAccountId))].sort();
  return accounts.map((account) =>
    recordsFile(
      `cloudtrail-${account}.json`,
      [...background, ...events].filter((event) => event.recipientAccountId === account).sort(byTime),
    ),
  );
}

export function byTime(left: TrailEvent, right: TrailEvent): number {
  return left.eventTime < right.eventTime ? -1 : left.eventTime > right.eventTime ? 1 : 0;
}

/** Nothing is on record after the moment at which the story is looked at. */
function untilDayBefore(now: string, days: Days): Days {
  const dayBefore = new Date(Date.parse(now) - 86_400_000).toISOString().slice(0, 10);
  return days.last > dayBefore ? { ...days, last: dayBefore } : days;
}

function usualCase(now: string, replace: JsonObject): JsonObject {
  return {
    sourceBucket: SOURCE_BUCKET,
    sourceAccount: SOURCE_ACCOUNT,
    destinationBucket: DESTINATION_BUCKET,
    destinationAccount: DESTINATION_ACCOUNT,
    destinationPrefix: PREFIX,
    configurationId: CONFIGURATION_ID,
    frequency: 'Daily',
    encryption: 'SSE-S3',
    now,
    ...replace,
  };
}

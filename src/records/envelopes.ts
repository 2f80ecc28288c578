import type { JsonObject, JsonValue } from '../json.ts';
import type { EvidenceKind } from '../sources/tally.ts';
import type { CloudTrailRecord } from './cloudtrail/record.ts';

/**
 * What wraps records: by which members it is known, what is inside and where it stands there, and what the whole
 * speaks for. A new one is one entry here.
 */
export interface Envelope {
  /** What it is. `docs/evidence.md` says the same, and what it proves. */
  readonly words: string;
  /** The command that gets it; words in capitals are for the reader to fill in. */
  readonly get: string;
  /** Members of a document whose arrays may be longer than memory: what is in them is read one by one. */
  readonly lists: readonly string[];
  /** What a source is whose lists are empty. */
  readonly empty: EvidenceKind;
  /** What its records make of a source, whatever they would without it; null where it is for them to say. */
  readonly kind: EvidenceKind | null;
  /** What the lack of a record in it says. */
  readonly scope: Scope;
  /**
   * What is inside an object of this shape: an element of the list `member`, of an array without name or a line
   * (`member` null), or a document. null for objects of another shape, and where a list is all that there is to it.
   */
  readonly open: ((value: JsonObject, member: string | null) => readonly Inside[] | null) | null;
}

/** A log file, the answer of LookupEvents, or what somebody chose from a log by a filter that the file does not tell. */
export type Scope = Exclude<CloudTrailRecord['form'], 'console-csv'>;

/** One thing in an envelope, and the way to it. */
type Inside =
  | { readonly way: string; readonly value: JsonValue }
  /** JSON that is kept as text. */
  | { readonly way: string; readonly text: string }
  /** Of this shape beyond doubt, and yet it is not there. */
  | { readonly missing: string };

export type EnvelopeName =
  | 'trail-file'
  | 'lookup-events'
  | 'inventory-configurations'
  | 'listing'
  | 'collection'
  | 'config-items'
  | 'config-notification';

/** By name, in the order in which they are tried. */
export const ENVELOPES: Readonly<Record<EnvelopeName, Envelope>> = {
  /** https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-log-file-examples.html */
  'trail-file': {
    words: 'log file of CloudTrail',
    get: 'aws s3 cp --recursive s3://TRAIL-BUCKET/AWSLogs/ACCOUNT/CloudTrail/REGION/YYYY/MM/ trail/',
    lists: ['Records'],
    empty: 'cloudtrail',
    kind: null,
    scope: 'file',
    open: (value) => elementsOf(value, 'Records'),
  },
  /** https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_LookupEvents.html */
  'lookup-events': {
    words: 'answer of LookupEvents',
    get: 'aws cloudtrail lookup-events --lookup-attributes AttributeKey=ResourceName,AttributeValue=BUCKET --region REGION --output json > events.json',
    lists: ['Events'],
    empty: 'lookup-events',
    kind: 'lookup-events',
    scope: 'lookup-events',
    open: (value, member) => {
      const text = value['CloudTrailEvent'];
      if (typeof text === 'string') return [{ way: 'CloudTrailEvent', text }];
      if (member === 'Events' || value['EventId'] !== undefined) return [NO_EVENT];
      return elementsOf(value, 'Events');
    },
  },
  /** https://docs.aws.amazon.com/cli/latest/reference/s3api/list-bucket-inventory-configurations.html */
  'inventory-configurations': {
    words: 'list of inventory configurations',
    get: 'aws s3api list-bucket-inventory-configurations --bucket SOURCE --output json > configurations.json',
    lists: [],
    empty: 'inventory-configuration',
    kind: 'inventory-configuration',
    scope: 'file',
    open: (value) => elementsOf(value, 'InventoryConfigurationList'),
  },
  /** https://docs.aws.amazon.com/AmazonS3/latest/API/API_ListObjectsV2.html and its kin. */
  listing: {
    words: 'answer of ListObjectsV2, ListObjects or ListObjectVersions',
    get: 'aws s3api list-objects-v2 --bucket DESTINATION --prefix PREFIX --output json > listing.json',
    lists: ['Contents', 'Versions', 'DeleteMarkers', 'CommonPrefixes'],
    empty: 'listing',
    kind: null,
    scope: 'file',
    open: null,
  },
  /** What `collect` leaves beside the files that it saved. */
  collection: {
    words: 'list of what collect saved',
    get: 'inventory-forensics collect --out DIR --source-bucket SOURCE --configuration-id ID',
    lists: ['collected'],
    empty: 'collection',
    kind: null,
    scope: 'file',
    open: null,
  },
  /**
   * What GetResourceConfigHistory answers, and the files that AWS Config delivers.
   * https://docs.aws.amazon.com/config/latest/developerguide/view-manage-resource.html
   */
  'config-items': {
    words: 'history or snapshot of AWS Config',
    get: 'aws s3 cp --recursive s3://CONFIG-BUCKET/PREFIX/AWSLogs/ACCOUNT/Config/REGION/YYYY/M/D/ConfigHistory/ config/',
    lists: ['configurationItems'],
    empty: 'config-item',
    kind: 'config-item',
    scope: 'file',
    open: (value) => elementsOf(value, 'configurationItems'),
  },
  /** https://docs.aws.amazon.com/config/latest/developerguide/example-sns-notification.html */
  'config-notification': {
    words: 'notification of AWS Config that an item changed',
    get: 'aws s3 cp --recursive s3://BUCKET-OF-THE-SUBSCRIPTION/PREFIX notifications/',
    lists: [],
    empty: 'config-item',
    kind: 'config-item',
    scope: 'file',
    open: (value) => {
      if (value['messageType'] === 'OversizedConfigurationItemChangeNotification') return [TOO_LARGE];
      const item = value['configurationItem'];
      return item === undefined || value['messageType'] === undefined
        ? null
        : [{ way: 'configurationItem', value: item }];
    },
  },
};

const ALL: readonly Envelope[] = Object.values(ENVELOPES);

/** Members that any envelope keeps its records in, one by one. */
export const STREAMED_LISTS: ReadonlySet<string> = new Set(ALL.flatMap(({ lists }) => lists));

/** An envelope, and what is inside. */
export interface OpenedEnvelope {
  readonly envelope: Envelope;
  readonly inside: readonly Inside[];
}

/** The first envelope that has the shape of the object. */
export function openEnvelope(value: JsonObject, member: string | null): OpenedEnvelope | null {
  for (const envelope of ALL) {
    const inside = envelope.open?.(value, member) ?? null;
    if (inside !== null) return { envelope, inside };
  }
  return null;
}

/** What the elements of a document's list would have been, where it holds none. */
export function kindOfEmpty(value: JsonObject): EvidenceKind | null {
  return ALL.find(({ lists }) => lists.some((list) => value[list] !== undefined))?.empty ?? null;
}

function elementsOf(value: JsonObject, list: string): Inside[] | null {
  const elements = value[list];
  if (!Array.isArray(elements)) return null;
  return elements.map((element, index) => ({ way: `${list}[${index}]`, value: element }));
}

const TOO_LARGE: Inside = {
  missing: 'an item too large for its notification: it is in S3, where s3DeliverySummary of the notification names it',
};
const NO_EVENT: Inside = { missing: 'no CloudTrailEvent in this event' };

import type { JsonObject, JsonValue } from '../../json.ts';
import type { ListingScope } from '../item.ts';

/** What the members around a listing's objects say of it. */
export type ListingRequest = Omit<ListingScope, 'newest' | 'objects' | 'incomplete'>;

/**
 * Whether a document is the output of a listing call, be it that nothing was found: the CLI then
 * leaves out `Contents` and prints what else there is, down to `{"RequestCharged": null}`.
 * https://docs.aws.amazon.com/cli/latest/reference/s3api/list-objects-v2.html
 */
export function isListing(document: JsonObject): boolean {
  if (OBJECT_MEMBERS.some((member) => Array.isArray(document[member]))) return true;
  return (
    Object.keys(document).every((member) => MEMBERS.has(member)) &&
    TELLING_MEMBERS.some((member) => document[member] !== undefined)
  );
}

/**
 * What a listing speaks for, from the members of ListObjectsV2, ListObjects or ListObjectVersions.
 * The CLI, when it gathers pages itself, prints few of them; what it does not print is null. `NextToken`
 * is the CLI's own (`--max-items`).
 * https://docs.aws.amazon.com/AmazonS3/latest/API/API_ListObjectsV2.html
 * https://docs.aws.amazon.com/cli/latest/userguide/cli-usage-pagination.html
 */
export function listingRequest(document: JsonObject, hasCommonPrefixes: boolean): ListingRequest {
  const next = first(document, ['NextContinuationToken', 'NextToken', 'NextMarker', 'NextKeyMarker']);
  return {
    bucket: first(document, ['Name']),
    prefix: text(document['Prefix']),
    // Objects are grouped only where a delimiter was asked for, and `/` is the only one in use.
    delimiter: first(document, ['Delimiter']) ?? (hasCommonPrefixes ? '/' : null),
    startAfter: first(document, ['StartAfter', 'Marker', 'KeyMarker']),
    continuationToken: first(document, ['ContinuationToken']),
    nextContinuationToken: next,
    isTruncated: document['IsTruncated'] === true || next !== null,
  };
}

/** Nothing known: objects came without their listing around them. */
export const UNKNOWN_REQUEST: ListingRequest = {
  bucket: null,
  prefix: null,
  delimiter: null,
  startAfter: null,
  continuationToken: null,
  nextContinuationToken: null,
  isTruncated: false,
};

function first(document: JsonObject, members: readonly string[]): string | null {
  for (const member of members) {
    const value = text(document[member]);
    if (value !== null && value !== '') return value;
  }
  return null;
}

function text(value: JsonValue | undefined): string | null {
  return typeof value === 'string' ? value : null;
}

const OBJECT_MEMBERS = ['Contents', 'Versions', 'DeleteMarkers', 'CommonPrefixes'];
const TELLING_MEMBERS = ['RequestCharged', 'KeyCount', 'MaxKeys', 'Name'];
const MEMBERS: ReadonlySet<string> = new Set([
  ...OBJECT_MEMBERS,
  ...TELLING_MEMBERS,
  'ContinuationToken',
  'Delimiter',
  'EncodingType',
  'IsTruncated',
  'KeyMarker',
  'Marker',
  'NextContinuationToken',
  'NextKeyMarker',
  'NextMarker',
  'NextToken',
  'NextVersionIdMarker',
  'Prefix',
  'ResponseMetadata',
  'StartAfter',
  'VersionIdMarker',
]);

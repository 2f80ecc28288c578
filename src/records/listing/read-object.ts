import type { JsonObject } from '../../json.ts';
import type { Reading } from '../documents/reading.ts';
import { parseIsoInstant } from '../iso-time.ts';
import type { ListedObject } from '../item.ts';

/**
 * One entry of a listing: an object of ListObjectsV2 or ListObjects, a version or delete marker of
 * ListObjectVersions, a common prefix. What is no object is only counted.
 * https://docs.aws.amazon.com/AmazonS3/latest/API/API_Object.html
 * https://docs.aws.amazon.com/AmazonS3/latest/API/API_ObjectVersion.html
 */
export function readListedObject(value: JsonObject, member: string | null): Reading | null {
  if (member === 'CommonPrefixes') return NOT_AN_OBJECT;
  const key = value['Key'];
  const lastModified = value['LastModified'];
  if (typeof key !== 'string' || typeof lastModified !== 'string') {
    return member !== null && OBJECT_LISTS.has(member) ? unreadable('no Key or LastModified') : null;
  }
  const time = parseIsoInstant(lastModified);
  if (time === null) return unreadable('LastModified is not a time');
  const version = versionOf(value, member);
  const object: ListedObject = { key, version, lastModified: time, timeIsApproximate: false };
  return { state: 'read', kind: 'listing', content: { kind: 'listing-object', object }, time };
}

/** A delete marker taken out of its list has neither size nor ETag, which every version has. */
function versionOf(value: JsonObject, member: string | null): ListedObject['version'] {
  const isBare = member === null && value['IsLatest'] !== undefined;
  if (member === 'DeleteMarkers' || (isBare && value['ETag'] === undefined && value['Size'] === undefined)) {
    return 'delete-marker';
  }
  return value['IsLatest'] === false ? 'noncurrent' : 'current';
}

function unreadable(reason: string): Reading {
  return { state: 'unreadable', kind: 'listing', reason };
}

/** Lists of objects, versions and delete markers. */
export const OBJECT_LISTS: ReadonlySet<string> = new Set(['Contents', 'Versions', 'DeleteMarkers']);
const NOT_AN_OBJECT: Reading = { state: 'read', kind: 'listing', content: null, time: null };

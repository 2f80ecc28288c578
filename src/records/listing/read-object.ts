import type { JsonObject } from '../../json.ts';
import type { Reading } from '../documents/reading.ts';
import { parseIsoInstant } from '../iso-time.ts';

/**
 * One entry of a listing: an object of ListObjectsV2 or ListObjects, a version or delete marker of
 * ListObjectVersions, a common prefix. Objects and current versions are items; what is not there (any
 * more) is only counted.
 * https://docs.aws.amazon.com/AmazonS3/latest/API/API_Object.html
 * https://docs.aws.amazon.com/AmazonS3/latest/API/API_ObjectVersion.html
 */
export function readListedObject(value: JsonObject, member: string | null): Reading | null {
  if (member === 'CommonPrefixes' || member === 'DeleteMarkers') return NOT_AN_OBJECT;
  const key = value['Key'];
  const lastModified = value['LastModified'];
  if (typeof key !== 'string' || typeof lastModified !== 'string') {
    return member === 'Contents' || member === 'Versions' ? unreadable('no Key or LastModified') : null;
  }
  if (value['IsLatest'] === false) return NOT_AN_OBJECT;
  const time = parseIsoInstant(lastModified);
  if (time === null) return unreadable('LastModified is not a time');
  const object = { key, lastModified: time, timeIsApproximate: false };
  return { state: 'read', kind: 'listing', content: { kind: 'listing-object', object }, time };
}

function unreadable(reason: string): Reading {
  return { state: 'unreadable', kind: 'listing', reason };
}

const NOT_AN_OBJECT: Reading = { state: 'read', kind: 'listing', content: null, time: null };

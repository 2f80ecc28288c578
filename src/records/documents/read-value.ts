import { isJsonObject, type JsonObject, type JsonValue } from '../../json.ts';
import { readListedObject } from '../listing/read-object.ts';
import { readCase } from './read-case.ts';
import { readConfiguration } from './read-configuration.ts';
import { readDigest } from './read-digest.ts';
import { readCloudTrailEvent, readLookupEvent } from './read-event.ts';
import { readManifest } from './read-manifest.ts';
import { readPolicy } from './read-policy.ts';
import { readSetting } from './read-setting.ts';
import type { Reading } from './reading.ts';

/**
 * Tells by its members what a JSON value is, and reads it.
 *
 * @param member the long array that it stood in, null when it is a document, a line, or an element of
 *   an array without name
 */
export function readValue(value: JsonValue, member: string | null): Reading {
  if (!isJsonObject(value)) return { state: 'foreign', reason: 'JSON, but not an object' };
  for (const read of READERS) {
    const reading = read(value, member);
    if (reading !== null) return reading;
  }
  return { state: 'foreign', reason: 'JSON of no known kind of evidence' };
}

/** In this order: the first that knows the value's members reads it. */
const READERS: readonly ((value: JsonObject, member: string | null) => Reading | null)[] = [
  readCloudTrailEvent,
  readLookupEvent,
  readListedObject,
  readConfiguration,
  readManifest,
  readPolicy,
  readDigest,
  readCase,
  readSetting,
];

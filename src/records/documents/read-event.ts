import type { JsonObject } from '../../json.ts';
import { isTrailEvent } from '../cloudtrail/is-trail-event.ts';
import { parseCloudTrailEvent } from '../cloudtrail/parse.ts';
import { parseJsonText } from '../json/parse.ts';
import type { Reading } from './reading.ts';

/** A full CloudTrail event. */
export function readCloudTrailEvent(value: JsonObject): Reading | null {
  if (value['eventName'] === undefined && value['eventSource'] === undefined) return null;
  if (!isTrailEvent(value)) {
    return { state: 'foreign', reason: 'event notifications of S3, not CloudTrail events' };
  }
  const parsed = parseCloudTrailEvent(value, 'file');
  if (!parsed.ok) return { state: 'unreadable', kind: 'cloudtrail', reason: parsed.reason };
  const { record } = parsed;
  return { state: 'read', kind: 'cloudtrail', content: { kind: 'cloudtrail', record }, time: record.eventTime };
}

/**
 * One of the `Events` of a LookupEvents answer: the event itself is JSON within a string.
 * https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_Event.html
 */
export function readLookupEvent(value: JsonObject, member: string | null): Reading | null {
  const text = value['CloudTrailEvent'];
  if (typeof text !== 'string') {
    return member === 'Events' || value['EventId'] !== undefined
      ? unreadable('no CloudTrailEvent in this event')
      : null;
  }
  const json = parseJsonText(text);
  if (!json.ok) return unreadable(`CloudTrailEvent: ${json.reason}`);
  const parsed = parseCloudTrailEvent(json.value, 'lookup-events');
  if (!parsed.ok) return unreadable(parsed.reason);
  const { record } = parsed;
  return { state: 'read', kind: 'lookup-events', content: { kind: 'cloudtrail', record }, time: record.eventTime };
}

function unreadable(reason: string): Reading {
  return { state: 'unreadable', kind: 'lookup-events', reason };
}

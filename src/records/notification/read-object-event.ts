import { type Instant, SECOND } from '../../instant.ts';
import { isJsonObject, type JsonObject, type JsonValue } from '../../json.ts';
import type { Reading } from '../documents/reading.ts';
import { parseIsoInstant } from '../iso-time.ts';
import type { ObjectEvent } from './object-event.ts';

/** Whether an object is an event of S3 itself as EventBridge hands it on: all of it is the event, not only its `detail`. */
export function isBusEvent(value: JsonObject): boolean {
  return (
    value['source'] === 'aws.s3' && typeof value['detail-type'] === 'string' && !API_CALL.test(value['detail-type'])
  );
}

/**
 * An event notification of S3, as SNS, SQS and Lambda get it, or an event of S3 on EventBridge; null for anything else.
 * They come at least once, in any order; what nobody asked to be told of never comes. Events of other things than
 * coming and going are only counted.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/notification-content-structure.html
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/ev-events.html
 */
export function readObjectEvent(value: JsonObject): Reading | null {
  if (isBusEvent(value)) return fromBus(value, objectIn(value, 'detail'));
  if (value['Event'] === 's3:TestEvent') return counted(timeOf(value['Time']));
  const s3 = value['s3'];
  return value['eventSource'] === 'aws:s3' && isJsonObject(s3) ? fromRecord(value, s3) : null;
}

function fromRecord(value: JsonObject, s3: JsonObject): Reading {
  const name = textIn(value, 'eventName')?.replace(/^s3:/, '') ?? '';
  const what = RECORD_EVENTS.find(([begin]) => name.startsWith(begin))?.[1] ?? null;
  const time = timeOf(value['eventTime']);
  const key = textIn(objectIn(s3, 'object'), 'key');
  const principal = textIn(objectIn(value, 'userIdentity'), 'principalId') ?? '';
  return reading(what, {
    bucket: textIn(objectIn(s3, 'bucket'), 'name'),
    key: key === null ? null : formDecoded(key),
    time,
    byIdentity: IDENTITY.test(principal),
  });
}

/** Keys stand there as they are. */
function fromBus(value: JsonObject, detail: JsonObject): Reading {
  const type = value['detail-type'];
  const isExpired = textIn(detail, 'reason') === 'Lifecycle Expiration';
  const what = type === 'Object Created' ? 'created' : type === 'Object Deleted' ? 'deleted' : null;
  return reading(what === 'deleted' && isExpired ? 'expired' : what, {
    bucket: textIn(objectIn(detail, 'bucket'), 'name'),
    key: textIn(objectIn(detail, 'object'), 'key'),
    time: timeOf(value['time']),
    byIdentity: ACCOUNT.test(textIn(detail, 'requester') ?? ''),
  });
}

function reading(
  what: ObjectEvent['what'] | null,
  {
    bucket,
    key,
    time,
    byIdentity,
  }: { [member in 'bucket' | 'key']: string | null } & { time: Instant | null; byIdentity: boolean },
): Reading {
  if (what === null) return counted(time);
  if (bucket === null || key === null) return unreadable('an event without bucket or key');
  if (time === null) return unreadable('the time of the event is none');
  return {
    state: 'read',
    kind: KIND,
    content: { kind: 'object-event', event: { bucket, key, time, what, byIdentity } },
    time,
  };
}

function counted(time: Instant | null): Reading {
  return { state: 'read', kind: KIND, content: null, time };
}

function unreadable(reason: string): Reading {
  return { state: 'unreadable', kind: KIND, reason };
}

/** Keys of notifications are encoded as forms are; a broken escape is left as written. */
function formDecoded(key: string): string {
  const text = key.replaceAll('+', ' ');
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

function timeOf(value: JsonValue | undefined): Instant | null {
  const time = typeof value === 'string' ? parseIsoInstant(value) : null;
  return time === null ? null : Math.floor(time / SECOND) * SECOND;
}

function objectIn(value: JsonObject, member: string): JsonObject {
  const inside = value[member];
  return isJsonObject(inside) ? inside : {};
}

function textIn(value: JsonObject, member: string): string | null {
  const text = value[member];
  return typeof text === 'string' && text !== '' ? text : null;
}

const KIND = 's3-notification';
const RECORD_EVENTS: readonly (readonly [string, ObjectEvent['what']])[] = [
  ['ObjectCreated:', 'created'],
  ['ObjectRemoved:', 'deleted'],
  ['LifecycleExpiration:', 'expired'],
];
const API_CALL = / via CloudTrail$/;
/** IAM users and sessions by their unique ids, root by its account. */
const IDENTITY = /^AWS:(?:AIDA|AROA|\d{12})/;
const ACCOUNT = /^\d{12}$/;

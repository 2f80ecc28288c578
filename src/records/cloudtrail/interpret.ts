import type { Action } from '../action.ts';
import { type EventInterpreter, type ServiceEvents, UNRELATED } from './events/interpreter.ts';
import { KMS_EVENTS } from './events/kms.ts';
import { ORGANIZATIONS_EVENTS } from './events/organizations.ts';
import { S3_BUCKET_EVENTS } from './events/s3-bucket.ts';
import { S3_OBJECT_EVENTS } from './events/s3-object.ts';
import { CLOUDFORMATION_EVENTS, IDENTITY_CENTER_EVENTS, STS_EVENTS } from './events/sessions.ts';
import type { CloudTrailRecord } from './record.ts';

/**
 * What a CloudTrail event did, old shapes and new. Failed calls read the same as successful ones; whether the
 * call succeeded is said by the record. Events that are not in the services' lists are `unrelated`.
 */
export function interpretCloudTrail(record: CloudTrailRecord): Action {
  const interpret = interpreterOf(record.eventSource, record.eventName);
  return interpret === undefined ? UNRELATED : interpret(record);
}

/** Whether events of this source and name can touch a delivery; of all others the action is `unrelated`. */
export function isUnderstood(eventSource: string, eventName: string): boolean {
  return interpreterOf(eventSource, eventName) !== undefined;
}

function interpreterOf(eventSource: string, eventName: string): EventInterpreter | undefined {
  return INTERPRETERS.get(serviceOf(eventSource))?.get(eventName);
}

const SERVICES: readonly ServiceEvents[] = [
  S3_BUCKET_EVENTS,
  S3_OBJECT_EVENTS,
  KMS_EVENTS,
  ORGANIZATIONS_EVENTS,
  STS_EVENTS,
  IDENTITY_CENTER_EVENTS,
  CLOUDFORMATION_EVENTS,
];

/** By service, then by event name. */
const INTERPRETERS: ReadonlyMap<string, ReadonlyMap<string, EventInterpreter>> = new Map(
  [...new Set(SERVICES.map(({ eventSource }) => eventSource))].map((source) => [
    source,
    new Map(
      SERVICES.filter(({ eventSource }) => eventSource === source).flatMap(({ events }) => Object.entries(events)),
    ),
  ]),
);

/** Services in China may go by `s3.amazonaws.com.cn`. */
function serviceOf(eventSource: string): string {
  return eventSource.endsWith('.cn') ? eventSource.slice(0, -'.cn'.length) : eventSource;
}

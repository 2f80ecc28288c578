import { type IssuingEvent, issuingEventOf } from '../attribution/issuing-event.ts';
import type { Instant } from '../instant.ts';
import type { JsonObject } from '../json.ts';
import type { DeliveryProfile } from '../profile/profile.ts';
import { actorOfAccessLog } from '../records/access-log/actor.ts';
import { eventNameOfOperation, interpretAccessLog } from '../records/access-log/interpret.ts';
import { keyForms } from '../records/access-log/key-forms.ts';
import type { AccessLogRecord } from '../records/access-log/record.ts';
import type { Action } from '../records/action.ts';
import type { Actor } from '../records/actor.ts';
import { actorOfCloudTrail } from '../records/cloudtrail/actor.ts';
import { interpretCloudTrail } from '../records/cloudtrail/interpret.ts';
import { textOf } from '../records/cloudtrail/members.ts';
import type { CloudTrailRecord } from '../records/cloudtrail/record.ts';
import type { EvidenceItem } from '../records/item.ts';
import { recordedValue } from '../records/recorded.ts';
import type { Position } from '../sources/tally.ts';
import { type Addendum, addendumOf } from './addenda.ts';
import { createInterner } from './intern.ts';
import { createCoverageCollector, type LogIdentity, type LogTimes, type RecordTraits } from './log-coverage.ts';
import { trailIdentity } from './lookup-answers.ts';
import { recordTraits } from './record-traits.ts';
import type { Sighting } from './sighting.ts';
import { isService, isWriter } from './writer.ts';

/** What is left of a stretch of evidence once ordinary traffic has been let go. */
export interface Sifted {
  /** Changes, writes and removals, in the order read. */
  readonly sightings: readonly Sighting[];
  readonly addenda: readonly Addendum[];
  readonly issued: readonly IssuingEvent[];
  /** When logs have records. */
  readonly times: readonly LogTimes[];
  /** Documents, listings and events of answers: whatever is no record of a log. */
  readonly others: readonly OtherItem[];
}

export type OtherItem = Exclude<EvidenceItem, { readonly kind: 'access-log' }>;

/** Sifts records one by one; also told of records that a reader has passed over by itself. */
export interface Sieve {
  take(item: EvidenceItem): void;
  passLine(bucket: string | null, time: Instant): void;
  passEvent(event: JsonObject, time: Instant): void;
  /** How much has been kept since the last time. */
  readonly kept: number;
  /** What has been kept since the last time. */
  finish(): Sifted;
}

export function createSieve(profile: DeliveryProfile): Sieve {
  let coverage = createCoverageCollector();
  let sightings: Sighting[] = [];
  let addenda: Addendum[] = [];
  let issued: IssuingEvent[] = [];
  let others: OtherItem[] = [];
  // What goes from thread to thread is copied: once, where it is one object.
  let interned = createInterner();
  return {
    get kept(): number {
      return sightings.length + addenda.length + issued.length + others.length;
    },
    take(item) {
      if (item.kind === 'access-log') {
        coverage.add(accessLogIdentity(item.record.bucket), item.record.time, LINE);
        keep(accessLogSighting(item.record, item.at, profile));
      } else if (item.kind === 'cloudtrail') takeEvent(item);
      else if (mayTellDelivery(item, profile)) others.push(item);
    },
    passLine: (bucket, time) => coverage.add(accessLogIdentity(bucket), time, LINE),
    passEvent(event, time) {
      if (isDataEvent(event)) return;
      const [account, region] = [textOf(event['recipientAccountId']), textOf(event['awsRegion'])];
      coverage.add({ kind: 'cloudtrail', account, region, bucket: null, query: null }, time, recordTraits(event));
    },
    finish() {
      const sifted: Sifted = { sightings, addenda, issued, times: coverage.times(), others };
      coverage = createCoverageCollector();
      sightings = [];
      addenda = [];
      issued = [];
      others = [];
      interned = createInterner();
      return sifted;
    },
  };
  function takeEvent(item: Extract<EvidenceItem, { readonly kind: 'cloudtrail' }>): void {
    const { record, at } = item;
    const action = interpretCloudTrail(record);
    if (record.form === 'lookup-events' || record.form === 'console-csv') others.push(item);
    else if (!isDataEvent(record.raw)) {
      const kind = record.form === 'excerpt' ? 'excerpt' : 'cloudtrail';
      coverage.add(trailIdentity(record, kind, null), record.eventTime, recordTraits(record.raw));
    }
    const event = issuingEventOf(record, action, at);
    if (event !== null) issued.push(event);
    const sighting = trailSighting(record, action, at, profile);
    const addendum = addendumOf(record, sighting, at);
    if (addendum === null) keep(sighting);
    else addenda.push(addendum);
  }
  function keep(sighting: Sighting | null): void {
    if (sighting !== null) sightings.push(interned(sighting));
  }
}

/** Of the objects of a listing the markers alone tell: there may be millions of others, which the listing has counted. */
function mayTellDelivery(item: OtherItem, { keys }: DeliveryProfile): boolean {
  if (item.kind !== 'listing-object') return true;
  const { key } = item.object;
  return (keys.markerWord === null || key.includes(keys.markerWord)) && keys.parse(key)?.part === 'marker';
}
/**
 * Whether a call on an object may be one on a delivery. Folders called `data` are many: of what is called so, nothing
 * counts but what the writer writes, or is refused.
 */
function isOfDelivery(key: string, kind: Action['kind'], actor: Actor, { keys, writer }: DeliveryProfile): boolean {
  const part = keys.parse(key)?.part;
  return part === 'marker' || (part !== undefined && kind === 'put-object' && isWriter(actor, writer));
}
function accessLogSighting(record: AccessLogRecord, at: Position, profile: DeliveryProfile): Sighting | null {
  const action = interpretAccessLog(record);
  if (action.kind === 'unrelated' || action.kind === 'issue-session') return null;
  const actor = actorOfAccessLog(record);
  const succeeded =
    record.errorCode === null && (record.httpStatus === null || (record.httpStatus >= 200 && record.httpStatus < 300));
  const readable = readableAction(action, actor, !succeeded, profile);
  if (readable === null) return null;
  const operation = record.operation ?? '';
  return {
    log: 'access-log',
    time: record.time,
    action: readable,
    eventName: eventNameOfOperation(action, operation),
    operation: record.operation,
    status: record.httpStatus,
    errorCode: record.errorCode,
    errorMessage: null,
    succeeded,
    requestId: record.requestId,
    hostId: record.hostId,
    eventId: null,
    sharedEventId: null,
    recipientAccountId: null,
    ownerAccountId: null,
    region: null,
    actor,
    sessionCreated: null,
    durationMs: record.totalTimeMs,
    at,
  };
}
/**
 * Access logs write keys encoded, some of them twice: the form that is a delivery's key, or null for other objects. What
 * a service was refused is kept whatever it is of: it may be another victim of the same change.
 */
function readableAction(
  action: Sighting['action'],
  actor: Actor,
  isFailed: boolean,
  profile: DeliveryProfile,
): Sighting['action'] | null {
  if (action.kind !== 'put-object' && action.kind !== 'delete-object') return action;
  const key = keyForms(action.key).find((form) => isOfDelivery(form, action.kind, actor, profile));
  if (key !== undefined) return { ...action, key };
  return isFailed && action.kind === 'put-object' && isService(actor) ? action : null;
}
function trailSighting(
  record: CloudTrailRecord,
  action: Action,
  at: Position,
  profile: DeliveryProfile,
): Sighting | null {
  if (action.kind === 'unrelated' || action.kind === 'issue-session') return null;
  const actor = actorOfCloudTrail(record);
  if (
    (action.kind === 'put-object' || action.kind === 'delete-object') &&
    !isOfDelivery(action.key, action.kind, actor, profile) &&
    !(action.kind === 'put-object' && record.errorCode !== null && isService(actor))
  )
    return null;
  const hostId = recordedValue(record.additionalEventData)?.['x-amz-id-2'];
  return {
    log: 'cloudtrail',
    time: record.eventTime,
    action,
    eventName: record.eventName,
    operation: null,
    status: null,
    errorCode: record.errorCode,
    errorMessage: record.errorMessage,
    succeeded: record.errorCode === null,
    requestId: record.requestID,
    hostId: typeof hostId === 'string' ? hostId : null,
    eventId: record.eventID,
    sharedEventId: record.sharedEventID,
    recipientAccountId: record.recipientAccountId,
    ownerAccountId: record.resources.find(({ accountId }) => accountId !== null)?.accountId ?? null,
    region: record.awsRegion,
    actor,
    sessionCreated: record.userIdentity.sessionCreationDate,
    durationMs: null,
    at,
  };
}
/** Lines of an access log are told apart by nothing that its coverage rests on. */
const LINE: RecordTraits = { service: 's3', isWrite: false, altersTrail: false };
function accessLogIdentity(bucket: string | null): LogIdentity {
  return { kind: 'access-log', account: null, region: null, bucket, query: null };
}
/** Changes are management events: a trail's data events say nothing of whether it has those. */
function isDataEvent(raw: JsonObject): boolean {
  return raw['eventCategory'] === 'Data' || raw['managementEvent'] === false;
}

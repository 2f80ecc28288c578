import type { JsonValue } from '../json.ts';
import { isJsonObject } from '../json.ts';
import type { Actor } from '../records/actor.ts';
import { actorOfCloudTrail } from '../records/cloudtrail/actor.ts';
import { textOf } from '../records/cloudtrail/members.ts';
import type { CloudTrailRecord } from '../records/cloudtrail/record.ts';
import type { Position } from '../sources/tally.ts';
import type { Sighting } from './sighting.ts';

/**
 * A later record of an event whose first record lacked something or had it wrong: what it puts in the place of that.
 * https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-record-contents.html
 */
export interface Addendum {
  readonly originalEventId: string | null;
  readonly originalRequestId: string | null;
  readonly changes: Changes;
  /** What it shows by itself, for evidence that lacks the first record; null where it does not tell the deed. */
  readonly alone: Sighting | null;
  readonly at: Position;
}

type Changes = Partial<Omit<Sighting, 'actor' | 'at' | 'log'>> & { readonly actor?: Partial<Actor> };

/**
 * What a record amends; null for records of their own, which late ones are too.
 *
 * @param alone the record as a sighting; null where it does not tell the deed
 */
export function addendumOf(record: CloudTrailRecord, alone: Sighting | null, at: Position): Addendum | null {
  const addendum = record.raw['addendum'];
  if (!isJsonObject(addendum) || textOf(addendum['reason']) !== 'UPDATED_DATA') return null;
  const originalEventId = textOf(addendum['originalEventID']);
  const originalRequestId = textOf(addendum['originalRequestID']);
  if (originalEventId === null && originalRequestId === null) return null;
  const fields = fieldsOf(addendum['updatedFields']);
  const changes = Object.assign({}, ...fields.map((field) => changesOf(field, record, alone)));
  const actor = Object.assign({}, ...fields.map((field) => actorChangesOf(field, record)));
  return {
    originalEventId,
    originalRequestId,
    changes: Object.keys(actor).length === 0 ? changes : { ...changes, actor },
    alone,
    at,
  };
}

/** `userIdentity, requestParameters.bucketPolicy`, or a list of such names: the members that they lie in. */
function fieldsOf(value: JsonValue | undefined): string[] {
  const names = Array.isArray(value)
    ? value.filter((name) => typeof name === 'string')
    : (textOf(value) ?? '').split(/[\s,]+/);
  return [...new Set(names.map((name) => name.trim().split(/[.[]/, 1)[0] ?? ''))];
}

function changesOf(field: string, record: CloudTrailRecord, alone: Sighting | null): Changes {
  switch (field) {
    case 'eventTime':
      return { time: record.eventTime };
    case 'eventName':
      return { eventName: record.eventName, ...(alone === null ? {} : { action: alone.action }) };
    case 'requestParameters':
    case 'responseElements':
      return alone === null ? {} : { action: alone.action };
    case 'resources':
      return alone === null ? {} : { action: alone.action, ownerAccountId: alone.ownerAccountId };
    case 'errorCode':
      return { errorCode: record.errorCode, succeeded: record.errorCode === null };
    case 'errorMessage':
      return { errorMessage: record.errorMessage };
    case 'requestID':
      return { requestId: record.requestID };
    case 'sharedEventID':
      return { sharedEventId: record.sharedEventID };
    case 'recipientAccountId':
      return { recipientAccountId: record.recipientAccountId };
    case 'awsRegion':
      return { region: record.awsRegion };
    case 'userIdentity':
      return { sessionCreated: record.userIdentity.sessionCreationDate };
    default:
      return {};
  }
}

function actorChangesOf(field: string, record: CloudTrailRecord): Partial<Actor> {
  const { sourceIp, userAgent, tool, ...identity } = actorOfCloudTrail(record);
  switch (field) {
    case 'userIdentity':
      return identity;
    case 'sourceIPAddress':
      return { sourceIp };
    case 'userAgent':
      return { userAgent, tool };
    default:
      return {};
  }
}

/**
 * The sightings with addenda put in: each amended one stands once where it was read and once where its addendum was.
 * Addenda of one event that contradict each other make a version of it each. Those whose event is not in evidence
 * stand for it.
 */
export function amendSightings(sightings: readonly Sighting[], addenda: readonly Addendum[]): Sighting[] {
  if (addenda.length === 0) return [...sightings];
  const byOriginal = new Map<string, Addendum[]>();
  for (const addendum of addenda) {
    const name = nameOf(addendum.originalEventId, addendum.originalRequestId);
    const known = byOriginal.get(name);
    if (known === undefined) byOriginal.set(name, [addendum]);
    else known.push(addendum);
  }
  const used = new Set<Addendum>();
  const amended = sightings.flatMap((sighting): Sighting[] => {
    if (sighting.log !== 'cloudtrail') return [sighting];
    const own = [
      ...(sighting.eventId === null ? [] : (byOriginal.get(nameOf(sighting.eventId, null)) ?? [])),
      ...(sighting.requestId === null ? [] : (byOriginal.get(nameOf(null, sighting.requestId)) ?? [])),
    ];
    if (own.length === 0) return [sighting];
    for (const addendum of own) used.add(addendum);
    const together = agreedChanges(own);
    return own.flatMap((addendum, index) => {
      const changed = amend(sighting, together ?? addendum.changes);
      const there = { ...changed, at: addendum.at };
      return together === null || index === 0 ? [changed, there] : [there];
    });
  });
  return [...amended, ...addenda.flatMap((addendum) => (used.has(addendum) ? [] : (addendum.alone ?? [])))];
}

function nameOf(eventId: string | null, requestId: string | null): string {
  return eventId === null ? `request ${requestId}` : `event ${eventId}`;
}

function amend(sighting: Sighting, { actor, ...changes }: Changes): Sighting {
  return { ...sighting, ...changes, actor: { ...sighting.actor, ...actor } };
}

/** All changes of several addenda in one; null where two put different values in one place. */
function agreedChanges(addenda: readonly Addendum[]): Changes | null {
  const found = new Map<string, string>();
  for (const { changes } of addenda) {
    const { actor = {}, ...others } = changes;
    for (const [member, value] of [
      ...Object.entries(others),
      ...Object.entries(actor).map(([name, it]) => [`actor ${name}`, it] as const),
    ]) {
      const text = JSON.stringify(value);
      if ((found.get(member) ?? text) !== text) return null;
      found.set(member, text);
    }
  }
  const actor = Object.assign({}, ...addenda.map(({ changes }) => changes.actor ?? {}));
  return Object.assign({}, ...addenda.map(({ changes }) => changes), { actor });
}

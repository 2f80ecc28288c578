import { createHash } from 'node:crypto';
import { compareText } from '../order.ts';
import { recordedValue } from '../records/recorded.ts';
import { type Addendum, amendSightings } from './addenda.ts';
import type { Call, Contradiction } from './call.ts';
import { agreedActor, distinctActors, mergeActors } from './merge-actors.ts';
import { groupByRequest, type Request } from './requests.ts';
import { bucketOf, keyOf, objectKeyOf, type Sighting } from './sighting.ts';
import { versionsOf } from './versions.ts';

/**
 * One request, one call: sightings of the same request are brought together, and addenda put in. Where copies name
 * different callers it is one call by nobody settled; where they tell different deeds, texts, outcomes or times, each
 * version is a call of its own.
 *
 * The result is in a total order that does not depend on the order of the sightings.
 */
export function mergeSightings(sightings: readonly Sighting[], addenda: readonly Addendum[] = []): Call[] {
  const ordered = inTotalOrder(amendSightings(sightings, addenda));
  return groupByRequest(ordered).flatMap(toCalls).sort(compareCalls);
}

/** Time first, then everything that tells calls of one second apart; positions in files never decide. */
function compareCalls(a: Call, b: Call): number {
  return a.time - b.time || compareText(callKey(a), callKey(b));
}

function callKey(call: Call): string {
  return [
    call.eventName,
    bucketOf(call.action) ?? '',
    objectKeyOf(call.action) ?? '',
    keyOf(call.action) ?? '',
    call.eventId ?? '',
    call.requestId ?? '',
    call.actor.arn ?? call.actor.principalId ?? '',
    call.errorCode ?? '',
    call.contradiction === null ? '' : JSON.stringify([call.action, call.actor, call.status]),
  ].join('\n');
}

function toCalls({ sightings, joinedWeakly }: Request): Call[] {
  if (sightings.length === 1) return [toCall(sightings, joinedWeakly, null)];
  const fullest = [...sightings].sort(
    (a, b) => Number(b.log === 'cloudtrail') - Number(a.log === 'cloudtrail') || richness(b) - richness(a),
  );
  const { versions, differences } = versionsOf(fullest);
  return versions.map((version) =>
    toCall(
      version.sightings,
      joinedWeakly,
      differences.length === 0
        ? null
        : { differences, callers: distinctActors(version.disputed.map(({ actor }) => actor)) },
    ),
  );
}

/** @param group the fullest first */
function toCall(group: readonly Sighting[], joinedWeakly: boolean, contradiction: Contradiction | null): Call {
  const [lead] = group;
  if (lead === undefined) throw new RangeError('a group of sightings is never empty');
  const line = group.find(({ log }) => log === 'access-log');
  const body = group.find(({ action }) => hasBody(action)) ?? lead;
  const told = <T>(read: (sighting: Sighting) => T | null): T | null => {
    for (const sighting of group) {
      const value = read(sighting);
      if (value !== null) return value;
    }
    return null;
  };
  return {
    time: lead.time,
    action: body.action,
    eventName: lead.eventName,
    operation: line?.operation ?? null,
    status: line?.status ?? null,
    errorCode: told(({ errorCode }) => errorCode),
    succeeded: lead.succeeded,
    eventId: told(({ eventId }) => eventId),
    requestId: told(({ requestId }) => requestId),
    seenIn: [
      ...(lead.log === 'cloudtrail' ? (['cloudtrail'] as const) : []),
      ...(line === undefined ? [] : (['access-log'] as const)),
    ],
    joinedWeakly,
    contradiction,
    recipientAccountId: lead.recipientAccountId,
    ownerAccountId: told(({ ownerAccountId }) => ownerAccountId),
    region: told(({ region }) => region),
    actor:
      contradiction !== null && contradiction.callers.length > 0
        ? agreedActor(contradiction.callers)
        : mergeActors(group.map(({ actor }) => actor)),
    sessionCreated: told(({ sessionCreated }) => sessionCreated),
    evidence: group.map(({ at }) => at),
  };
}

/** The copy with the request's body and the caller's ARN says most. */
function richness(sighting: Sighting): number {
  return (
    (hasBody(sighting.action) ? 4 : 0) +
    (sighting.actor.arn === null ? 0 : 2) +
    (sighting.actor.accessKeyId === null ? 0 : 1)
  );
}

function hasBody(action: Sighting['action']): boolean {
  switch (action.kind) {
    case 'put-bucket-policy':
    case 'put-key-policy':
      return recordedValue(action.policy) !== null;
    case 'put-inventory-configuration':
      return recordedValue(action.configuration) !== null;
    case 'put-bucket-encryption':
      return recordedValue(action.encryption) !== null;
    case 'put-bucket-lifecycle':
      return recordedValue(action.rules) !== null;
    case 'organization-policy':
      return recordedValue(action.content) !== null;
    default:
      return false;
  }
}

/** Copies of one record are told apart by a digest, taken once of each: a log may be there a thousand times. */
function inTotalOrder(sightings: Sighting[]): Sighting[] {
  const digests = new Map<Sighting, string>();
  const digestOf = (sighting: Sighting): string => {
    const known = digests.get(sighting) ?? createHash('sha1').update(wholeText(sighting)).digest('hex');
    digests.set(sighting, known);
    return known;
  };
  return sightings.sort(
    (a, b) => a.time - b.time || compareText(shortKey(a), shortKey(b)) || compareText(digestOf(a), digestOf(b)),
  );
}

function shortKey({ log, eventId, requestId, hostId }: Sighting): string {
  return `${log}\n${requestId ?? ''}\n${eventId ?? ''}\n${hostId ?? ''}`;
}

/** All that a sighting tells, wherever it was read. */
function wholeText({ at: _, ...told }: Sighting): string {
  return JSON.stringify(told);
}

import { compareText } from '../order.ts';
import { recordedValue } from '../records/recorded.ts';
import type { Call } from './call.ts';
import { bucketOf, keyOf, objectKeyOf, type Sighting } from './sighting.ts';

/**
 * One request, one call: sightings of the same request are brought together.
 *
 * Within CloudTrail, events with the same eventID are repeats and events with the same sharedEventID
 * are the copies that several accounts received of one action. Across the logs, the request ID and
 * what was done to what must be equal (object calls of one batch share a request ID, hence the key);
 * where a request ID is missing, x-amz-id-2 serves, and failing that bucket, operation, principal and
 * second, marked as the weaker join it is.
 *
 * The result is in a total order that does not depend on the order of the sightings.
 * https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-record-contents.html
 */
export function mergeSightings(sightings: readonly Sighting[]): Call[] {
  const ordered = [...sightings].sort(compareSightings);
  const groups = new Groups(ordered.length);
  const byIdentity = new Map<string, number>();
  for (const [index, sighting] of ordered.entries()) {
    for (const identity of identitiesOf(sighting)) {
      const known = byIdentity.get(identity);
      if (known === undefined) byIdentity.set(identity, index);
      else groups.join(known, index);
    }
  }
  const weak = joinWeakly(ordered, groups);
  const members = new Map<number, Sighting[]>();
  for (const [index, sighting] of ordered.entries()) {
    const root = groups.find(index);
    const group = members.get(root);
    if (group === undefined) members.set(root, [sighting]);
    else group.push(sighting);
  }
  return [...members].map(([root, group]) => toCall(group, weak.has(root))).sort(compareCalls);
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
  ].join('\n');
}

/** Everything by which the same request may be known, strongest first; empty where a log gave it no name at all. */
function identitiesOf(sighting: Sighting): string[] {
  const what = describeAction(sighting);
  const identities: string[] = [];
  if (sighting.eventId !== null) identities.push(`event\n${sighting.eventId}`);
  if (sighting.sharedEventId !== null) identities.push(`shared\n${sighting.sharedEventId}`);
  if (sighting.requestId !== null) identities.push(`request\n${sighting.requestId}\n${what}`);
  if (sighting.hostId !== null) identities.push(`host\n${sighting.hostId}\n${what}`);
  return identities;
}

function describeAction(sighting: Sighting): string {
  const { action } = sighting;
  return [action.kind, bucketOf(action) ?? '', objectKeyOf(action) ?? '', keyOf(action) ?? ''].join('\n');
}

/** The weaker join, between the two logs only, and only where one of them has no request ID. Returns the roots it made. */
function joinWeakly(ordered: readonly Sighting[], groups: Groups): ReadonlySet<number> {
  const trail = new Map<string, number[]>();
  for (const [index, sighting] of ordered.entries()) {
    if (sighting.log !== 'cloudtrail') continue;
    const place = weakPlace(sighting);
    if (place === null) continue;
    const there = trail.get(place);
    if (there === undefined) trail.set(place, [index]);
    else there.push(index);
  }
  const joined: number[] = [];
  for (const [index, sighting] of ordered.entries()) {
    if (sighting.log !== 'access-log') continue;
    const place = weakPlace(sighting);
    const there = place === null ? undefined : trail.get(place);
    const partner = there?.find((candidate) => {
      const other = ordered[candidate];
      const oneIsMissing = other !== undefined && (other.requestId === null || sighting.requestId === null);
      return oneIsMissing && groups.find(candidate) !== groups.find(index) && other.succeeded === sighting.succeeded;
    });
    if (partner === undefined) continue;
    groups.join(partner, index);
    joined.push(index);
  }
  return new Set(joined.map((index) => groups.find(index)));
}

function weakPlace(sighting: Sighting): string | null {
  const principal = sighting.actor.arn ?? sighting.actor.invokedBy;
  if (principal === null || bucketOf(sighting.action) === null) return null;
  return [describeAction(sighting), principal, Math.floor(sighting.time / 1_000)].join('\n');
}

function toCall(group: readonly Sighting[], joinedWeakly: boolean): Call {
  const trail = group.filter(({ log }) => log === 'cloudtrail');
  const access = group.filter(({ log }) => log === 'access-log');
  const lead = [...trail].sort((a, b) => richness(b) - richness(a))[0] ?? access[0];
  if (lead === undefined) throw new RangeError('a group of sightings is never empty');
  const line = access[0];
  const body = group.find(({ action }) => hasBody(action)) ?? lead;
  const conflict = conflictOf(trail);
  return {
    time: lead.time,
    action: body.action,
    eventName: lead.eventName,
    operation: line?.operation ?? null,
    status: line?.status ?? null,
    errorCode: group.find(({ errorCode }) => errorCode !== null)?.errorCode ?? null,
    succeeded: group.every(({ succeeded }) => succeeded),
    eventId: lead.eventId,
    requestId: group.find(({ requestId }) => requestId !== null)?.requestId ?? null,
    seenIn: [
      ...(trail.length > 0 ? (['cloudtrail'] as const) : []),
      ...(line === undefined ? [] : (['access-log'] as const)),
    ],
    joinedWeakly,
    conflict,
    recipientAccountId: lead.recipientAccountId,
    ownerAccountId: group.find(({ ownerAccountId }) => ownerAccountId !== null)?.ownerAccountId ?? null,
    region: group.find(({ region }) => region !== null)?.region ?? null,
    actor:
      conflict === 'actor'
        ? unsettled(trail.map(({ actor }) => actor))
        : mergeActors(
            group.map(({ actor }) => actor),
            lead.actor,
          ),
    sessionCreated: lead.sessionCreated,
    evidence: group.map(({ at }) => at),
  };
}

/**
 * What copies of one event contradict each other in: both must state it, and differently. Another form of the same
 * identity, an absent member or a body left out is no contradiction.
 */
function conflictOf(trail: readonly Sighting[]): Call['conflict'] {
  const differ = (values: readonly (string | null)[]): boolean => new Set(values.filter((it) => it !== null)).size > 1;
  if (differ(trail.map(({ action }) => (hasBody(action) ? JSON.stringify(action) : null)))) return 'content';
  const isOther = differ(trail.map(({ actor }) => (actor.arn === null ? null : `${actor.type} ${actor.arn}`)));
  return isOther || differ(trail.map(({ actor }) => actor.accessKeyId)) ? 'actor' : null;
}

/** Of copies that name different callers, what all agree on. */
function unsettled(actors: readonly Call['actor'][]): Call['actor'] {
  const [first, ...others] = actors;
  if (first === undefined) throw new RangeError('copies that differ are two at least');
  const agreed = Object.entries(first).map(([member, value]) => {
    const isShared = others.every(
      (other) => JSON.stringify(Object.entries(other).find(([name]) => name === member)?.[1]) === JSON.stringify(value),
    );
    return [member, isShared || member === 'chain' ? value : null] as const;
  });
  return { ...first, ...Object.fromEntries(agreed), chain: [], origin: null };
}

/** The copy with the caller's ARN and the request's body says most. */
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

/** The lead's identity, with members it lacks filled from the other sightings of the same request. */
function mergeActors(actors: readonly Call['actor'][], lead: Call['actor']): Call['actor'] {
  const filled: Record<string, unknown> = { ...lead };
  const fillable: readonly (keyof Call['actor'])[] = [
    'arn',
    'accountId',
    'principalId',
    'userName',
    'sessionName',
    'sourceIp',
    'userAgent',
    'tool',
  ];
  for (const actor of actors) {
    if (actor.type !== lead.type) continue;
    for (const member of fillable) filled[member] ??= actor[member];
  }
  return { ...lead, ...filled };
}

function compareSightings(a: Sighting, b: Sighting): number {
  return a.time - b.time || compareText(sightingKey(a), sightingKey(b));
}

function sightingKey(sighting: Sighting): string {
  return [
    sighting.log,
    describeAction(sighting),
    sighting.eventId ?? '',
    sighting.requestId ?? '',
    sighting.hostId ?? '',
    sighting.actor.arn ?? sighting.actor.principalId ?? '',
    sighting.recipientAccountId ?? '',
    sighting.errorCode ?? '',
    JSON.stringify(sighting.action),
  ].join('\n');
}

/** Union-find over sighting indexes. */
class Groups {
  readonly #parents: number[];

  constructor(size: number) {
    this.#parents = Array.from({ length: size }, (_, index) => index);
  }

  find(index: number): number {
    let root = index;
    while (this.#parents[root] !== root) root = this.#parents[root] ?? root;
    let step = index;
    while (step !== root) {
      const next = this.#parents[step] ?? root;
      this.#parents[step] = root;
      step = next;
    }
    return root;
  }

  join(a: number, b: number): void {
    const first = this.find(a);
    const second = this.find(b);
    this.#parents[Math.max(first, second)] = Math.min(first, second);
  }
}

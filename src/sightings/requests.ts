import { addTo } from '../groups.ts';
import { areTogether } from './differing-content.ts';
import { bucketOf, keyOf, objectKeyOf, type Sighting } from './sighting.ts';

/** The sightings of one request, and whether they were joined without any name for it. */
export interface Request {
  readonly sightings: readonly Sighting[];
  readonly joinedWeakly: boolean;
}

/**
 * Which sightings speak of the same request, whether or not they agree on it.
 *
 * Within CloudTrail, events with the same eventID are repeats and events with the same sharedEventID are the copies
 * that several accounts received of one action. Otherwise the request ID and what was done to what must be equal; the
 * objects of one batch share a request ID, while two calls on buckets or keys that share one at one time cannot both be
 * it. Where a request ID is missing, x-amz-id-2 serves, and failing that bucket, operation, principal and second, marked
 * as the weaker join it is.
 * https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-record-contents.html
 *
 * @param ordered in order of time
 */
export function groupByRequest(ordered: readonly Sighting[]): Request[] {
  const groups = new Groups(ordered.length);
  const byIdentity = new Map<string, number>();
  for (const [index, sighting] of ordered.entries()) {
    for (const identity of identitiesOf(sighting)) {
      const known = byIdentity.get(identity);
      if (known === undefined) byIdentity.set(identity, index);
      else groups.join(known, index);
    }
  }
  joinRivals(ordered, groups);
  joinByHost(ordered, groups);
  const weak = joinWeakly(ordered, groups);
  const members = new Map<number, Sighting[]>();
  for (const [index, sighting] of ordered.entries()) addTo(members, groups.find(index), sighting);
  return [...members].map(([root, sightings]) => ({ sightings, joinedWeakly: weak.has(root) }));
}

function identitiesOf(sighting: Sighting): string[] {
  const identities: string[] = [];
  if (sighting.eventId !== null) identities.push(`event\n${sighting.eventId}`);
  if (sighting.sharedEventId !== null) identities.push(`shared\n${sighting.sharedEventId}`);
  if (sighting.requestId !== null) identities.push(`request\n${sighting.requestId}\n${describeAction(sighting)}`);
  return identities;
}

/** What was done to what. */
function describeAction({ action }: Pick<Sighting, 'action'>): string {
  return [action.kind, bucketOf(action) ?? '', objectKeyOf(action) ?? '', keyOf(action) ?? ''].join('\n');
}

/** Different deeds under one request ID at one time: one of them is not true. At other times the ID was used again. */
function joinRivals(ordered: readonly Sighting[], groups: Groups): void {
  const latest = new Map<string, number>();
  for (const [index, sighting] of ordered.entries()) {
    if (sighting.requestId === null || objectKeyOf(sighting.action) !== null) continue;
    const before = latest.get(sighting.requestId);
    const rival = before === undefined ? undefined : ordered[before];
    if (before !== undefined && rival !== undefined && areTogether(rival, sighting, 0)) groups.join(before, index);
    latest.set(sighting.requestId, index);
  }
}

/** By x-amz-id-2, where a request ID is missing on one side and the other side is one request. */
function joinByHost(ordered: readonly Sighting[], groups: Groups): void {
  const hosts = new Map<string, { readonly named: number[]; readonly unnamed: number[] }>();
  for (const [index, sighting] of ordered.entries()) {
    if (sighting.hostId === null) continue;
    const host = `${sighting.hostId}\n${describeAction(sighting)}`;
    const entry = hosts.get(host) ?? { named: [], unnamed: [] };
    hosts.set(host, entry);
    (sighting.requestId === null ? entry.unnamed : entry.named).push(index);
  }
  for (const { named, unnamed } of hosts.values()) {
    const [first, ...others] = unnamed;
    if (first === undefined) continue;
    for (const other of others) groups.join(first, other);
    const [request] = named;
    const isOne = new Set(named.map((index) => ordered[index]?.requestId)).size === 1;
    if (request !== undefined && isOne) groups.join(first, request);
  }
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

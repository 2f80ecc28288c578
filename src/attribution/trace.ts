import type { Instant } from '../instant.ts';
import type { Actor, ChainLink } from '../records/actor.ts';
import type { Position } from '../sources/tally.ts';
import { byNearness, type Issuer, issuersOf, stackOperationsBehind } from './issuers.ts';
import { type Holder, isSameHolder, isSession, nameOf } from './issuing-event.ts';
import type { IssuingEvents } from './issuing-events.ts';

/** An actor traced, with what the trace rests on. */
export interface Trace {
  readonly actor: Actor;
  /** The event of each link of `actor.chain`, in the same order. */
  readonly sessionsUsed: readonly SessionUsed[];
}

/** An issuing event as the timeline shows it. */
export interface SessionUsed {
  readonly link: ChainLink;
  /** The role that was assumed or, by a stack operation, lent. */
  readonly roleArn: string | null;
  /** ARN of the session that was handed out; null for session tokens and stack operations. */
  readonly sessionArn: string | null;
  readonly roleSessionName: string | null;
  readonly sourceIdentity: string | null;
  readonly at: readonly Position[];
}

/**
 * Traces role sessions and other temporary credentials back through the calls that issued them.
 *
 * Nobody is named who may not have been it. A session name may be in use by several callers at once: where the
 * evidence leaves several calls, they count as one link (the nearest) if all have the same caller, and each is followed
 * further; where they have different callers, or one of them has a caller who cannot be followed, the chain ends.
 *
 * `origin` is the name of the last caller if that is no session itself: a user, a root user, an identity provider's
 * subject, a service; without a chain, the own ARN of a user or root user. It is null when an issuing event is missing.
 *
 * @param sessionCreated when the actor's session was created, where the record says so.
 */
export function traceActor(actor: Actor, time: Instant, sessionCreated: Instant | null, events: IssuingEvents): Trace {
  const hops: (readonly Issuer[])[] = [];
  const seen = new Set<string>();
  let uses: readonly Use[] = [{ holder: holderOf(actor, sessionCreated), time, issuer: null }];
  while (hops.length < MOST_HOPS) {
    const issuers = agreedIssuers(uses, events);
    if (issuers.length === 0 || issuers.some(({ identity }) => seen.has(identity))) break;
    for (const { identity } of issuers) seen.add(identity);
    hops.push(issuers);
    uses = issuers.map((issuer) => ({ holder: issuer.caller, time: issuer.time, issuer }));
  }
  const sessionsUsed = hops.flatMap(([nearest]) => (nearest === undefined ? [] : [sessionUsedOf(nearest)]));
  return {
    actor: {
      ...actor,
      sessionIssuerArn: actor.sessionIssuerArn ?? agreed(hops[0] ?? [], ({ session }) => session.roleArn),
      sourceIdentity: actor.sourceIdentity ?? agreed(hops[0] ?? [], ({ session }) => session.sourceIdentity),
      chain: sessionsUsed.map(({ link }) => link),
      origin: hops.length === 0 ? ownOrigin(actor) : agreed(uses, ({ holder }) => endName(holder)),
    },
    sessionsUsed,
  };
}

/** Credentials in use at a moment; `issuer` is the later call that they were used for, if any. */
interface Use {
  readonly holder: Holder;
  readonly time: Instant;
  readonly issuer: Issuer | null;
}

/** All calls that can stand behind the uses, nearest first; none unless they have one caller and every use has one. */
function agreedIssuers(uses: readonly Use[], events: IssuingEvents): readonly Issuer[] {
  const calls = new Map<string, Issuer>();
  for (const use of uses) {
    const issuers = issuersBehind(use, events);
    if (issuers.length === 0) return [];
    for (const issuer of issuers) calls.set(issuer.identity, issuer);
  }
  const sorted = [...calls.values()].sort(byNearness);
  return sorted.every(({ caller }) => sorted[0] !== undefined && isOne(caller, sorted[0].caller)) ? sorted : [];
}

function issuersBehind({ holder, time, issuer }: Use, events: IssuingEvents): readonly Issuer[] {
  if (holder.type !== 'AWSService') return issuersOf(holder, time, events);
  const isStack = issuer !== null && holder.invokedBy?.startsWith('cloudformation.') === true;
  return isStack ? stackOperationsBehind(issuer, events) : [];
}

/** One and the same object is one holder, even when nothing is known of it. */
function isOne(one: Holder, other: Holder): boolean {
  return one === other || isSameHolder(one, other);
}

function holderOf(actor: Actor, sessionCreated: Instant | null): Holder {
  return {
    type: actor.type,
    arn: actor.arn,
    principalId: actor.principalId,
    subject: null,
    invokedBy: actor.invokedBy,
    accessKeyId: actor.accessKeyId,
    sourceIdentity: actor.sourceIdentity,
    sessionCreated,
  };
}

/** The end of a chain without links. A federated user's own record says who asked for the token. */
function ownOrigin(actor: Actor): string | null {
  switch (actor.type) {
    case 'IAMUser':
    case 'Root':
      return actor.arn;
    case 'FederatedUser':
      return actor.sessionIssuerArn;
    default:
      return null;
  }
}

/** The name of a last caller; null for sessions, whose own issuing event is missing then. */
function endName(holder: Holder): string | null {
  return isSession(holder) || holder.type === 'Unknown' || holder.type === null ? null : nameOf(holder);
}

/** The value on which all agree. */
function agreed<T>(items: readonly T[], read: (item: T) => string | null): string | null {
  const values = new Set(items.map(read));
  const [value = null] = values;
  return values.size === 1 ? value : null;
}

function sessionUsedOf(issuer: Issuer): SessionUsed {
  const { session, caller } = issuer;
  return {
    link: { time: issuer.time, eventId: issuer.eventId, arn: nameOf(caller), via: issuer.via },
    roleArn: session.roleArn,
    sessionArn: session.assumedRoleArn,
    roleSessionName: session.roleSessionName,
    sourceIdentity: session.sourceIdentity,
    at: issuer.evidence,
  };
}

/** AWS chains roles for an hour at a time and no product chains many; a longer chain is a loop or a hoax. */
const MOST_HOPS = 16;

import { HOUR, type Instant, MINUTE, SECOND } from '../instant.ts';
import { compareText } from '../order.ts';
import type { Position } from '../sources/tally.ts';
import { type Holder, type IssuingEvent, isSession, sessionNameIn, validityOf } from './issuing-event.ts';
import type { IssuingEvents } from './issuing-events.ts';

/** One call that may have issued a holder's credentials: the richest of its copies, completed by the others. */
export interface Issuer extends IssuingEvent {
  /** Equal for the same call, whichever copy was met first. */
  readonly identity: string;
  /** Every piece of evidence for the call. */
  readonly evidence: readonly Position[];
}

/**
 * The calls that can have issued the credentials which `holder` used at `time`, nearest first. Followed in this order:
 *
 * 1. the access key: it is issued once;
 * 2. the session's id (`AROA...:session`), or its ARN where the log gave no id. Sessions are renewed under one
 *    name, so there may be several; only those count that were issued before `time`, that still lasted then, that were
 *    issued when the session says it was created, and that set no other source identity.
 *
 * The role owner's copy of a cross-account call names neither caller ARN nor key; the caller's copy, joined
 * by sharedEventID, supplies them.
 */
export function issuersOf(holder: Holder, time: Instant, events: IssuingEvents): readonly Issuer[] {
  const key = holder.accessKeyId;
  const byKey = key === null ? [] : events.ofAccessKey(key).filter((event) => event.time <= time + CLOCK_SLACK);
  return asCalls(byKey.length > 0 ? byKey : bySession(holder, time, events), events);
}

/**
 * Stack operations that can have set CloudFormation to use a service role at `time`, nearest first; empty unless
 * one of them named the role. Operations that do not say their role stay in: any of them may be the one.
 */
export function stackOperationsBehind(issuer: Issuer, events: IssuingEvents): readonly Issuer[] {
  const roleArn = issuer.session.roleArn;
  const account = roleArn?.split(':')[4];
  if (roleArn === null || account === undefined) return [];
  const possible = events
    .stackOperations(account)
    .filter(
      (event) =>
        event.time <= issuer.time + CLOCK_SLACK &&
        event.time >= issuer.time - LONGEST_STACK_OPERATION &&
        (event.session.roleArn === null || event.session.roleArn === roleArn),
    );
  return possible.some((event) => event.session.roleArn === roleArn) ? asCalls(possible, events) : [];
}

function bySession(holder: Holder, time: Instant, events: IssuingEvents): readonly IssuingEvent[] {
  if (!isSession(holder)) return [];
  const name = sessionNameIn(holder.principalId, holder.arn);
  return name === null
    ? []
    : events.ofSessionName(name).filter((event) => isOf(event, holder) && fits(event, holder, time));
}

/** Whether the event issued a session of this id; by ARN where one of the two has no id, since roles are recreated. */
function isOf({ session }: IssuingEvent, { principalId, arn }: Holder): boolean {
  return principalId !== null && session.assumedRoleId !== null
    ? session.assumedRoleId === principalId
    : arn !== null && session.assumedRoleArn === arn;
}

function fits(event: IssuingEvent, holder: Holder, time: Instant): boolean {
  const theirs = event.session.sourceIdentity;
  return (
    event.time <= time + CLOCK_SLACK &&
    event.time + validityOf(event) >= time - EXPIRY_SLACK &&
    (holder.sessionCreated === null || Math.abs(event.time - holder.sessionCreated) <= CREATION_SLACK) &&
    (holder.sourceIdentity === null || theirs === null || holder.sourceIdentity === theirs)
  );
}

/** Events gathered into calls: duplicates by eventID, copies by sharedEventID. The order is total. */
function asCalls(events: readonly IssuingEvent[], all: IssuingEvents): readonly Issuer[] {
  const calls = new Map<string, IssuingEvent[]>();
  for (const event of events) {
    const { sharedEventId: shared } = event;
    const identity = shared ?? event.eventId ?? `${event.via} ${event.time} ${event.session.accessKeyId}`;
    if (!calls.has(identity)) {
      const copies = shared === null ? [] : all.copies(shared).filter((copy) => copy.via === event.via);
      calls.set(identity, [...copies]);
    }
    calls.get(identity)?.push(event);
  }
  return [...calls].map(([identity, copies]) => merged(identity, copies)).sort(byNearness);
}

/** Latest first; calls of the same second by event id. */
export function byNearness(one: Issuer, other: Issuer): number {
  return other.time - one.time || compareText(one.identity, other.identity);
}

function merged(identity: string, copies: readonly IssuingEvent[]): Issuer {
  const ranked = [...copies].sort(
    (one, other) =>
      Number(other.caller.arn !== null) - Number(one.caller.arn !== null) ||
      Number(other.caller.accessKeyId !== null) - Number(one.caller.accessKeyId !== null) ||
      compareText(one.eventId ?? '', other.eventId ?? ''),
  );
  const [best, ...others] = ranked as [IssuingEvent, ...IssuingEvent[]];
  const evidence = new Map(
    ranked.map(({ at }) => [`${at.source.source}\n${at.line}\n${at.record}\n${at.within ?? ''}`, at]),
  );
  return {
    ...best,
    identity,
    session: others.reduce((session, other) => completed(session, other.session), best.session),
    caller: ranked.some(({ caller }) => ranked.some((other) => areOthers(caller, other.caller)))
      ? NOBODY_SETTLED
      : others.reduce((caller, other) => completed(caller, { ...other.caller, type: null }), best.caller),
    durationMs: best.durationMs ?? others.find(({ durationMs }) => durationMs !== null)?.durationMs ?? null,
    evidence: [...evidence].sort(([one], [other]) => compareText(one, other)).map(([, at]) => at),
  };
}

/** Whether copies of one call name different callers: then nobody is named. */
function areOthers(one: Holder, other: Holder): boolean {
  return (['principalId', 'arn', 'subject', 'invokedBy', 'accessKeyId'] as const).some((member) => {
    const [here, there] = [one[member], other[member]];
    return here !== null && there !== null && here !== there;
  });
}

const NOBODY_SETTLED: Holder = {
  type: null,
  arn: null,
  principalId: null,
  subject: null,
  invokedBy: null,
  accessKeyId: null,
  sourceIdentity: null,
  sessionCreated: null,
};

/** `known`, with its null members taken from `other`. */
function completed<T extends object>(known: T, other: T): T {
  const whole: T = { ...known };
  for (const member of Object.keys(known) as (keyof T)[]) whole[member] = known[member] ?? other[member];
  return whole;
}

/** Event times are to the second, from the clocks of several services. */
const CLOCK_SLACK = 5 * SECOND;
/** Events bear the time at which a call was done; credentials must only have lasted when it began. */
const EXPIRY_SLACK = MINUTE;
/** `creationDate` is the issuing event's own time, give or take a second. */
const CREATION_SLACK = 10 * SECOND;
const LONGEST_STACK_OPERATION = 12 * HOUR;

import { issuingEventOf } from '../../src/attribution/issuing-event.ts';
import { createIssuingEvents, type IssuingEvents } from '../../src/attribution/issuing-events.ts';
import { type Trace, traceActor } from '../../src/attribution/trace.ts';
import type { Instant } from '../../src/instant.ts';
import type { JsonObject } from '../../src/json.ts';
import type { Actor } from '../../src/records/actor.ts';
import { interpretCloudTrail } from '../../src/records/cloudtrail/interpret.ts';
import { createTally, type Position, type SourceTally } from '../../src/sources/tally.ts';
import { recordOf, serviceEvent } from '../records/cloudtrail/events.ts';

/** Destination account 444455556666, where the roles are; 999900001111, where the people are. */
export const ROLES_ACCOUNT = '444455556666';
export const PEOPLE_ACCOUNT = '999900001111';

export const NOON: number = Date.UTC(2026, 1, 10, 12);

/** `12:34:56` of the day on which everything happens. */
export function at(clock: string): number {
  return Date.parse(`2026-02-10T${clock}Z`);
}

export function source(name: string): SourceTally {
  return { ...createTally(name), kind: 'cloudtrail', isRead: true };
}

const TRAIL: SourceTally = source('trail.json');

/** Issuing events, and who they show to stand behind an actor. */
export interface SessionIndex {
  readonly events: IssuingEvents;
  trace(actor: Actor, time: Instant, sessionCreated?: Instant | null): Actor;
  follow(actor: Actor, time: Instant, sessionCreated?: Instant | null): Trace;
}

export function createSessionIndex(): SessionIndex {
  const events = createIssuingEvents();
  const follow = (actor: Actor, time: Instant, sessionCreated: Instant | null = null): Trace =>
    traceActor(actor, time, sessionCreated, events);
  return { events, follow, trace: (actor, time, sessionCreated) => follow(actor, time, sessionCreated).actor };
}

export function indexOf(events: readonly JsonObject[], from: SourceTally = TRAIL): SessionIndex {
  const index = createSessionIndex();
  events.forEach((event, i) => {
    addTo(index, event, { source: from, line: null, record: i + 1 });
  });
  return index;
}

export function addTo(index: SessionIndex, event: JsonObject, position: Position): void {
  const record = recordOf(event);
  const issued = issuingEventOf(record, interpretCloudTrail(record), position);
  if (issued !== null) index.events.add(issued);
}

export function iamUser(name: string, account: string = PEOPLE_ACCOUNT): JsonObject {
  return {
    type: 'IAMUser',
    principalId: `AIDA${name.toUpperCase().padEnd(10, '0')}EXAMPLE`,
    arn: `arn:aws:iam::${account}:user/${name}`,
    accountId: account,
    accessKeyId: `AKIA${name.toUpperCase().padEnd(9, '0')}EXAMPLE`,
    userName: name,
  };
}

function roleId(role: string): string {
  return `AROA${role.toUpperCase().padEnd(10, '0')}EXAMPLE`;
}

export function sessionArn(role: string, session: string, account: string = ROLES_ACCOUNT): string {
  return `arn:aws:sts::${account}:assumed-role/${role}/${session}`;
}

/** The userIdentity of a role session. */
export function roleSession(
  role: string,
  session: string,
  accessKeyId: string | null = null,
  created?: string,
): JsonObject {
  return {
    type: 'AssumedRole',
    principalId: `${roleId(role)}:${session}`,
    arn: sessionArn(role, session),
    accountId: ROLES_ACCOUNT,
    accessKeyId,
    sessionContext: {
      sessionIssuer: {
        type: 'Role',
        principalId: roleId(role),
        arn: `arn:aws:iam::${ROLES_ACCOUNT}:role/${role}`,
        accountId: ROLES_ACCOUNT,
        userName: role,
      },
      attributes: { creationDate: created ?? null, mfaAuthenticated: 'false' },
    },
  };
}

export function samlUser(subject: string): JsonObject {
  return {
    type: 'SAMLUser',
    principalId: `nameQualifier=:${subject}`,
    userName: subject,
    identityProvider: 'nameQualifier=',
  };
}

/** A call that hands out a session of `role`; `eventID` is told from what it issues and when. */
export function assume(
  caller: JsonObject,
  clock: string,
  role: string,
  session: string,
  options: { key?: string | null; event?: string; seconds?: number; members?: JsonObject } = {},
): JsonObject {
  const { key = `ASIA-${role}-${session}-${clock}`, event = 'AssumeRole', seconds, members } = options;
  return serviceEvent('sts.amazonaws.com', event, {
    userIdentity: caller,
    eventTime: new Date(at(clock)).toISOString().replace('.000Z', 'Z'),
    eventID: `${event} ${role} ${session} ${clock} ${String(caller['principalId'] ?? caller['invokedBy'])}`,
    requestParameters: {
      roleArn: `arn:aws:iam::${ROLES_ACCOUNT}:role/${role}`,
      roleSessionName: session,
      ...(seconds === undefined ? {} : { durationSeconds: seconds }),
    },
    responseElements: {
      ...(key === null ? {} : { credentials: { accessKeyId: key, expiration: 'Feb 10, 2026, 1:00:00 PM' } }),
      assumedRoleUser: { assumedRoleId: `${roleId(role)}:${session}`, arn: sessionArn(role, session) },
    },
    ...members,
  });
}

/** An actor of which nothing is known but `members`. */
export function actorWith(members: Partial<Actor>): Actor {
  return {
    type: null,
    arn: null,
    accountId: null,
    principalId: null,
    userName: null,
    sessionName: null,
    sessionIssuerArn: null,
    accessKeyId: null,
    mfaAuthenticated: null,
    sourceIdentity: null,
    sourceIp: null,
    userAgent: null,
    tool: null,
    invokedBy: null,
    chain: [],
    origin: null,
    ...members,
  };
}

/** The actor of a CloudTrail record made with a role session. */
export function sessionActor(role: string, session: string, accessKeyId: string | null = null): Actor {
  return actorWith({
    type: 'AssumedRole',
    arn: sessionArn(role, session),
    accountId: ROLES_ACCOUNT,
    principalId: `${roleId(role)}:${session}`,
    sessionName: session,
    sessionIssuerArn: `arn:aws:iam::${ROLES_ACCOUNT}:role/${role}`,
    accessKeyId,
  });
}

/** The actor of an access-log line made with a role session. */
export function loggedActor(role: string, session: string): Actor {
  return actorWith({
    type: 'AssumedRole',
    arn: sessionArn(role, session),
    accountId: ROLES_ACCOUNT,
    sessionName: session,
  });
}

import { HOUR, type Instant, MINUTE, SECOND } from '../instant.ts';
import { isJsonObject } from '../json.ts';
import type { Action, IssuedSession } from '../records/action.ts';
import type { CloudTrailRecord } from '../records/cloudtrail/record.ts';
import { parsePrincipalArn } from '../records/principal-arn.ts';
import { recordedValue } from '../records/recorded.ts';
import type { Position } from '../sources/tally.ts';

/** A successful call that handed out temporary credentials, cut down to what tracing needs. */
export interface IssuingEvent {
  /** When the credentials were issued. */
  readonly time: Instant;
  readonly eventId: string | null;
  /** Equal in the copies of one call that several accounts receive. */
  readonly sharedEventId: string | null;
  /** The event's name, `AssumeRole`. */
  readonly via: string;
  /** How long the credentials last; null when the event does not say. */
  readonly durationMs: number | null;
  readonly session: IssuedSession;
  readonly caller: Holder;
  /** Account of a stack operation that lent its service role to CloudFormation; null for all other events. */
  readonly stackAccount: string | null;
  readonly at: Position;
}

/** Whoever holds credentials: the actor that is traced, or the caller of an issuing event. */
export interface Holder {
  readonly type: string | null;
  readonly arn: string | null;
  readonly principalId: string | null;
  /** The identity provider's name for a SAML, web identity or Identity Center user: `repo:acme/infra:ref:refs/heads/main`. */
  readonly subject: string | null;
  readonly invokedBy: string | null;
  readonly accessKeyId: string | null;
  readonly sourceIdentity: string | null;
  /** When the holder's own session was issued, to the second; null for long-term credentials and where not recorded. */
  readonly sessionCreated: Instant | null;
}

/**
 * The issuing event in a record; null when the record is none, or failed, or names nothing by which the
 * credentials could be found again.
 */
export function issuingEventOf(record: CloudTrailRecord, action: Action, at: Position): IssuingEvent | null {
  if (action.kind !== 'issue-session' || record.errorCode !== null) return null;
  const { session } = action;
  const stackAccount = record.eventSource.startsWith('cloudformation.') ? record.recipientAccountId : null;
  if (
    session.accessKeyId === null &&
    session.assumedRoleId === null &&
    session.assumedRoleArn === null &&
    stackAccount === null
  ) {
    return null;
  }
  return {
    time: record.eventTime,
    eventId: record.eventID,
    sharedEventId: record.sharedEventID,
    via: record.eventName,
    durationMs: durationOf(record),
    session,
    caller: callerOf(record),
    stackAccount,
    at,
  };
}

/**
 * The longest time for which credentials of an event can have been in use. Without a recorded duration, the most
 * that AWS grants: 36 hours to federation and session tokens, 15 minutes to AssumeRoot, 12 hours to roles.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_temp_request.html
 */
export function validityOf(event: IssuingEvent): number {
  switch (event.via) {
    case 'GetFederationToken':
    case 'GetSessionToken':
      return event.durationMs ?? 36 * HOUR;
    case 'AssumeRoot':
      return event.durationMs ?? 15 * MINUTE;
    default:
      return event.durationMs ?? 12 * HOUR;
  }
}

/** The one name by which a holder is shown: ARN, else federated subject, principal id, or the service. */
export function nameOf(holder: Holder): string | null {
  return holder.arn ?? holder.subject ?? holder.principalId ?? holder.invokedBy;
}

/** Whether two holders are one, judged by the first member that both have; unknown is not the same. */
export function isSameHolder(one: Holder, other: Holder): boolean {
  for (const member of ['principalId', 'arn', 'subject', 'invokedBy'] as const) {
    const [here, there] = [one[member], other[member]];
    if (here !== null && there !== null) return here === there;
  }
  return false;
}

/** The session's name in its id (`AROA...:session`) or, where there is no id, in its ARN. */
export function sessionNameIn(id: string | null, arn: string | null): string | null {
  const colon = id?.indexOf(':') ?? -1;
  if (id !== null && colon >= 0) return id.slice(colon + 1);
  const parsed = arn === null ? null : parsePrincipalArn(arn);
  return parsed?.session ?? (parsed?.kind === 'federated-user' ? parsed.name : null);
}

/** Whether the holder's credentials are a session's, so that somebody else stands behind them. */
export function isSession(holder: Holder): boolean {
  switch (holder.type) {
    case 'AssumedRole':
    case 'Role':
    case 'FederatedUser':
      return true;
    case 'AWSAccount':
    case 'Unknown':
    case null: {
      const kind = holder.arn === null ? null : parsePrincipalArn(holder.arn)?.kind;
      return kind === 'assumed-role' || kind === 'federated-user' || holder.principalId?.includes(':') === true;
    }
    default:
      return false;
  }
}

function callerOf(record: CloudTrailRecord): Holder {
  const identity = record.userIdentity;
  const response = recordedValue(record.responseElements);
  const answered = response?.['subjectFromWebIdentityToken'] ?? response?.['subject'];
  const isFederated = FEDERATED.has(identity.type ?? '');
  return {
    type: identity.type,
    arn: identity.type === 'AWSService' ? null : identity.arn,
    principalId: identity.principalId,
    subject: isFederated ? (identity.userName ?? (typeof answered === 'string' ? answered : null)) : null,
    invokedBy: identity.invokedBy,
    accessKeyId: identity.accessKeyId,
    sourceIdentity: identity.sourceIdentity,
    sessionCreated: identity.sessionCreationDate,
  };
}

function durationOf(record: CloudTrailRecord): number | null {
  const parameters = recordedValue(record.requestParameters);
  const seconds = isJsonObject(parameters) ? Number(parameters['durationSeconds'] ?? Number.NaN) : Number.NaN;
  return Number.isInteger(seconds) && seconds > 0 && seconds <= 36 * 3600 ? seconds * SECOND : null;
}

const FEDERATED: ReadonlySet<string> = new Set(['SAMLUser', 'WebIdentityUser', 'IdentityCenterUser']);

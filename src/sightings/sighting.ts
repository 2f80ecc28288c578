import type { Instant } from '../instant.ts';
import type { Action } from '../records/action.ts';
import type { Actor } from '../records/actor.ts';
import type { Position } from '../sources/tally.ts';

/**
 * One log's view of one call that matters to a delivery. Small on purpose: sightings are held in
 * memory until the case is known, the records they came from are not.
 */
export interface Sighting {
  readonly log: 'cloudtrail' | 'access-log';
  /** CloudTrail: when the request completed. Access log: when it was received. */
  readonly time: Instant;
  readonly action: Exclude<Action, { kind: 'unrelated' | 'issue-session' }>;
  /** CloudTrail's name for the call; mapped from the operation where only the access log saw it. */
  readonly eventName: string;
  /** Access-log operation; null in CloudTrail. */
  readonly operation: string | null;
  readonly status: number | null;
  readonly errorCode: string | null;
  readonly errorMessage: string | null;
  readonly succeeded: boolean;
  readonly requestId: string | null;
  /** x-amz-id-2. */
  readonly hostId: string | null;
  readonly eventId: string | null;
  readonly sharedEventId: string | null;
  /** The account whose log this is; null for access logs and where the event does not say. */
  readonly recipientAccountId: string | null;
  /** The account that owns the resource called upon, as the event's resources say. */
  readonly ownerAccountId: string | null;
  readonly region: string | null;
  readonly actor: Actor;
  /** When the actor's session was created, where the event says so. */
  readonly sessionCreated: Instant | null;
  /** How long the request took, milliseconds; null in CloudTrail and where the line does not say. */
  readonly durationMs: number | null;
  readonly at: Position;
}

/** The bucket that an action is about; null for keys and organization policies. */
export function bucketOf(action: Sighting['action']): string | null {
  return 'bucket' in action ? action.bucket : null;
}

/** The object that an action is about; null for every other kind. */
export function objectKeyOf(action: Sighting['action']): string | null {
  return action.kind === 'put-object' || action.kind === 'delete-object' ? action.key : null;
}

/** The key that an action is about, as ARN where the log has one. */
export function keyOf(action: Sighting['action']): string | null {
  return 'key' in action && typeof action.key === 'object' ? (action.key.arn ?? action.key.id) : null;
}

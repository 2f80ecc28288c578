import type { Instant } from '../instant.ts';
import type { Actor } from '../records/actor.ts';
import type { Position } from '../sources/tally.ts';
import type { Sighting } from './sighting.ts';

/**
 * One call as all logs together tell it: CloudTrail's time and identity where it has them, the
 * access log's operation and status beside them.
 */
export interface Call {
  readonly time: Instant;
  readonly action: Sighting['action'];
  readonly eventName: string;
  readonly operation: string | null;
  readonly status: number | null;
  readonly errorCode: string | null;
  /** False when any log says that the call failed: such a call changed nothing. */
  readonly succeeded: boolean;
  readonly eventId: string | null;
  readonly requestId: string | null;
  readonly seenIn: readonly ('cloudtrail' | 'access-log')[];
  /** The two logs were joined on bucket, operation, principal and second only. */
  readonly joinedWeakly: boolean;
  /** What the copies of one event state differently; null where they agree. */
  readonly conflict: 'actor' | 'content' | null;
  readonly recipientAccountId: string | null;
  readonly ownerAccountId: string | null;
  readonly region: string | null;
  readonly actor: Actor;
  /** When the actor's session was created, where the event says so. */
  readonly sessionCreated: Instant | null;
  readonly evidence: readonly Position[];
}

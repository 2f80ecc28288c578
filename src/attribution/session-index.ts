import type { Instant } from '../instant.ts';
import type { Action } from '../records/action.ts';
import type { Actor } from '../records/actor.ts';
import type { CloudTrailRecord } from '../records/cloudtrail/record.ts';
import type { Position } from '../sources/tally.ts';
import { type IssuingEvent, issuingEventOf } from './issuing-event.ts';
import { createIssuingEvents } from './issuing-events.ts';
import { type Trace, traceActor } from './trace.ts';

/** Who was given which session, and so who stands behind an actor. */
export interface SessionIndex {
  /** Keeps what tracing needs of a record that issued credentials; failed calls and all else are let go. In any order. */
  add(record: CloudTrailRecord, action: Action, at: Position): void;
  /** The same, of a record that has been cut down already. */
  addEvent(event: IssuingEvent): void;
  /** The actor with `chain` and `origin`. Ask when all of the evidence has been added. */
  trace(actor: Actor, time: Instant, sessionCreated?: Instant | null): Actor;
  /**
   * The same, with the events that the trace rests on.
   *
   * @param time when the actor made the call.
   * @param sessionCreated the record's `userIdentity.sessionCreationDate`. It tells apart sessions of one name
   * whose access key is not in evidence; without it, the trace stops more often.
   */
  follow(actor: Actor, time: Instant, sessionCreated?: Instant | null): Trace;
}

export function createSessionIndex(): SessionIndex {
  const events = createIssuingEvents();
  const follow = (actor: Actor, time: Instant, sessionCreated: Instant | null = null): Trace =>
    traceActor(actor, time, sessionCreated, events);
  return {
    add(record, action, at) {
      const event = issuingEventOf(record, action, at);
      if (event !== null) {
        events.add(event);
      }
    },
    addEvent: (event) => events.add(event),
    trace: (actor, time, sessionCreated) => follow(actor, time, sessionCreated).actor,
    follow,
  };
}

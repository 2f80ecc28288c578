import type { Instant } from '../../instant.ts';
import { compareText } from '../../order.ts';
import type { Action } from '../../records/action.ts';
import { actorOfCloudTrail } from '../../records/cloudtrail/actor.ts';
import { interpretCloudTrail } from '../../records/cloudtrail/interpret.ts';
import type { CloudTrailRecord } from '../../records/cloudtrail/record.ts';

/** A call as an event tells it, and what it did. */
export interface ChangeEvent {
  readonly time: Instant;
  readonly eventName: string;
  readonly eventId: string | null;
  /** Whose credentials made it: an ARN, a service, or an id; null when the event does not say. */
  readonly actor: string | null;
  /** null for a call that succeeded. */
  readonly errorCode: string | null;
  readonly action: Action;
  /** The source that holds the event, by its name. */
  readonly source: string;
}

/**
 * The calls that records tell of, each once: what was sent again has its eventID, copies for other accounts its
 * sharedEventID. In the order of time; the order of the records decides nothing.
 */
export function changeEvents(
  records: readonly { readonly record: CloudTrailRecord; readonly source: string }[],
): readonly ChangeEvent[] {
  const seen = new Set<string>();
  const once = [...records].sort(inTime).filter(({ record: { eventID, sharedEventID } }) => {
    const names = [eventID, sharedEventID].filter((name) => name !== null);
    const isKnown = names.some((name) => seen.has(name));
    for (const name of names) seen.add(name);
    return !isKnown;
  });
  return once.map(({ record, source }) => {
    const actor = actorOfCloudTrail(record);
    return {
      time: record.eventTime,
      eventName: record.eventName,
      eventId: record.eventID,
      actor: actor.arn ?? actor.invokedBy ?? actor.principalId ?? actor.accountId,
      errorCode: record.errorCode,
      action: interpretCloudTrail(record),
      source,
    };
  });
}

/** CloudTrail's times are to the second: events of one second stand in the order of their ids. */
function inTime(one: { readonly record: CloudTrailRecord }, other: { readonly record: CloudTrailRecord }): number {
  const [a, b] = [one.record, other.record];
  return (
    a.eventTime - b.eventTime ||
    compareText(a.eventID ?? '', b.eventID ?? '') ||
    compareText(JSON.stringify(a.raw), JSON.stringify(b.raw))
  );
}

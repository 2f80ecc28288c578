import type { Instant } from '../instant.ts';
import { recordedValue } from '../records/recorded.ts';
import type { Callers } from './callers.ts';
import type { Desk } from './desk.ts';
import { eventsIn, HISTORY_MS, lookUp } from './look-up.ts';
import { pastCalls } from './past-calls.ts';

/** An inventory configuration as the event history of its bucket tells it. */
export interface PastConfiguration {
  readonly id: string;
  /** Where it last sent its reports to; null where no event in the history says so. */
  readonly place: { readonly destinationBucket: string; readonly destinationPrefix: string } | null;
  /** The last of its calls is its deletion. */
  readonly isDeleted: boolean;
}

/** Whom to ask for the event history, and when. */
export interface Historian {
  readonly callers: Callers;
  readonly now: Instant;
  /** Least time between two calls. */
  readonly lookupIntervalMs: number;
}

/**
 * The configurations of a bucket that calls of the last 90 days put or deleted, by the names of these calls, of which
 * there are few in any account.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/cloudtrail-logging-s3-info.html
 */
export async function pastConfigurations(
  desk: Desk,
  { callers, now, lookupIntervalMs }: Historian,
  bucket: string,
  region: string | null,
): Promise<readonly PastConfiguration[]> {
  const found = new Map<string, PastConfiguration & { readonly at: Instant }>();
  for (const value of ['PutBucketInventoryConfiguration', 'DeleteBucketInventoryConfiguration']) {
    const question = {
      name: `${value}-${region ?? 'default'}`,
      attribute: 'EventName',
      value,
      party: 'source',
      region,
    } as const;
    const answer = await lookUp(desk, callers, question, {
      since: now - HISTORY_MS,
      now,
      intervalMs: lookupIntervalMs,
    });
    for (const { record, action } of pastCalls(eventsIn(answer))) {
      const isPut = action.kind === 'put-inventory-configuration';
      if (!(isPut || action.kind === 'delete-inventory-configuration')) continue;
      if (action.bucket !== bucket || action.id === null) continue;
      const told = isPut ? recordedValue(action.configuration) : null;
      const known = found.get(action.id);
      const isNewer = known === undefined || record.eventTime > known.at;
      found.set(action.id, {
        id: action.id,
        place: told !== null && (isNewer || known.place === null) ? told : (known?.place ?? null),
        isDeleted: isNewer ? !isPut : known.isDeleted,
        at: Math.max(record.eventTime, known?.at ?? record.eventTime),
      });
    }
  }
  return [...found.values()];
}

import { type LinkSubject, logsOf } from '../delivery-path/link-logs.ts';
import type { Place } from '../delivery-path/place.ts';
import { type Instant, latest } from '../instant.ts';
import type { LogCoverage } from '../sightings/log-coverage.ts';
import { isWriter } from '../sightings/writer.ts';
import type { DeliveryCall } from './writes.ts';

/** The logs in which the writes of these reports stand, and in which a refused one would stand as well. */
export interface WriteLog {
  /** When they hold a write of the service that was let through, in order. */
  readonly written: readonly Instant[];
  /** Their last record; null where no log holds a write. */
  readonly until: Instant | null;
}

/** A trail has writes only where it records data events: what has none at all is not among these logs. */
export function writeLogOf(
  writes: readonly DeliveryCall[],
  home: Place,
  subject: LinkSubject,
  coverage: readonly LogCoverage[],
): WriteLog {
  const own = writes.filter(
    ({ call }) => call.action.kind === 'put-object' && isWriter(call.actor, subject.case.profile.writer),
  );
  const kinds = new Set(own.flatMap(({ call }) => call.seenIn as readonly string[]));
  const ends = logsOf('destination-policy', home, subject, coverage)
    .filter(({ identity }) => kinds.has(identity.kind))
    .map(({ to }) => to);
  return {
    written: own
      .filter(({ call }) => call.succeeded)
      .map(({ call }) => call.time)
      .sort((a, b) => a - b),
    until: latest(ends),
  };
}

import type { Instant } from '../../instant.ts';
import { parseIsoInstant } from '../iso-time.ts';

/**
 * A time as CloudTrail writes it: ISO 8601, extended or (older `creationDate`) basic. Times without a
 * zone are UTC, as all of CloudTrail's are. null when it is no time of day.
 */
export function parseEventTime(text: string): Instant | null {
  return parseIsoInstant(ENDS_IN_ZONE.test(text) ? text : `${text}Z`);
}

const ENDS_IN_ZONE = /T.*(?:Z|[+-]\d\d(?::?\d\d)?)$/;

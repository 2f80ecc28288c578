import type { Instant } from '../../instant.ts';
import { parseIsoInstant } from '../iso-time.ts';

/**
 * A time as CloudTrail writes it: ISO 8601, extended or (older `creationDate`) basic; or as tables and search tools write
 * it, `2025-03-05 21:19:44.000`. Times without a zone are UTC, as all of CloudTrail's are. null when it is no time of day.
 */
export function parseEventTime(text: string): Instant | null {
  const iso = text[10] === ' ' ? text.replace(SPACED, 'T') : text;
  return parseIsoInstant(ENDS_IN_ZONE.test(iso) ? iso : `${iso}Z`);
}

/** The blank in place of `T`. */
const SPACED = / (?=\d)/;

const ENDS_IN_ZONE = /T.*(?:Z|[+-]\d\d(?::?\d\d)?)$/;

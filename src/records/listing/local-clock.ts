import { tzOffset } from '@date-fns/tz';
import { ForensicsError } from '../../errors.ts';
import { DAY, type Instant, MINUTE } from '../../instant.ts';

/** Turns wall-clock times, which `aws s3 ls` prints without a zone, into moments. */
export type LocalClock = (wallClock: Instant) => { readonly instant: Instant; readonly isApproximate: boolean };

/**
 * A clock that reads wall-clock times in a zone. Without a zone they are read as UTC and approximate,
 * as are the hour that an autumn day has twice and the one that a spring day does not have.
 *
 * The wall-clock time is given as the moment at which a clock in UTC would show it.
 *
 * @param zone IANA name (`Europe/Berlin`), `UTC`, or null
 * @throws ForensicsError `usage` for a zone that does not exist
 */
export function createLocalClock(zone: string | null): LocalClock {
  if (zone === null) return (wallClock) => ({ instant: wallClock, isApproximate: true });
  if (!isZone(zone)) {
    throw new ForensicsError('usage', `no such time zone: ${zone}`, { hint: 'name it as in Europe/Berlin or UTC' });
  }
  const known = new Map<number, Shift>();
  return (wallClock) => {
    const quarter = Math.floor(wallClock / QUARTER);
    let shift = known.get(quarter);
    if (shift === undefined) {
      if (known.size >= MAX_KNOWN) known.clear();
      shift = shiftAt(zone, quarter * QUARTER);
      known.set(quarter, shift);
    }
    return { instant: wallClock - shift.offset, isApproximate: shift.isApproximate };
  };
}

interface Shift {
  readonly offset: number;
  readonly isApproximate: boolean;
}

/** How far the zone's clocks are ahead of UTC when they show this time. */
function shiftAt(zone: string, wallClock: Instant): Shift {
  const offsets = [wallClock - DAY, wallClock + DAY]
    .map((near) => offset(zone, near))
    .filter((ahead) => offset(zone, wallClock - ahead) === ahead);
  const [one, other = one] = offsets;
  if (one === undefined || other === undefined) return { offset: offset(zone, wallClock), isApproximate: true };
  // Of two moments with the same wall-clock time, the earlier.
  return { offset: Math.max(one, other), isApproximate: one !== other };
}

function offset(zone: string, instant: Instant): number {
  return tzOffset(zone, new Date(instant)) * MINUTE;
}

function isZone(zone: string): boolean {
  try {
    new Intl.DateTimeFormat('en-US', { timeZone: zone });
    return true;
  } catch (error) {
    if (error instanceof RangeError) return false;
    throw error;
  }
}

/** No zone changes its clocks within a quarter of an hour. */
const QUARTER = 15 * MINUTE;
const MAX_KNOWN = 50_000;

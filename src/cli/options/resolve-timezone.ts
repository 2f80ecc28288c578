import { tzName } from '@date-fns/tz/tzName';
import { badValue } from './usage-error.ts';

const LISTING_TIMEZONE = '--listing-timezone';

/**
 * The IANA time zone in which a listing was printed, as given once the machine's tables know it.
 *
 * @throws ForensicsError `usage`
 */
export function resolveTimezone(value: string): string {
  try {
    tzName(value, new Date(0));
    return value;
  } catch (error) {
    if (error instanceof RangeError) {
      throw badValue(LISTING_TIMEZONE, value, 'an IANA time zone such as Europe/Paris or UTC');
    }
    throw error;
  }
}

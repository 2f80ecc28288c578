import { tzName } from '@date-fns/tz/tzName';
import { badValue } from './usage-error.ts';

/**
 * The IANA time zone in which a listing was printed, as given once the machine's tables know it; null for none.
 *
 * @throws ForensicsError `usage`
 */
export function resolveTimezone(value: string | undefined): string | null {
  if (value === undefined) return null;
  try {
    tzName(value, new Date(0));
    return value;
  } catch (error) {
    if (error instanceof RangeError) {
      throw badValue('--listing-timezone', value, 'an IANA time zone such as Europe/Paris or UTC');
    }
    throw error;
  }
}

import type { Instant } from '../../instant.ts';

/** Reads a number as the Numeric operators take it: an integer or a decimal. null for anything else. */
export function parseNumber(text: string): number | null {
  return /^[+-]?(?:\d{1,30}(?:\.\d{0,30})?|\.\d{1,30})$/.test(text) ? Number(text) : null;
}

/** Reads `true` or `false`, in any case. null for anything else. */
export function parseBoolean(text: string): boolean | null {
  const folded = text.toLowerCase();
  if (folded === 'true') return true;
  return folded === 'false' ? false : null;
}

/**
 * Reads a moment as the Date operators take it: one of the W3C forms of ISO 8601 (a year, a month, a day, or a
 * time with a zone), or seconds since 1970. Four digits are a year. null for anything else.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html#Conditions_Date
 */
export function parseMoment(text: string): Instant | null {
  const written = ISO_8601.exec(text)?.groups;
  if (written === undefined) return /^-?\d{5,14}(?:\.\d{1,9})?$/.test(text) ? Math.round(Number(text) * 1000) : null;
  const { year, month = '01', day = '01', hour = '00', minute = '00', second = '00', fraction = '', zone } = written;
  const local = Date.UTC(Number(year), Number(month) - 1, Number(day), Number(hour), Number(minute), Number(second));
  const roundTrip = `${year}-${month}-${day}T${hour}:${minute}:${second}.000Z`;
  if (Number.isNaN(local) || new Date(local).toISOString() !== roundTrip) return null;
  return local + Math.round(Number(`0.${fraction || '0'}`) * 1000) - offsetOf(zone) * 60_000;
}

/** Minutes east of UTC. */
function offsetOf(zone: string | undefined): number {
  if (zone === undefined || zone === 'Z') return 0;
  const minutes = Number(zone.slice(1, 3)) * 60 + Number(zone.slice(4, 6));
  return zone.startsWith('-') ? -minutes : minutes;
}

const ISO_8601 =
  /^(?<year>\d{4})(?:-(?<month>\d{2})(?:-(?<day>\d{2})(?:T(?<hour>\d{2}):(?<minute>\d{2})(?::(?<second>\d{2})(?:\.(?<fraction>\d{1,9}))?)?(?<zone>Z|[+-]\d{2}:\d{2}))?)?)?$/;

/** Base64 in one written form, so that equal bytes are equal texts; null for what is not base64. */
export function normalizeBase64(text: string): string | null {
  if (!/^[A-Za-z\d+/]*={0,2}$/.test(text)) return null;
  const bare = text.replace(/=+$/, '');
  return bare.length % 4 === 1 ? null : bare;
}

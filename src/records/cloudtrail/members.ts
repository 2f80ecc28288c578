import { isJsonObject, type JsonObject, type JsonValue } from '../../json.ts';

/**
 * How members of an event are read: by hand, since a trail holds thousands of events a file, and
 * tolerantly, since shapes differ by service and by year. What is absent, null, empty or of another
 * type than asked for reads as null.
 */
type Member = JsonValue | undefined;

/** A non-empty string. CloudTrail writes `""` for what does not apply (`accessKeyId`, anonymous `principalId`). */
export function textOf(value: Member): string | null {
  return typeof value === 'string' && value !== '' ? value : null;
}

/**
 * A string that CloudTrail took from an XML body, where `2024` arrives as a number and `true` as a
 * boolean; the first one of a list (`"host": ["..."]` in events before 2020).
 */
export function wordOf(value: Member): string | null {
  const single = Array.isArray(value) ? value[0] : value;
  if (typeof single === 'number' || typeof single === 'boolean') {
    return String(single);
  }
  return textOf(single);
}

/** A boolean, also when written as a string. */
export function flagOf(value: Member): boolean | null {
  if (typeof value === 'boolean') {
    return value;
  }
  if (typeof value !== 'string') {
    return null;
  }
  const word = value.toLowerCase();
  return word === 'true' ? true : word === 'false' ? false : null;
}

/** A number, also when written as a string. */
export function numberOf(value: Member): number | null {
  const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
  return typeof number === 'number' && Number.isFinite(number) ? number : null;
}

/** An object with at least one member: `"sessionIssuer": {}` says as much as no issuer. */
export function objectOf(value: Member): JsonObject | null {
  if (!isJsonObject(value)) {
    return null;
  }
  for (const _name in value) {
    return value;
  }
  return null;
}

/** Elements that repeat in XML: an array when there are several, the element itself when there is one. */
export function listOf(value: Member): readonly JsonValue[] {
  if (Array.isArray(value)) {
    return value;
  }
  return value === undefined || value === null || value === '' ? [] : [value];
}

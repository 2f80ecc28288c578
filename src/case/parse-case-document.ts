import { isValid } from 'date-fns/isValid';
import { parseISO } from 'date-fns/parseISO';
import { ForensicsError } from '../errors.ts';
import type { Instant } from '../instant.ts';
import type { JsonObject, JsonValue } from '../json.ts';
import type { CaseOptions } from './case.ts';
import { CASE_MEMBER_NAMES, CASE_MEMBERS, type CaseMember, isPlausibleNow, takeMember } from './members.ts';

/**
 * Reads a `case.json` document. A member that is null is not said; others than those of a case are passed over.
 *
 * @param source name under which the document was given, for the message
 * @throws ForensicsError `malformed-case`, naming the member
 */
export function parseCaseDocument(document: JsonObject, source: string): CaseOptions {
  const read = (name: CaseMember): string | Instant | undefined => {
    const value = document[name] ?? null;
    if (value === null) return undefined;
    const taken = takeValue(name, value);
    if (taken !== null) return taken;
    throw new ForensicsError('malformed-case', `${source}: ${name}: must be ${CASE_MEMBERS[name].wanted}`, {
      hint: 'see "The case" in the README for the members of case.json',
    });
  };
  return Object.fromEntries(CASE_MEMBER_NAMES.map((name) => [name, read(name)])) as CaseOptions;
}

function takeValue(name: CaseMember, value: JsonValue): string | Instant | null {
  if (typeof value !== 'string') return null;
  return name === 'now' ? takeNow(value) : takeMember(name, value);
}

function takeNow(text: string): Instant | null {
  if (!isValid(parseISO(text))) return null;
  const now = parseISO(withZone(text)).getTime();
  return isPlausibleNow(now) ? now : null;
}

/** A time without a zone is UTC, as every time in this program; a date alone is the end of that day. */
function withZone(value: string): string {
  const hasTime = value.includes('T') || value.includes(' ');
  return !hasTime || /(?:Z|[+-]\d{2}(?::?\d{2})?)$/.test(value)
    ? hasTime
      ? value
      : `${value}T23:59:59.999Z`
    : `${value}Z`;
}

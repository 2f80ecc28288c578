import { describeActor } from '../attribution/wording.ts';
import type { Call } from '../sightings/call.ts';

/** Everybody whom copies of a call name, where they name several; null where they agree. */
export function describeCallers({ contradiction }: Pick<Call, 'contradiction'>): string | null {
  const names = contradiction?.callers.map(describeActor) ?? [];
  if (names.length === 0) return null;
  const others = names.length > MOST_NAMED ? [`one of ${names.length - MOST_NAMED} others`] : [];
  return [...names.slice(0, MOST_NAMED), ...others].join(' or ');
}

const MOST_NAMED = 3;

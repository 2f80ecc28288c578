import type { NamedSibling } from './sibling.ts';
import { SIBLINGS } from './siblings.ts';

/**
 * The delivery that a service's write belongs to, by its key; where the service delivers one thing only, by the service
 * alone.
 *
 * @param keys the forms that the key may have
 * @returns null for a service that delivers nothing known, or several things that the key does not tell apart
 */
export function siblingOfWrite(service: string, keys: readonly string[]): NamedSibling | null {
  const all = Object.entries(SIBLINGS)
    .map(([name, profile]): NamedSibling => ({ name, profile }))
    .filter(
      ({ profile: { writer, recordedAs = [] } }) =>
        (writer.kind === 'service' && writer.service === service) || recordedAs.includes(service),
    );
  const told = all.find(
    ({ profile: { keyPattern } }) => keyPattern !== null && keys.some((key) => keyPattern.test(key)),
  );
  if (told !== undefined) return told;
  const [only = null, ...others] = all;
  return others.length === 0 && only?.profile.keyPattern !== null ? only : null;
}

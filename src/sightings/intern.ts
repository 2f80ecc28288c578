import type { Sighting } from './sighting.ts';

/**
 * Gives equal deeds and equal callers as one object: tools write one policy over and over, and few people make many
 * changes. What is done to objects names another one each time, and is left as it is.
 */
export function createInterner(): (sighting: Sighting) => Sighting {
  const byText = new Map<string, object>();
  const known = new WeakMap<object, object>();
  return (sighting) => {
    const isOnObject = sighting.action.kind === 'put-object' || sighting.action.kind === 'delete-object';
    const action = isOnObject ? sighting.action : the(sighting.action);
    const actor = the(sighting.actor);
    return action === sighting.action && actor === sighting.actor ? sighting : { ...sighting, action, actor };
  };

  /** A thread hands over equal ones as one object already: the text of each is made once. */
  function the<T extends object>(value: T): T {
    const met = known.get(value);
    if (met !== undefined) return met as T;
    const text = JSON.stringify(value);
    const one = byText.get(text) ?? value;
    byText.set(text, one);
    known.set(value, one);
    return one as T;
  }
}

import type { Sighting } from './sighting.ts';

/**
 * Gives equal deeds and equal callers as one object: tools write one policy over and over, and few people make many
 * changes. What is done to objects names another one each time, and is left as it is.
 */
export function createInterner(): (sighting: Sighting) => Sighting {
  const one = new Map<string, Sighting['actor'] | Sighting['action']>();
  return (sighting) => {
    const { action, actor } = sighting;
    const isOnObject = action.kind === 'put-object' || action.kind === 'delete-object';
    return { ...sighting, action: isOnObject ? action : the(action), actor: the(actor) };
  };

  function the<T extends Sighting['actor'] | Sighting['action']>(value: T): T {
    const text = JSON.stringify(value);
    const known = one.get(text);
    if (known !== undefined) return known as T;
    one.set(text, value);
    return value;
  }
}

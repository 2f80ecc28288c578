import { LINKS, type Link, type LinkState, type LinkStates } from './link.ts';

/**
 * Gives equal states as one object, and the same states of all links as one object, too: of a hundred thousand steps
 * few differ, and memory follows those that do.
 */
export interface StateTable {
  one(state: LinkState): LinkState;
  /** @param links states that {@link one} has given */
  all(links: LinkStates): LinkStates;
}

export function createStateTable(): StateTable {
  const states = new Map<string, LinkState>();
  const numbers = new Map<LinkState, number>();
  const together = new Map<string, LinkStates>();
  return {
    one(state) {
      if (numbers.has(state)) return state;
      const name = nameOf(state);
      const known = states.get(name);
      if (known !== undefined) return known;
      states.set(name, state);
      return state;
    },
    all(links) {
      const name = LINKS.map((link) => numberOf(links[link])).join();
      const known = together.get(name);
      if (known !== undefined) return known;
      together.set(name, links);
      return links;
    },
  };

  function numberOf(state: LinkState): number {
    const known = numbers.get(state) ?? numbers.size;
    numbers.set(state, known);
    return known;
  }
}

/** Most rest on no statement: what they say tells them apart. */
function nameOf(state: LinkState): string {
  const { decision, basis, capturedAt, explanation, statement, conditionKeys, unknownKeys, warnings } = state;
  const plain = `${state.state}\n${decision}\n${basis}\n${capturedAt}\n${explanation}`;
  const isPlain = statement === null && conditionKeys.length + unknownKeys.length + warnings.length === 0;
  return isPlain ? plain : `${plain}\n${JSON.stringify([statement, conditionKeys, unknownKeys, warnings])}`;
}

/** The same states but for one link; asked twice, the same object. */
export function createLinkChanger(link: Link): (links: LinkStates, state: LinkState) => LinkStates {
  const known = new Map<LinkStates, Map<LinkState, LinkStates>>();
  return (links, state) => {
    const changed = known.get(links) ?? new Map<LinkState, LinkStates>();
    known.set(links, changed);
    const found = changed.get(state) ?? { ...links, [link]: state };
    changed.set(state, found);
    return found;
  };
}

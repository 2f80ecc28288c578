import type { GlobPart } from '../document/glob.ts';

/** A text pattern of a condition, as the search for witnesses reads it. */
export interface TextPattern {
  readonly parts: readonly GlobPart[];
  readonly ignoreCase: boolean;
  /** Six fields divided by colons; wildcards do not stand for a dividing colon. */
  readonly isArn: boolean;
}

/**
 * Values that show every way in which a non-empty text can match some of several patterns and not others: for each
 * reachable combination of matching groups, one text. The patterns run side by side over all texts at once, as one
 * automaton, so that the list is complete.
 *
 * @param groups patterns of one condition each; a group matches when one of its patterns does.
 * @returns null when the automaton grows beyond a bound.
 */
export function findWitnesses(groups: readonly (readonly TextPattern[])[]): readonly string[] | null {
  const [only] = groups;
  if (only !== undefined && groups.length === 1 && !only.some(hasSingleWildcard))
    return [...only.map(anInstance), OTHER];
  const patterns = groups.flatMap((group, index) =>
    group.map((pattern) => ({ group: index, tokens: tokenize(pattern) })),
  );
  const alphabet = alphabetOf(patterns.map(({ tokens }) => tokens));
  const start = patterns.map(({ tokens }) => closure(tokens, new Set([0])));
  const seen = new Set<string>();
  const queue: { readonly state: readonly ReadonlySet<number>[]; readonly text: string }[] = [
    { state: start, text: '' },
  ];
  const witnesses = new Map<string, string>();
  for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
    for (const character of alphabet) {
      const state = patterns.map(({ tokens }, index) => step(tokens, next.state[index] ?? EMPTY, character));
      const key = stateKey(state);
      if (seen.has(key)) continue;
      if (seen.size >= MOST_STATES) return null;
      seen.add(key);
      const text = next.text + character;
      const combination = groups.map((_, group) => matchesGroup(patterns, state, group)).join('');
      if (!witnesses.has(combination)) witnesses.set(combination, text);
      queue.push({ state, text });
    }
  }
  return [...witnesses.values()];
}

/** With one group and no `?`, a value either is an instance of a pattern or can be a lone character that no pattern holds. */
function anInstance(pattern: TextPattern): string {
  const text = pattern.parts.map((part) => (part.kind === 'text' ? part.text : '')).join('');
  return text === '' ? OTHER : text;
}

function hasSingleWildcard(pattern: TextPattern): boolean {
  return pattern.parts.some((part) => part.kind === 'one');
}

type Token =
  | { readonly kind: 'character'; readonly character: string; readonly ignoreCase: boolean }
  | { readonly kind: 'one' | 'many'; readonly noColon: boolean };

function tokenize(pattern: TextPattern): Token[] {
  const tokens: Token[] = [];
  let colons = 0;
  for (const part of pattern.parts) {
    if (part.kind !== 'text') tokens.push({ kind: part.kind, noColon: pattern.isArn && colons < 5 });
    else {
      for (const character of part.text) {
        if (character === ':') colons += 1;
        tokens.push({
          kind: 'character',
          character: fold(character, pattern.ignoreCase),
          ignoreCase: pattern.ignoreCase,
        });
      }
    }
  }
  return tokens;
}

/** The characters that the patterns tell apart, and one that stands for all others. */
function alphabetOf(patterns: readonly (readonly Token[])[]): string[] {
  const characters = new Set<string>([':', OTHER]);
  for (const token of patterns.flat()) {
    if (token.kind !== 'character') continue;
    characters.add(token.character);
    if (token.ignoreCase) characters.add(token.character.toUpperCase());
  }
  return [...characters].sort();
}

function step(tokens: readonly Token[], positions: ReadonlySet<number>, character: string): ReadonlySet<number> {
  const next = new Set<number>();
  for (const position of positions) {
    const token = tokens[position];
    if (token === undefined) continue;
    if (token.kind === 'character') {
      if (token.character === fold(character, token.ignoreCase)) next.add(position + 1);
    } else if (!(token.noColon && character === ':')) next.add(token.kind === 'one' ? position + 1 : position);
  }
  return closure(tokens, next);
}

/** A `*` may also stand for nothing. */
function closure(tokens: readonly Token[], positions: Set<number>): ReadonlySet<number> {
  for (const position of positions) if (tokens[position]?.kind === 'many') positions.add(position + 1);
  return positions;
}

function matchesGroup(
  patterns: readonly { readonly group: number; readonly tokens: readonly Token[] }[],
  state: readonly ReadonlySet<number>[],
  group: number,
): '0' | '1' {
  const matches = patterns.some(
    (pattern, index) => pattern.group === group && state[index]?.has(pattern.tokens.length) === true,
  );
  return matches ? '1' : '0';
}

function stateKey(state: readonly ReadonlySet<number>[]): string {
  return state.map((positions) => [...positions].sort((a, b) => a - b).join(',')).join(';');
}

function fold(character: string, ignoreCase: boolean): string {
  return ignoreCase ? character.toLowerCase() : character;
}

const EMPTY: ReadonlySet<number> = new Set();

/** A private-use character that no policy holds. */
const OTHER = '\uE000';

const MOST_STATES = 2000;

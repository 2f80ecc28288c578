import { type Condition, judgeCondition } from '../document/condition.ts';
import type { ContextEntry, RequestContext } from '../document/context.ts';
import type { Tri } from '../document/tri.ts';
import { type Choice, findUnknowns, type Unknown } from './unknowns.ts';

/**
 * Whether a condition by itself answers the same in every possible world; what varies stays unknown. Settles what
 * `judgeCondition` leaves open because it asks only whether the key is known.
 */
export function settleCondition(condition: Condition, context: RequestContext): Tri {
  const answer = judgeCondition(condition, context);
  if (answer !== 'unknown' || condition.unsupported !== null) return answer;
  const unknowns = findUnknowns([condition], [], context);
  const count = countWorlds(unknowns);
  if (count > MOST_WORLDS) return 'unknown';
  const answers = new Set<Tri>();
  for (let world = 0; world < count; world += 1)
    answers.add(judgeIn(condition, worldOf(choose(unknowns, world), context)));
  const [only] = answers;
  return only !== undefined && answers.size === 1 ? only : 'unknown';
}

/** Beyond this many worlds nothing is enumerated. */
export const MOST_WORLDS = 20_000;

export function countWorlds(unknowns: readonly Unknown[]): number {
  return unknowns.reduce((product, { choices }) => product * choices.length, 1);
}

/** One way the unknown keys may be: the context it gives, and what is settled by the choice itself. */
export interface World {
  readonly context: RequestContext;
  readonly verdict: (condition: Condition) => Tri | undefined;
}

/** The choices of one world, by its number read as digits of mixed base. */
export function choose(unknowns: readonly Unknown[], world: number): readonly Choice[] {
  let rest = world;
  return unknowns.flatMap(({ choices }) => {
    const choice = choices[rest % choices.length];
    rest = Math.floor(rest / choices.length);
    return choice === undefined ? [] : [choice];
  });
}

export function worldOf(choices: readonly Choice[], context: RequestContext): World {
  const entries = new Map<string, ContextEntry>();
  const verdicts = new Map<Condition, Tri>();
  for (const choice of choices) {
    for (const [key, entry] of choice.entries) entries.set(key, entry);
    for (const [condition, answer] of choice.verdicts) verdicts.set(condition, answer);
  }
  return { context: (key) => entries.get(key) ?? context(key), verdict: (condition) => verdicts.get(condition) };
}

export function judgeIn(condition: Condition, world: World): Tri {
  return world.verdict(condition) ?? judgeCondition(condition, world.context);
}

import { compileArnPattern } from '../document/arn.ts';
import { formatAddress, parseCidr } from '../document/cidr.ts';
import { type Condition, combineValues, judgeValue, mayHoldSeveralValues } from '../document/condition.ts';
import type { RequestContext } from '../document/context.ts';
import { parseGlob } from '../document/glob.ts';
import { parseMoment, parseNumber } from '../document/literals.ts';
import type { Operator, OperatorFamily } from '../document/operators.ts';
import { parseTemplate, resolveTemplate } from '../document/template.ts';
import type { Tri } from '../document/tri.ts';
import { findWitnesses, type TextPattern } from './joint-patterns.ts';

/** How each of some conditions on one key answers; unknown where it cannot be told. */
export type Verdicts = ReadonlyMap<Condition, Tri>;

/**
 * All ways in which conditions on one key can answer when the request has the key and its value is not known: one
 * list of verdicts for each class of values that the conditions tell apart. Exact for conditions of one family;
 * for conditions of different families on one key every combination is taken to be possible.
 *
 * @param conditions on one key, each of them supported and none of them `Null`.
 * @param context answers for the variables in the values; none of these may be unknown.
 * @param like a pattern of an ARN that the value is known to be like.
 */
export function possibleVerdicts(
  conditions: readonly Condition[],
  context: RequestContext,
  like?: string,
): readonly Verdicts[] {
  let single: readonly Verdicts[] = [new Map()];
  for (const family of FAMILIES) {
    const members = conditions.filter(
      (condition) => condition.operator !== null && family.has(condition.operator.family),
    );
    if (members.length === 0) continue;
    const ofFamily = distinct(members, verdictsOf(members, context, like));
    single = single.flatMap((earlier) => ofFamily.map((verdicts) => new Map([...earlier, ...verdicts])));
    if (single.length > MOST_CLASSES) return [undecided(conditions)];
  }
  return conditions.some(mayHoldSeveralValues) ? withSeveralValues(conditions, single) : single;
}

/** Families whose values are of one kind. */
const FAMILIES: readonly ReadonlySet<OperatorFamily>[] = [
  new Set<OperatorFamily>(['string', 'string-ignore-case', 'string-like', 'arn']),
  new Set<OperatorFamily>(['numeric']),
  new Set<OperatorFamily>(['date']),
  new Set<OperatorFamily>(['bool']),
  new Set<OperatorFamily>(['binary']),
  new Set<OperatorFamily>(['ip']),
];

const MOST_CLASSES = 64;

function verdictsOf(
  conditions: readonly Condition[],
  context: RequestContext,
  like: string | undefined,
): readonly Verdicts[] {
  const witnesses = witnessesFor(conditions, context, like);
  // Without a single value everything would hold of all of them.
  if (witnesses === null || witnesses.length === 0) return [undecided(conditions)];
  return witnesses.map(
    (witness) => new Map(conditions.map((condition) => [condition, judge(condition, witness, context)])),
  );
}

function judge(condition: Condition, value: string, context: RequestContext): Tri {
  return condition.operator === null ? 'unknown' : judgeValue(condition, condition.operator, value, context);
}

function witnessesFor(
  conditions: readonly Condition[],
  context: RequestContext,
  like: string | undefined,
): readonly string[] | null {
  const values = conditions.flatMap((condition) => condition.values);
  const family = conditions[0]?.operator?.family;
  switch (family) {
    case 'numeric':
      return aroundBounds(values, parseNumber, 1).map(String);
    case 'date':
      return aroundBounds(values, parseMoment, 1).map((moment) => new Date(moment).toISOString());
    case 'bool':
      return ['true', 'false'];
    case 'binary':
      return [...values, 'AAAA', `${values.join('').replaceAll('=', '')}AAAA`];
    case 'ip':
      return aroundNetworks(values);
    default:
      return textWitnesses(conditions, context, like);
  }
}

function textWitnesses(
  conditions: readonly Condition[],
  context: RequestContext,
  like: string | undefined,
): readonly string[] | null {
  const groups = conditions.map((condition) => patternsOf(condition, context));
  if (groups.some((group) => group === null)) return null;
  const known = groups.filter((group) => group !== null);
  if (like === undefined) return findWitnesses(known);
  const parts = parseGlob(like);
  const isLike = compileArnPattern(parts);
  const witnesses = findWitnesses([...known, [{ parts, ignoreCase: false, isArn: true }]]);
  return witnesses?.filter((witness) => isLike(witness) === 'yes') ?? null;
}

/** null when a variable in a value has no known value. */
function patternsOf(condition: Condition, context: RequestContext): TextPattern[] | null {
  const { operator } = condition;
  const patterns: TextPattern[] = [];
  for (const test of condition.tests) {
    const parts = test.parts ?? resolvedParts(test.text, operator, context);
    if (parts === 'unknown') return null;
    if (parts !== 'unresolved') {
      patterns.push({
        parts,
        ignoreCase: operator?.family === 'string-ignore-case',
        isArn: operator?.family === 'arn',
      });
    }
  }
  return patterns;
}

function resolvedParts(
  text: string,
  operator: Operator | null,
  context: RequestContext,
): TextPattern['parts'] | 'unknown' | 'unresolved' {
  const wildcards = operator?.family === 'string-like' || operator?.family === 'arn';
  const resolved = resolveTemplate(parseTemplate(text, '2012-10-17', wildcards), context);
  return resolved.state === 'resolved' ? resolved.parts : resolved.state;
}

/** The bounds themselves, a point in each gap between them, and one beyond each end. */
function aroundBounds(texts: readonly string[], parse: (text: string) => number | null, gap: number): number[] {
  const bounds = [...new Set(texts.map(parse).filter((bound) => bound !== null))].sort((a, b) => a - b);
  const first = bounds[0];
  if (first === undefined) return [0];
  const points = [first - gap];
  for (const [index, bound] of bounds.entries()) {
    const next = bounds[index + 1];
    points.push(bound, next === undefined ? bound + gap : (bound + next) / 2);
  }
  return points;
}

/** Networks are nested or disjoint, so the starts of the networks and of what follows each show every difference. */
function aroundNetworks(texts: readonly string[]): string[] {
  const ranges = texts.map(parseCidr).filter((range) => range !== null);
  const addresses = ranges.flatMap(({ family, first, last }) => {
    const end = family === 4 ? 1n << 32n : 1n << 128n;
    return [formatAddress(family, first), ...(last + 1n < end ? [formatAddress(family, last + 1n)] : [])];
  });
  return [...addresses, formatAddress(4, 0n), formatAddress(6, 0n), formatAddress(4, (1n << 32n) - 1n)];
}

/** Every set of values is a set of classes; with too many classes nothing certain can be said of sets. */
function withSeveralValues(conditions: readonly Condition[], single: readonly Verdicts[]): readonly Verdicts[] {
  if (single.length > MOST_CLASSES_IN_SETS) return [undecided(conditions)];
  const sets: Verdicts[] = [];
  for (let set = 1; set < 2 ** single.length; set += 1) {
    const members = single.filter((_, index) => Math.floor(set / 2 ** index) % 2 === 1);
    sets.push(new Map(conditions.map((condition) => [condition, combine(condition, members)])));
  }
  return distinct(conditions, sets);
}

function combine(condition: Condition, members: readonly Verdicts[]): Tri {
  const answers = members.map((verdicts) => verdicts.get(condition) ?? 'unknown');
  return condition.operator === null ? 'unknown' : combineValues(condition.operator, answers);
}

const MOST_CLASSES_IN_SETS = 6;

function undecided(conditions: readonly Condition[]): Verdicts {
  return new Map(conditions.map((condition) => [condition, 'unknown']));
}

function distinct(conditions: readonly Condition[], verdicts: readonly Verdicts[]): readonly Verdicts[] {
  const seen = new Map<string, Verdicts>();
  for (const item of verdicts) seen.set(conditions.map((condition) => item.get(condition)).join(), item);
  return [...seen.values()];
}

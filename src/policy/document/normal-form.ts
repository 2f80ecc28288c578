import { parseCidr } from './cidr.ts';
import type { Condition } from './condition.ts';
import { describeConditions, principalNames, shortResource } from './describe.ts';
import { parseBoolean } from './literals.ts';
import type { Statement } from './policy.ts';
import { accountOf } from './principal.ts';

/**
 * What a statement means, without how it is written: lists are sets, action and key names have no case, a single
 * value is a list of one, and forms that AWS documents as equal (an account id and its root's ARN, ArnEquals and
 * ArnLike, an address and its /32) are one.
 */
export interface NormalStatement {
  readonly effect: 'Allow' | 'Deny';
  /** `not` before the elements of a negated list. */
  readonly principals: NormalSet;
  readonly actions: NormalSet;
  readonly resources: NormalSet;
  readonly conditions: ReadonlyMap<string, NormalCondition>;
}

/** Members by their normal form, with the text to show for each. */
export interface NormalSet {
  readonly negated: boolean;
  readonly members: ReadonlyMap<string, string>;
}

export interface NormalCondition {
  /** `aws:SourceIp (NotIpAddress)`. */
  readonly name: string;
  /** `unless aws:SourceIp is in 203.0.113.0/24`. */
  readonly text: string;
  readonly values: ReadonlyMap<string, string>;
}

export function normalize(statement: Statement): NormalStatement {
  const { effect, principal, action, resource } = statement;
  return {
    effect,
    principals: {
      negated: principal.negated,
      members: setOf(principalNames(principal), (text) => accountOf(text) ?? text),
    },
    actions: {
      negated: action.negated,
      members: setOf(
        action.patterns.map(({ text }) => text),
        (text) => text.toLowerCase(),
      ),
    },
    resources: {
      negated: resource.negated,
      members: setOf(
        resource.patterns.map(({ text }) => text),
        (text) => text,
        shortResource,
      ),
    },
    conditions: normalizeConditions(statement.conditions),
  };
}

/** Equal texts for statements that mean the same, their Sid aside. */
export function normalText(statement: NormalStatement): string {
  const list = (set: NormalSet): unknown => [set.negated, [...set.members.keys()].sort()];
  const conditions = [...statement.conditions].map(([id, { values }]) => [id, [...values.keys()].sort()]);
  conditions.sort(([left = ''], [right = '']) => (left < right ? -1 : 1));
  return JSON.stringify([
    statement.effect,
    list(statement.principals),
    list(statement.actions),
    list(statement.resources),
    conditions,
  ]);
}

function setOf(
  texts: readonly string[],
  fold: (text: string) => string,
  show: (text: string) => string = (text) => text,
): ReadonlyMap<string, string> {
  return new Map(texts.map((text) => [fold(text), show(text)]));
}

function normalizeCondition(condition: Condition): NormalCondition {
  return {
    name: `${condition.key} (${condition.operatorName})`,
    text: describeConditions([condition]),
    values: setOf(condition.values, (value) => foldValue(condition, value)),
  };
}

/** Conditions with equal ids (an ArnLike beside an ArnEquals on one key) all count, each under its values. */
function normalizeConditions(conditions: readonly Condition[]): ReadonlyMap<string, NormalCondition> {
  const ids = conditions.map(conditionId);
  const named = conditions.map((condition, index): [string, NormalCondition] => {
    const id = ids[index] ?? '';
    const isAlone = ids.filter((other) => other === id).length === 1;
    return [isAlone ? id : `${id} ${[...condition.values].sort().join(' ')}`, normalizeCondition(condition)];
  });
  return new Map(named);
}

function conditionId(condition: Condition): string {
  return `${operatorId(condition)} ${condition.lookupKey}`;
}

/** ArnEquals is ArnLike, and a Like without wildcards is an Equals. */
function operatorId(condition: Condition): string {
  const name = condition.operatorName.toLowerCase();
  const family = condition.operator?.family;
  if (family === 'arn') return name.replace('equals', 'like');
  const isPlain = family === 'string-like' && !condition.values.some((value) => /[*?]/.test(value));
  return isPlain ? name.replace('like', 'equals') : name;
}

function foldValue(condition: Condition, value: string): string {
  switch (condition.operator?.family) {
    case 'bool':
    case 'null':
      return String(parseBoolean(value) ?? value);
    case 'string-ignore-case':
      return value.toLowerCase();
    case 'ip': {
      const range = parseCidr(value);
      return range === null ? value : `${range.first}-${range.last}/${range.family}`;
    }
    default:
      return value;
  }
}

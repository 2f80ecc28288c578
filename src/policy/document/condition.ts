import { isDocumented, isMultivalued, spellKey } from './condition-keys.ts';
import type { RequestContext } from './context.ts';
import { type Operator, parseOperator } from './operators.ts';
import { printable } from './printable.ts';
import { allOf, anyOf, negate, type Tri, triOf } from './tri.ts';
import { compileValueTest, type ValueTest } from './value-test.ts';
import type { PolicyVersion } from './version.ts';

/** One operator with one key and its values, compiled. */
export interface Condition {
  /** null for an operator that AWS does not document. */
  readonly operator: Operator | null;
  /** In AWS's spelling; an undocumented operator as written. */
  readonly operatorName: string;
  /** In AWS's spelling; a key that no table knows as written. */
  readonly key: string;
  /** The key in lower case, as contexts are asked. */
  readonly lookupKey: string;
  /** As written, numbers and booleans as text. */
  readonly values: readonly string[];
  readonly tests: readonly ValueTest[];
  /** Why AWS does not document what this condition does; null for all that it documents. */
  readonly unsupported: string | null;
}

/** Compiles one condition. What AWS does not document is kept, marked and never guessed. */
export function compileCondition(
  operatorText: string,
  keyText: string,
  values: readonly string[],
  version: PolicyVersion,
): Condition {
  const operator = parseOperator(operatorText);
  const key = spellKey(keyText);
  const base = {
    operator,
    operatorName: operator?.name ?? printable(operatorText),
    key,
    lookupKey: keyText.toLowerCase(),
    values,
  };
  if (operator === null) {
    return { ...base, tests: [], unsupported: `AWS documents no condition operator "${printable(operatorText)}"` };
  }
  const tests: ValueTest[] = [];
  for (const value of values) {
    const compiled = compileValueTest(operator, value, version);
    if (!compiled.ok)
      return { ...base, tests: [], unsupported: `${operator.name} on ${key}: ${printable(compiled.problem)}` };
    tests.push(compiled.test);
  }
  return { ...base, tests, unsupported: emptyListProblem(operator, key, values) };
}

/**
 * Whether a condition holds for a request.
 *
 * A key that the request lacks makes a positive operator false and a negated one true; with `IfExists` both are
 * true; `ForAllValues` is true and `ForAnyValue` false, negated or not; `Null` tests for just that.
 */
export function judgeCondition(condition: Condition, context: RequestContext): Tri {
  const { operator } = condition;
  if (condition.unsupported !== null || operator === null) return 'unknown';
  const entry = context(condition.lookupKey);
  if (operator.family === 'null')
    return judgeNull(
      condition,
      operator,
      entry.state === 'unknown' && entry.mayBeAbsent ? null : entry.state === 'absent',
    );
  switch (entry.state) {
    case 'absent':
      return triOf(holdsWithoutKey(operator));
    case 'unknown':
      return 'unknown';
    case 'present':
      return judgeValues(condition, operator, entry.values, context);
    default:
      return entry satisfies never;
  }
}

/** Whether a condition of this operator, `Null` aside, holds for a request that lacks its key. */
function holdsWithoutKey(operator: Operator): boolean {
  if (operator.ifExists) return true;
  if (operator.qualifier !== null) return operator.qualifier === 'ForAllValues';
  return operator.negated;
}

/** Whether one value of the request satisfies a condition, its negation included. */
export function judgeValue(condition: Condition, operator: Operator, value: string, context: RequestContext): Tri {
  const { tests } = condition;
  let matches: Tri = 'no';
  for (const test of tests) {
    const answer = test.test(value, context);
    if (answer === 'yes') {
      matches = 'yes';
      break;
    }
    if (answer === 'unknown') matches = 'unknown';
  }
  return operator.negated ? negate(matches) : matches;
}

/** Puts the answers of a key's values together as the set operator says. */
export function combineValues(operator: Operator, answers: readonly Tri[]): Tri {
  if (operator.qualifier === 'ForAllValues') return allOf(answers);
  if (operator.qualifier === 'ForAnyValue') return anyOf(answers);
  // Several values without a set operator: AWS does not say, unless all answers are alike.
  const all = allOf(answers);
  return all === anyOf(answers) ? all : 'unknown';
}

function judgeValues(
  condition: Condition,
  operator: Operator,
  values: readonly string[],
  context: RequestContext,
): Tri {
  const [only] = values;
  if (only !== undefined && values.length === 1) return judgeValue(condition, operator, only, context);
  return combineValues(
    operator,
    values.map((value) => judgeValue(condition, operator, value, context)),
  );
}

/**
 * `Null: true` holds where the key is missing, `Null: false` where it is not. With a set operator AWS documents it
 * as always true (`ForAllValues`) or always false (`ForAnyValue`):
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/access-analyzer-reference-policy-checks.html
 */
function judgeNull(condition: Condition, operator: Operator, isMissing: boolean | null): Tri {
  if (operator.qualifier !== null) return triOf(operator.qualifier === 'ForAllValues');
  const wanted = new Set(condition.values.map((value) => value.toLowerCase() === 'true'));
  if (wanted.size === 2) return 'yes';
  return isMissing === null ? 'unknown' : triOf(wanted.has(isMissing));
}

/**
 * An empty list of values: with a set operator or IfExists AWS says what it does, which is what its parts say
 * unless they are negated; else its pages contradict each other.
 */
function emptyListProblem(operator: Operator, key: string, values: readonly string[]): string | null {
  if (values.length > 0) return null;
  const documented =
    !operator.negated && operator.family !== 'null' && (operator.qualifier !== null || operator.ifExists);
  return documented ? null : `${operator.name} on ${key} has no values, and AWS does not say what that does`;
}

/** Whether a request may give this condition's key several values: documented so, or undocumented and asked as a set. */
export function mayHoldSeveralValues(condition: Condition): boolean {
  if (isDocumented(condition.lookupKey)) return isMultivalued(condition.lookupKey);
  return (condition.operator?.qualifier ?? null) !== null;
}

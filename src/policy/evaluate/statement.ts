import { type Condition, judgeCondition } from '../document/condition.ts';
import { completeContext, type RequestContext } from '../document/context.ts';
import type { ActionElement, Policy, ResourceElement, Statement } from '../document/policy.ts';
import { matchPrincipal, type PrincipalMatch, type RequestPrincipal } from '../document/principal.ts';
import { matchResource } from '../document/resource.ts';
import { negate, type Tri, triOf } from '../document/tri.ts';

/** A statement that speaks of an actor and an action, whatever the resource and the context. */
export interface ApplicableStatement {
  readonly statement: Statement;
  readonly principal: PrincipalMatch;
  readonly action: Tri;
}

/**
 * The statements whose principal and action may cover a request, in order. For services the list is remembered,
 * since deliveries ask for the same one again and again.
 */
export function applicableStatements(
  policy: Policy,
  principal: RequestPrincipal,
  action: string,
): readonly ApplicableStatement[] {
  if (principal.kind !== 'service') return findApplicable(policy, principal, action);
  const byRequest = APPLICABLE.get(policy) ?? new Map<string, readonly ApplicableStatement[]>();
  APPLICABLE.set(policy, byRequest);
  const name = `${principal.name} ${action}`;
  const known = byRequest.get(name) ?? findApplicable(policy, principal, action);
  if (byRequest.size < MOST_REMEMBERED) byRequest.set(name, known);
  return known;
}

/** The principal part of a statement. `NotPrincipal` with Allow is something AWS does not support. */
export function matchStatementPrincipal(statement: Statement, principal: RequestPrincipal): PrincipalMatch {
  const match = matchPrincipal(statement.principal, principal);
  if (!statement.principal.negated || statement.effect === 'Deny' || match.answer === 'no') return match;
  return { answer: 'unknown', via: null, problem: 'NotPrincipal with Allow is not supported by AWS' };
}

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_action.html */
export function matchAction(element: ActionElement, action: string): Tri {
  if (element.patterns.length === 0) return 'no';
  const covered = element.patterns.some(({ glob }) => glob.matches(action));
  return triOf(covered !== element.negated);
}

/** @param arn null when the resource's ARN is not known. */
export function matchResourceElement(element: ResourceElement, arn: string | null, context: RequestContext): Tri {
  if (element.patterns.length === 0) return 'no';
  let covered: Tri = 'no';
  for (const pattern of element.patterns) {
    const answer = matchResource(pattern, arn, context);
    if (answer === 'yes') {
      covered = 'yes';
      break;
    }
    if (answer === 'unknown') covered = 'unknown';
  }
  return element.negated ? negate(covered) : covered;
}

/**
 * How the resources of some statements answer one ARN, in their order; null where variables make it depend on the
 * request. Remembered for the list, since every state of a policy is asked for the same few objects.
 */
export function resourceAnswers(list: readonly ApplicableStatement[], arn: string): readonly (Tri | null)[] {
  const byArn = RESOURCES.get(list) ?? new Map<string, readonly (Tri | null)[]>();
  RESOURCES.set(list, byArn);
  const known = byArn.get(arn);
  if (known !== undefined) return known;
  const answers = list.map(({ statement: { resource } }) => {
    const isFixed = resource.patterns.every((pattern) => pattern.matches !== null || pattern.problem !== null);
    return isFixed ? matchResourceElement(resource, arn, NO_CONTEXT) : null;
  });
  if (byArn.size < MOST_REMEMBERED) byArn.set(arn, answers);
  return answers;
}

/** All conditions of a statement together. */
export function judgeConditions(conditions: readonly Condition[], context: RequestContext): Tri {
  let result: Tri = 'yes';
  for (const condition of conditions) {
    const answer = judgeCondition(condition, context);
    if (answer === 'no') return 'no';
    if (answer === 'unknown') result = 'unknown';
  }
  return result;
}

function findApplicable(policy: Policy, principal: RequestPrincipal, action: string): ApplicableStatement[] {
  const applicable: ApplicableStatement[] = [];
  for (const statement of policy.statements) {
    const match = matchStatementPrincipal(statement, principal);
    if (match.answer === 'no') continue;
    const covers = matchAction(statement.action, action);
    if (covers !== 'no') applicable.push({ statement, principal: match, action: covers });
  }
  return applicable;
}

const APPLICABLE = new WeakMap<Policy, Map<string, readonly ApplicableStatement[]>>();

const RESOURCES = new WeakMap<readonly ApplicableStatement[], Map<string, readonly (Tri | null)[]>>();

/** Patterns without variables ask nothing of the context. */
const NO_CONTEXT: RequestContext = completeContext([]);

/** Services with actions remembered for one policy, and ARNs for one list of statements. */
const MOST_REMEMBERED = 32;

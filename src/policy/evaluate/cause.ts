import type { Condition } from '../document/condition.ts';
import type { Policy, Statement } from '../document/policy.ts';
import { accountOf } from '../document/principal.ts';
import { type ConditionTrace, type EvaluationRequest, type StatementTrace, traceStatement } from './evaluate.ts';
import { matchStatementPrincipal } from './statement.ts';

/** The Allow that comes nearest to letting a request through, and what it lacks. */
export interface NearestAllow {
  readonly trace: StatementTrace;
  readonly lacksAction: boolean;
  readonly lacksResource: boolean;
  /** The conditions that do not hold. */
  readonly unmet: readonly ConditionTrace[];
  /** The conditions of which it is not known whether they hold. */
  readonly open: readonly ConditionTrace[];
}

/**
 * Among the Allow statements whose principal covers the one who asks, the one with the fewest unmet elements
 * (the action, the resource, or one operator with its key), the first of several. What is not known counts as met.
 * null when no Allow names the principal.
 */
export function nearestAllow(policy: Policy, request: EvaluationRequest): NearestAllow | null {
  let nearest: NearestAllow | null = null;
  for (const statement of policy.statements) {
    if (statement.effect !== 'Allow' || matchStatementPrincipal(statement, request.principal).answer !== 'yes')
      continue;
    const trace = traceStatement(statement, request);
    const candidate = {
      trace,
      lacksAction: trace.action === 'no',
      lacksResource: trace.resource === 'no',
      unmet: trace.conditions.filter((condition) => condition.answer === 'no'),
      open: trace.conditions.filter((condition) => condition.answer === 'unknown'),
    };
    if (nearest === null || countUnmet(candidate) < countUnmet(nearest)) nearest = candidate;
  }
  return nearest;
}

/**
 * Where no Allow names the one who asks: the Allow that covers what is asked for and seems to be meant for it, but names
 * another form of the service (`inventory.s3.amazonaws.com`) or an account. null when there is none.
 */
export function misnamedAllow(policy: Policy, request: EvaluationRequest): Statement | null {
  const found = policy.statements.find(
    (statement) =>
      statement.effect === 'Allow' &&
      !statement.principal.negated &&
      seemsMeant(statement, request) &&
      covers(statement, request),
  );
  return found ?? null;
}

/** What an account's own people may do with everything is never meant for a service. */
function seemsMeant({ principal, action, conditions }: Statement, request: EvaluationRequest): boolean {
  const [service = ''] = request.principal.kind === 'service' ? request.principal.name.split('.') : [];
  if (principal.service.some((name) => name.split('.').includes(service))) return true;
  const asksForSource = conditions.some(({ lookupKey }) => /^aws:source(?:arn|account)$/.test(lookupKey));
  const isForThis = action.patterns.every(({ text }) => text.toLowerCase() === request.action.toLowerCase());
  const isAccount = principal.aws.some((text) => accountOf(text) !== null);
  return principal.aws.length > 0 && (asksForSource || (isAccount && isForThis && !action.negated));
}

function covers(statement: Statement, request: EvaluationRequest): boolean {
  const { action, resource } = traceStatement(statement, request);
  return action !== 'no' && resource !== 'no';
}

function countUnmet(candidate: NearestAllow): number {
  return Number(candidate.lacksAction) + Number(candidate.lacksResource) + candidate.unmet.length;
}

/**
 * The keys that keep the nearest Allow from letting the request through: those of its unmet conditions; where
 * nothing of it is unmet for certain, those of its open conditions, which are never met without a Deny.
 */
export function lackingKeys(nearest: NearestAllow): string[] {
  const traces = countUnmet(nearest) === 0 ? nearest.open : nearest.unmet;
  return keysOf(traces.map((trace) => trace.condition));
}

/** The keys of some conditions, each once, in order, in AWS's spelling. */
export function keysOf(conditions: readonly Condition[]): string[] {
  return [...new Set(conditions.map((condition) => condition.key))];
}

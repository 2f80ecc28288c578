import type { Condition } from '../document/condition.ts';
import type { ContextEntry, RequestContext } from '../document/context.ts';
import type { Policy, Statement } from '../document/policy.ts';
import type { PrincipalMatch, RequestPrincipal } from '../document/principal.ts';
import { allOf, type Tri } from '../document/tri.ts';
import { matchAction, matchResourceElement, matchStatementPrincipal } from './statement.ts';
import { settleCondition } from './world.ts';

/** One request, as a resource policy sees it. */
export interface EvaluationRequest {
  readonly principal: RequestPrincipal;
  /** `s3:PutObject`; compared without case. */
  readonly action: string;
  /** ARN; null when it is not known. */
  readonly resource: string | null;
  readonly context: RequestContext;
}

export interface StatementTrace {
  readonly statement: Statement;
  /** Whether the statement applies; `unknown` where that depends on what is not known. */
  readonly answer: Tri;
  readonly principal: PrincipalMatch;
  readonly action: Tri;
  readonly resource: Tri;
  readonly conditions: readonly ConditionTrace[];
}

export interface ConditionTrace {
  readonly condition: Condition;
  readonly answer: Tri;
  /** What the request says about the key, and on what basis. */
  readonly entry: ContextEntry;
}

/** How each statement of a policy answers a request. */
export function traceStatements(policy: Policy, request: EvaluationRequest): readonly StatementTrace[] {
  return policy.statements.map((statement) => traceStatement(statement, request));
}

export function traceStatement(statement: Statement, request: EvaluationRequest): StatementTrace {
  const principal = matchStatementPrincipal(statement, request.principal);
  const action = matchAction(statement.action, request.action);
  const resource = matchResourceElement(statement.resource, request.resource, request.context);
  const conditions = statement.conditions.map((condition) => ({
    condition,
    answer: settleCondition(condition, request.context),
    entry: request.context(condition.lookupKey),
  }));
  const answer = allOf([principal.answer, action, resource, ...conditions.map((trace) => trace.answer)]);
  return { statement, answer, principal, action, resource, conditions };
}

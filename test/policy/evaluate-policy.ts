import type { Policy } from '../../src/policy/document/policy.ts';
import { decide } from '../../src/policy/evaluate/decide.ts';
import type { Decision } from '../../src/policy/evaluate/decision.ts';
import { type EvaluationRequest, type StatementTrace, traceStatements } from '../../src/policy/evaluate/evaluate.ts';

/** A decision with the answer of every statement and condition to it. */
interface Evaluation extends Decision {
  readonly trace: readonly StatementTrace[];
}

/** Evaluates a policy for any request, on its own. */
export function evaluatePolicy(policy: Policy, request: EvaluationRequest): Evaluation {
  return { ...decide(policy, { ...request, resources: [request.resource] }), trace: traceStatements(policy, request) };
}

import type { JsonValue } from '../../json.ts';
import { principalNames } from '../document/describe.ts';
import { parsePolicy } from '../document/parse.ts';
import { type Policy, statementName } from '../document/policy.ts';
import { printable } from '../document/printable.ts';
import type { Tri } from '../document/tri.ts';
import { listValues, ownValue } from '../document/wording.ts';
import { decide } from '../evaluate/decide.ts';
import type { Decision } from '../evaluate/decision.ts';
import { type ConditionTrace, type StatementTrace, traceStatements } from '../evaluate/evaluate.ts';
import type { LinkSubject } from '../evaluate/judge-link.ts';
import { encryptSubjects, writeSubjects } from './delivery-subject.ts';
import type { DeliveryTarget } from './delivery-target.ts';

/**
 * How a bucket policy answers a delivery, statement by statement and condition by condition, as indented lines: what
 * matched, against which value, and on what basis that value is known. The object is the one that decides.
 */
export function explainDelivery(document: JsonValue, target: DeliveryTarget): string[] {
  return writeSubjects(target, 'the bucket policy').flatMap((subject) => explain(document, 'bucket', subject));
}

/** The same for a key policy and what is asked of the key. */
export function explainKeyUse(document: JsonValue, target: DeliveryTarget): string[] {
  return encryptSubjects(target).flatMap((subject) => explain(document, 'key', subject));
}

function explain(document: JsonValue, kind: Policy['kind'], subject: LinkSubject): string[] {
  const parsed = parsePolicy(document, kind);
  if (!parsed.ok) {
    const { path, message } = parsed.problem;
    return [`not a policy: ${printable(path === '' ? message : `${path} ${message}`)}`];
  }
  const decision = decide(parsed.policy, subject);
  const resource = subject.resources[decision.resource ?? 0] ?? null;
  const traces = traceStatements(parsed.policy, { ...subject, resource });
  return [
    conclusion(decision),
    request(subject, resource),
    ...traces.flatMap((trace) => explainStatement(trace, subject, resource)),
  ];
}

function conclusion(decision: Decision): string {
  const by = decision.statement === null ? '' : ` by ${decision.statement.effect} ${statementName(decision.statement)}`;
  switch (decision.decision) {
    case 'allowed':
      return `allowed${by}`;
    case 'explicit-deny':
      return `denied${by}`;
    case 'implicit-deny':
      return 'denied: no Allow applies';
    case 'depends':
      return `depends on ${decision.unknownKeys.map(printable).join(', ')}${by}`;
    case 'unknown':
      return `unknown${by}: ${decision.undocumented.map(printable).join('; ')}`;
    default:
      return decision.decision satisfies never;
  }
}

function request(subject: LinkSubject, resource: string | null): string {
  const who = subject.principal.kind === 'service' ? subject.principal.name : subject.words('').service;
  return `request: ${who} asks for ${subject.action} on ${resource === null ? 'a resource whose ARN is not known' : printable(resource)}`;
}

function explainStatement(trace: StatementTrace, subject: LinkSubject, resource: string | null): string[] {
  const { statement } = trace;
  return [
    `${statement.effect} ${statementName(statement)}: ${APPLIES[trace.answer]}`,
    `  ${explainPrincipal(trace)}`,
    `  ${statement.action.negated ? 'NotAction' : 'Action'} ${listTexts(statement.action.patterns)}: ${COVERS[trace.action]} ${subject.action}`,
    `  ${statement.resource.negated ? 'NotResource' : 'Resource'} ${listTexts(statement.resource.patterns)}: ${COVERS[trace.resource]} ${resource === null ? 'the resource' : printable(resource)}`,
    ...trace.conditions.map((condition) => `  ${explainCondition(condition)}`),
  ];
}

function explainPrincipal({ statement, principal }: StatementTrace): string {
  const name = statement.principal.negated ? 'NotPrincipal' : 'Principal';
  const problem = principal.problem === null ? '' : ` (${printable(principal.problem)})`;
  return `${name} ${listValues(principalNames(statement.principal))}: ${COVERS[principal.answer]} the one who asks${problem}`;
}

function explainCondition({ condition, answer, entry }: ConditionTrace): string {
  const asked = `${condition.operatorName} ${printable(condition.key)} ${listValues(condition.values)}`;
  if (condition.unsupported !== null) return `${asked}: not known (${printable(condition.unsupported)})`;
  const source = entry.state === 'absent' || entry.url === null ? '' : ` (${entry.basis})`;
  return `${asked}: ${HOLDS[answer]}, the request ${ownValue(condition.key, entry)}${source}${entry.url === null ? '' : ` [${entry.url}]`}`;
}

function listTexts(patterns: readonly { readonly text: string }[]): string {
  return listValues(patterns.map(({ text }) => text));
}

const APPLIES: Readonly<Record<Tri, string>> = { yes: 'applies', no: 'does not apply', unknown: 'may apply' };
const COVERS: Readonly<Record<Tri, string>> = { yes: 'covers', no: 'does not cover', unknown: 'may cover' };
const HOLDS: Readonly<Record<Tri, string>> = { yes: 'holds', no: 'does not hold', unknown: 'not known' };

import { principalNames } from '../document/describe.ts';
import { compileGlob, parseGlob } from '../document/glob.ts';
import {
  type ActionElement,
  type PolicyProblem,
  type ResourceElement,
  type Statement,
  statementName,
} from '../document/policy.ts';
import { printable } from '../document/printable.ts';
import { listValues, ownValue, predicate } from '../document/wording.ts';
import { lackingKeys, type NearestAllow } from './cause.ts';
import type { Decision } from './decision.ts';
import type { ConditionTrace, EvaluationRequest, StatementTrace } from './evaluate.ts';

/** The words in which one link of the delivery path is explained. */
export interface LinkWords {
  /** `the bucket policy`. */
  readonly policy: string;
  /** `write the inventory report`. */
  readonly deed: string;
  /** `writing the inventory report`. */
  readonly doing: string;
  /** `Amazon S3's own write`. */
  readonly maker: string;
  /** `Amazon S3`. */
  readonly service: string;
}

/** One sentence on a deciding Deny. */
export function sayExplicitDeny(trace: StatementTrace, words: LinkWords): string {
  const { statement } = trace;
  const clauses = trace.conditions.map((condition) => whyHolds(condition, words.maker));
  if (statement.principal.negated)
    clauses.unshift(`it applies to everyone but the principals it names, and ${words.service} is not among them`);
  const [first, ...more] = clauses;
  const why =
    first === undefined ? 'it holds for every such request' : [first, ...more].slice(0, MOST_CLAUSES).join('; ');
  const rest =
    clauses.length > MOST_CLAUSES ? `; and its ${clauses.length - MOST_CLAUSES} other conditions hold too` : '';
  return `Deny ${statementName(statement)} of ${words.policy} stops ${words.service} from ${words.doing}: ${why}${rest}`;
}

/** One sentence on a policy that has no Allow for the one who asks. */
export function sayNoAllow(misnamed: Statement | null, { principal }: EvaluationRequest, words: LinkWords): string {
  const start = `no statement of ${words.policy} lets ${words.service} ${words.deed}: it has no Allow for ${words.service} at all`;
  if (misnamed === null) return start;
  const wanted = principal.kind === 'service' ? `the service ${principal.name}` : words.service;
  const names = listValues(principalNames(misnamed.principal));
  return `${start}; Allow ${statementName(misnamed)} is for ${names}, not for ${wanted}`;
}

/** One sentence on the absence of an Allow that covers the request, beside the nearest one. */
export function sayImplicitDeny(nearest: NearestAllow, request: EvaluationRequest, words: LinkWords): string {
  const start = `no statement of ${words.policy} lets ${words.service} ${words.deed}`;
  const { action, resource } = nearest.trace.statement;
  const isOfKey = request.action.startsWith('kms:');
  const clauses = [
    ...(nearest.lacksAction ? [`it does not cover this action${bothSides(action, request.action)}`] : []),
    ...(nearest.lacksResource
      ? [`it does not cover this ${isOfKey ? 'key' : 'object'}${bothSides(resource, request.resource)}`]
      : []),
    ...nearest.unmet.map((trace) => whyFails(trace, words.maker)),
  ];
  const keys = lackingKeys(nearest).map(printable).join(' and ');
  const why =
    clauses.length === 0
      ? `whatever the request's ${keys} is, it does not apply or a Deny applies too`
      : clauses.slice(0, MOST_CLAUSES).join('; ');
  return `${start}: the nearest Allow is ${statementName(nearest.trace.statement)}, but ${why}`;
}

export function sayAllowed(statement: Statement | null, words: LinkWords): string {
  const by = statement === null ? 'nothing in it' : `Allow ${statementName(statement)} of ${words.policy}`;
  return `${by} lets ${words.service} ${words.deed}, and no Deny applies`;
}

/** One sentence on an answer that depends on unknown context keys. */
export function sayDepends(decision: Decision, words: LinkWords): string {
  const keys = decision.unknownKeys.map(printable);
  const be = keys.length === 1 ? 'is' : 'are';
  const by =
    decision.statement === null
      ? ''
      : ` and which ${decision.statement.effect} ${statementName(decision.statement)} tests`;
  return `whether ${words.policy} lets ${words.service} ${words.deed} depends on ${keys.join(' and ')}, which ${be} not known${by}`;
}

/** One sentence on an answer that rests on something AWS does not document. */
export function sayUndocumented(decision: Decision, words: LinkWords): string {
  const where =
    decision.statement === null ? '' : ` (${decision.statement.effect} ${statementName(decision.statement)})`;
  return `whether ${words.policy} lets ${words.service} ${words.deed} cannot be told${where}: ${decision.undocumented.map(printable).join('; ')}`;
}

export function sayUnreadable(problem: PolicyProblem, words: LinkWords): string {
  const place = problem.path === '' ? '' : `${printable(problem.path)} `;
  return `${words.policy} cannot be read as a policy: ${place}${printable(problem.message)}`;
}

/**
 * Why a condition of a Deny holds, as a clause after "the Deny": negated operators read best as what the statement
 * lets through.
 *
 * @param maker who makes the request, `Amazon S3's own write`.
 */
function whyHolds(trace: ConditionTrace, maker: string): string {
  const { condition, entry } = trace;
  const key = printable(condition.key);
  if (condition.operator?.family === 'null') return `${maker} ${ownValue(key, entry)}`;
  if (condition.operator?.negated === true) {
    return `it spares only requests whose ${key} ${predicate(condition, true)}, and ${maker} ${ownValue(key, entry)}`;
  }
  if (entry.state === 'absent') return `it holds for requests without ${key}, and ${maker} ${ownValue(key, entry)}`;
  return `it holds where ${key} ${predicate(condition)}, and ${maker} ${ownValue(key, entry)}`;
}

/** Why a condition of an Allow does not hold, as a clause. */
function whyFails(trace: ConditionTrace, maker: string): string {
  const key = printable(trace.condition.key);
  const why = `it asks that ${key} ${predicate(trace.condition)}, and ${maker} ${ownValue(key, trace.entry)}`;
  return takesStarAsText(trace)
    ? `${why} (${trace.condition.operatorName} takes * and ? for plain characters: ArnLike or StringLike would match)`
    : why;
}

/** Values that only a pattern would match, under an operator that knows none. */
function takesStarAsText({ condition: { operator, values }, entry }: ConditionTrace): boolean {
  const isPlain = operator?.family === 'string' || operator?.family === 'string-ignore-case';
  if (!isPlain || operator.negated || entry.state !== 'present') return false;
  const patterns = values
    .filter((value) => /[*?]/.test(value))
    .map((value) => compileGlob(parseGlob(value), { ignoreCase: false }));
  return patterns.some((pattern) => entry.values.some((value) => pattern.matches(value)));
}

/** What a statement is for, beside what it would have to be for. */
function bothSides({ negated, patterns }: ActionElement | ResourceElement, wanted: string | null): string {
  if (wanted === null || patterns.length === 0) return '';
  const texts = listValues(patterns.map(({ text }) => text));
  return ` (it is for ${negated ? `all but ${texts}` : texts}, not for ${printable(wanted)})`;
}

/** More clauses than this make no sentence. */
const MOST_CLAUSES = 3;

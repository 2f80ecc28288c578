import { type PolicyProblem, type Statement, statementName } from '../document/policy.ts';
import { printable } from '../document/printable.ts';
import { ownValue, predicate } from '../document/wording.ts';
import { lackingKeys, type NearestAllow } from './cause.ts';
import type { Decision } from './decision.ts';
import type { ConditionTrace, StatementTrace } from './evaluate.ts';

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

/** One sentence on the absence of an Allow. */
export function sayImplicitDeny(nearest: NearestAllow | null, words: LinkWords): string {
  const start = `no statement of ${words.policy} lets ${words.service} ${words.deed}`;
  if (nearest === null) return `${start}: it has no Allow for ${words.service} at all`;
  const clauses = [
    ...(nearest.lacksAction ? ['it does not cover this action'] : []),
    ...(nearest.lacksResource ? ['it does not cover this object'] : []),
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
  return `it asks that ${key} ${predicate(trace.condition)}, and ${maker} ${ownValue(key, trace.entry)}`;
}

/** More clauses than this make no sentence. */
const MOST_CLAUSES = 3;

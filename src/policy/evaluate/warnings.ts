import { groupedBy } from '../../groups.ts';
import { type Condition, judgeCondition } from '../document/condition.ts';
import type { Contested, RequestContext } from '../document/context.ts';
import { contestedContext } from '../document/context.ts';
import { type Policy, type Statement, statementName } from '../document/policy.ts';
import { decide } from './decide.ts';
import type { Decision, Subject } from './decision.ts';
import type { PolicyWarning } from './link-evaluation.ts';
import { type ApplicableStatement, applicableStatements, matchAction } from './statement.ts';

/** What to know about a policy beside its answer: forms that AWS does not document, and statements that do nothing. */
export function policyWarnings(policy: Policy, subject: Subject, decision: Decision): readonly PolicyWarning[] {
  const { notes, applicable } = factsOf(policy, subject);
  const deciding = decision.decision === 'allowed' ? decision.statement : null;
  const match = deciding === null ? undefined : applicable.find(({ statement }) => statement === deciding);
  return match?.principal.via === 'aws-everyone' ? [...notes, awsWildcard(match.statement)] : notes;
}

/**
 * Whether an answer rests on a context key of which AWS's pages say two things: the policy is decided once more
 * with these keys left open. Policies whose conditions answer alike either way are not decided again.
 */
export function contestedWarnings(policy: Policy, subject: Subject, decision: Decision): readonly PolicyWarning[] {
  const { context } = subject;
  const contested = new Map<string, Contested>();
  for (const [lookupKey, conditions] of factsOf(policy, subject).conditions) {
    const entry = context(lookupKey);
    if (entry.state !== 'present' || entry.contested === null) continue;
    const { contested: other } = entry;
    const read: RequestContext = (key) => {
      if (key !== lookupKey) return context(key);
      return other.values === null ? { ...entry, state: 'absent' } : { ...entry, values: other.values };
    };
    const differs = conditions.some(
      (condition) => judgeCondition(condition, read) !== judgeCondition(condition, context),
    );
    if (differs) contested.set(entry.key, other);
  }
  if (contested.size === 0) return [];
  const open = decide(policy, { ...subject, context: contestedContext(context) });
  const decisive = open.unknownKeys.filter((key) => contested.has(key) && !decision.unknownKeys.includes(key));
  return decisive.map((key) => ({
    code: 'contested-context',
    message: `the answer rests on ${key}, of which AWS's pages say two things: ${contested.get(key)?.basis} (${contested.get(key)?.url})`,
  }));
}

/** What does not change from one delivery to the next. */
interface Facts {
  readonly applicable: readonly ApplicableStatement[];
  readonly notes: readonly PolicyWarning[];
  /** Conditions of the applicable statements, by key in lower case. */
  readonly conditions: ReadonlyMap<string, readonly Condition[]>;
}

const FACTS = new WeakMap<readonly ApplicableStatement[], Facts>();

function factsOf(policy: Policy, subject: Subject): Facts {
  const applicable = applicableStatements(policy, subject.principal, subject.action);
  const known = FACTS.get(applicable);
  if (known !== undefined) return known;
  const facts = { applicable, notes: findNotes(policy, applicable, subject), conditions: conditionsByKey(applicable) };
  FACTS.set(applicable, facts);
  return facts;
}

function findNotes(policy: Policy, applicable: readonly ApplicableStatement[], subject: Subject): PolicyWarning[] {
  const asAws = policy.statements.filter(
    (statement) => namesServiceAsAws(statement, subject) && matchAction(statement.action, subject.action) === 'yes',
  );
  const isOld = policy.version === '2008-10-17';
  const literal = applicable
    .map(({ statement }) => statement)
    .filter((statement) => isOld && holdsVariables(statement));
  const idle = policy.kind === 'key' ? policy.statements.filter(hasNoEffect) : [];
  return [...asAws.map(serviceAsAws), ...literal.map(literalVariables), ...idle.map(withoutEffect)];
}

function hasNoEffect({ action, resource }: Statement): boolean {
  return action.patterns.length === 0 || resource.patterns.length === 0;
}

function conditionsByKey(applicable: readonly ApplicableStatement[]): ReadonlyMap<string, readonly Condition[]> {
  return groupedBy(
    applicable.flatMap(({ statement }) => statement.conditions),
    ({ lookupKey }) => lookupKey,
  );
}

/** Also under NotPrincipal, where it exempts the service. */
function namesServiceAsAws(statement: Statement, subject: Subject): boolean {
  return subject.principal.kind === 'service' && statement.principal.aws.includes(subject.principal.name);
}

function holdsVariables(statement: Statement): boolean {
  const texts = [
    ...statement.resource.patterns.map((pattern) => pattern.text),
    ...statement.conditions.flatMap((condition) => condition.values),
  ];
  return texts.some((text) => text.includes('${'));
}

function serviceAsAws(statement: Statement): PolicyWarning {
  return {
    code: 'service-as-aws-principal',
    message: `${statementName(statement)} names the service under "AWS"; the documented form is {"Service": ...}`,
  };
}

function awsWildcard(statement: Statement): PolicyWarning {
  return {
    code: 'aws-wildcard-principal',
    message: `Allow ${statementName(statement)} covers the service only as {"AWS": "*"}: one AWS page says that this is everyone, another that it is all accounts' users and roles; {"Service": ...} is certain`,
  };
}

function literalVariables(statement: Statement): PolicyWarning {
  return {
    code: 'variables-not-resolved',
    message: `\${...} in ${statementName(statement)} is plain text, since the policy's Version is not 2012-10-17`,
  };
}

function withoutEffect(statement: Statement): PolicyWarning {
  return {
    code: 'statement-without-effect',
    message: `${statementName(statement)} has no Action or no Resource, so KMS gives it no effect`,
  };
}

import type { Policy, Statement } from '../document/policy.ts';
import type { Tri } from '../document/tri.ts';
import { certain, type Decision, type LiveStatement, type Subject } from './decision.ts';
import { applicableStatements, judgeConditions, matchResourceElement, resourceAnswers } from './statement.ts';
import { exploreWorlds } from './worlds.ts';

/**
 * Decides as AWS does for a resource policy on its own: a matching Deny wins, else a matching Allow, else nothing
 * allows (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html). What one
 * pass in three values leaves open is settled by going through the possible worlds.
 */
export function decide(policy: Policy, subject: Subject): Decision {
  const live = findLive(policy, subject);
  let isOpen = false;
  for (let index = 0; index < subject.resources.length; index += 1) {
    const verdict = judgeResource(live, index);
    if (verdict.outcome === 'open') isOpen = true;
    else if (verdict.outcome !== 'allowed') return certain(verdict.outcome, verdict.statement, index);
  }
  if (isOpen) return exploreWorlds(live, subject);
  return certain('allowed', judgeResource(live, 0).statement, null);
}

function findLive(policy: Policy, subject: Subject): LiveStatement[] {
  const live: LiveStatement[] = [];
  const list = applicableStatements(policy, subject.principal, subject.action);
  const known = subject.resources.map((arn) => (arn === null ? null : resourceAnswers(list, arn)));
  for (let position = 0; position < list.length; position += 1) {
    const applicable = list[position];
    if (applicable === undefined) continue;
    const { statement, principal, action } = applicable;
    const conditions = judgeConditions(statement.conditions, subject.context);
    if (conditions === 'no') continue;
    const resources: Tri[] = [];
    let isReached = false;
    for (let index = 0; index < known.length; index += 1) {
      const arn = subject.resources[index] ?? null;
      const answer = known[index]?.[position] ?? matchResourceElement(statement.resource, arn, subject.context);
      resources.push(answer);
      isReached ||= answer !== 'no';
    }
    if (isReached) live.push({ statement, principal, action, conditions, resources });
  }
  return live;
}

interface ResourceVerdict {
  readonly outcome: 'explicit-deny' | 'implicit-deny' | 'allowed' | 'open';
  readonly statement: Statement | null;
}

/** One resource in three values; the first statement in order that settles it is named. */
function judgeResource(live: readonly LiveStatement[], index: number): ResourceVerdict {
  let deny: Tri = 'no';
  let allow: Tri = 'no';
  let allowing: Statement | null = null;
  for (const item of live) {
    const answer = combined(item, index);
    if (answer === 'no') continue;
    if (item.statement.effect === 'Deny') {
      if (answer === 'yes') return { outcome: 'explicit-deny', statement: item.statement };
      deny = 'unknown';
    } else if (answer === 'yes') {
      allowing ??= item.statement;
      allow = 'yes';
    } else if (allow === 'no') allow = 'unknown';
  }
  if (allow === 'no') return { outcome: 'implicit-deny', statement: null };
  return { outcome: deny === 'no' && allow === 'yes' ? 'allowed' : 'open', statement: allowing };
}

function combined(item: LiveStatement, index: number): Tri {
  const resource = item.resources[index] ?? 'no';
  if (resource === 'no') return 'no';
  const isCertain =
    resource === 'yes' && item.conditions === 'yes' && item.action === 'yes' && item.principal.answer === 'yes';
  return isCertain ? 'yes' : 'unknown';
}

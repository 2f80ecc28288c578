import type { JsonValue } from '../../json.ts';
import { parsePolicy } from '../document/parse.ts';
import type { Policy, PolicyKind, PolicyProblem, Statement } from '../document/policy.ts';
import { keysOf, lackingKeys, misnamedAllow, nearestAllow } from './cause.ts';
import { decide } from './decide.ts';
import type { Decision, Subject } from './decision.ts';
import { traceStatement } from './evaluate.ts';
import type { LinkEvaluation, PolicyWarning } from './link-evaluation.ts';
import {
  type LinkWords,
  sayAllowed,
  sayDepends,
  sayExplicitDeny,
  sayImplicitDeny,
  sayNoAllow,
  sayUndocumented,
  sayUnreadable,
} from './sentence.ts';
import { contestedWarnings, policyWarnings } from './warnings.ts';

/** What a link's policy is judged for. */
export interface LinkSubject extends Subject {
  /** Keys of the objects, one for each resource or, where the policy does not tell them apart, one for all. */
  readonly keys: readonly string[];
  readonly words: (key: string) => LinkWords;
}

/** Judges one document of the delivery path. */
export function judgeLink(document: JsonValue, kind: PolicyKind, subject: LinkSubject): LinkEvaluation {
  const parsed = parsePolicy(document, kind);
  return parsed.ok ? judgePolicy(parsed.policy, subject) : unreadable(parsed.problem, subject);
}

/** Judges a policy that is read already. */
export function judgePolicy(policy: Policy, subject: LinkSubject): LinkEvaluation {
  const decision = decide(policy, subject);
  const key = subject.keys[decision.resource ?? 0] ?? subject.keys[0] ?? '';
  const words = subject.words(key);
  const told = tell(policy, decision, subject, words);
  return {
    state: decision.state,
    decision: decision.decision,
    statement: told.statement === null ? null : { sid: told.statement.sid, index: told.statement.index },
    conditionKeys: told.conditionKeys,
    unknownKeys: decision.unknownKeys,
    explanation: told.explanation,
    deniedKey: decision.state === 'allowed' || decision.resource === null ? null : key,
    warnings: [
      ...policyWarnings(policy, subject, decision),
      ...contestedWarnings(policy, subject, decision),
      ...(decision.exhaustive ? [] : [TOO_MANY_UNKNOWNS]),
    ],
  };
}

interface Told {
  readonly statement: Statement | null;
  readonly conditionKeys: readonly string[];
  readonly explanation: string;
}

function tell(policy: Policy, decision: Decision, subject: LinkSubject, words: LinkWords): Told {
  const { statement } = decision;
  const conditionKeys = statement === null ? [] : keysOf(statement.conditions);
  const request = { ...subject, resource: subject.resources[decision.resource ?? 0] ?? null };
  switch (decision.decision) {
    case 'allowed':
      return { statement, conditionKeys, explanation: sayAllowed(statement, words) };
    case 'depends':
      return { statement, conditionKeys, explanation: sayDepends(decision, words) };
    case 'unknown':
      return { statement, conditionKeys, explanation: sayUndocumented(decision, words) };
    case 'explicit-deny': {
      const explanation = statement === null ? '' : sayExplicitDeny(traceStatement(statement, request), words);
      return { statement, conditionKeys, explanation };
    }
    case 'implicit-deny': {
      const nearest = nearestAllow(policy, request);
      return {
        statement: nearest?.trace.statement ?? null,
        conditionKeys: nearest === null ? [] : lackingKeys(nearest),
        explanation:
          nearest === null
            ? sayNoAllow(misnamedAllow(policy, request), request, words)
            : sayImplicitDeny(nearest, request, words),
      };
    }
    default:
      return decision.decision satisfies never;
  }
}

/** The answer for a document that is no policy. */
export function unreadable(problem: PolicyProblem, subject: LinkSubject): LinkEvaluation {
  return {
    state: 'unknown',
    decision: 'unknown',
    statement: null,
    conditionKeys: [],
    unknownKeys: [],
    explanation: sayUnreadable(problem, subject.words(subject.keys[0] ?? '')),
    deniedKey: null,
    warnings: [],
  };
}

const TOO_MANY_UNKNOWNS: PolicyWarning = {
  code: 'too-many-unknowns',
  message:
    'the policy tests too many unknown context keys to go through all cases; some of the keys named may not matter',
};

import type { JsonValue } from '../../json.ts';
import type { PolicyProfile } from '../../profile/profile.ts';
import { parsePolicy } from '../document/parse.ts';
import { judgeLink } from '../evaluate/judge-link.ts';
import type { LinkEvaluation } from '../evaluate/link-evaluation.ts';
import { type DeliverySubject, keyUses, representativeId, writeSubjects } from './delivery-subject.ts';
import { type DeliveryTarget, deliveryKeys } from './delivery-target.ts';

export type { LinkEvaluation } from '../evaluate/link-evaluation.ts';
export type { DeliveryTarget } from './delivery-target.ts';

/**
 * Whether a bucket policy lets every request of a delivery through: the writer of the profile asks for each of its
 * actions, on the bucket or on each key that the delivery writes, with the context of the profile. Denied as soon as
 * one of them is denied for certain, in the order of the profile.
 *
 * @param policy the document, parsed or as text; the same object is read once. null: the bucket has no policy.
 */
export function evaluateDelivery(policy: JsonValue | null, target: DeliveryTarget): LinkEvaluation {
  const named = target.configurationId === '' ? { ...target, configurationId: idFor(policy, target) } : target;
  if (policy === null) return withoutPolicy(named);
  const subjects = writeSubjects(named, 'the bucket policy');
  const evaluation = together(subjects.map((it) => softened(judgeLink(policy, 'bucket', it), it)));
  if (!target.destinationPrefix.endsWith('/')) return evaluation;
  return { ...evaluation, warnings: [...evaluation.warnings, PREFIX_WARNING] };
}

/**
 * Whether a key policy lets the writer use the key with which its objects are encrypted.
 *
 * @param policy the document, parsed or as text. null: not known, since every key has a policy.
 */
export function evaluateKeyUse(policy: JsonValue | null, target: DeliveryTarget): LinkEvaluation {
  if (policy === null) return NO_KEY_POLICY;
  const parsed = parsePolicy(policy, 'key');
  const judged = keyUses(parsed.ok ? parsed.policy : null, target).map((use) => judgeLink(policy, 'key', use));
  const worst = together(judged);
  return judged.every(({ state }) => state === worst.state) ? { ...worst, deniedKey: null } : worst;
}

/** The answer on a request whose refusal may leave the delivery as it is. */
function softened(evaluation: LinkEvaluation, { unsure }: DeliverySubject): LinkEvaluation {
  if (unsure === null || evaluation.state !== 'denied') return evaluation;
  const explanation = `${evaluation.explanation}; ${unsure}`;
  return { ...evaluation, state: 'depends', decision: 'depends', explanation };
}

/** Several requests as one: what counts is the first that is stopped, else the first that is open. */
export function together(judged: readonly LinkEvaluation[]): LinkEvaluation {
  const worst = worstOf(judged);
  const alike = judged.filter(({ state }) => state === worst.state);
  const warnings = alike.flatMap((evaluation) => evaluation.warnings);
  return {
    ...worst,
    unknownKeys: [...new Set(alike.flatMap(({ unknownKeys }) => unknownKeys))],
    warnings: [...new Map(warnings.map((warning) => [warning.message, warning])).values()],
  };
}

export function worstOf<T extends Pick<LinkEvaluation, 'state'>>(judged: readonly T[]): T {
  const [worst] = [...judged].sort((a, b) => SEVERITY.indexOf(a.state) - SEVERITY.indexOf(b.state));
  if (worst === undefined) throw new RangeError('a delivery without requests');
  return worst;
}

const SEVERITY: readonly LinkEvaluation['state'][] = ['denied', 'unknown', 'depends', 'allowed'];

function idFor(policy: JsonValue | null, target: DeliveryTarget): string {
  const parsed = policy === null ? null : parsePolicy(policy, 'bucket');
  return representativeId(parsed?.ok === true ? parsed.policy : null, target);
}

function withoutPolicy(target: DeliveryTarget): LinkEvaluation {
  return {
    state: 'denied',
    decision: 'implicit-deny',
    statement: null,
    conditionKeys: [],
    unknownKeys: [],
    explanation: sayNoPolicy(target.profile),
    deniedKey: deliveryKeys(target)[0] ?? '',
    warnings: [],
  };
}

export function sayNoPolicy({ words, writer }: PolicyProfile): string {
  return `the destination bucket has no policy, so nothing lets ${writer.name} write the ${words.report} there`;
}

const NO_KEY_POLICY: LinkEvaluation = {
  state: 'unknown',
  decision: 'unknown',
  statement: null,
  conditionKeys: [],
  unknownKeys: [],
  explanation: 'the policy of the key is not known',
  deniedKey: null,
  warnings: [],
};

const PREFIX_WARNING = {
  code: 'prefix-ends-with-slash',
  message:
    'the configured prefix ends in a slash; the keys are taken to have two slashes after it, as has been observed',
} as const;

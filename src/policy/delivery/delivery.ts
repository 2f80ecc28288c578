import type { JsonValue } from '../../json.ts';
import { INVENTORY_PROFILE } from '../../profile/inventory/inventory.ts';
import { parsePolicy } from '../document/parse.ts';
import { judgeLink } from '../evaluate/judge-link.ts';
import type { LinkEvaluation } from '../evaluate/link-evaluation.ts';
import { contextTellsObjects, encryptSubject, representativeId, writeSubject } from './delivery-subject.ts';
import { type DeliveryTarget, deliveryKeys } from './delivery-target.ts';

export type { LinkEvaluation } from '../evaluate/link-evaluation.ts';
export type { DeliveryTarget } from './delivery-target.ts';

/**
 * Whether a bucket policy lets every write of a delivery through: the Principal Service `s3.amazonaws.com` asks for
 * `s3:PutObject` on each key that the delivery writes, with the context of the inventory profile. Denied as soon as
 * one key is denied for certain, in the order in which they are written.
 *
 * @param policy the document, parsed or as text; the same object is read once. null: the bucket has no policy.
 */
export function evaluateDelivery(policy: JsonValue | null, target: DeliveryTarget): LinkEvaluation {
  const named = target.configurationId === '' ? { ...target, configurationId: idFor(policy, target) } : target;
  const subject = writeSubject(INVENTORY_PROFILE, named, 'the bucket policy');
  if (policy === null) return withoutPolicy(subject.keys[0] ?? '');
  const evaluation = judgeLink(policy, 'bucket', subject);
  if (!target.destinationPrefix.endsWith('/')) return evaluation;
  return { ...evaluation, warnings: [...evaluation.warnings, PREFIX_WARNING] };
}

/**
 * Whether a key policy lets the S3 service generate the data keys with which it encrypts the report.
 *
 * @param policy the document, parsed or as text. null: not known, since every key has a policy.
 */
export function evaluateKeyUse(policy: JsonValue | null, target: DeliveryTarget): LinkEvaluation {
  if (policy === null) return NO_KEY_POLICY;
  const parsed = parsePolicy(policy, 'key');
  const keys = deliveryKeys(INVENTORY_PROFILE, target);
  const telling = parsed.ok && contextTellsObjects(parsed.policy) ? keys : keys.slice(0, 1);
  const judged = telling.map((key) => judgeOneUse(policy, target, key));
  const worst = SEVERITY.map((state) => judged.find((evaluation) => evaluation.state === state)).find(
    (found) => found !== undefined,
  );
  if (worst === undefined) return NO_KEY_POLICY;
  return judged.every(({ state }) => state === worst.state) ? { ...worst, deniedKey: null } : worst;
}

function judgeOneUse(policy: JsonValue, target: DeliveryTarget, key: string): LinkEvaluation {
  return judgeLink(policy, 'key', encryptSubject(INVENTORY_PROFILE, target, key));
}

function idFor(policy: JsonValue | null, target: DeliveryTarget): string {
  const parsed = policy === null ? null : parsePolicy(policy, 'bucket');
  return representativeId(parsed?.ok === true ? parsed.policy : null, target);
}

function withoutPolicy(key: string): LinkEvaluation {
  return {
    state: 'denied',
    decision: 'implicit-deny',
    statement: null,
    conditionKeys: [],
    unknownKeys: [],
    explanation: 'the destination bucket has no policy, so nothing lets Amazon S3 write the report there',
    deniedKey: key,
    warnings: [],
  };
}

/** What counts first when the objects of one delivery are answered differently. */
const SEVERITY = ['denied', 'unknown', 'depends', 'allowed'] as const;

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

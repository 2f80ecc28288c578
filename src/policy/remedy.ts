import { isJsonObject, type JsonObject, type JsonValue } from '../json.ts';
import { INVENTORY_PROFILE } from '../profile/inventory.ts';
import { evaluateDelivery, evaluateKeyUse } from './delivery.ts';
import { encryptSubject, representativeId, writeSubject } from './delivery-subject.ts';
import { type DeliveryTarget, deliveryKeys, destinationArn, sourceArn, sourceFolder } from './delivery-target.ts';
import { diffPolicies } from './diff.ts';
import type { LinkSubject } from './judge-link.ts';
import type { LinkEvaluation } from './link-evaluation.ts';
import { othersUnchanged } from './others-unchanged.ts';
import { parsePolicy, SIZE_LIMITS, sizeOf } from './parse.ts';
import { type PolicyKind, statementName } from './policy.ts';
import { addConditionValue, copyDocument, type EditableDocument, emptyDocument, freeSid } from './policy-edits.ts';
import type { Remedy, RemedyOptions } from './remedy-result.ts';
import { containmentWarning, type RemedyWarning, unneededWarning, writerWarning } from './remedy-warnings.ts';
import { repairAllow } from './repair-allow.ts';

export { mendConfiguration } from './mend-configuration.ts';
export type { Remedy, RemedyOptions } from './remedy-result.ts';

/**
 * The smallest edit of a bucket policy that lets the delivery through: every Deny that stops it is made to spare
 * requests for the source bucket (`ArnNotLike aws:SourceArn`), and where no Allow lets it in, the nearest one is
 * repaired or a new one added with source, account and ACL.
 *
 * A Deny spares by SourceArn alone: SourceAccount beside it would spare the whole account, PrincipalIsAWSService
 * every service. An Allow names both, so that nobody who makes a bucket of the same name elsewhere is let in;
 * without the source's account there is therefore no remedy that has to add an Allow. That nothing changes for
 * anyone but the S3 service and this source is tried on requests made up from the policy.
 *
 * @returns null when the policy lets the delivery through, cannot be read, or has no verified remedy.
 */
export function mendBucketPolicy(
  policy: JsonValue | null,
  target: DeliveryTarget,
  options: RemedyOptions = {},
): Remedy | null {
  const named = target.configurationId === '' ? { ...target, configurationId: idFor(policy, target) } : target;
  return mend(policy, options, named, {
    kind: 'bucket',
    evaluate: (document) => evaluateDelivery(document, named),
    subject: writeSubject(INVENTORY_PROFILE, named, 'the bucket policy'),
    newAllow: bucketAllow,
    resource: destinationArn(named, `${sourceFolder(named)}*`),
  });
}

/**
 * The same for a key policy: S3 may generate data keys for this source bucket and account.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/configure-inventory.html#configure-inventory-kms-key-policy
 */
export function mendKeyPolicy(
  policy: JsonValue | null,
  target: DeliveryTarget,
  options: RemedyOptions = {},
): Remedy | null {
  if (policy === null) return null;
  return mend(policy, options, target, {
    kind: 'key',
    evaluate: (document) => evaluateKeyUse(document, target),
    subject: encryptSubject(INVENTORY_PROFILE, target, deliveryKeys(INVENTORY_PROFILE, target)[0] ?? ''),
    newAllow: keyAllow,
    resource: '*',
  });
}

/** What differs between the two kinds of policy. */
interface Trade {
  readonly kind: PolicyKind;
  readonly evaluate: (document: JsonValue) => LinkEvaluation;
  readonly subject: LinkSubject;
  readonly newAllow: (target: DeliveryTarget, account: string, sid: string) => JsonObject;
  /** What the Allow covers. */
  readonly resource: string;
}

function mend(policy: JsonValue | null, options: RemedyOptions, target: DeliveryTarget, trade: Trade): Remedy | null {
  if (policy !== null && !parsePolicy(policy, trade.kind).ok) return null;
  const draft = policy === null ? emptyDocument() : copyDocument(policy);
  const before = policy === null ? null : trade.evaluate(policy);
  if (before?.state === 'allowed') return null;
  const steps: string[] = [];
  const warnings: RemedyWarning[] = [...unneededWarning(before), ...writerWarning(options.lastWriter ?? null)];
  for (let step = 0; step < MOST_STEPS; step += 1) {
    // A fresh copy: documents are read once, and this one is still being edited.
    const evaluation = trade.evaluate(structuredClone(draft.document));
    if (evaluation.state === 'allowed')
      return finish(policy, draft, steps, [...warnings, ...evaluation.warnings], target, trade);
    const done = takeStep(draft, evaluation, target, trade, warnings);
    if (done === null) return null;
    steps.push(done);
  }
  return null;
}

/** Statements that one remedy may touch: more is no small edit any more. */
const MOST_STEPS = 12;

/** Edits the draft once; null when there is nothing left to try. @returns what was done. */
function takeStep(
  draft: EditableDocument,
  evaluation: LinkEvaluation,
  target: DeliveryTarget,
  trade: Trade,
  warnings: RemedyWarning[],
): string | null {
  const { statement: named } = evaluation;
  const raw = named === null ? undefined : draft.statements[named.index];
  if (named !== null && raw !== undefined && isJsonObject(raw) && raw['Effect'] === 'Deny') {
    warnings.push(...containmentWarning(raw, statementName(named)));
    const isNew = addConditionValue(raw, ['ArnNotLike', 'ArnNotEquals'], 'aws:SourceArn', sourceArn(target));
    return isNew ? `spare deliveries from ${target.sourceBucket} in Deny ${statementName(named)}` : null;
  }
  if (evaluation.state === 'unknown') return null;
  const repaired = repairAllow(draft, target, { kind: trade.kind, subject: trade.subject, resource: trade.resource });
  if (repaired !== null) return repaired;
  if (target.sourceAccount === null) return null;
  const sid = freeSid(draft.statements, SIDS[trade.kind]);
  draft.statements.push(trade.newAllow(target, target.sourceAccount, sid));
  return `add Allow "${sid}" for ${INVENTORY_PROFILE.principal.name} on behalf of ${target.sourceBucket}`;
}

const SIDS: Readonly<Record<PolicyKind, string>> = {
  bucket: 'InventoryDelivery',
  key: 'InventoryEncryption',
  rcp: '',
};

function finish(
  policy: JsonValue | null,
  draft: EditableDocument,
  steps: readonly string[],
  warnings: readonly RemedyWarning[],
  target: DeliveryTarget,
  trade: Trade,
): Remedy | null {
  const { document } = draft;
  if (sizeOf(document) > SIZE_LIMITS[trade.kind]) return null;
  if (!othersUnchanged(policy, document, target, trade.kind)) return null;
  const codes = new Set<string>();
  return {
    description: steps.join(', and '),
    document,
    diff: diffPolicies(policy, document),
    verified: true,
    warnings: warnings.filter(({ code, message }) => codes.size < codes.add(`${code} ${message}`).size),
  };
}

/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/example-bucket-policies.html#example-bucket-policies-s3-inventory-1 */
function bucketAllow(target: DeliveryTarget, account: string, sid: string): JsonObject {
  return {
    Sid: sid,
    Effect: 'Allow',
    Principal: { Service: INVENTORY_PROFILE.principal.service },
    Action: INVENTORY_PROFILE.actions.write,
    Resource: destinationArn(target, `${sourceFolder(target)}*`),
    Condition: {
      ArnLike: { 'aws:SourceArn': sourceArn(target) },
      StringEquals: { 'aws:SourceAccount': account, 's3:x-amz-acl': 'bucket-owner-full-control' },
    },
  };
}

function keyAllow(target: DeliveryTarget, account: string, sid: string): JsonObject {
  return {
    Sid: sid,
    Effect: 'Allow',
    Principal: { Service: INVENTORY_PROFILE.principal.service },
    Action: INVENTORY_PROFILE.actions.encrypt,
    Resource: '*',
    Condition: {
      ArnLike: { 'aws:SourceArn': sourceArn(target) },
      StringEquals: { 'aws:SourceAccount': account },
    },
  };
}

function idFor(policy: JsonValue | null, target: DeliveryTarget): string {
  const parsed = policy === null ? null : parsePolicy(policy, 'bucket');
  return representativeId(parsed?.ok === true ? parsed.policy : null, target);
}

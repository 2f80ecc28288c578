import { isJsonObject, type JsonObject, type JsonValue } from '../json.ts';
import { INVENTORY_PROFILE } from '../profile/inventory/inventory.ts';
import { evaluateDelivery, evaluateKeyUse } from './delivery.ts';
import { encryptSubject, representativeId, writeSubject } from './delivery-subject.ts';
import { type DeliveryTarget, deliveryKeys, destinationArn, sourceArn, sourceFolder } from './delivery-target.ts';
import { diffPolicies } from './diff.ts';
import type { LinkSubject } from './judge-link.ts';
import type { LinkEvaluation } from './link-evaluation.ts';
import { othersUnchanged } from './others-unchanged.ts';
import { parsePolicy, SIZE_LIMITS, sizeOf } from './parse.ts';
import { type PolicyKind, type Statement, statementName } from './policy.ts';
import { addConditionValue, copyDocument, type EditableDocument, emptyDocument, freeSid } from './policy-edits.ts';
import type { Remedy, RemedyOptions } from './remedy-result.ts';
import {
  assumedAccountWarning,
  containmentWarning,
  type RemedyWarning,
  unneededWarning,
  writerWarning,
} from './remedy-warnings.ts';
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
 * where the case does not tell the source's account, the one that the policy's own Allow names for this bucket is
 * taken, and without that there is no remedy that rests on an Allow. That nothing changes for
 * anyone but the S3 service and this source is tried on requests made up from the policy.
 *
 * @returns null when the policy lets the delivery through, cannot be read, or has no verified remedy.
 */
export function mendBucketPolicy(
  policy: JsonValue | null,
  target: DeliveryTarget,
  options: RemedyOptions = {},
): Remedy | null {
  const { target: known, warnings } = withAccount(policy, target, 'bucket');
  const named = known.configurationId === '' ? { ...known, configurationId: idFor(policy, known) } : known;
  return mend(policy, [...warnings, ...writerWarning(options.lastWriter ?? null)], named, {
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
  const { target: known, warnings } = withAccount(policy, target, 'key');
  return mend(policy, [...warnings, ...writerWarning(options.lastWriter ?? null)], known, {
    kind: 'key',
    evaluate: (document) => evaluateKeyUse(document, known),
    subject: encryptSubject(INVENTORY_PROFILE, known, deliveryKeys(INVENTORY_PROFILE, known)[0] ?? ''),
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

function mend(
  policy: JsonValue | null,
  known: readonly RemedyWarning[],
  target: DeliveryTarget,
  trade: Trade,
): Remedy | null {
  if (policy !== null && !parsePolicy(policy, trade.kind).ok) return null;
  const draft = policy === null ? emptyDocument() : copyDocument(policy);
  const before = policy === null ? null : trade.evaluate(policy);
  if (before?.state === 'allowed') return null;
  const steps: string[] = [];
  const warnings: RemedyWarning[] = [...unneededWarning(before), ...known];
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

/** The account that the policy's Allow statements for this very source bucket name, if they name one and the same. */
function withAccount(
  policy: JsonValue | null,
  target: DeliveryTarget,
  kind: PolicyKind,
): { readonly target: DeliveryTarget; readonly warnings: readonly RemedyWarning[] } {
  const parsed = policy === null || target.sourceAccount !== null ? null : parsePolicy(policy, kind);
  const allows = parsed?.ok === true ? parsed.policy.statements.filter(({ effect }) => effect === 'Allow') : [];
  const accounts = allows
    .filter((statement) => namesOnly(statement, 'aws:sourcearn', sourceArn(target)))
    .map(accountNamed);
  const [account] = accounts;
  if (account === undefined || account === null || accounts.some((other) => other !== account))
    return { target, warnings: [] };
  return { target: { ...target, sourceAccount: account }, warnings: [assumedAccountWarning(account)] };
}

function namesOnly(statement: Statement, lookupKey: string, value: string): boolean {
  return statement.conditions.some(
    (condition) =>
      condition.lookupKey === lookupKey &&
      condition.operator?.negated === false &&
      condition.values.length === 1 &&
      condition.values[0] === value,
  );
}

function accountNamed({ conditions }: Statement): string | null {
  const named = conditions.filter(
    ({ lookupKey, operator }) => lookupKey === 'aws:sourceaccount' && operator?.negated === false,
  );
  const values = named.flatMap((condition) => condition.values);
  return values.length === 1 && /^\d{12}$/.test(values[0] ?? '') ? (values[0] ?? null) : null;
}

function idFor(policy: JsonValue | null, target: DeliveryTarget): string {
  const parsed = policy === null ? null : parsePolicy(policy, 'bucket');
  return representativeId(parsed?.ok === true ? parsed.policy : null, target);
}

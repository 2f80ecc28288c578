import { count } from '../../display/quantities.ts';
import { isJsonObject, type JsonObject, type JsonValue } from '../../json.ts';
import type { KeyRequest } from '../../profile/profile.ts';
import { evaluateDelivery, evaluateKeyUse } from '../delivery/delivery.ts';
import {
  type DeliverySubject,
  encryptSubjects,
  principalElement,
  representativeId,
  writeSubjects,
} from '../delivery/delivery-subject.ts';
import { type DeliveryTarget, destinationArn, sourceArn, sourceName, sourceOf } from '../delivery/delivery-target.ts';
import { diffPolicies } from '../document/diff.ts';
import { isAwsManagedAlias } from '../document/key-name.ts';
import { parsePolicy, SIZE_LIMITS, sizeOf } from '../document/parse.ts';
import { statementName } from '../document/policy.ts';
import { judgeLink } from '../evaluate/judge-link.ts';
import type { LinkEvaluation } from '../evaluate/link-evaluation.ts';
import { othersUnchanged } from './others-unchanged.ts';
import { addConditionValue, copyDocument, type EditableDocument, emptyDocument, freeSid } from './policy-edits.ts';
import type { Remedy, RemedyAttempt, RemedyOptions } from './remedy-result.ts';
import { containmentWarning, type RemedyWarning, unneededWarning, writerWarning } from './remedy-warnings.ts';
import { repairAllow } from './repair-allow.ts';

export { mendConfiguration, withoutKey } from './mend-configuration.ts';
export type { Remedy, RemedyAttempt, RemedyOptions } from './remedy-result.ts';

/**
 * The smallest edit of a bucket policy that lets the delivery through: every Deny that stops it is made to spare
 * requests for the source bucket (`ArnNotLike aws:SourceArn`), and where no Allow lets it in, the nearest one is
 * repaired or a new one added with source, account and ACL.
 *
 * A Deny spares by SourceArn alone: SourceAccount beside it would spare the whole account, PrincipalIsAWSService
 * every service. An Allow names both, so that nobody who makes a bucket of the same name elsewhere is let in: without
 * the source's account (see `withSourceAccount`) there is no remedy that rests on one. That nothing changes for
 * anyone but the writer and this source is tried on requests made up from the policy.
 */
export function mendBucketPolicy(
  policy: JsonValue | null,
  target: DeliveryTarget,
  options: RemedyOptions = {},
): RemedyAttempt {
  const named = target.configurationId === '' ? { ...target, configurationId: idFor(policy, target) } : target;
  return mend(policy, writerWarning(options.lastWriter ?? null), named, {
    kind: 'bucket',
    evaluate: (document) => evaluateDelivery(document, named),
    subjects: writeSubjects(named, 'the bucket policy'),
  });
}

/**
 * The same for a key policy: the writer may use the key for this source bucket and account.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/configure-inventory.html#configure-inventory-kms-key-policy
 */
export function mendKeyPolicy(
  policy: JsonValue | null,
  target: DeliveryTarget,
  options: RemedyOptions = {},
): RemedyAttempt {
  if (policy === null) return none('the policy of the key is not known');
  if (target.keyArn !== null && isAwsManagedAlias(target.keyArn)) {
    return none('nobody can write the policy of a key that AWS manages: choose a customer managed key, or SSE-S3');
  }
  return mend(policy, writerWarning(options.lastWriter ?? null), target, {
    kind: 'key',
    evaluate: (document) => evaluateKeyUse(document, target),
    subjects: encryptSubjects(target),
  });
}

/** What differs between the two kinds of policy. */
interface Trade {
  readonly kind: 'bucket' | 'key';
  readonly evaluate: (document: JsonValue) => LinkEvaluation;
  readonly subjects: readonly DeliverySubject[];
}

function mend(
  policy: JsonValue | null,
  known: readonly RemedyWarning[],
  target: DeliveryTarget,
  trade: Trade,
): RemedyAttempt {
  if (policy !== null && !parsePolicy(policy, trade.kind).ok)
    return none('the text of the policy cannot be read as one');
  const draft = policy === null ? emptyDocument() : copyDocument(policy);
  const before = policy === null ? null : trade.evaluate(policy);
  if (before?.state === 'allowed') return none(null);
  const steps: string[] = [];
  const warnings: RemedyWarning[] = [...unneededWarning(before), ...known];
  for (let step = 0; step < MOST_STEPS; step += 1) {
    const [size, limit] = [sizeOf(draft.document), SIZE_LIMITS[trade.kind]];
    if (size > limit) return none(`mended it would have ${count(size)} bytes, and AWS takes ${count(limit)} at most`);
    // A fresh copy: documents are read once, and this one is still being edited.
    const evaluation = trade.evaluate(structuredClone(draft.document));
    if (evaluation.state === 'allowed')
      return finish(policy, draft, steps, [...warnings, ...evaluation.warnings], target, trade);
    const done = takeStep(draft, evaluation, target, trade, warnings);
    if (!done.ok) return none(done.reason);
    steps.push(done.description);
  }
  return none(`more than ${MOST_STEPS} statements would have to be edited`);
}

function none(reason: string | null): RemedyAttempt {
  return { ok: false, reason };
}

type Step = { readonly ok: true; readonly description: string } | { readonly ok: false; readonly reason: string };

/** Statements that one remedy may touch: more is no small edit any more. */
const MOST_STEPS = 12;

/** Edits the draft once. @returns what was done, or why there is nothing left to try. */
function takeStep(
  draft: EditableDocument,
  evaluation: LinkEvaluation,
  target: DeliveryTarget,
  trade: Trade,
  warnings: RemedyWarning[],
): Step {
  const { statement: named } = evaluation;
  const raw = named === null ? undefined : draft.statements[named.index];
  if (named !== null && raw !== undefined && isJsonObject(raw) && raw['Effect'] === 'Deny') {
    const source = sourceArn(target);
    const form = documentedFor(target);
    if (typeof form === 'string') return { ok: false, reason: form };
    if (source === null)
      return { ok: false, reason: `nothing tells the delivery from what Deny ${statementName(named)} means to stop` };
    warnings.push(...containmentWarning(raw, statementName(named)));
    const isNew = addConditionValue(raw, ['ArnNotLike', 'ArnNotEquals'], 'aws:SourceArn', source);
    return isNew
      ? { ok: true, description: `spare deliveries from ${sourceName(target)} in Deny ${statementName(named)}` }
      : { ok: false, reason: `Deny ${statementName(named)} may stop the delivery though it names the source` };
  }
  if (evaluation.state === 'unknown') return { ok: false, reason: evaluation.explanation };
  const subject = stoppedOf(draft, trade);
  const form = documentedFor(target);
  if (typeof form === 'string') return { ok: false, reason: form };
  if (form !== null && trade.kind === 'bucket') return addDocumented(draft, form, subject, target);
  const repaired = repairAllow(draft, target, trade.kind, subject);
  if (repaired !== null) return { ok: true, description: repaired };
  if (target.sourceAccount === null && tellsAccount(subject.request)) return { ok: false, reason: NO_ACCOUNT };
  const { words, writer } = target.profile;
  const sid = freeSid(draft.statements, words.sids[trade.kind]);
  draft.statements.push(newAllow(subject, target, sid));
  const description = `add Allow "${sid}" for ${writer.name} on behalf of ${target.sourceBucket}`;
  return { ok: true, description };
}

/** What AWS's page lets the delivery in with, or what has to be told to write it; null where the profile has no page. */
function documentedFor(target: DeliveryTarget): readonly JsonObject[] | string | null {
  const at = { bucketArn: destinationArn(target), prefix: target.destinationPrefix, source: sourceOf(target) };
  return target.profile.documented?.(at) ?? null;
}

/** Adds those statements of the page that let the stopped request in and are not there yet. */
function addDocumented(
  draft: EditableDocument,
  form: readonly JsonObject[],
  { action }: DeliverySubject,
  target: DeliveryTarget,
): Step {
  const text = (statement: JsonValue): string =>
    JSON.stringify(statement, (name, value) => (name === 'Sid' ? '' : value));
  const there = new Set(draft.statements.map(text));
  const wanted = form.filter(
    (statement) => [statement['Action']].flat().includes(action) && !there.has(text(statement)),
  );
  const sids = wanted.map((statement) => {
    const sid = freeSid(draft.statements, String(statement['Sid'] ?? target.profile.words.sids.bucket));
    draft.statements.push({ ...statement, Sid: sid });
    return `"${sid}"`;
  });
  const { writer } = target.profile;
  if (sids.length === 0)
    return { ok: false, reason: `the statements that AWS documents for ${writer.name} do not let it in` };
  return { ok: true, description: `add Allow ${sids.join(' and ')} for ${writer.name}, as AWS documents it` };
}

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/confused-deputy.html */
const NO_ACCOUNT =
  'the account of the source bucket is not known, and an Allow without it would let in whoever makes a bucket of that name: give it with --source-account';

/** The first request that the draft does not let through. */
function stoppedOf({ document }: EditableDocument, { kind, subjects }: Trade): DeliverySubject {
  const copy = structuredClone(document);
  const stopped = subjects.find((subject) => judgeLink(copy, kind, subject).state !== 'allowed') ?? subjects[0];
  if (stopped === undefined) throw new RangeError('a delivery without requests');
  return stopped;
}

function finish(
  policy: JsonValue | null,
  draft: EditableDocument,
  steps: readonly string[],
  warnings: readonly RemedyWarning[],
  target: DeliveryTarget,
  trade: Trade,
): RemedyAttempt {
  const { document } = draft;
  if (!othersUnchanged(policy, document, target, trade.kind)) {
    return none('the edit that lets the delivery through would let in somebody else, or keep somebody out');
  }
  const codes = new Set<string>();
  const remedy: Remedy = {
    description: steps.join(', and '),
    document,
    diff: diffPolicies(policy, document),
    verified: true,
    warnings: warnings.filter(({ code, message }) => codes.size < codes.add(`${code} ${message}`).size),
  };
  return { ok: true, remedy };
}

/**
 * An Allow for one request of this source: what its context is known to hold of source and ACL is asked for.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/example-bucket-policies.html#example-bucket-policies-s3-inventory-1
 */
function newAllow({ request, coverage }: DeliverySubject, target: DeliveryTarget, sid: string): JsonObject {
  const source = sourceArn(target);
  const account = tellsAccount(request) ? target.sourceAccount : null;
  const acl = request.context.find(({ key }) => key === 's3:x-amz-acl')?.knowledge;
  const equal = {
    ...(account === null ? {} : { 'aws:SourceAccount': account }),
    ...(acl?.state === 'present' ? { 's3:x-amz-acl': acl.values[0] } : {}),
  };
  const condition = {
    ...(source === null ? {} : { ArnLike: { 'aws:SourceArn': source } }),
    ...(Object.keys(equal).length === 0 ? {} : { StringEquals: equal }),
  };
  return {
    Sid: sid,
    Effect: 'Allow',
    Principal: principalElement(target),
    Action: request.action,
    Resource: coverage,
    ...(Object.keys(condition).length === 0 ? {} : { Condition: condition }),
  };
}

function tellsAccount({ context }: KeyRequest): boolean {
  return context.some(({ knowledge }) => knowledge.state === 'told' && knowledge.by === 'source-account');
}

function idFor(policy: JsonValue | null, target: DeliveryTarget): string {
  const parsed = policy === null ? null : parsePolicy(policy, 'bucket');
  return representativeId(parsed?.ok === true ? parsed.policy : null, target);
}

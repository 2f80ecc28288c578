import type { JsonValue } from '../../json.ts';
import { INVENTORY_PROFILE } from '../../profile/inventory/inventory.ts';
import { encryptSubject, representativeId, writeSubject } from '../delivery/delivery-subject.ts';
import { type DeliveryTarget, deliveryKeys } from '../delivery/delivery-target.ts';
import { parsePolicy } from '../document/parse.ts';
import type { Policy, Statement } from '../document/policy.ts';
import { isForServiceAlone } from '../document/principal.ts';
import { traceStatement } from '../evaluate/evaluate.ts';
import type { LinkSubject } from '../evaluate/judge-link.ts';
import { assumedAccountWarning, type RemedyWarning } from './remedy-warnings.ts';

/** A policy that may name the account of the source bucket. */
export interface PolicyOfPath {
  readonly kind: 'bucket' | 'key';
  readonly document: JsonValue;
}

/**
 * The target with the account of the source bucket, where it has none, as the policies of the path name it; a warning
 * says so. Without an account no statement can be written that lets in nobody else.
 */
export function withSourceAccount(
  policies: readonly PolicyOfPath[],
  target: DeliveryTarget,
): { readonly target: DeliveryTarget; readonly warnings: readonly RemedyWarning[] } {
  const account = target.sourceAccount === null ? sourceAccountIn(policies, target) : null;
  if (account === null) return { target, warnings: [] };
  return { target: { ...target, sourceAccount: account }, warnings: [assumedAccountWarning(account)] };
}

/**
 * The account of the source bucket as the policies of the path name it: `aws:SourceAccount` of the Allow statements for
 * the S3 service alone whose `aws:SourceArn` covers the source bucket, or that have none and are about this delivery's
 * objects. A statement for another bucket or another folder says nothing of this one.
 *
 * @returns null unless they all name one and the same account
 */
function sourceAccountIn(policies: readonly PolicyOfPath[], target: DeliveryTarget): string | null {
  const named = policies.flatMap(({ kind, document }) => {
    const parsed = parsePolicy(document, kind);
    if (!parsed.ok) return [];
    const subject = subjectOf(kind, parsed.policy, target);
    return parsed.policy.statements.filter((statement) => isForDelivery(statement, subject)).flatMap(accountsNamed);
  });
  const [account] = named;
  return account !== undefined && named.every((other) => other === account && /^\d{12}$/.test(other)) ? account : null;
}

function subjectOf(kind: PolicyOfPath['kind'], policy: Policy, target: DeliveryTarget): LinkSubject {
  const id = target.configurationId === '' ? representativeId(policy, target) : target.configurationId;
  const named = { ...target, configurationId: id };
  return kind === 'bucket'
    ? writeSubject(INVENTORY_PROFILE, named, 'the bucket policy')
    : encryptSubject(INVENTORY_PROFILE, named, deliveryKeys(INVENTORY_PROFILE, named)[0] ?? '');
}

function isForDelivery(statement: Statement, subject: LinkSubject): boolean {
  if (statement.effect !== 'Allow' || !isForServiceAlone(statement.principal, subject.principal)) return false;
  const trace = traceStatement(statement, { ...subject, resource: subject.resources[0] ?? null });
  const sources = trace.conditions.filter(({ condition }) => condition.lookupKey === 'aws:sourcearn');
  if (sources.length === 0) return trace.action !== 'no' && trace.resource !== 'no';
  return sources.every(({ condition, answer }) => condition.operator?.negated === false && answer === 'yes');
}

function accountsNamed({ conditions }: Statement): readonly string[] {
  return conditions
    .filter(({ lookupKey, operator }) => lookupKey === 'aws:sourceaccount' && operator?.negated === false)
    .flatMap(({ values }) => values);
}

import type { JsonValue } from '../../json.ts';
import { encryptSubjects, representativeId, writeSubjects } from '../delivery/delivery-subject.ts';
import type { DeliveryTarget } from '../delivery/delivery-target.ts';
import { parsePolicy } from '../document/parse.ts';
import type { Policy, Statement } from '../document/policy.ts';
import { isForWriterAlone } from '../document/principal.ts';
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
 * the writer alone whose `aws:SourceArn` covers the source bucket, or that have none and are about this delivery's
 * objects. A statement for another bucket or another folder says nothing of this one.
 *
 * @returns null unless they all name one and the same account
 */
function sourceAccountIn(policies: readonly PolicyOfPath[], target: DeliveryTarget): string | null {
  const named = policies.flatMap(({ kind, document }) => {
    const parsed = parsePolicy(document, kind);
    if (!parsed.ok) return [];
    const subjects = subjectsOf(kind, parsed.policy, target);
    return parsed.policy.statements
      .filter((statement) => subjects.some((subject) => isForDelivery(statement, subject)))
      .flatMap(accountsNamed);
  });
  const [account] = named;
  return account !== undefined && named.every((other) => other === account && /^\d{12}$/.test(other)) ? account : null;
}

function subjectsOf(kind: PolicyOfPath['kind'], policy: Policy, target: DeliveryTarget): LinkSubject[] {
  const id = target.configurationId === '' ? representativeId(policy, target) : target.configurationId;
  const named = { ...target, configurationId: id };
  return kind === 'bucket' ? writeSubjects(named, 'the bucket policy') : encryptSubjects(named);
}

function isForDelivery(statement: Statement, subject: LinkSubject): boolean {
  if (statement.effect !== 'Allow' || !isForWriterAlone(statement.principal, subject.principal)) return false;
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

import { isJsonObject, type JsonObject } from '../../json.ts';
import { type DeliveryTarget, sourceArn } from '../delivery/delivery-target.ts';
import type { Condition } from '../document/condition.ts';
import { parsePolicy } from '../document/parse.ts';
import { type PolicyKind, statementName } from '../document/policy.ts';
import { isForServiceAlone } from '../document/principal.ts';
import { type NearestAllow, nearestAllow } from '../evaluate/cause.ts';
import type { ConditionTrace } from '../evaluate/evaluate.ts';
import type { LinkSubject } from '../evaluate/judge-link.ts';
import { addConditionValue, addToList, type EditableDocument } from './policy-edits.ts';

/** What the delivery asks of an Allow. */
export interface AllowDemand {
  readonly kind: PolicyKind;
  readonly subject: LinkSubject;
  /** Resource to add where the Allow does not cover the delivery. */
  readonly resource: string;
}

/**
 * Repairs the nearest Allow by adding values to its lists, where that lets in nobody but the S3 service for this
 * source bucket: the statement is for that service alone, and either its source is all that is added, or its source
 * is this bucket and no other already.
 *
 * @returns what was done; null when no Allow can be repaired so.
 */
export function repairAllow(draft: EditableDocument, target: DeliveryTarget, demand: AllowDemand): string | null {
  const parsed = parsePolicy(structuredClone(draft.document), demand.kind);
  if (!parsed.ok) return null;
  const { subject } = demand;
  const nearest = nearestAllow(parsed.policy, { ...subject, resource: subject.resources[0] ?? null });
  if (nearest === null || !isForServiceAlone(nearest.trace.statement.principal, subject.principal)) return null;
  const raw = draft.statements[nearest.trace.statement.index];
  if (raw === undefined || !isJsonObject(raw)) return null;
  const additions = valuesToAdd(nearest, target);
  if (additions === null || !staysNarrow(nearest, additions, target)) return null;
  const done = apply(raw, nearest, additions, demand);
  return done.length === 0 ? null : `add ${done.join(' and ')} to Allow ${statementName(nearest.trace.statement)}`;
}

interface Addition {
  readonly condition: Condition;
  readonly value: string;
}

/** The value that each unmet condition lacks; null when one of them cannot be met by adding to its list. */
function valuesToAdd(nearest: NearestAllow, target: DeliveryTarget): readonly Addition[] | null {
  const additions: Addition[] = [];
  for (const trace of nearest.unmet) {
    const value = isList(trace.condition) ? ownValue(trace, target) : null;
    if (value === null) return null;
    additions.push({ condition: trace.condition, value });
  }
  return additions;
}

function ownValue({ condition, entry }: ConditionTrace, target: DeliveryTarget): string | null {
  switch (condition.lookupKey) {
    case 'aws:sourcearn':
      return sourceArn(target);
    case 'aws:sourceaccount':
      return target.sourceAccount;
    case 's3:x-amz-acl':
      return entry.state === 'present' ? (entry.values[0] ?? null) : null;
    default:
      return null;
  }
}

/** A positive comparison of texts: one more value lets in just the requests with that value. */
function isList({ operator }: Condition): boolean {
  if (operator === null || operator.negated || operator.qualifier !== null || operator.ifExists) return false;
  return ['string', 'string-ignore-case', 'string-like', 'arn'].includes(operator.family);
}

function staysNarrow(nearest: NearestAllow, additions: readonly Addition[], target: DeliveryTarget): boolean {
  const { lacksAction, lacksResource } = nearest;
  const isSourceOnly = additions.length === 1 && additions[0]?.condition.lookupKey === 'aws:sourcearn';
  if (isSourceOnly && !lacksAction && !lacksResource) return true;
  const sources = nearest.trace.conditions.filter(
    ({ condition }) => condition.lookupKey === 'aws:sourcearn' && isList(condition),
  );
  return sources.some(({ condition }) => condition.values.length === 1 && condition.values[0] === sourceArn(target));
}

function apply(raw: JsonObject, nearest: NearestAllow, additions: readonly Addition[], demand: AllowDemand): string[] {
  const done: string[] = [];
  if (nearest.lacksAction) {
    if (raw['NotAction'] !== undefined || !addToList(raw, 'Action', demand.subject.action)) return [];
    done.push(demand.subject.action);
  }
  if (nearest.lacksResource) {
    if (raw['NotResource'] !== undefined || !addToList(raw, 'Resource', demand.resource)) return [];
    done.push(demand.resource);
  }
  for (const { condition, value } of additions) {
    if (!addConditionValue(raw, [condition.operatorName], condition.key, value)) return [];
    done.push(`${condition.key} ${value}`);
  }
  return done;
}

import { isJsonObject, type JsonObject } from '../../json.ts';
import type { DeliverySubject } from '../delivery/delivery-subject.ts';
import { type DeliveryTarget, sourceArn } from '../delivery/delivery-target.ts';
import type { Condition } from '../document/condition.ts';
import { parsePolicy } from '../document/parse.ts';
import { type PolicyKind, statementName } from '../document/policy.ts';
import { isForWriterAlone } from '../document/principal.ts';
import { type NearestAllow, nearestAllow } from '../evaluate/cause.ts';
import type { ConditionTrace } from '../evaluate/evaluate.ts';
import { addConditionValue, addToList, type EditableDocument } from './policy-edits.ts';

/**
 * Repairs the nearest Allow by adding values to its lists, where that lets in nobody but the writer for this
 * source bucket: the statement is for that writer alone, and either its source is all that is added, or its source
 * is this bucket and no other already. Of a writer that names no source, the statement for it alone has to do.
 *
 * @returns what was done; null when no Allow can be repaired so.
 */
export function repairAllow(
  draft: EditableDocument,
  target: DeliveryTarget,
  kind: PolicyKind,
  subject: DeliverySubject,
): string | null {
  const parsed = parsePolicy(structuredClone(draft.document), kind);
  if (!parsed.ok) return null;
  const nearest = nearestAllow(parsed.policy, { ...subject, resource: subject.resources[0] ?? null });
  if (nearest === null || !isForWriterAlone(nearest.trace.statement.principal, subject.principal)) return null;
  const raw = draft.statements[nearest.trace.statement.index];
  if (raw === undefined || !isJsonObject(raw)) return null;
  const additions = valuesToAdd(nearest, target);
  if (additions === null || !staysNarrow(nearest, additions, target)) return null;
  const done = apply(raw, nearest, additions, subject);
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
  if (sourceArn(target) === null) return true;
  const { lacksAction, lacksResource } = nearest;
  const isSourceOnly = additions.length === 1 && additions[0]?.condition.lookupKey === 'aws:sourcearn';
  if (isSourceOnly && !lacksAction && !lacksResource) return true;
  const sources = nearest.trace.conditions.filter(
    ({ condition }) => condition.lookupKey === 'aws:sourcearn' && isList(condition),
  );
  return sources.some(({ condition }) => condition.values.length === 1 && condition.values[0] === sourceArn(target));
}

function apply(
  raw: JsonObject,
  nearest: NearestAllow,
  additions: readonly Addition[],
  { action, coverage }: DeliverySubject,
): string[] {
  const done: string[] = [];
  if (nearest.lacksAction) {
    if (raw['NotAction'] !== undefined || !addToList(raw, 'Action', action)) return [];
    done.push(action);
  }
  if (nearest.lacksResource) {
    if (raw['NotResource'] !== undefined || !addToList(raw, 'Resource', coverage)) return [];
    done.push(coverage);
  }
  for (const { condition, value } of additions) {
    if (!addConditionValue(raw, [condition.operatorName], condition.key, value)) return [];
    done.push(`${condition.key} ${value}`);
  }
  return done;
}

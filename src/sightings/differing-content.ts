import { HOUR, SECOND } from '../instant.ts';
import { isJsonObject, type JsonValue } from '../json.ts';
import { policyMeaning } from '../policy/document/meaning.ts';
import type { KeyReference } from '../records/action.ts';
import { type Recorded, recordedValue } from '../records/recorded.ts';
import type { Difference } from './call.ts';
import type { Sighting } from './sighting.ts';

/**
 * What two sightings of one request tell differently of the deed: both state it, and what they state differs in
 * meaning. Not a difference: a member or body that one of them lacks; a policy written otherwise; a key by id, alias or
 * ARN; no error beside a status 2xx, or an error under the names of both logs; times within the request's own duration.
 */
export function differingContent(one: Sighting, other: Sighting): Difference[] {
  const found: Difference[] = [];
  const deed = compareActions(one.action, other.action);
  if (deed !== null) found.push(deed);
  if (!haveOneOutcome(one, other)) found.push('outcome');
  if (!areTogether(one, other, LONGEST_REQUEST)) found.push('time');
  return found;
}

/**
 * Whether the times of two sightings may be one request's: a log writes when it was received, CloudTrail when it was done.
 *
 * @param untold how long it may have taken where no log says
 */
export function areTogether(one: Sighting, other: Sighting, untold: number): boolean {
  const duration = one.log === other.log ? 0 : (one.durationMs ?? other.durationMs ?? untold);
  return Math.abs(one.time - other.time) <= duration + CLOCK_SLACK;
}

const LONGEST_REQUEST = HOUR;

/** Clocks of several services, to the second. */
const CLOCK_SLACK = 5 * SECOND;

function compareActions(one: Sighting['action'], other: Sighting['action']): 'action' | 'body' | null {
  if (one === other) return null;
  const [here, there] = [Object.entries(one), new Map<string, unknown>(Object.entries(other))];
  const differing = here.filter(([member, value]) => !agreeOn(member, value, there.get(member)));
  if (differing.length === 0) return null;
  return differing.every(([member]) => BODIES.has(member)) ? 'body' : 'action';
}

const BODIES: ReadonlySet<string> = new Set(['policy', 'configuration', 'encryption', 'rules', 'content']);

function agreeOn(member: string, one: unknown, other: unknown): boolean {
  // Null, or a member that only another kind of deed has: the kinds differ then.
  if (one == null || other == null) return true;
  if (BODIES.has(member)) return haveOneBody(member, one as Recorded<JsonValue>, other as Recorded<JsonValue>);
  if (member === 'key' && typeof one === 'object') return isOneKey(one as KeyReference, other as KeyReference);
  return isSame(one as JsonValue, other as JsonValue);
}

function haveOneBody(member: string, one: Recorded<JsonValue>, other: Recorded<JsonValue>): boolean {
  const [here, there] = [recordedValue(one), recordedValue(other)];
  if (here === null || there === null || here === there) return true;
  if (member !== 'policy' && member !== 'content') return isSame(here, there);
  return policyMeaning(here) === policyMeaning(there);
}

/** Equal whatever the order of members and list items; a key may go by another of its names. */
function isSame(one: JsonValue | undefined, other: JsonValue | undefined, member = ''): boolean {
  if (one === HIDDEN || other === HIDDEN) return true;
  if (typeof one === 'string' && typeof other === 'string') {
    return one === other || (member === 'keyId' && isOneKey(keyNamed(one), keyNamed(other)));
  }
  if (Array.isArray(one) && Array.isArray(other)) {
    const [here, there] = [one, other].map((list) => list.map((item) => JSON.stringify(item)).sort());
    const inOrder = one.length === other.length && one.every((item, index) => isSame(item, other[index]));
    return inOrder || here?.join('\n') === there?.join('\n');
  }
  if (isJsonObject(one) && isJsonObject(other)) {
    return [...new Set([...Object.keys(one), ...Object.keys(other)])].every((name) =>
      isSame(one[name], other[name], name),
    );
  }
  return (one ?? null) === (other ?? null);
}

const HIDDEN = 'HIDDEN_DUE_TO_SECURITY_REASONS';

function keyNamed(name: string): KeyReference {
  return { id: name, arn: name.includes(':key/') ? name : null };
}

/** An alias may be any key's; of ids and ARNs the last part tells. */
function isOneKey(one: KeyReference, other: KeyReference): boolean {
  if (one.arn !== null && other.arn !== null) return one.arn === other.arn;
  const [here, there] = [lastPart(one.arn ?? one.id), lastPart(other.arn ?? other.id)];
  if (here === null || there === null || here === there) return true;
  return here.startsWith('alias/') !== there.startsWith('alias/');
}

function lastPart(name: string | null): string | null {
  if (name === null || !name.startsWith('arn:')) return name;
  const resource = name.split(':').slice(5).join(':');
  return resource.startsWith('key/') ? resource.slice('key/'.length) : resource;
}

function haveOneOutcome(one: Sighting, other: Sighting): boolean {
  if (one.succeeded !== other.succeeded) return false;
  if (one.succeeded || one.errorCode === null || other.errorCode === null) return true;
  return errorName(one.errorCode) === errorName(other.errorCode);
}

/**
 * `KMS.DisabledException` and `Disabled` are one error. But S3's own `AccessDenied` and that of the key are two, by
 * which it is told what refused.
 */
function errorName(code: string): string {
  const name = code.replace(/(?:Exception|Error)$/, '').toLowerCase();
  const ofKey = name.replace(/^kms\./, '');
  return ofKey === 'accessdenied' ? name : ofKey;
}

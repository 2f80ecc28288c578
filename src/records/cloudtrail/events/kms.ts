import type { Action, KeyReference, KeyTransition } from '../../action.ts';
import { recordedValue } from '../../recorded.ts';
import { listOf, objectOf, textOf } from '../members.ts';
import type { CloudTrailRecord } from '../record.ts';
import type { EventInterpreter, ServiceEvents } from './interpreter.ts';
import { policyDocumentOf } from './policy-document.ts';

/**
 * Calls on KMS keys, and what KMS does by itself when a waiting period or key material runs out.
 * https://docs.aws.amazon.com/kms/latest/developerguide/understanding-kms-entries.html
 */
export const KMS_EVENTS: ServiceEvents = {
  eventSource: 'kms.amazonaws.com',
  events: {
    PutKeyPolicy: putKeyPolicy,
    // A new key has its first policy in the same call; without one, it gets the account's default policy.
    CreateKey: putKeyPolicy,
    DisableKey: keyState('DisableKey'),
    EnableKey: keyState('EnableKey'),
    ScheduleKeyDeletion: keyState('ScheduleKeyDeletion'),
    CancelKeyDeletion: keyState('CancelKeyDeletion'),
    DeleteKey: keyState('DeleteKey'),
    DeleteImportedKeyMaterial: keyState('DeleteImportedKeyMaterial'),
    DeleteExpiredKeyMaterial: keyState('DeleteExpiredKeyMaterial'),
    ImportKeyMaterial: keyState('ImportKeyMaterial'),
    CreateGrant: createGrant,
    RevokeGrant: revokeGrant,
    RetireGrant: revokeGrant,
  },
};

/** All events that tell a change of a key. */
export const KEY_EVENTS: readonly string[] = Object.keys(KMS_EVENTS.events);

function putKeyPolicy(record: CloudTrailRecord): Action {
  const policy = policyDocumentOf(recordedValue(record.requestParameters)?.['policy'], record.requestParameters);
  return { kind: 'put-key-policy', key: keyReferenceOf(record), policy };
}

function keyState(transition: KeyTransition): EventInterpreter {
  return (record) => ({ kind: 'key-state', key: keyReferenceOf(record), transition });
}

function createGrant(record: CloudTrailRecord): Action {
  const parameters = recordedValue(record.requestParameters);
  return {
    kind: 'create-grant',
    key: keyReferenceOf(record),
    grantId: textOf(recordedValue(record.responseElements)?.['grantId']),
    granteePrincipal: textOf(parameters?.['granteePrincipal']),
    operations: listOf(parameters?.['operations']).filter((operation) => typeof operation === 'string'),
  };
}

/** RetireGrant may name the grant by a token only; the id then stands in additionalEventData. */
function revokeGrant(record: CloudTrailRecord): Action {
  const grantId =
    textOf(recordedValue(record.requestParameters)?.['grantId']) ??
    textOf(recordedValue(record.additionalEventData)?.['grantId']);
  return { kind: 'revoke-grant', key: keyReferenceOf(record), grantId };
}

/**
 * The key of an event: its ARN from the resources (by form, since old events leave out the type), else from
 * whichever member holds a key ARN. An alias ARN names no key for good and is kept as `id` only.
 */
function keyReferenceOf(record: CloudTrailRecord): KeyReference {
  const response = recordedValue(record.responseElements);
  const created = objectOf(response?.['keyMetadata']);
  const ids = [
    textOf(recordedValue(record.requestParameters)?.['keyId']),
    textOf(objectOf(record.raw['serviceEventDetails'])?.['keyId']),
    textOf(created?.['keyId']),
    textOf(response?.['keyId']),
  ];
  const arns = [...record.resources.map((resource) => resource.arn), ...ids, textOf(created?.['arn'])];
  return {
    id: ids.find((id) => id !== null) ?? null,
    arn: arns.find((arn) => arn !== null && KEY_ARN.test(arn)) ?? null,
  };
}

const KEY_ARN = /^arn:aws[a-z-]*:kms:[a-z0-9-]+:\d{12}:key\/[\w-]+$/;

import type { JsonObject, JsonValue } from '../../../src/json.ts';
import type { Caller } from '../caller.ts';
import { KEY_ACCOUNT, KEY_ARN, KEY_ID, REGION } from '../cast.ts';
import { derivedUuid } from '../derive.ts';
import { apiCall, type TrailEvent } from './event.ts';

/** A call on the reports' key, recorded by the key owner's trail. */
export interface KeyCall {
  readonly time: string;
  readonly by: Caller;
}

/** CloudTrail holds a key policy as a JSON string, unlike a bucket policy. */
export function putKeyPolicy(call: KeyCall & { readonly policy: JsonValue }): TrailEvent {
  return keyEvent(call, 'PutKeyPolicy', {
    keyId: KEY_ID,
    policyName: 'default',
    policy: JSON.stringify(call.policy),
    bypassPolicyLockoutSafetyCheck: false,
  });
}

export function disableKey(call: KeyCall): TrailEvent {
  return keyEvent(call, 'DisableKey', { keyId: KEY_ID });
}

export function enableKey(call: KeyCall): TrailEvent {
  return keyEvent(call, 'EnableKey', { keyId: KEY_ID });
}

export function scheduleKeyDeletion(call: KeyCall & { readonly deletionDate: string }): TrailEvent {
  return keyEvent(
    call,
    'ScheduleKeyDeletion',
    { keyId: KEY_ID, pendingWindowInDays: 30 },
    { keyId: KEY_ARN, keyState: 'PendingDeletion', deletionDate: call.deletionDate, pendingWindowInDays: 30 },
  );
}

export function cancelKeyDeletion(call: KeyCall): TrailEvent {
  return keyEvent(call, 'CancelKeyDeletion', { keyId: KEY_ID }, { keyId: KEY_ARN });
}

export function deleteImportedKeyMaterial(call: KeyCall): TrailEvent {
  return keyEvent(call, 'DeleteImportedKeyMaterial', { keyId: KEY_ID });
}

export function describeKey(call: KeyCall): TrailEvent {
  return { ...keyEvent(call, 'DescribeKey', { keyId: KEY_ID }), readOnly: true };
}

/**
 * Imported key material reaching its end: a service event, with no caller at all.
 * https://docs.aws.amazon.com/kms/latest/developerguide/ct-deleteexpiredkeymaterial.html
 */
export function deleteExpiredKeyMaterial(time: string): TrailEvent {
  return {
    eventVersion: '1.11',
    userIdentity: { accountId: KEY_ACCOUNT, invokedBy: 'AWS Internal' },
    eventTime: time,
    eventSource: 'kms.amazonaws.com',
    eventName: 'DeleteExpiredKeyMaterial',
    awsRegion: REGION,
    sourceIPAddress: 'AWS Internal',
    userAgent: 'AWS Internal',
    requestParameters: null,
    responseElements: null,
    eventID: derivedUuid('expired key material', time),
    readOnly: false,
    resources: [KEY_RESOURCE],
    eventType: 'AwsServiceEvent',
    managementEvent: true,
    recipientAccountId: KEY_ACCOUNT,
    serviceEventDetails: { keyId: KEY_ARN },
    eventCategory: 'Management',
  };
}

const KEY_RESOURCE: JsonObject = { accountId: KEY_ACCOUNT, type: 'AWS::KMS::Key', ARN: KEY_ARN };

function keyEvent(call: KeyCall, eventName: string, parameters: JsonObject, response: JsonObject | null = null) {
  return apiCall({
    ...call,
    eventSource: 'kms.amazonaws.com',
    eventName,
    account: KEY_ACCOUNT,
    parameters,
    response,
    resources: [KEY_RESOURCE],
    tlsHost: `kms.${REGION}.amazonaws.com`,
  });
}

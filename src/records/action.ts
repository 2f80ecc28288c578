import type { JsonValue } from '../json.ts';
import type { DeliveryConfiguration } from '../profile/configuration.ts';
import type { BucketSetting } from '../profile/settings.ts';
import type { Recorded } from './recorded.ts';

/**
 * What a logged call did, in this program's terms, whichever log it was read from.
 * CloudTrail events carry bodies; access-log lines never do (`not-recorded`).
 *
 * Failed calls are interpreted too: whether the call succeeded is said by the record, not here.
 */
export type Action =
  | { readonly kind: 'put-bucket-policy'; readonly bucket: string; readonly policy: Recorded<JsonValue> }
  | { readonly kind: 'delete-bucket-policy'; readonly bucket: string }
  | {
      readonly kind: 'put-inventory-configuration';
      readonly bucket: string;
      readonly id: string | null;
      readonly configuration: Recorded<DeliveryConfiguration>;
    }
  | { readonly kind: 'delete-inventory-configuration'; readonly bucket: string; readonly id: string | null }
  | { readonly kind: 'create-bucket'; readonly bucket: string; readonly region: string | null }
  | { readonly kind: 'delete-bucket'; readonly bucket: string }
  | {
      readonly kind: 'put-bucket-encryption';
      readonly bucket: string;
      readonly encryption: Recorded<DefaultEncryption>;
    }
  | { readonly kind: 'delete-bucket-encryption'; readonly bucket: string }
  | {
      readonly kind: 'put-bucket-lifecycle';
      readonly bucket: string;
      readonly rules: Recorded<readonly LifecycleRule[]>;
    }
  | { readonly kind: 'delete-bucket-lifecycle'; readonly bucket: string }
  | { readonly kind: 'bucket-setting'; readonly bucket: string; readonly setting: BucketSetting }
  | { readonly kind: 'put-key-policy'; readonly key: KeyReference; readonly policy: Recorded<JsonValue> }
  | { readonly kind: 'key-state'; readonly key: KeyReference; readonly transition: KeyTransition }
  | {
      readonly kind: 'create-grant';
      readonly key: KeyReference;
      readonly grantId: string | null;
      readonly granteePrincipal: string | null;
      readonly operations: readonly string[];
    }
  | { readonly kind: 'revoke-grant'; readonly key: KeyReference; readonly grantId: string | null }
  | {
      readonly kind: 'organization-policy';
      readonly operation: 'CreatePolicy' | 'UpdatePolicy' | 'DeletePolicy' | 'AttachPolicy' | 'DetachPolicy';
      readonly policyId: string | null;
      readonly policyName: string | null;
      readonly policyType: string | null;
      readonly targetId: string | null;
      readonly content: Recorded<JsonValue>;
    }
  | { readonly kind: 'put-object'; readonly bucket: string; readonly key: string }
  | { readonly kind: 'delete-object'; readonly bucket: string; readonly key: string; readonly by: 'call' | 'lifecycle' }
  | { readonly kind: 'issue-session'; readonly session: IssuedSession }
  /** A call that does not touch a delivery: reads, other services, other settings. */
  | { readonly kind: 'unrelated' };

/** `arn` is null when the event names the key by id or alias only and has no resource ARN. */
export interface KeyReference {
  /** The `keyId` parameter as sent: an id, an ARN or an alias. */
  readonly id: string | null;
  readonly arn: string | null;
}

/** The KMS event names that move a key between states (https://docs.aws.amazon.com/kms/latest/developerguide/key-state.html). */
export type KeyTransition =
  | 'DisableKey'
  | 'EnableKey'
  | 'ScheduleKeyDeletion'
  | 'CancelKeyDeletion'
  | 'DeleteKey'
  | 'DeleteImportedKeyMaterial'
  | 'DeleteExpiredKeyMaterial'
  | 'ImportKeyMaterial';

export interface DefaultEncryption {
  /** `AES256`, `aws:kms`, `aws:kms:dsse`. */
  readonly algorithm: string;
  /** Key id, ARN or alias; null when none was named. */
  readonly keyId: string | null;
}

export interface LifecycleRule {
  readonly id: string | null;
  readonly enabled: boolean;
  readonly prefix: string;
  /** Days after creation at which current versions expire; null when the rule does not expire them by age. */
  readonly expirationDays: number | null;
}

/** What AssumeRole and its kin handed out, and to whom. */
export interface IssuedSession {
  /** Access key id of the issued credentials; null in the role owner's copy of a cross-account call. */
  readonly accessKeyId: string | null;
  /** ARN of the issued session, `arn:aws:sts::<account>:assumed-role/<role>/<session>`. */
  readonly assumedRoleArn: string | null;
  /** `AROA...:session`. */
  readonly assumedRoleId: string | null;
  readonly roleArn: string | null;
  readonly roleSessionName: string | null;
  readonly sourceIdentity: string | null;
}

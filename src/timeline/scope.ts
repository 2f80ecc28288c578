import type { Case } from '../case/case.ts';
import { type ConfigurationHistory, isConfigurationChange } from '../delivery-path/configuration-state.ts';
import { keyIdOf } from '../delivery-path/world.ts';
import type { Call } from '../sightings/call.ts';
import { bucketOf, keyOf } from '../sightings/sighting.ts';

/** Which resources the case is about: its destinations over time and the keys in use there. */
export interface Scope {
  readonly buckets: ReadonlySet<string>;
  /** Key ids, see `keyIdOf`. */
  readonly keys: ReadonlySet<string>;
}

export function scopeOf(subject: Case, configuration: ConfigurationHistory, calls: readonly Call[]): Scope {
  const states = [
    ...configuration.steps.map(({ state }) => state),
    ...(configuration.unseenState === null ? [] : [configuration.unseenState]),
  ];
  const buckets = new Set(
    [subject.destinationBucket, ...states.map(({ destinationBucket }) => destinationBucket)].filter(
      (name) => name !== null,
    ),
  );
  const named = [
    subject.encryption,
    ...states.map(({ encryption }) => (encryption?.type === 'SSE-KMS' ? encryption.keyId : null)),
    ...calls.map(({ action }) =>
      action.kind === 'put-bucket-encryption' && buckets.has(action.bucket) && action.encryption.state === 'known'
        ? action.encryption.value.keyId
        : null,
    ),
  ];
  const keys = new Set(
    named
      .filter((name) => name !== null && name !== 'none' && name !== 'SSE-S3')
      .map((name) => keyIdOf(name ?? '') ?? ''),
  );
  return { buckets, keys };
}

/**
 * Whether a call, or an attempt at one, is about this case: its destination, its key, its
 * configuration or the source bucket's existence. Configuration calls for another id and policy calls
 * on the source bucket are not.
 */
export function concerns(call: Call, subject: Case, scope: Scope): boolean {
  const { action } = call;
  switch (action.kind) {
    case 'put-object':
    case 'delete-object':
      return false;
    case 'put-inventory-configuration':
    case 'delete-inventory-configuration':
      return isConfigurationChange(call, subject);
    case 'put-key-policy':
    case 'key-state':
    case 'create-grant':
    case 'revoke-grant':
      return scope.keys.has(keyIdOf(keyOf(action) ?? '') ?? '');
    case 'organization-policy':
      return action.policyType === null || action.policyType === 'RESOURCE_CONTROL_POLICY';
    case 'create-bucket':
    case 'delete-bucket':
      return action.bucket === subject.sourceBucket || scope.buckets.has(action.bucket);
    default:
      return scope.buckets.has(bucketOf(action) ?? '');
  }
}

/** Whether a call changes what a KMS key lets anybody do. */
export function isOfKey({ action }: Call): boolean {
  return action.kind === 'put-key-policy' || action.kind === 'key-state';
}

import type { JsonValue } from '../json.ts';
import type { DefaultEncryption, KeyReference } from '../records/action.ts';
import type { Recorded } from '../records/recorded.ts';
import type { Call } from '../sightings/call.ts';
import type { ConfigurationState } from './configuration-state.ts';

/** What is known of a value at a moment, and from what. */
export type Knowledge<T> =
  | { readonly state: 'known'; readonly value: T; readonly basis: 'event' | 'document' }
  | { readonly state: 'unknown'; readonly reason: string };

/**
 * What a state of a key means for a delivery; `Unusable` is a key without key material, `AwsManaged` one that S3 never
 * encrypts reports with, whatever its state.
 */
export type KeyState = 'Enabled' | 'Disabled' | 'PendingDeletion' | 'Deleted' | 'Unusable' | 'AwsManaged';

/** Everything that decides whether a delivery gets through, at one moment. Maps are keyed by bucket name or key id. */
export interface World {
  readonly configuration: ConfigurationState;
  readonly bucketExists: ReadonlyMap<string, boolean>;
  /** Buckets that AWS says are not there, at `now` only. */
  readonly absentBuckets: ReadonlySet<string>;
  readonly bucketRegion: ReadonlyMap<string, string>;
  readonly bucketPolicies: ReadonlyMap<string, Knowledge<JsonValue | null>>;
  readonly encryptions: ReadonlyMap<string, Knowledge<DefaultEncryption | null>>;
  readonly keyPolicies: ReadonlyMap<string, Knowledge<JsonValue>>;
  readonly keyStates: ReadonlyMap<string, Knowledge<KeyState>>;
  /** Resource control policies: content by policy id, and where each is attached. */
  readonly rcps: ReadonlyMap<string, { readonly content: Knowledge<JsonValue>; readonly targets: ReadonlySet<string> }>;
}

/** Documents that describe the state at `now`, by bucket name or key id. */
export interface Anchors {
  readonly bucketPolicies: ReadonlyMap<string, JsonValue>;
  readonly keyPolicies: ReadonlyMap<string, JsonValue>;
  readonly keyStates: ReadonlyMap<string, KeyState>;
  /** Buckets that AWS says are not there. */
  readonly absentBuckets: ReadonlySet<string>;
}

/** The id by which a key is the same key: the last part of its ARN, or the id as sent. */
export function keyIdOf(key: string | KeyReference): string | null {
  const name = typeof key === 'string' ? key : (key.arn ?? key.id);
  if (name === null) return null;
  const slash = name.indexOf(':key/');
  if (slash < 0) return name;
  const id = name.slice(slash + 5);
  // The replicas of a multi-Region key share its id, each with a policy and a state of its own.
  return id.startsWith('mrk-') ? name : id;
}

/**
 * The world after a call. `anchor` is true when this is the last call that touches its component: only
 * then may a document that describes `now` stand in for a body that the log does not have.
 */
export function applyCall(world: World, call: Call, anchors: Anchors, anchor: boolean): World {
  const { action } = call;
  switch (action.kind) {
    case 'put-bucket-policy':
      return withBucketPolicy(
        world,
        action.bucket,
        knowledgeOf(action.policy, anchor ? anchors.bucketPolicies.get(action.bucket) : undefined),
      );
    case 'delete-bucket-policy':
      return withBucketPolicy(world, action.bucket, { state: 'known', value: null, basis: 'event' });
    case 'put-bucket-encryption':
      return {
        ...world,
        encryptions: withEntry(world.encryptions, action.bucket, knowledgeOf(action.encryption, undefined)),
      };
    case 'delete-bucket-encryption':
      return {
        ...world,
        encryptions: withEntry(world.encryptions, action.bucket, { state: 'known', value: null, basis: 'event' }),
      };
    case 'create-bucket':
      return createdBucket(
        {
          ...world,
          bucketRegion:
            action.region === null ? world.bucketRegion : withEntry(world.bucketRegion, action.bucket, action.region),
        },
        action.bucket,
        call.region,
      );
    case 'delete-bucket':
      return freshBucket(world, action.bucket, false);
    case 'put-key-policy': {
      const key = keyIdOf(action.key);
      if (key === null) return world;
      const policy = knowledgeOf(action.policy, anchor ? anchors.keyPolicies.get(key) : undefined);
      return { ...world, keyPolicies: withEntry(world.keyPolicies, key, policy) };
    }
    case 'key-state': {
      const key = keyIdOf(action.key);
      if (key === null) return world;
      const state = { state: 'known', value: keyStateAfter(action.transition), basis: 'event' } as const;
      return { ...world, keyStates: withEntry(world.keyStates, key, state) };
    }
    case 'organization-policy':
      return withOrganizationPolicy(world, action);
    default:
      return world;
  }
}

/** https://docs.aws.amazon.com/kms/latest/developerguide/key-state.html */
function keyStateAfter(transition: Extract<Call['action'], { kind: 'key-state' }>['transition']): KeyState {
  switch (transition) {
    case 'EnableKey':
    case 'ImportKeyMaterial':
      return 'Enabled';
    case 'DisableKey':
    case 'CancelKeyDeletion':
      return 'Disabled';
    case 'ScheduleKeyDeletion':
      return 'PendingDeletion';
    case 'DeleteKey':
      return 'Deleted';
    case 'DeleteImportedKeyMaterial':
    case 'DeleteExpiredKeyMaterial':
      return 'Unusable';
    default:
      return transition satisfies never;
  }
}

function knowledgeOf<T>(recorded: Recorded<T>, anchor: T | undefined): Knowledge<T> {
  if (recorded.state === 'known') return { state: 'known', value: recorded.value, basis: 'event' };
  if (anchor !== undefined) return { state: 'known', value: anchor, basis: 'document' };
  return {
    state: 'unknown',
    reason:
      recorded.state === 'omitted'
        ? `the log left the new document out (${recorded.reason})`
        : 'the log does not hold the new document',
  };
}

function withBucketPolicy(world: World, bucket: string, policy: Knowledge<JsonValue | null>): World {
  return { ...world, bucketPolicies: withEntry(world.bucketPolicies, bucket, policy) };
}

/**
 * In us-east-1 CreateBucket also succeeds on a bucket that the caller owns already, and leaves its policy as
 * it was: unless the bucket is known to have been deleted, what is in force afterwards is not known.
 * https://docs.aws.amazon.com/AmazonS3/latest/API/API_CreateBucket.html
 */
function createdBucket(world: World, bucket: string, region: string | null): World {
  const fresh = freshBucket(world, bucket, true);
  const isNew = world.bucketExists.get(bucket) === false || (region !== null && region !== 'us-east-1');
  if (isNew) return fresh;
  const left = {
    state: 'unknown',
    reason: 'whether CreateBucket met a bucket that existed already is not known',
  } as const;
  return {
    ...fresh,
    bucketPolicies: withEntry(fresh.bucketPolicies, bucket, left),
    encryptions: withEntry(fresh.encryptions, bucket, left),
  };
}

/** A bucket that was just created or deleted has no policy and no encryption of its own. */
function freshBucket(world: World, bucket: string, exists: boolean): World {
  return {
    ...withBucketPolicy(world, bucket, { state: 'known', value: null, basis: 'event' }),
    bucketExists: withEntry(world.bucketExists, bucket, exists),
    encryptions: withEntry(world.encryptions, bucket, { state: 'known', value: null, basis: 'event' }),
  };
}

function withOrganizationPolicy(world: World, action: Extract<Call['action'], { kind: 'organization-policy' }>): World {
  const { policyId, targetId, operation } = action;
  if (policyId === null || (action.policyType !== null && action.policyType !== 'RESOURCE_CONTROL_POLICY'))
    return world;
  const before = world.rcps.get(policyId);
  // Attach and Detach do not say the type: only policies known to be resource control policies are followed.
  if (before === undefined && action.policyType === null && operation !== 'AttachPolicy') return world;
  const targets = new Set(before?.targets);
  if (operation === 'AttachPolicy' && targetId !== null) targets.add(targetId);
  if (operation === 'DetachPolicy' && targetId !== null) targets.delete(targetId);
  if (operation === 'DeletePolicy') targets.clear();
  const hasContent = operation === 'CreatePolicy' || operation === 'UpdatePolicy';
  const content = hasContent ? knowledgeOf(action.content, undefined) : (before?.content ?? NEVER_SEEN);
  return { ...world, rcps: withEntry(world.rcps, policyId, { content, targets }) };
}

const NEVER_SEEN: Knowledge<JsonValue> = {
  state: 'unknown',
  reason: 'the content of this organization policy is not in evidence',
};

function withEntry<K, V>(map: ReadonlyMap<K, V>, key: K, value: V): ReadonlyMap<K, V> {
  return new Map(map).set(key, value);
}

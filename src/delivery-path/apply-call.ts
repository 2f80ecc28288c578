import type { JsonValue } from '../json.ts';
import type { DefaultEncryption } from '../records/action.ts';
import type { Recorded } from '../records/recorded.ts';
import type { Call } from '../sightings/call.ts';
import { type Anchors, anchored, NO_ANCHORS } from './anchors.ts';
import { type KeyState, type Knowledge, keyIdOf, type World } from './world.ts';

/** The world after a call; `standIn` holds what it wrote where the log does not, as far as that is told otherwise. */
export function applyCall(world: World, call: Call, standIn: Anchors): World {
  const { action } = call;
  switch (action.kind) {
    case 'put-bucket-policy':
      return withBucketPolicy(
        world,
        action.bucket,
        knowledgeOf(action.policy, standIn.bucketPolicies.get(action.bucket), standIn),
      );
    case 'delete-bucket-policy':
      return withBucketPolicy(world, action.bucket, { state: 'known', value: null, basis: 'event' });
    case 'put-bucket-encryption':
      return {
        ...world,
        encryptions: withEntry(
          world.encryptions,
          action.bucket,
          knowledgeOf<DefaultEncryption | null>(action.encryption, standIn.encryptions.get(action.bucket), standIn),
        ),
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
      const policy = knowledgeOf(action.policy, standIn.keyPolicies.get(key), standIn);
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

function knowledgeOf<T>(recorded: Recorded<T>, told: T | undefined, standIn: Anchors): Knowledge<T> {
  if (recorded.state === 'known') return { state: 'known', value: recorded.value, basis: 'event' };
  if (told !== undefined) return anchored(told, standIn);
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
  const known = world.bucketExists.get(bucket);
  const wasGone = known?.state === 'known' && !known.value;
  const isNew = wasGone || (region !== null && region !== 'us-east-1');
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
    bucketExists: withEntry(world.bucketExists, bucket, { state: 'known', value: exists, basis: 'event' }),
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
  const content = hasContent ? knowledgeOf(action.content, undefined, NO_ANCHORS) : (before?.content ?? NEVER_SEEN);
  return { ...world, rcps: withEntry(world.rcps, policyId, { content, targets }) };
}

const NEVER_SEEN: Knowledge<JsonValue> = {
  state: 'unknown',
  reason: 'the content of this organization policy is not in evidence',
};

function withEntry<K, V>(map: ReadonlyMap<K, V>, key: K, value: V): ReadonlyMap<K, V> {
  return new Map(map).set(key, value);
}

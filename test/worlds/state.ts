import type { Bucket, BucketPolicy, Configuration, Prefix, World, WorldEvent } from './world.ts';

/** What is in force at a moment. A bucket without an entry does not exist; a null policy is none. */
export interface State {
  readonly configuration: Configuration | null;
  readonly policies: ReadonlyMap<Bucket, BucketPolicy | null>;
  readonly keyEnabled: boolean;
  readonly keyAllowsS3: boolean;
}

export type Link = 'policy' | 'key-state' | 'key-policy';
export const LINKS: readonly Link[] = ['policy', 'key-policy', 'key-state'];

export interface Place {
  readonly bucket: Bucket;
  readonly prefix: Prefix;
  readonly encryption: Configuration['encryption'];
}

export function initialState(world: World): State {
  return {
    configuration: world.initial.configuration,
    policies: new Map([[world.initial.configuration.bucket, world.initial.policy]]),
    keyEnabled: true,
    keyAllowsS3: true,
  };
}

export function after(state: State, event: WorldEvent): State {
  if (event.failed) return state;
  const { body } = event;
  switch (body.kind) {
    case 'put-policy':
      return withPolicy(state, body.bucket, body.policy);
    case 'delete-policy':
    case 'create-bucket':
      return withPolicy(state, body.bucket, null);
    case 'delete-bucket': {
      const policies = new Map(state.policies);
      policies.delete(body.bucket);
      return { ...state, policies };
    }
    case 'put-configuration':
      return { ...state, configuration: body.configuration };
    case 'delete-configuration':
      return { ...state, configuration: null };
    case 'disable-key':
    case 'enable-key':
      return { ...state, keyEnabled: body.kind === 'enable-key' };
    case 'put-key-policy':
      return { ...state, keyAllowsS3: body.allowsS3 };
    case 'bystander':
      return state;
  }
}

/**
 * Whether a link stops S3's write at a place. Every template's effect is known by how it is made: each denial
 * catches S3, the one for a missing encryption header only where the configuration names no encryption.
 */
export function stops(link: Link, state: State, place: Place): boolean {
  if (link === 'key-state') return place.encryption === 'key' && !state.keyEnabled;
  if (link === 'key-policy') return place.encryption === 'key' && !state.keyAllowsS3;
  const policy = state.policies.get(place.bucket);
  if (policy === undefined || policy === null) return true;
  if (policy.allow !== 'bucket' && policy.allow !== place.prefix) return true;
  return policy.denials.some(
    ({ kind, prefix }) =>
      (prefix === null || prefix === place.prefix) && (kind !== 'no-encryption-header' || place.encryption === 'none'),
  );
}

export function placeOf({ bucket, prefix, encryption }: Configuration): Place {
  return { bucket, prefix, encryption };
}

export function samePlace(left: Place, right: Place): boolean {
  return left.bucket === right.bucket && left.prefix === right.prefix && left.encryption === right.encryption;
}

function withPolicy(state: State, bucket: Bucket, policy: BucketPolicy | null): State {
  return { ...state, policies: new Map(state.policies).set(bucket, policy) };
}

/** Whether a call can change what becomes of a delivery. */
export function acts({ failed, body }: WorldEvent): boolean {
  return !failed && body.kind !== 'bystander';
}

import type { Instant } from '../instant.ts';
import type { JsonValue } from '../json.ts';
import type { DefaultEncryption, KeyReference } from '../records/action.ts';
import type { ConfigurationState } from './configuration-state.ts';

/** What is known of a value at a moment, and from what: a call, a document that describes `now`, or AWS Config. */
export type Knowledge<T> =
  | { readonly state: 'known'; readonly value: T; readonly basis: 'event' | 'document' }
  | { readonly state: 'known'; readonly value: T; readonly basis: 'capture'; readonly capturedAt: Instant }
  | { readonly state: 'unknown'; readonly reason: string };

/**
 * What a state of a key means for a delivery; `Unusable` is a key without key material, `AwsManaged` one that S3 never
 * encrypts reports with, whatever its state.
 */
export type KeyState = 'Enabled' | 'Disabled' | 'PendingDeletion' | 'Deleted' | 'Unusable' | 'AwsManaged';

/** Everything that decides whether a delivery gets through, at one moment. Maps are keyed by bucket name or key id. */
export interface World {
  readonly configuration: ConfigurationState;
  readonly bucketExists: ReadonlyMap<string, Knowledge<boolean>>;
  readonly bucketRegion: ReadonlyMap<string, string>;
  readonly bucketPolicies: ReadonlyMap<string, Knowledge<JsonValue | null>>;
  readonly encryptions: ReadonlyMap<string, Knowledge<DefaultEncryption | null>>;
  readonly keyPolicies: ReadonlyMap<string, Knowledge<JsonValue>>;
  readonly keyStates: ReadonlyMap<string, Knowledge<KeyState>>;
  /** Resource control policies: content by policy id, and where each is attached. */
  readonly rcps: ReadonlyMap<string, { readonly content: Knowledge<JsonValue>; readonly targets: ReadonlySet<string> }>;
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

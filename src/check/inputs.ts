import type { JsonObject, JsonValue } from '../json.ts';
import type { ContextOverrides } from '../policy/document/context.ts';
import type { DeliveryEncryption } from '../profile/configuration.ts';
import type { DeliveryProfile } from '../profile/profile.ts';
import type { CheckNote } from './contract.ts';

/** Everything that a check decides on, read and put together. What no input says is null. */
export interface CheckInputs {
  readonly profile: DeliveryProfile;
  readonly sourceBucket: string;
  readonly sourceAccount: string | null;
  readonly destinationBucket: string;
  readonly destinationPrefix: string | null;
  readonly configurationId: string | null;
  readonly encryption: DeliveryEncryption | null;
  /** `aws`, `aws-cn`, `aws-us-gov`. */
  readonly partition: string | null;
  readonly sourceRegion: string | null;
  readonly destinationRegion: string | null;
  /** The code that makes both buckets puts them into one Region, whichever it is. */
  readonly isOneStack: boolean;
  readonly policy: PolicyInput;
  /** null: none was given. */
  readonly keyPolicy: PolicyInput | null;
  /** The KMS key with which the destination encrypts by default; null when no input names one. */
  readonly defaultKey: string | null;
  /** State of the key in use as DescribeKey answers it; null when it is not known. */
  readonly keyState: string | null;
  /** In force on the destination and on the key. */
  readonly resourceControlPolicies: readonly PolicyDocument[];
  readonly configuration: ConfigurationState;
  /** Context keys set by hand. */
  readonly overrides: ContextOverrides;
  /** What is taken for granted of settings that are not judged. */
  readonly assumptions: readonly CheckNote[];
  /** What the readers of the inputs had to say. */
  readonly warnings: readonly CheckNote[];
}

export type PolicyInput =
  | PolicyDocument
  /** There is no policy, for certain. */
  | { readonly state: 'none'; readonly reason: string }
  /** There is one, but the input does not tell what it says. */
  | { readonly state: 'unknown'; readonly reason: string };

/** A document that `parsePolicy` accepts. */
export interface PolicyDocument {
  readonly state: 'document';
  readonly document: JsonValue;
  /** Where it came from, for sentences. */
  readonly source: string;
  /** Statements that hold values which the input leaves open, with the reason; by position. */
  readonly unresolved: ReadonlyMap<number, string>;
  /** The tool whose code it is written in; null for a document by itself. */
  readonly writer: 'terraform' | 'cloudformation' | null;
}

export type ConfigurationState =
  | { readonly state: 'given'; readonly configuration: ConfigurationInput }
  | { readonly state: 'missing'; readonly reason: string }
  | { readonly state: 'not-given' };

/** An inventory configuration as a document or code says it; null is what it leaves open. */
export interface ConfigurationInput {
  /** Where it came from, for sentences. */
  readonly source: string;
  readonly id: string | null;
  readonly isEnabled: boolean | null;
  /** Only code says it; the API's document does not name its own bucket. */
  readonly sourceBucket: string | null;
  readonly destinationBucket: string | null;
  readonly destinationPrefix: string | null;
  readonly encryption: DeliveryEncryption | null;
  readonly partition: string | null;
  /** As the AWS CLI prints it, to be given back mended; null when it was written in another form. */
  readonly document: JsonObject | null;
}

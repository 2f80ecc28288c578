import type { Instant } from '../instant.ts';
import type { JsonObject, JsonValue } from '../json.ts';
import type { ObjectOwnership } from '../policy/delivery/delivery-target.ts';
import type { ContextOverrides } from '../policy/document/context.ts';
import type { DeliveryEncryption, ReportFormat } from '../profile/configuration.ts';
import type { PolicyProfile } from '../profile/profile.ts';
import type { SiblingProfile, SiblingTold } from '../profile/siblings/sibling.ts';
import type { DestinationArn } from './bucket-arn.ts';
import type { CheckNote, ReportPlace, RequirementId } from './contract.ts';

/** Everything that a check decides on, read and put together. What no input says is null. */
export interface CheckInputs {
  /** The name by which the delivery is asked for. */
  readonly name: string;
  readonly profile: PolicyProfile;
  /** Of a delivery of which no configuration is read, what is told by hand; null for S3 Inventory. */
  readonly sibling: SiblingInputs | null;
  /** `''` for a source that is no bucket. */
  readonly sourceBucket: string;
  readonly sourceAccount: string | null;
  readonly destinationBucket: string;
  /** What is wrong with the destination, or with the way that the configuration names it; null for nothing. */
  readonly destinationProblem: string | null;
  /** The owner of the destination. */
  readonly destinationAccount: string | null;
  readonly destinationPrefix: string | null;
  readonly configurationId: string | null;
  readonly format: ReportFormat | null;
  readonly encryption: DeliveryEncryption | null;
  /** That of the destination as the configuration writes it: `aws`, `aws-cn`, `aws-us-gov` ... */
  readonly partition: string | null;
  readonly sourceRegion: string | null;
  readonly destinationRegion: string | null;
  /** The code that makes both buckets puts them into one Region, whichever it is. */
  readonly isOneStack: boolean;
  /** Where the policies and the configuration stand. */
  readonly places: {
    readonly policy: ReportPlace | null;
    readonly key: ReportPlace | null;
    readonly configuration: ReportPlace | null;
  };
  /** Other keys of the code, among which a mistaken one may be found. */
  readonly otherKeys: readonly PlacedPolicy[];
  readonly policy: PolicyInput;
  /** null: none was given. */
  readonly keyPolicy: PolicyInput | null;
  /** The KMS key with which the destination encrypts by default; null when no input names one. */
  readonly defaultKey: string | null;
  /** Region of the key in use; null when it is not known, or no key is in use. */
  readonly keyRegion: string | null;
  /** The key in use as DescribeKey answers for it; null when it was not asked for. */
  readonly describedKey: DescribedKey | null;
  /** Whether the destination uses an S3 Bucket Key; null when it is not known. */
  readonly bucketKey: boolean | null;
  /** The moment that is asked about. */
  readonly time: Instant | null;
  /** In force on the destination and on the key. */
  readonly resourceControlPolicies: readonly PolicyDocument[];
  readonly configuration: ConfigurationState;
  /** What leaves the delivery open while it is not known, also where it would be passed over else. */
  readonly mustBeKnown: readonly RequirementId[];
  /** Context keys set by hand. */
  readonly overrides: ContextOverrides;
  /** What is taken for granted of settings that are not judged. */
  readonly assumptions: readonly CheckNote[];
  /** What the readers of the inputs had to say. */
  readonly warnings: readonly CheckNote[];
}

export interface SiblingInputs {
  readonly profile: SiblingProfile;
  readonly told: ToldByHand;
  /** That of `told.sourceArns` which is its source; null for none. */
  readonly sourceArn: string | null;
  /** What settings of the destination in code say against it, a sentence fragment each. */
  readonly barred: readonly string[];
}

/** What no document of a case has a place for. */
export interface ToldByHand extends SiblingTold {
  /** Of sources that are no buckets. */
  readonly sourceArns: readonly string[];
  readonly organizationId: string | null;
  readonly objectOwnership: ObjectOwnership | null;
}

export type PolicyInput =
  | PolicyDocument
  /** There is no policy, for certain. */
  | { readonly state: 'none'; readonly reason: string }
  /** Code writes more than one policy of the bucket, which has one: that which is applied last stays. */
  | { readonly state: 'several'; readonly policies: readonly PlacedPolicy[] }
  /** There is one, but the input does not tell what it says. */
  | { readonly state: 'unknown'; readonly reason: string };

/** A policy of code, under the name by which the code calls it. */
export interface PlacedPolicy {
  readonly address: string;
  readonly policy: PolicyInput;
}

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

/** https://docs.aws.amazon.com/kms/latest/APIReference/API_KeyMetadata.html */
export interface DescribedKey {
  readonly id: string;
  /** `Enabled` or another state; null when it could not be read. */
  readonly state: string | null;
  readonly isAwsManaged: boolean;
}

export type ConfigurationState =
  | { readonly state: 'given'; readonly configuration: ConfigurationInput }
  | { readonly state: 'missing'; readonly reason: string }
  | { readonly state: 'not-given' };

/** An inventory configuration as a document or code says it; null is what it leaves open. */
export interface ConfigurationInput {
  /** Where it came from, for sentences. */
  readonly source: string;
  readonly place: ReportPlace;
  readonly id: string | null;
  readonly isEnabled: boolean | null;
  /** Only code says it; the API's document does not name its own bucket. */
  readonly sourceBucket: string | null;
  readonly destination: DestinationArn | null;
  /** Who has to own the destination; text as written. */
  readonly destinationAccount: string | null;
  readonly destinationPrefix: string | null;
  readonly format: ReportFormat | null;
  readonly encryption: DeliveryEncryption | null;
  /** Whether what it is written in has a place for an encryption of the reports. */
  readonly takesEncryption: boolean;
  /** What is wrong with the way it names the key; null for nothing. */
  readonly keyProblem: string | null;
  /** As the AWS CLI prints it, to be given back mended; null when it was written in another form. */
  readonly document: JsonObject | null;
}

import type { Instant } from '../../instant.ts';
import type { DeliveryEncryption, ReportFormat } from '../../profile/configuration.ts';
import type { DeliveryProfile, DeliveryRoot } from '../../profile/profile.ts';
import type { ContextOverrides } from '../document/context.ts';

/** The delivery that policies are judged for. */
export interface DeliveryTarget {
  readonly profile: DeliveryProfile;
  readonly sourceBucket: string;
  /** null when it is not known: then `aws:SourceAccount` is there with a value that is not known. */
  readonly sourceAccount: string | null;
  readonly destinationBucket: string;
  /** As configured; `''` when none. */
  readonly destinationPrefix: string;
  /** `''` stands for any: the one that the policy's own Allow names, if it names one. */
  readonly configurationId: string;
  /** What the configuration says; null when it is not known: then the encryption headers are unknown context. */
  readonly encryption: DeliveryEncryption | null;
  /** The KMS key in use, for key policies; with a bare key id only `"Resource": "*"` is certain. */
  readonly keyArn: string | null;
  /** `aws` by default. */
  readonly partition?: string;
  /** File format of the report, which ends the names of its files; CSV by default. */
  readonly format?: ReportFormat;
  /** Whether the destination uses an S3 Bucket Key, which decides the encryption context; absent when it is not known. */
  readonly bucketKey?: boolean;
  /** Moment of the write; without it the two clocks of the context are unknown. */
  readonly time?: Instant;
  /** Context keys set by hand; they win over the profile. */
  readonly overrides?: ContextOverrides;
}

/** The bucket whose inventory, logs or trail is delivered. */
export function sourceBucketArn(target: DeliveryTarget): string {
  return `arn:${target.partition ?? 'aws'}:s3:::${target.sourceBucket}`;
}

/** `aws:SourceArn` of the delivery's requests; null where its writer sends none. */
export function sourceArn({ profile: { writer }, partition = 'aws', sourceBucket }: DeliveryTarget): string | null {
  return writer.kind === 'service' ? writer.sourceArn(partition, sourceBucket) : null;
}

export function destinationArn(target: DeliveryTarget, key?: string): string {
  const bucket = `arn:${target.partition ?? 'aws'}:s3:::${target.destinationBucket}`;
  return key === undefined ? bucket : `${bucket}/${key}`;
}

/** Where all deliveries of the source bucket go, with a closing slash: `inv/acme-lake/`. */
export function sourceFolder(target: DeliveryTarget): string {
  return `${target.profile.keys.folder({ ...rootOf(target), configurationId: '' }, '')}/`;
}

/** Every key that one delivery writes, in the profile's order. */
export function deliveryKeys(target: DeliveryTarget): readonly string[] {
  return target.profile.keys.of(rootOf(target), target.format);
}

function rootOf({ destinationPrefix, sourceBucket, configurationId }: DeliveryTarget): DeliveryRoot {
  return { prefix: destinationPrefix, sourceBucket, configurationId };
}

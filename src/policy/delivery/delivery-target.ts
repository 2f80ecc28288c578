import type { Instant } from '../../instant.ts';
import type { DeliveryEncryption, ReportFormat } from '../../profile/configuration.ts';
import type { DeliveryRoot, DeliverySource, PolicyProfile } from '../../profile/profile.ts';
import type { ContextOverrides } from '../document/context.ts';

/** The delivery that policies are judged for. */
export interface DeliveryTarget {
  readonly profile: PolicyProfile;
  /** `''` for a source that is no bucket. */
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
  /** ARN of a source that is no bucket; absent when it is not known. */
  readonly sourceArn?: string;
  /** Region of the source, where its ARN or its keys tell it. */
  readonly sourceRegion?: string;
  /** The organization whose delivery it is; absent for that of one account. */
  readonly organizationId?: string;
  /** Object ownership of the destination; absent when it is not known. */
  readonly objectOwnership?: ObjectOwnership;
  /** Moment of the write; without it the two clocks of the context are unknown. */
  readonly time?: Instant;
  /** Context keys set by hand; they win over the profile. */
  readonly overrides?: ContextOverrides;
}

/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/about-object-ownership.html */
export type ObjectOwnership = 'BucketOwnerEnforced' | 'BucketOwnerPreferred' | 'ObjectWriter';

/** The bucket whose inventory, logs or trail is delivered. */
export function sourceBucketArn(target: DeliveryTarget): string {
  return `arn:${target.partition ?? 'aws'}:s3:::${target.sourceBucket}`;
}

/** `aws:SourceArn` of the delivery's requests, with `*` for what is not known of it; null where its writer sends none. */
export function sourceArn(target: DeliveryTarget): string | null {
  const { writer } = target.profile;
  return writer.kind === 'service' ? writer.sourceArn(sourceOf(target)) : null;
}

/** The source as sentences name it. */
export function sourceName(target: DeliveryTarget): string {
  return target.sourceBucket === '' ? (sourceArn(target) ?? '') : target.sourceBucket;
}

/** Whose delivery it is. */
export function sourceOf(target: DeliveryTarget): DeliverySource {
  return {
    partition: target.partition ?? 'aws',
    bucket: target.sourceBucket === '' ? null : target.sourceBucket,
    account: target.sourceAccount,
    region: target.sourceRegion ?? null,
    arn: target.sourceArn ?? null,
    organization: target.organizationId ?? null,
  };
}

export function destinationArn(target: DeliveryTarget, key?: string): string {
  const bucket = `arn:${target.partition ?? 'aws'}:s3:::${target.destinationBucket}`;
  return key === undefined ? bucket : `${bucket}/${key}`;
}

/** Where all deliveries of the source bucket go, with a closing slash: `inv/acme-lake/`. */
export function sourceFolder(target: DeliveryTarget): string {
  const folder = target.profile.keys.folder({ ...rootOf(target), configurationId: '' }, '', sourceOf(target));
  return folder === '' ? '' : `${folder}/`;
}

/** Every key that one delivery writes, in the profile's order; none where too little is told to make one. */
export function deliveryKeys(target: DeliveryTarget): readonly string[] {
  return target.profile.keys.of(rootOf(target), target.format, sourceOf(target));
}

export function rootOf({ destinationPrefix, sourceBucket, configurationId }: DeliveryTarget): DeliveryRoot {
  return { prefix: destinationPrefix, sourceBucket, configurationId };
}

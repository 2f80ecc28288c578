import type { AdvancedEventSelector, EventSelector, PublicKey, Trail } from '@aws-sdk/client-cloudtrail';
import type { GrantListEntry, KeyMetadata } from '@aws-sdk/client-kms';
import type {
  InventoryConfiguration,
  PublicAccessBlockConfiguration,
  ServerSideEncryptionConfiguration,
} from '@aws-sdk/client-s3';

/**
 * An AWS as one case sees it, as plain data in the shapes of the SDK. Whatever is left out is not set, or not there.
 *
 * Accounts: what names an `account` answers that account's callers only, and refuses others as AWS does; what names
 * none answers everyone.
 */
export interface World {
  /** Whose every access key is that is not among `callers`. */
  readonly caller?: Caller;
  /** Roles that everybody may assume, by ARN; whose the credentials are that they give, `callers` says. */
  readonly roles?: Readonly<Record<string, WorldRole>>;
  /** By access key id: profiles of several accounts. */
  readonly callers?: Readonly<Record<string, Caller>>;
  readonly buckets?: Readonly<Record<string, Bucket>>;
  readonly trails?: readonly WorldTrail[];
  /** Event history, in any order; its account and Region are those in the records. */
  readonly events?: readonly WorldEvent[];
  readonly publicKeys?: readonly WorldPublicKey[];
  readonly keys?: readonly WorldKey[];
  /** What AWS Config recorded, newest first, by the id of the resource; without it AWS Config records nothing. */
  readonly configHistory?: Readonly<Record<string, readonly Readonly<Record<string, unknown>>[]>>;
  /** Messages of log groups of CloudWatch Logs, oldest first, by name; of those that match, not of patterns, is asked. */
  readonly logGroups?: Readonly<Record<string, readonly Readonly<Record<string, unknown>>[]>>;
  readonly stacks?: readonly WorldStack[];
  /** When given, events more than 90 days older are no longer looked up. */
  readonly now?: Date;
  /** Regions that the accounts have not enabled. */
  readonly closedRegions?: readonly string[];
  /** Whether a request signed for another Region than the bucket's is answered with 301, as AWS does; default no. */
  readonly redirects?: boolean;
}

interface WorldStack {
  readonly name: string;
  readonly id: string;
  /** Ids of what it made. */
  readonly resources: readonly string[];
  /** Newest first. */
  readonly events: readonly Readonly<Record<string, string>>[];
}

export interface Caller {
  readonly arn: string;
  readonly account: string;
}

interface WorldRole {
  readonly accessKeyId: string;
  readonly externalId?: string;
  /** The code of the MFA device that has to be given. */
  readonly mfaCode?: string;
  /** How long sessions last; default an hour. */
  readonly lastsMs?: number;
}

export interface Bucket {
  readonly region?: string;
  /** Owner. */
  readonly account?: string;
  /** Other accounts that may read all the same. */
  readonly sharedWith?: readonly string[];
  readonly policy?: string;
  readonly encryption?: ServerSideEncryptionConfiguration;
  readonly inventory?: readonly InventoryConfiguration[];
  readonly logging?: LoggingTarget;
  readonly objectOwnership?: 'BucketOwnerEnforced' | 'BucketOwnerPreferred' | 'ObjectWriter';
  readonly publicAccessBlock?: PublicAccessBlockConfiguration;
  readonly objects?: Iterable<WorldObject>;
}

export interface LoggingTarget {
  readonly bucket: string;
  readonly prefix: string;
  /** `simple` answers no format at all, like buckets whose logging was set before there was a choice. */
  readonly keyFormat?: 'simple' | 'SimplePrefix' | 'EventTime' | 'DeliveryTime';
}

export interface WorldObject {
  readonly key: string;
  /** A function is called once for each GET, and never by a listing when `size` is given. */
  readonly body?: string | Buffer | (() => Buffer);
  /** In bytes; default that of the body. */
  readonly size?: number;
  readonly lastModified?: Date;
  /** Without quotes; default made from the key and the size. */
  readonly etag?: string;
  readonly versionId?: string;
  /** `x-amz-meta-*`, named without that prefix. */
  readonly metadata?: Readonly<Record<string, string>>;
}

export interface WorldTrail {
  /** The account that owns it; its Region is `HomeRegion`. */
  readonly account?: string;
  /** Accounts of the organization, for an organization trail. */
  readonly members?: readonly string[];
  readonly trail: Trail & { readonly Name: string; readonly TrailARN: string; readonly HomeRegion: string };
  /** What GetTrailStatus says beside that it is on and delivers, times in seconds since 1970; undefined leaves out. */
  readonly status?: Readonly<Record<string, string | number | boolean | undefined>>;
  readonly eventSelectors?: readonly EventSelector[];
  readonly advancedEventSelectors?: readonly AdvancedEventSelector[];
}

export interface WorldEvent {
  /** The record as `CloudTrailEvent` holds it. */
  readonly record: Readonly<Record<string, unknown>>;
  /** What LookupEvents finds it by, besides what is in the record. */
  readonly resources?: readonly { readonly ResourceType: string; readonly ResourceName: string }[];
  readonly username?: string;
}

interface WorldPublicKey extends PublicKey {
  readonly region?: string;
}

export interface WorldKey {
  readonly metadata: KeyMetadata & { readonly Arn: string; readonly KeyId: string };
  readonly account?: string;
  readonly sharedWith?: readonly string[];
  /** `alias/...` */
  readonly aliases?: readonly string[];
  readonly policy?: string;
  readonly grants?: readonly GrantListEntry[];
}

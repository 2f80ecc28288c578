import type { Instant } from '../instant.ts';
import type { JsonObject, JsonValue } from '../json.ts';
import type { DeliveryConfiguration } from '../profile/configuration.ts';
import type { InventoryManifest } from '../profile/inventory/parse-manifest.ts';
import type { Position } from '../sources/tally.ts';
import type { AccessLogRecord } from './access-log/record.ts';
import type { AwsError } from './aws-error/aws-error.ts';
import type { CloudTrailRecord } from './cloudtrail/record.ts';
import type { TrailSelection } from './cloudtrail/selection.ts';
import type { TrailStatus } from './cloudtrail/trail-status.ts';
import type { CapturedState } from './config/captured-state.ts';
import type { ObjectEvent } from './notification/object-event.ts';

/** One thing read from evidence. Rejects are not items: they are counted in the source's tally. */
export type EvidenceItem =
  | { readonly kind: 'access-log'; readonly record: AccessLogRecord; readonly at: Position }
  | { readonly kind: 'cloudtrail'; readonly record: CloudTrailRecord; readonly at: Position }
  | { readonly kind: 'listing-object'; readonly object: ListedObject; readonly at: Position }
  /** Follows the last event of its answer, where the answer says what was asked. */
  | { readonly kind: 'lookup'; readonly lookup: LookupScope; readonly at: Position }
  /** Follows the last object of its listing. */
  | { readonly kind: 'listing'; readonly listing: ListingScope; readonly at: Position }
  | { readonly kind: 'object-event'; readonly event: ObjectEvent; readonly at: Position }
  /** A row of the data of an inventory; its manifest tells what its cells are. */
  | { readonly kind: 'inventory-row'; readonly cells: readonly (string | null)[]; readonly at: Position }
  | { readonly kind: 'manifest'; readonly manifest: InventoryManifest; readonly at: Position }
  | {
      readonly kind: 'inventory-configuration';
      readonly configuration: DeliveryConfiguration;
      readonly of: DocumentOwner;
      readonly at: Position;
    }
  /** A document of null says that the bucket has none. */
  | {
      readonly kind: 'bucket-policy' | 'key-policy';
      readonly document: JsonValue;
      readonly of: DocumentOwner;
      readonly at: Position;
    }
  | { readonly kind: 'key-description'; readonly description: KeyDescription; readonly at: Position }
  | { readonly kind: 'config-item'; readonly state: CapturedState; readonly at: Position }
  /** An answer about a trail; its ARN, null where the answer does not name it. */
  | ({ readonly kind: 'trail-selectors'; readonly selection: TrailSelection; readonly at: Position } & TrailName)
  | ({ readonly kind: 'trail-status'; readonly status: TrailStatus; readonly at: Position } & TrailName)
  | { readonly kind: 'aws-error'; readonly error: AwsError; readonly at: Position }
  /** The UTC day (midnight) of an export that the console calls failed; it does not say of which configuration. */
  | { readonly kind: 'failed-export'; readonly day: Instant; readonly at: Position }
  | { readonly kind: 'case'; readonly document: JsonObject; readonly at: Position };

/**
 * The bucket or key that a document belongs to, where that is written beside it (`Bucket`, `KeyId`), as `collect` does
 * for several cases; null in the answers of AWS themselves, which do not say.
 */
export type DocumentOwner = string | null;

/** What an answer of LookupEvents speaks for. https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_LookupEvents.html */
export interface LookupScope {
  readonly attribute: string;
  readonly value: string;
  readonly from: Instant;
  readonly to: Instant;
  /** null where the answer does not say. */
  readonly account: string | null;
  readonly region: string | null;
  /** There was more to fetch: events older than the oldest one in it. */
  readonly isTruncated: boolean;
}

/** Which trail an answer is about. */
export interface TrailName {
  /** Its ARN; null where the answer does not say. */
  readonly trail: string | null;
  /** The account and the Region whose log files it wrote that are in evidence; null where nobody wrote that down. */
  readonly takenFor: { readonly account: string; readonly region: string } | null;
}

/** What DescribeKey says of a key. https://docs.aws.amazon.com/kms/latest/APIReference/API_DescribeKey.html */
export interface KeyDescription {
  readonly arn: string;
  /** `Enabled`, `Disabled`, `PendingDeletion` and what else AWS has: in its own words. */
  readonly state: string;
  /** The key is one that AWS manages, which it stays for ever: nobody can write its policy. */
  readonly isAwsManaged: boolean;
}

export interface ListedObject {
  readonly key: string;
  /**
   * `noncurrent`: written then, and no longer what the key holds. `delete-marker`: what the key held is hidden since.
   * Only a listing of versions has them.
   * https://docs.aws.amazon.com/AmazonS3/latest/API/API_ListObjectVersions.html
   */
  readonly version: 'current' | 'noncurrent' | 'delete-marker';
  readonly lastModified: Instant;
  /** The time was printed without a zone and read as UTC. */
  readonly timeIsApproximate: boolean;
}

/** What a listing speaks for. https://docs.aws.amazon.com/AmazonS3/latest/API/API_ListObjectsV2.html */
export interface ListingScope {
  /** null when the output does not say (CLI auto-pagination, `aws s3 ls`). */
  readonly bucket: string | null;
  readonly prefix: string | null;
  readonly delimiter: string | null;
  readonly startAfter: string | null;
  readonly continuationToken: string | null;
  readonly nextContinuationToken: string | null;
  readonly isTruncated: boolean;
  /** LastModified of its newest object, version or delete marker; null when it is empty. */
  readonly newest: Instant | null;
  readonly objects: number;
  /** The source ended early, or its form does not tell whether it is whole: what it lacks is not known to be absent. */
  readonly incomplete: boolean;
}

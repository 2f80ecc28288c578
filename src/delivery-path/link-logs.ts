import type { Case } from '../case/case.ts';
import type { Interval } from '../interval.ts';
import { globalRegionOf, partitionOfRegion } from '../partition.ts';
import type { Call } from '../sightings/call.ts';
import { type LogCoverage, unvouched } from '../sightings/log-coverage.ts';
import type { RecordedService } from '../sightings/recorded-service.ts';
import type { Link } from './link.ts';
import type { Place } from './place.ts';

/** Whose trail and which bucket's access log record the changes of a link. */
export interface LinkOwner {
  /** The account whose CloudTrail records them; null when it is not known. */
  readonly account: string | null;
  /** The Region in whose CloudTrail they appear; null when it is not known. */
  readonly region: string | null;
  /** The bucket whose access log records them; null for keys and organizations. */
  readonly bucket: string | null;
  /** The resource that a filtered answer about this link would have been asked for, as bucket name or key ARN. */
  readonly resource: string | null;
}

/** What tells the owners of links. */
export interface LinkSubject {
  readonly case: Case;
  readonly changes: readonly Call[];
  readonly bucketRegion: ReadonlyMap<string, string>;
}

/** Who owns what a link is about, at a place. */
export function ownerOf(link: Link, place: Place, { case: subject, changes, bucketRegion }: LinkSubject): LinkOwner {
  const regionOf = (bucket: string | null): string | null =>
    bucket === null ? null : (bucketRegion.get(bucket) ?? null);
  switch (link) {
    case 'configuration': {
      const bucket = subject.sourceBucket;
      const region = regionOf(bucket) ?? regionOf(place.bucket);
      return { account: subject.sourceAccount, region, bucket, resource: bucket };
    }
    case 'destination-policy':
    case 'destination-bucket':
    case 'default-encryption':
    case 'region': {
      const { bucket } = place;
      const account = bucket === subject.destinationBucket ? subject.destinationAccount : ownerSeen(changes, bucket);
      // S3 Inventory delivers within one Region only.
      const region = regionOf(bucket) ?? regionOf(subject.sourceBucket);
      return { account, region, bucket, resource: bucket };
    }
    case 'key-policy':
    case 'key-state': {
      const { encryption } = place;
      const key = encryption?.type === 'SSE-KMS' ? encryption.keyId : subject.encryption;
      const arn = key?.startsWith('arn:') ? key : null;
      const [, , , region, account] = arn?.split(':') ?? [];
      return { account: account ?? null, region: region ?? null, bucket: null, resource: arn };
    }
    case 'rcp': {
      // Organizations records its events in the management account, in one Region of the partition only.
      const seen = changes.find(({ action }) => action.kind === 'organization-policy');
      const partition = partitionOfRegion(regionOf(place.bucket) ?? regionOf(subject.sourceBucket) ?? '');
      const region = globalRegionOf(partition);
      return { account: seen?.recipientAccountId ?? null, region, bucket: null, resource: null };
    }
    default:
      return link satisfies never;
  }
}

/**
 * The logs in evidence that record the changes of a link. Where the account or Region is not known, any
 * trail may be the one. A filtered answer counts when it was asked for the link's own resource, or when
 * its events share nothing that it could have been asked for.
 */
export function logsOf(
  link: Link,
  place: Place,
  subject: LinkSubject,
  coverage: readonly LogCoverage[],
): LogCoverage[] {
  const owner = ownerOf(link, place, subject);
  // The management account is known only by its events: without one, no trail can be told to be its.
  if (link === 'rcp' && owner.account === null) return [];
  return coverage.filter(({ identity }) => {
    switch (identity.kind) {
      case 'access-log':
        return owner.bucket !== null && identity.bucket === owner.bucket;
      case 'cloudtrail':
      case 'excerpt':
        return isSame(identity.account, owner.account) && isSame(identity.region, owner.region);
      case 'lookup-events':
        return (
          isSame(identity.account, owner.account) &&
          isSame(identity.region, owner.region) &&
          (identity.query === null || isResource(identity.query, owner.resource))
        );
      default:
        return identity.kind satisfies never;
    }
  });
}

function isSame(value: string | null, wanted: string | null): boolean {
  return value === null || wanted === null || value === wanted;
}

function isResource(query: string, resource: string | null): boolean {
  return (
    resource !== null &&
    (query === resource ||
      query.endsWith(`:${resource}`) ||
      resource.endsWith(`/${query}`) ||
      resource.endsWith(`:${query}`))
  );
}

/** The account that owns a bucket by the events on it. */
function ownerSeen(changes: readonly Call[], bucket: string | null): string | null {
  const call = changes.findLast(({ action }) => bucket !== null && 'bucket' in action && action.bucket === bucket);
  return call === undefined ? null : (call.ownerAccountId ?? call.recipientAccountId);
}

/** The service whose events tell the changes of a link. */
export function serviceOf(link: Link): RecordedService {
  switch (link) {
    case 'configuration':
    case 'destination-policy':
    case 'destination-bucket':
    case 'default-encryption':
    case 'region':
      return 's3';
    case 'key-policy':
    case 'key-state':
      return 'kms';
    case 'rcp':
      return 'organizations';
    default:
      return link satisfies never;
  }
}

/** The times in which no trail would show a change of a link: access logs show changes, never that there was none. */
export function unseenTimes(
  interval: Interval,
  link: Link,
  place: Place,
  subject: LinkSubject,
  coverage: readonly LogCoverage[],
): Interval[] {
  const logs = logsOf(link, place, subject, coverage);
  // A trail of nobody knows whom vouches for nothing.
  const isOwnerKnown = ownerOf(link, place, subject).account !== null;
  return unvouched(
    interval,
    serviceOf(link),
    logs.filter(({ identity }) => isOwnerKnown && identity.account !== null),
  );
}

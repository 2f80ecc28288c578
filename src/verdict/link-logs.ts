import type { Link } from '../delivery-path/link.ts';
import type { LogCoverage } from '../sightings/log-coverage.ts';
import type { Timeline } from '../timeline/build.ts';

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

/** What of a timeline tells the owners of its links. */
export type LinkSubject = Pick<Timeline, 'case' | 'changes' | 'worldAtNow'>;

export function ownerOf(link: Link, { case: subject, changes, worldAtNow }: LinkSubject): LinkOwner {
  const regionOf = (bucket: string | null): string | null =>
    bucket === null ? null : (worldAtNow.bucketRegion.get(bucket) ?? null);
  switch (link) {
    case 'configuration': {
      const bucket = subject.sourceBucket;
      return { account: subject.sourceAccount, region: regionOf(bucket), bucket, resource: bucket };
    }
    case 'destination-policy':
    case 'destination-bucket':
    case 'default-encryption':
    case 'region': {
      const bucket = subject.destinationBucket;
      return { account: subject.destinationAccount, region: regionOf(bucket), bucket, resource: bucket };
    }
    case 'key-policy':
    case 'key-state': {
      const { encryption } = worldAtNow.configuration;
      const key = encryption?.type === 'SSE-KMS' ? encryption.keyId : subject.encryption;
      const arn = key?.startsWith('arn:') ? key : null;
      const [, , , region, account] = arn?.split(':') ?? [];
      return { account: account ?? null, region: region ?? null, bucket: null, resource: arn };
    }
    case 'rcp': {
      // Organizations records its events in the management account, in us-east-1 only.
      const seen = changes.find(({ action }) => action.kind === 'organization-policy');
      return { account: seen?.recipientAccountId ?? null, region: 'us-east-1', bucket: null, resource: null };
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
export function logsOf(link: Link, subject: LinkSubject, coverage: readonly LogCoverage[]): LogCoverage[] {
  const owner = ownerOf(link, subject);
  // The management account is known only by its events: without one, no trail can be told to be its.
  if (link === 'rcp' && owner.account === null) return [];
  return coverage.filter(({ identity }) => {
    switch (identity.kind) {
      case 'access-log':
        return owner.bucket !== null && identity.bucket === owner.bucket;
      case 'cloudtrail':
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

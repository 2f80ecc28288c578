import type { Case } from '../case/case.ts';
import { type ConfigurationHistory, configurationAt } from '../delivery-path/configuration-history.ts';
import type { Delivery } from '../delivery-path/delivery.ts';
import { DAY, type Instant } from '../instant.ts';
import { runName } from '../profile/inventory/keys.ts';
import type { LifecycleRule } from '../records/action.ts';
import type { ListingScope } from '../records/item.ts';
import { recordedValue } from '../records/recorded.ts';
import type { Call } from '../sightings/call.ts';
import type { Gathered } from '../sightings/gather.ts';

/** What the listings in evidence prove by what they do not hold. */
export interface ListingScopes {
  /**
   * Whether a complete listing covers the place where a run would have been delivered, so that its
   * absence there means something. The place the reports used to go to counts too: a run that a move
   * took away is still missing there.
   */
  coversAbsence(time: Instant, configuration: ConfigurationHistory): boolean;
  /** Whether any complete listing covers a place, `run` aside. */
  coversPlace(bucket: string | null, prefix: string | null, time: Instant): boolean;
  /** Whether any complete listing covers a place at all, whenever it was taken. */
  isListed(bucket: string | null, prefix: string | null): boolean;
  /** Listings whose times are local without a zone. */
  readonly approximate: boolean;
}

interface Complete {
  readonly bucket: string | null;
  readonly prefix: string;
  readonly newest: Instant | null;
}

/**
 * A listing speaks only for its bucket and prefix, and only when it is complete: not truncated, not
 * cut short, no delimiter, from the start; pages of one listing complete each other when every
 * continuation token leads to another page. Without a given `now` it says nothing of runs later than
 * its newest object, and nothing of runs old enough for a lifecycle rule to have removed.
 */
export function listingScopes(
  subject: Case,
  gathered: Gathered,
  calls: readonly Call[],
  deliveries: readonly Delivery[],
): ListingScopes {
  const complete = completeListings(gathered);
  const expiry = expirations(calls, subject);
  const home = subject.destinationBucket;
  const original = deliveries[0] ?? null;

  const listingsOf = (bucket: string | null, prefix: string | null, run: string): Complete[] => {
    const folder = [
      prefix ?? subject.destinationPrefix ?? '',
      subject.sourceBucket ?? '',
      subject.configurationId ?? '',
      run,
    ]
      .filter((segment) => segment !== '')
      .join('/');
    return complete.filter(
      (listing) =>
        (bucket === null || (listing.bucket ?? home ?? bucket) === bucket) &&
        folder.startsWith(listing.prefix.slice(0, folder.length)),
    );
  };
  const covers = (bucket: string | null, prefix: string | null, time: Instant): boolean =>
    listingsOf(bucket, prefix, runName(time)).some(
      ({ newest }) => subject.nowIsGiven || (newest !== null && time <= newest),
    );

  return {
    approximate: gathered.listings.some(({ objects }) => objects.some(({ object }) => object.timeIsApproximate)),
    coversPlace: covers,
    isListed: (bucket, prefix) => listingsOf(bucket, prefix, '').length > 0,
    coversAbsence(time, configuration) {
      if (expiry.some(({ from, days }) => subject.now > time + (days + 1) * DAY && subject.now > from)) return false;
      const { state } = configurationAt(configuration, time);
      return (
        covers(state.destinationBucket ?? home, state.destinationPrefix, time) ||
        covers(home ?? original?.bucket ?? null, original?.prefix ?? subject.destinationPrefix, time)
      );
    },
  };
}

function completeListings(gathered: Gathered): Complete[] {
  const chains = new Map<string, ListingScope[]>();
  for (const { scope } of gathered.listings) {
    const chain = [scope.bucket ?? '', scope.prefix ?? '', scope.delimiter ?? ''].join('\n');
    const pages = chains.get(chain);
    if (pages === undefined) chains.set(chain, [scope]);
    else pages.push(scope);
  }
  return [...chains.values()].flatMap((pages): Complete[] => {
    const [any] = pages;
    if (any === undefined || any.delimiter !== null) return [];
    const place = { bucket: any.bucket, prefix: any.prefix ?? '' };
    const whole = pages.filter(
      (page) => !page.isTruncated && !page.incomplete && page.continuationToken === null && page.startAfter === null,
    );
    const newest = (some: readonly ListingScope[]): Instant | null =>
      some.reduce<Instant | null>(
        (latest, page) => (page.newest !== null && (latest === null || page.newest > latest) ? page.newest : latest),
        null,
      );
    if (whole.length > 0) return [{ ...place, newest: newest(whole) }];
    return isCompleteChain(pages) ? [{ ...place, newest: newest(pages) }] : [];
  });
}

/** A first page, and for every truncated page the page that its token leads to. */
function isCompleteChain(pages: readonly ListingScope[]): boolean {
  const continued = new Set(
    pages.flatMap(({ continuationToken }) => (continuationToken === null ? [] : [continuationToken])),
  );
  return (
    pages.some((page) => page.continuationToken === null && page.startAfter === null) &&
    pages.every(
      (page) =>
        !page.incomplete &&
        (!page.isTruncated || (page.nextContinuationToken !== null && continued.has(page.nextContinuationToken))),
    )
  );
}

/** Lifecycle rules on the destination that expire objects of its deliveries by age. */
function expirations(calls: readonly Call[], subject: Case): { from: Instant; days: number }[] {
  const base = [subject.destinationPrefix ?? '', subject.sourceBucket ?? '']
    .filter((segment) => segment !== '')
    .join('/');
  const applies = (rule: LifecycleRule): boolean =>
    rule.enabled && rule.expirationDays !== null && (base.startsWith(rule.prefix) || rule.prefix.startsWith(base));
  return calls.flatMap(({ action, succeeded, time }) => {
    if (!succeeded || action.kind !== 'put-bucket-lifecycle' || action.bucket !== subject.destinationBucket) return [];
    const rules = recordedValue(action.rules) ?? [];
    return rules.filter(applies).map((rule) => ({ from: time, days: rule.expirationDays ?? 0 }));
  });
}

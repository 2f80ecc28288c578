import type { Case } from '../case/case.ts';
import type { Place } from '../delivery-path/place.ts';
import { addTo } from '../groups.ts';
import { DAY, type Instant } from '../instant.ts';
import type { DeliveryKeys } from '../profile/profile.ts';
import type { LifecycleRule } from '../records/action.ts';
import type { ListingScope } from '../records/item.ts';
import { recordedValue } from '../records/recorded.ts';
import type { Call } from '../sightings/call.ts';
import type { Gathered } from '../sightings/gather.ts';
import { type AsOf, savedAt } from './as-of.ts';

/** What the listings in evidence prove by what they do not hold. */
export interface ListingScopes {
  /**
   * Whether a complete listing covers a place, so that the absence of a run there means something: taken after the
   * run, and not of a run old enough for a lifecycle rule to have removed it.
   */
  coversAbsence(place: Spot, run: Instant): boolean;
  /** Whether any complete listing covers a place at a moment, lifecycle rules aside. */
  coversPlace(place: Spot, time: Instant): boolean;
  /** Whether any complete listing covers a place at all, whenever it was taken. */
  isListed(place: Spot): boolean;
  /** A lifecycle rule or a delete may have removed reports that had arrived. */
  readonly mayHaveLostReports: boolean;
  /** Listings whose times are local without a zone. */
  readonly approximate: boolean;
  /** That a listing speaks beyond its newest object is known by the time of its file alone. */
  readonly datedByFile: boolean;
}

type Spot = Pick<Place, 'bucket' | 'prefix'>;

type Page = ListingScope & Pick<Complete, 'upTo'>;
type Dates = Pick<Complete, 'upTo' | 'newest'>;

interface Complete {
  readonly bucket: string | null;
  readonly prefix: string;
  /** The last moment of which it speaks, where nobody says that it speaks for now: when it was saved, else its newest object. */
  readonly upTo: Instant | null;
  readonly newest: Instant | null;
}

/**
 * A listing speaks only for its bucket and prefix, and only when it is complete: not truncated, not
 * cut short, no delimiter, from the start; pages of one listing complete each other when every
 * continuation token leads to another page. Without a given `now` it says nothing of runs later than
 * the time at which it was saved or, where that is not known, than its newest object, and nothing of runs old enough for a lifecycle rule to have removed.
 */
export function listingScopes(subject: Case, asOf: AsOf, gathered: Gathered, calls: readonly Call[]): ListingScopes {
  const complete = completeListings(gathered);
  const expiry = expirations(calls, subject);
  const home = subject.destinationBucket;
  const { keys } = subject.profile;
  const hidden = hiddenRuns(gathered, keys);
  const emptied = hidden.reduce(
    (latest, { run, isGone }) => (isGone ? Math.max(latest, run) : latest),
    lastRemovedRun(calls, home, subject.now, keys),
  );

  const listingsOf = (bucket: string | null, prefix: string | null, run: string): Complete[] => {
    const { sourceBucket, configurationId, destinationPrefix } = subject;
    const root = { sourceBucket: sourceBucket ?? '', configurationId: configurationId ?? '' };
    const folder = keys.folder({ ...root, prefix: prefix ?? destinationPrefix ?? '' }, run);
    return complete.filter(
      (listing) =>
        (bucket === null || (listing.bucket ?? home ?? bucket) === bucket) &&
        folder.startsWith(listing.prefix.slice(0, folder.length)),
    );
  };
  const covers = ({ bucket, prefix }: Spot, time: Instant): boolean =>
    listingsOf(bucket, prefix, keys.runName(time)).some(
      ({ upTo }) => asOf.basis === 'given' || (upTo !== null && time <= upTo),
    );

  return {
    approximate: gathered.listings.some(({ objects }) => objects.some(({ object }) => object.timeIsApproximate)),
    datedByFile: asOf.basis !== 'given' && complete.some(({ upTo, newest }) => upTo !== newest),
    mayHaveLostReports:
      expiry.length > 0 ||
      hidden.length > 0 ||
      calls.some(({ action }) => action.kind === 'delete-object' && action.bucket === home),
    coversPlace: covers,
    isListed: ({ bucket, prefix }) => listingsOf(bucket, prefix, '').length > 0,
    coversAbsence(place, run) {
      if (run <= emptied) return false;
      if (expiry.some(({ from, days }) => subject.now > run + (days + 1) * DAY && subject.now > from)) return false;
      return covers(place, run);
    },
  };
}

/**
 * The last run of which a report may have been removed: all that were there when the bucket was deleted, and those up
 * to the last whose manifest a call removed. What a listing lacks of them may have arrived all the same.
 */
function lastRemovedRun(calls: readonly Call[], bucket: string | null, now: Instant, keys: DeliveryKeys): Instant {
  return calls.reduce((latest, { action, succeeded, time }) => {
    if (!succeeded || time > now || !('bucket' in action) || action.bucket !== bucket) return latest;
    if (action.kind === 'delete-bucket') return Math.max(latest, time);
    const run = action.kind === 'delete-object' ? keys.parse(action.key)?.run : null;
    return run == null ? latest : Math.max(latest, keys.runTime(run) ?? latest);
  }, Number.NEGATIVE_INFINITY);
}

/** Runs whose manifest a listed delete marker hides; `isGone` when no version of it is listed any more. */
function hiddenRuns({ listings }: Gathered, keys: DeliveryKeys): { run: Instant; isGone: boolean }[] {
  const listed = listings.flatMap(({ objects }) => objects.map(({ object }) => object));
  const kept = new Set(listed.flatMap(({ key, version }) => (version === 'delete-marker' ? [] : [key])));
  return listed.flatMap(({ key, version }) => {
    const run = version === 'delete-marker' ? keys.parse(key)?.run : null;
    const time = run == null ? null : keys.runTime(run);
    return time === null ? [] : [{ run: time, isGone: !kept.has(key) }];
  });
}

function completeListings(gathered: Gathered): Complete[] {
  const chains = new Map<string, Page[]>();
  for (const { scope, at } of gathered.listings) {
    const chain = [scope.bucket ?? '', scope.prefix ?? '', scope.delimiter ?? ''].join('\n');
    addTo(chains, chain, { ...scope, upTo: savedAt(at.source) ?? scope.newest });
  }
  return [...chains.values()].flatMap((pages): Complete[] => {
    const [any] = pages;
    if (any === undefined || any.delimiter !== null) return [];
    const place = { bucket: any.bucket, prefix: any.prefix ?? '' };
    const whole = pages.filter(
      (page) => !page.isTruncated && !page.incomplete && page.continuationToken === null && page.startAfter === null,
    );
    const complete = whole.length > 0 ? whole : isCompleteChain(pages) ? pages : [];
    return complete.length === 0
      ? []
      : [{ ...place, upTo: latest(complete, 'upTo'), newest: latest(complete, 'newest') }];
  });
}

function latest(pages: readonly Page[], date: keyof Dates): Instant | null {
  return pages.reduce<Instant | null>((last, { [date]: time }) => {
    return time !== null && (last === null || time > last) ? time : last;
  }, null);
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
  const root = {
    prefix: subject.destinationPrefix ?? '',
    sourceBucket: subject.sourceBucket ?? '',
    configurationId: '',
  };
  const base = subject.profile.keys.folder(root, '');
  const applies = (rule: LifecycleRule): boolean =>
    rule.enabled && rule.expirationDays !== null && (base.startsWith(rule.prefix) || rule.prefix.startsWith(base));
  return calls.flatMap(({ action, succeeded, time }) => {
    if (!succeeded || action.kind !== 'put-bucket-lifecycle' || action.bucket !== subject.destinationBucket) return [];
    const rules = recordedValue(action.rules) ?? [];
    return rules.filter(applies).map((rule) => ({ from: time, days: rule.expirationDays ?? 0 }));
  });
}

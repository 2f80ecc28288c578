import { LINKS, type Link } from '../delivery-path/link.ts';
import { logsOf, ownerOf, serviceOf } from '../delivery-path/link-logs.ts';
import type { Instant } from '../instant.ts';
import { type Interval, without } from '../interval.ts';
import { compareText } from '../order.ts';
import type { ListingScope } from '../records/item.ts';
import type { Gathered } from '../sightings/gather.ts';
import type { LogCoverage } from '../sightings/log-coverage.ts';
import type { RecordedService } from '../sightings/recorded-service.ts';
import type { Timeline } from '../timeline/build.ts';
import { trailWords } from './checklist/need.ts';

/** One log or listing: what it covers, and of which links it records the changes. */
export interface Coverage {
  readonly source: string;
  readonly kind: 'cloudtrail' | 'lookup-events' | 'excerpt' | 'access-log' | 'listing' | 'config-item';
  /** null when this log was not given. */
  readonly from: Instant | null;
  readonly to: Instant | null;
  readonly gaps: readonly Interval[];
  readonly links: readonly Link[];
  readonly note: string | null;
}

/** What the evidence covers, per link of the path, and which log is missing for which link. */
export function describeCoverage(timeline: Timeline, gathered: Gathered): Coverage[] {
  const applicable = LINKS.filter((link) => isInUse(timeline, link));
  const given = gathered.coverage.flatMap((log): Coverage[] => {
    const links = applicable.filter((link) => logsOf(link, timeline.placeNow, timeline.logSubject, [log]).length > 0);
    if (links.length === 0) return [];
    const entry = { source: nameOfLog(log), kind: log.identity.kind, from: log.from, to: log.to };
    if (log.identity.kind !== 'cloudtrail') return [{ ...entry, gaps: log.gaps, links, note: noteOf(log) }];
    return byService(links).map(({ service, links: theirs }) => ({
      ...entry,
      gaps: gapsFor(service, log),
      links: theirs,
      note: trailNote(service, log),
    }));
  });
  return [
    ...given,
    ...missingLogs(timeline, gathered),
    ...capturedCoverage(timeline, applicable),
    ...listingCoverage(gathered),
  ];
}

/** AWS Config tells moments, never a stretch: what came between two captures, or who came, it does not hold. */
function capturedCoverage({ captured, path }: Timeline, applicable: readonly Link[]): Coverage[] {
  const shown = new Map(path.steps.map((step) => [step.from, step.shown]));
  const sources = new Map<string, { readonly times: Instant[]; readonly links: Set<Link> }>();
  for (const { resource, name, capturedAt } of captured) {
    const source = `AWS Config of ${resource} ${name}`;
    const known = sources.get(source) ?? { times: [], links: new Set<Link>() };
    sources.set(source, known);
    known.times.push(capturedAt);
    for (const link of shown.get(capturedAt) ?? []) known.links.add(link);
  }
  return [...sources]
    .sort(([a], [b]) => compareText(a, b))
    .flatMap(([source, { times, links }]): Coverage[] => {
      const told = applicable.filter((link) => links.has(link));
      const note = 'tells what stood at its captures; not what came between them, nor who made it so';
      return told.length === 0
        ? []
        : [
            {
              source,
              kind: 'config-item',
              from: times[0] ?? null,
              to: times.at(-1) ?? null,
              gaps: [],
              links: told,
              note,
            },
          ];
    });
}

/** A trail may record one service and not another: the links of each are told by themselves. */
function byService(links: readonly Link[]): { service: RecordedService; links: Link[] }[] {
  const services = [...new Set(links.map(serviceOf))];
  return services.map((service) => ({ service, links: links.filter((link) => serviceOf(link) === service) }));
}

/** Where a trail vouches for nothing of a service at all, the note says why, and no gap is told. */
function gapsFor(service: RecordedService, { from, to, vouched }: LogCoverage): readonly Interval[] {
  const stretches = vouched[service] ?? [];
  return stretches.length === 0 ? [] : without({ from, to }, stretches);
}

function trailNote(service: RecordedService, { hasWrites, has, vouched, digests }: LogCoverage): string | null {
  if ((vouched[service] ?? []).length > 0) {
    return digests === null
      ? null
      : digests === 'signed'
        ? 'its digests, signed by CloudTrail, prove quiet hours quiet'
        : 'its digests fit together and so take quiet hours for quiet; no public key at hand proves them';
  }
  const why = !hasWrites
    ? 'it holds no call that writes'
    : !has.includes(service)
      ? `it holds no event of ${service}.amazonaws.com`
      : `its events of ${service}.amazonaws.com are too few to tell a gap from quiet, or its trail does not record them`;
  return `vouches for no time without a change: ${why}`;
}

/** Key links count only where a key is in use; without evidence of an organization its policies cannot be asked for. */
export function isInUse(timeline: Timeline, link: Link): boolean {
  if (link === 'key-policy' || link === 'key-state') return timeline.scope.keys.size > 0;
  if (link === 'rcp') return timeline.changes.some(({ action }) => action.kind === 'organization-policy');
  return link !== 'region';
}

export function nameOfLog({ identity }: LogCoverage): string {
  const place = `${identity.account === null ? 'an unknown account' : `account ${identity.account}`}${identity.region === null ? '' : ` in ${identity.region}`}`;
  switch (identity.kind) {
    case 'access-log':
      return `S3 access log of ${identity.bucket ?? 'an unknown bucket'}`;
    case 'cloudtrail':
      return `CloudTrail of ${place}`;
    case 'excerpt':
      return `Excerpt of CloudTrail of ${place}`;
    case 'lookup-events':
      return `CloudTrail event history of ${place}${identity.query === null ? '' : `, all about ${identity.query}`}`;
    default:
      return identity.kind satisfies never;
  }
}

function noteOf({ identity, vouched }: LogCoverage): string | null {
  const isAsked = Object.keys(vouched).length > 0;
  switch (identity.kind) {
    case 'access-log':
      return 'best effort: lines may come late or never, so that an absent line proves nothing';
    case 'lookup-events':
      return isAsked
        ? 'covers what was asked for; event history reaches back 90 days'
        : 'vouches for its events alone: it does not say what was asked for; event history reaches back 90 days';
    case 'excerpt':
      return 'vouches for its events alone: it does not say by what they were chosen from the log';
    case 'cloudtrail':
      return null;
    default:
      return identity.kind satisfies never;
  }
}

/** For each owner of links without any trail: that it was not given. */
function missingLogs(timeline: Timeline, gathered: Gathered): Coverage[] {
  const missing = new Map<string, { source: string; links: Link[] }>();
  for (const link of linksWithoutTrail(timeline, gathered)) {
    const { account, region, resource } = ownerOf(link, timeline.placeNow, timeline.logSubject);
    const name = [account, region, resource].join('\n');
    const entry = missing.get(name);
    if (entry !== undefined) entry.links.push(link);
    else missing.set(name, { source: trailWords(link, timeline.placeNow, timeline.logSubject), links: [link] });
  }
  return [...missing.values()].map(({ source, links }) => ({
    source,
    kind: 'cloudtrail',
    from: null,
    to: null,
    gaps: [],
    links,
    note: null,
  }));
}

/** Links of the path in use of whose changes no trail and no event history was given. */
export function linksWithoutTrail(timeline: Timeline, gathered: Gathered): Link[] {
  return LINKS.filter(
    (link) =>
      isInUse(timeline, link) &&
      logsOf(link, timeline.placeNow, timeline.logSubject, gathered.coverage).every(
        ({ identity }) => identity.kind === 'access-log',
      ),
  );
}

/** A listing that begins at the beginning, leaves nothing out and was read to its end. */
export function isWhole(scope: ListingScope): boolean {
  return (
    !scope.isTruncated &&
    !scope.incomplete &&
    scope.delimiter === null &&
    scope.startAfter === null &&
    scope.continuationToken === null
  );
}

function listingCoverage(gathered: Gathered): Coverage[] {
  const found = gathered.listings.map(({ scope, at }): Coverage => {
    const place =
      scope.bucket === null ? 'a bucket that it does not name' : `s3://${scope.bucket}/${scope.prefix ?? ''}`;
    return {
      source: `listing of ${place}`,
      kind: 'listing',
      from: at.source.from,
      to: at.source.to,
      gaps: [],
      links: [],
      note: listingNote(scope),
    };
  });
  return found.sort((a, b) => compareText(a.source, b.source) || (a.to ?? 0) - (b.to ?? 0));
}

function listingNote(scope: ListingScope): string | null {
  if (isWhole(scope)) {
    return scope.objects > 0 ? null : 'empty: nothing is there now, which does not tell that nothing ever came';
  }
  const why =
    scope.delimiter !== null
      ? 'folders are not opened'
      : scope.isTruncated
        ? 'truncated, more pages follow'
        : scope.incomplete
          ? 'it was not read whole, or does not tell whether it is'
          : 'it does not begin at the first key';
  return `not whole by itself (${why}): what it does not hold may exist all the same`;
}

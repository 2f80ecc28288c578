import { LINKS, type Link } from '../delivery-path/link.ts';
import { type LinkOwner, logsOf, ownerOf } from '../delivery-path/link-logs.ts';
import { shellWord } from '../display/shell-word.ts';
import { DAY, formatInstant, type Instant } from '../instant.ts';
import { compareText } from '../order.ts';
import type { Gathered } from '../sightings/gather.ts';
import type { Interval } from '../sightings/interval.ts';
import type { LogCoverage } from '../sightings/log-coverage.ts';
import type { Timeline } from '../timeline/build.ts';

/** One log or listing: what it covers, and of which links it records the changes. */
export interface Coverage {
  readonly source: string;
  readonly kind: 'cloudtrail' | 'lookup-events' | 'access-log' | 'listing';
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
    return [
      {
        source: nameOf(log),
        kind: log.identity.kind,
        from: log.from,
        to: log.to,
        gaps: log.gaps,
        links,
        note: noteOf(log),
      },
    ];
  });
  return [...given, ...missingLogs(timeline, gathered, applicable), ...listingCoverage(gathered)];
}

/** Key links count only where a key is in use; without evidence of an organization its policies cannot be asked for. */
function isInUse(timeline: Timeline, link: Link): boolean {
  if (link === 'key-policy' || link === 'key-state') return timeline.scope.keys.size > 0;
  if (link === 'rcp') return timeline.changes.some(({ action }) => action.kind === 'organization-policy');
  return link !== 'region';
}

function nameOf({ identity }: LogCoverage): string {
  const place = `${identity.account === null ? 'an unknown account' : `account ${identity.account}`}${identity.region === null ? '' : ` in ${identity.region}`}`;
  switch (identity.kind) {
    case 'access-log':
      return `S3 access log of ${identity.bucket ?? 'an unknown bucket'}`;
    case 'cloudtrail':
      return `CloudTrail of ${place}`;
    case 'lookup-events':
      return `CloudTrail event history of ${place}${identity.query === null ? '' : `, all about ${identity.query}`}`;
    default:
      return identity.kind satisfies never;
  }
}

function noteOf({ identity }: LogCoverage): string | null {
  switch (identity.kind) {
    case 'access-log':
      return 'best effort: lines may come late or never, so that an absent line proves nothing';
    case 'lookup-events':
      return 'covers the time from its first to its last event, and only what was asked for; event history reaches back 90 days';
    case 'cloudtrail':
      return null;
    default:
      return identity.kind satisfies never;
  }
}

/** For each owner of links without any log: what was not given, and the command that gets it. */
function missingLogs(timeline: Timeline, gathered: Gathered, links: readonly Link[]): Coverage[] {
  const missing = new Map<string, { owner: LinkOwner; links: Link[] }>();
  for (const link of links) {
    const hasTrail = logsOf(link, timeline.placeNow, timeline.logSubject, gathered.coverage).some(
      ({ identity }) => identity.kind !== 'access-log',
    );
    if (hasTrail) continue;
    const owner = ownerOf(link, timeline.placeNow, timeline.logSubject);
    const name = `${owner.account ?? ''}|${owner.resource ?? ''}`;
    const entry = missing.get(name);
    if (entry === undefined) missing.set(name, { owner, links: [link] });
    else entry.links.push(link);
  }
  return [...missing.values()].map(({ owner, links: theirs }) => ({
    source: `CloudTrail of ${owner.account === null ? 'an unknown account' : `account ${owner.account}`}`,
    kind: 'cloudtrail',
    from: null,
    to: null,
    gaps: [],
    links: theirs,
    note: howToGet(timeline, owner, theirs),
  }));
}

/** Event history for the last 90 days, the trail's own files before. */
function howToGet(timeline: Timeline, owner: LinkOwner, links: readonly Link[]): string {
  const first = timeline.runs[0]?.time ?? timeline.case.now - 90 * DAY;
  const oldest = timeline.case.now - 90 * DAY;
  const region = owner.region === null ? '' : ` --region ${owner.region}`;
  const attribute = links.includes('rcp')
    ? 'AttributeKey=EventSource,AttributeValue=organizations.amazonaws.com'
    : `AttributeKey=ResourceName,AttributeValue=${shellWord(owner.resource ?? 'NAME')}`;
  const command = `aws cloudtrail lookup-events --lookup-attributes ${attribute} --start-time ${formatInstant(Math.max(first, oldest))} --end-time ${formatInstant(timeline.case.now)}${region}`;
  const beyond = first < oldest ? "; before that, only the trail's own files in S3 tell" : '';
  const whose = owner.account === null ? 'of the account that owns it' : `of account ${owner.account}`;
  return `to get it, with credentials ${whose}: ${command}${beyond}`;
}

function listingCoverage(gathered: Gathered): Coverage[] {
  const found = gathered.listings.map(({ scope, at }): Coverage => {
    const place =
      scope.bucket === null ? 'a bucket that it does not name' : `s3://${scope.bucket}/${scope.prefix ?? ''}`;
    const isWhole = !scope.isTruncated && !scope.incomplete && scope.delimiter === null && scope.startAfter === null;
    return {
      source: `listing of ${place}`,
      kind: 'listing',
      from: at.source.from,
      to: at.source.to,
      gaps: [],
      links: [],
      note: isWhole ? null : 'not complete: what it does not hold may exist all the same',
    };
  });
  return found.sort((a, b) => compareText(a.source, b.source) || (a.to ?? 0) - (b.to ?? 0));
}

import type { Instant } from '../instant.ts';
import { common, united } from '../interval.ts';
import type { Action } from '../records/action.ts';
import { KEY_EVENTS } from '../records/cloudtrail/events/kms.ts';
import type { CloudTrailRecord } from '../records/cloudtrail/record.ts';
import type { LookupScope } from '../records/item.ts';
import type { Position, SourceTally } from '../sources/tally.ts';
import type { LogCoverage } from './log-coverage.ts';
import { bucketOf, keyOf } from './sighting.ts';

/**
 * An answer that does not say what was asked vouches for its events alone; whatever all of them share may have been
 * the question. Shared event names, users and keys narrow it more than a resource.
 * https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_LookupAttribute.html
 */
export interface LookupAnswer {
  readonly spans: Map<string, { record: CloudTrailRecord; from: Instant; to: Instant }>;
  resources: Set<string>;
  readonly eventNames: Set<string>;
  readonly callers: Set<string>;
}

/** Takes one event of an answer into account. */
export function noteLookup(
  lookups: Map<SourceTally, LookupAnswer>,
  record: CloudTrailRecord,
  action: Action,
  at: Position,
): void {
  const names = new Set(
    record.resources.flatMap(({ arn }) => (arn === null ? [] : [arn, arn.slice(arn.lastIndexOf(':') + 1)])),
  );
  if (action.kind !== 'unrelated' && action.kind !== 'issue-session') {
    for (const name of [bucketOf(action), keyOf(action)]) if (name !== null) names.add(name);
  }
  const answer = lookups.get(at.source);
  const place = `${record.recipientAccountId ?? ''}|${record.awsRegion ?? ''}`;
  const span = { record, from: record.eventTime, to: record.eventTime };
  if (answer === undefined) {
    lookups.set(at.source, {
      spans: new Map([[place, span]]),
      resources: names,
      eventNames: new Set([record.eventName]),
      callers: new Set([callerOf(record)]),
    });
    return;
  }
  answer.resources = new Set([...answer.resources].filter((name) => names.has(name)));
  answer.eventNames.add(record.eventName);
  answer.callers.add(callerOf(record));
  const known = answer.spans.get(place);
  if (known === undefined) answer.spans.set(place, span);
  else {
    known.from = Math.min(known.from, record.eventTime);
    known.to = Math.max(known.to, record.eventTime);
  }
}

function callerOf({ userIdentity }: CloudTrailRecord): string {
  return userIdentity.userName ?? userIdentity.arn ?? userIdentity.principalId ?? userIdentity.invokedBy ?? '';
}

/** Each answer on its own: what lies between two answers, nobody asked for. */
function closeLookup({ spans, resources, eventNames, callers }: LookupAnswer): LogCoverage[] {
  const only = (names: ReadonlySet<string>): string | null => (names.size === 1 ? ([...names][0] ?? null) : null);
  const query = only(eventNames) ?? [...resources].sort()[0] ?? only(callers);
  return [...spans.values()].map(({ record, from, to }) => ({
    identity: trailIdentity(record, 'lookup-events', query),
    from,
    to,
    gaps: [],
    vouched: {},
    hasWrites: false,
    has: [],
    digests: null,
  }));
}

function compareAnswers(a: LogCoverage, b: LogCoverage): number {
  const key = ({ identity }: LogCoverage): string =>
    [identity.account, identity.region, identity.query].map((name) => name ?? '').join('\n');
  return key(a) === key(b) ? a.from - b.from || a.to - b.to : key(a) < key(b) ? -1 : 1;
}

/** What the answers cover, in an order that does not depend on the order of the files. */
export function lookupCoverage(
  lookups: ReadonlyMap<SourceTally, LookupAnswer>,
  asked: ReadonlyMap<SourceTally, LookupScope>,
): LogCoverage[] {
  const guessed = [...lookups].filter(([source]) => !asked.has(source)).map(([, answer]) => answer);
  const told = [...asked].map(([source, scope]) => scopeCoverage(scope, lookups.get(source) ?? null));
  return [...guessed.flatMap(closeLookup), ...told, ...keyCoverage([...asked.values()])].sort(compareAnswers);
}

/**
 * Answers about each event that changes a key, by its name, cover together every key of the account and Region, as long
 * as all of them do.
 */
function keyCoverage(asked: readonly LookupScope[]): LogCoverage[] {
  const places = new Map<string, LookupScope[]>();
  for (const scope of asked) {
    if (scope.attribute !== 'EventName' || scope.account === null || scope.region === null) continue;
    const place = `${scope.account} ${scope.region}`;
    places.set(place, [...(places.get(place) ?? []), scope]);
  }
  return [...places.values()].flatMap((scopes): LogCoverage[] => {
    const [first] = scopes;
    const covered = KEY_EVENTS.map((name) =>
      united(scopes.filter(({ value, isTruncated }) => value === name && !isTruncated)),
    );
    const all = covered.reduce((shared, times) => common(shared, times));
    const [from, to] = [all[0]?.from, all.at(-1)?.to];
    if (first === undefined || from === undefined || to === undefined) return [];
    const { account, region } = first;
    const identity: LogCoverage['identity'] = { kind: 'lookup-events', account, region, bucket: null, query: null };
    return [{ identity, from, to, gaps: [], vouched: { kms: all }, hasWrites: false, has: [], digests: null }];
  });
}

/**
 * An answer that says what was asked covers all of that, also where nothing was found: whole, or down to its oldest
 * event, since event history is told newest first. Of a Region that it does not tell it covers nothing.
 */
function scopeCoverage(scope: LookupScope, answer: LookupAnswer | null): LogCoverage {
  const { value, account, region, to } = scope;
  const oldest = answer === null ? to : Math.min(to, ...[...answer.spans.values()].map(({ from }) => from));
  const from = scope.isTruncated ? Math.max(scope.from, oldest) : scope.from;
  const identity: LogCoverage['identity'] = { kind: 'lookup-events', account, region, bucket: null, query: value };
  const asked = region === null || from >= to ? [] : [{ from, to }];
  const vouched = asked.length === 0 ? {} : { s3: asked, kms: asked, organizations: asked };
  return { identity, from, to, gaps: [], vouched, hasWrites: false, has: [], digests: null };
}

/** The log that an event belongs to, by the account and Region that recorded it. */
export function trailIdentity(
  record: CloudTrailRecord,
  kind: LogCoverage['identity']['kind'],
  query: string | null,
): LogCoverage['identity'] {
  return { kind, account: record.recipientAccountId, region: record.awsRegion, bucket: null, query };
}

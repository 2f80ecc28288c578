import type { Case } from '../case/case.ts';
import { configurationHistory, withoutInference } from '../delivery-path/configuration-history.ts';
import type { ConfigurationHistory } from '../delivery-path/configuration-state.ts';
import type { Delivery, DeniedAttempt } from '../delivery-path/delivery.ts';
import { createLinkEvaluator } from '../delivery-path/evaluate-links.ts';
import type { Link } from '../delivery-path/link.ts';
import { type LinkSubject, unseenTimes } from '../delivery-path/link-logs.ts';
import { observe, placeOfDelivery } from '../delivery-path/observation.ts';
import { createDeliveryPath, type DeliveryPath, type Path } from '../delivery-path/path.ts';
import { type Place, placeOf } from '../delivery-path/place.ts';
import { knownRegions, replayWorld, type UnseenChange } from '../delivery-path/replay.ts';
import { linksOf } from '../delivery-path/touched-links.ts';
import type { World } from '../delivery-path/world.ts';
import { earliest, type Instant } from '../instant.ts';
import { common, type Interval, united } from '../interval.ts';
import { type Call, type Contradiction, isDisputed } from '../sightings/call.ts';
import type { Gathered } from '../sightings/gather.ts';
import { absenceOf, isDue } from './absence.ts';
import { absentResources, type DocumentWarning } from './absent-resources.ts';
import { anchorDocuments } from './anchors.ts';
import type { AsOf } from './as-of.ts';
import { cadenceOf } from './cadence.ts';
import { type CapturedItem, capturedItems } from './captured-items.ts';
import type { CaseQuestion } from './case-question.ts';
import { contradictedAbsence, unusedConfigurations } from './configuration-conflicts.ts';
import { collectDeliveries } from './deliveries.ts';
import type { ExplainInput } from './explain-input.ts';
import type { Impossible } from './impossible.ts';
import { isPolicyChange } from './infer-case.ts';
import { lastElsewhere } from './last-elsewhere.ts';
import { type ListingScopes, listingScopes } from './listing-scopes.ts';
import { type OtherRefusals, otherRefusals } from './other-refusals.ts';
import { type Reasons, resolveCase } from './resolve-case.ts';
import { expectedRuns, type Run } from './runs.ts';
import { concerns, isOfKey, type Scope, scopeOf } from './scope.ts';
import { type WriteLog, writeLogOf } from './write-log.ts';
import { deliveryCalls, deniedAttempts, firstObjectTimes } from './writes.ts';

/** Everything that happened to one case, in order, before anyone is blamed for it. */
export interface Timeline {
  readonly case: Case;
  /** The moment that all of this is as of: the `now` of the case. */
  readonly asOf: AsOf;
  /** Why each member of it that nobody gave is taken for what it is. */
  readonly inferredMembers: Reasons;
  /** False where of the destination nothing but a change of its policy was seen. */
  readonly destinationIsTied: boolean;
  /** The account of the source bucket is known from the policy of the destination alone. */
  readonly accountIsOfPolicy: boolean;
  /** Successful and failed calls on this case's source, destination and key. */
  readonly changes: readonly Call[];
  /** Those of the calls on the case, and on its reports, of which copies contradict each other. */
  readonly contradicted: readonly Contradicted[];
  /** Changes of keys that nothing ties to the case. */
  readonly otherKeys: readonly Call[];
  /** Successful changes of bucket policies, where it is not known which bucket the reports go to. */
  readonly unplaced: readonly Call[];
  readonly deliveries: readonly Delivery[];
  readonly denied: readonly DeniedAttempt[];
  readonly writeLog: WriteLog;
  readonly runs: readonly Run[];
  readonly configuration: ConfigurationHistory;
  /** The path at the place that the configuration named at each moment. */
  readonly path: Path;
  readonly paths: DeliveryPath;
  /** What it takes to explain a missed run. */
  readonly explain: ExplainInput;
  /** What is known of every document at `now`. */
  readonly worldAtNow: World;
  /** The same, if calls too close in time came in the other order; null where no order matters. */
  readonly otherWorldAtNow: World | null;
  /** Where the reports go at `now`. */
  readonly placeNow: Place;
  /** What tells which logs record the changes of a link. */
  readonly logSubject: LinkSubject;
  readonly listings: ListingScopes;
  readonly scope: Scope;
  /** What AWS Config captured of the destinations and keys, in order of time. */
  readonly captured: readonly CapturedItem[];
  /** Where that shows that something was changed, and no call is known to have done so. */
  readonly unseenChanges: readonly UnseenChange[];
  readonly documentWarnings: readonly DocumentWarning[];
  readonly impossible: readonly Impossible[];
  /** Who else was refused in a bucket in a stretch of time. */
  readonly refusedBeside: (bucket: string, interval: Interval) => readonly OtherRefusals[];
  /** The times within an interval in which no trail would show a change of a link at a place. */
  readonly unseen: (link: Link, place: Place, interval: Interval) => readonly Interval[];
  /** First moment that any evidence speaks of; null when there is none. */
  readonly firstEvidence: Instant | null;
}

type Contradicted = Call & { readonly contradiction: Contradiction };

export interface TimelineOptions extends CaseQuestion {
  readonly graceMs: number;
  readonly failedExports: readonly Instant[];
}

/**
 * From what was gathered to the timeline of one case: requests merged, deliveries and refusals told
 * apart, the configuration followed, the whole path replayed and held against what arrived.
 *
 * @throws ForensicsError `usage` when the evidence speaks of several configurations and none is named
 */
export function buildTimeline(gathered: Gathered, options: TimelineOptions): Timeline {
  const { calls } = gathered;
  const {
    case: subject,
    document,
    named,
    inferred: inferredMembers,
    destinationIsTied,
    accountIsOfPolicy,
  } = resolveCase(options, gathered);
  const absent = absentResources(gathered, subject, calls);
  const contradicted = absent.configuration ? contradictedAbsence(gathered, subject) : [];
  const current = contradicted.length > 0 ? null : absent.configuration ? 'absent' : document;
  const objectCalls = deliveryCalls(calls, subject);
  // What copies tell differently shows neither a report nor a refusal.
  const writes = objectCalls.filter(({ call }) => !isDisputed(call));
  const { deliveries, impossible } = collectDeliveries(subject, gathered, writes, options.graceMs);
  const refusals = deniedAttempts(writes, subject);
  const { denied } = refusals;
  const listings = listingScopes(subject, options.asOf, gathered, calls);
  const home: Place = {
    bucket: subject.destinationBucket,
    prefix: subject.destinationPrefix,
    encryption: null,
    format: null,
  };
  const regions = knownRegions(calls);
  const unseen: Timeline['unseen'] = (link, place, interval) =>
    unseenTimes(interval, link, place, { case: subject, changes: calls, bucketRegion: regions }, gathered.coverage);
  const inferred = configurationHistory(subject, current, calls, deliveries, denied, {
    nothingArrived: () => listings.isListed(home) && !listings.mayHaveLostReports,
    everyChange: (from, to) => unseen('configuration', home, { from, to }).length === 0,
  });
  const scope = scopeOf(subject, inferred, calls);
  const changes = calls.filter((call) => concerns(call, subject, scope));
  const otherKeys = calls.filter((call) => isOfKey(call) && !concerns(call, subject, scope));
  const { anchors, warnings } = anchorDocuments(gathered, subject.destinationBucket, scope, absent);
  const captured = capturedItems(gathered, scope);
  const evaluate = createLinkEvaluator(subject);
  const replayed = (history: ConfigurationHistory, missedWrites: readonly Instant[]) => {
    const { steps, unseenChanges, ...worlds } = replayWorld(
      subject,
      changes,
      { captured: captured.items, now: anchors },
      history,
    );
    // No trail vouches for a time in which something was changed unseen.
    const withUnseen: Timeline['unseen'] = (link, place, interval) => {
      if (unseenChanges.length === 0) return unseen(link, place, interval);
      return united([
        ...unseen(link, place, interval),
        ...unseenChanges
          .filter(({ component }) => linksOf(new Set([component]), place, worlds.worldAtNow).has(link))
          .flatMap((change) => common([interval], [change])),
      ]);
    };
    const observations = observe(subject, deliveries, history, {
      missedWrites,
      isCovered: (link, place, from, to) => withUnseen(link, place, { from, to }).length === 0,
    });
    return {
      ...worlds,
      unseenChanges,
      unseen: withUnseen,
      paths: createDeliveryPath({ subject, steps, evaluate, observations }),
    };
  };
  const configuration = isContradicted(inferred, () => replayed(inferred, []).paths, subject)
    ? withoutInference(inferred)
    : inferred;
  const cadence = cadenceOf(
    subject.profile.schedule,
    configuration,
    deliveries,
    denied.map(({ time }) => time),
    subject.frequency,
  );
  const place = named.bucket === null && named.prefix === null ? null : named;
  const lastSeenRunning = [...deliveries.map(({ runTime }) => runTime), ...denied.map(({ time }) => time)].reduce(
    (latest, time) => Math.max(latest, time),
    Number.NEGATIVE_INFINITY,
  );
  const runs = expectedRuns({
    profile: subject.profile,
    cadence,
    deliveries,
    denied,
    firstObjects: firstObjectTimes(writes),
    configuration,
    isDue: (time) => isDue({ configuration, cadence, deliveries, denied }, time),
    isShownAbsent: absenceOf({
      subject,
      configuration,
      listings,
      calls,
      named: place,
      lastSeenRunning,
      absentBuckets: new Set([...anchors.bucketExists].flatMap(([bucket, exists]) => (exists ? [] : [bucket]))),
    }),
    failedExports: [...options.failedExports, ...gathered.failedExports.map(({ value }) => value)],
    graceMs: options.graceMs,
    now: subject.now,
  });
  const missedWrites = runs
    .filter(({ status }) => status === 'missed')
    .map(({ write }) => write.from)
    .sort((a, b) => a - b);
  const {
    paths,
    worldAtNow,
    otherWorldAtNow,
    unseenChanges,
    unseen: unseenTime,
  } = replayed(configuration, missedWrites);
  return {
    case: subject,
    asOf: options.asOf,
    inferredMembers,
    destinationIsTied,
    accountIsOfPolicy,
    changes,
    contradicted: [...changes, ...objectCalls.map(({ call }) => call)].filter(
      (call): call is Contradicted => call.contradiction !== null,
    ),
    otherKeys,
    unplaced: subject.destinationBucket === null ? calls.filter(isPolicyChange) : [],
    deliveries,
    denied,
    writeLog: writeLogOf(writes, home, { case: subject, changes: calls, bucketRegion: regions }, gathered.coverage),
    runs,
    configuration,
    path: paths.current,
    paths,
    explain: {
      subject,
      configuration,
      path: paths,
      cadence,
      named: place,
      isWatched: (place, run) => listings.coversPlace(place, run),
      lastElsewhere: lastElsewhere(deliveries, (delivery) => placeOfDelivery(delivery, subject, configuration)),
      lastSeenRunning,
    },
    worldAtNow,
    otherWorldAtNow,
    placeNow: placeOf(worldAtNow.configuration, subject),
    logSubject: { case: subject, changes, bucketRegion: worldAtNow.bucketRegion },
    listings,
    scope,
    captured: captured.items,
    unseenChanges,
    documentWarnings: [
      ...warnings,
      ...captured.warnings,
      ...unusedConfigurations(gathered, subject, document),
      ...contradicted,
    ],
    impossible: [...impossible, ...refusals.impossible],
    refusedBeside: otherRefusals(calls, subject),
    unseen: unseenTime,
    firstEvidence: firstEvidence(gathered, calls),
  };
}

/** Reports arrived that the encryption inferred for the time before the first event would not have let through. */
function isContradicted({ steps }: ConfigurationHistory, pathsOf: () => DeliveryPath, subject: Case): boolean {
  const [first, second] = steps;
  if (first === undefined || second === undefined || !first.state.encryptionIsInferred) return false;
  const before = pathsOf()
    .at(placeOf(first.state, subject))
    .steps.filter(({ from }) => from === null || from < (second.from ?? Number.POSITIVE_INFINITY));
  return before.some(({ links }) =>
    (['destination-policy', 'key-policy', 'key-state'] as const).some((link) => {
      const { warnings, conditionKeys } = links[link];
      const isOfEncryption = link !== 'destination-policy' || conditionKeys.some((key) => key.includes('encryption'));
      return isOfEncryption && warnings.some(({ code }) => code === 'replay-contradicted');
    }),
  );
}

function firstEvidence(gathered: Gathered, calls: readonly Call[]): Instant | null {
  return earliest([...gathered.coverage.map(({ from }) => from), ...(calls[0] === undefined ? [] : [calls[0].time])]);
}

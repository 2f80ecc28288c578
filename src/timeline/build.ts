import type { Case } from '../case/case.ts';
import type { CaseOptions } from '../case/options.ts';
import {
  type ConfigurationHistory,
  configurationHistory,
  weeklySince,
} from '../delivery-path/configuration-history.ts';
import type { Delivery, DeniedAttempt } from '../delivery-path/delivery.ts';
import { createLinkEvaluator } from '../delivery-path/evaluate-links.ts';
import { allowed, type PathStep } from '../delivery-path/link.ts';
import { createPath, type Path } from '../delivery-path/path.ts';
import { proveByDeliveries } from '../delivery-path/proof.ts';
import { replayPath } from '../delivery-path/replay.ts';
import type { World } from '../delivery-path/world.ts';
import { HOUR, type Instant, startOfUtcDay } from '../instant.ts';
import type { InventoryConfiguration } from '../records/inventory/configuration.ts';
import type { Call } from '../sightings/call.ts';
import type { Gathered } from '../sightings/gather.ts';
import { mergeSightings } from '../sightings/merge.ts';
import { type AnchorResult, anchorDocuments } from './anchors.ts';
import { collectDeliveries } from './deliveries.ts';
import { type ListingScopes, listingScopes } from './listing-scopes.ts';
import { resolveCase } from './resolve-case.ts';
import { expectedRuns, firstSundayAfter, type Run } from './runs.ts';
import { concerns, type Scope, scopeOf } from './scope.ts';
import { deliveryCalls, deniedAttempts } from './writes.ts';

/** Everything that happened to one case, in order, before anyone is blamed for it. */
export interface Timeline {
  readonly case: Case;
  /** Successful and failed calls on this case's source, destination and key. */
  readonly changes: readonly Call[];
  readonly deliveries: readonly Delivery[];
  readonly denied: readonly DeniedAttempt[];
  readonly runs: readonly Run[];
  readonly configuration: ConfigurationHistory;
  readonly path: Path;
  /** What is known of every document at `now`. */
  readonly worldAtNow: World;
  readonly listings: ListingScopes;
  readonly scope: Scope;
  readonly documentWarnings: AnchorResult['warnings'];
  /** First moment that any evidence speaks of; null when there is none. */
  readonly firstEvidence: Instant | null;
}

export interface TimelineOptions {
  readonly case: CaseOptions;
  readonly clock: Instant;
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
  const calls = mergeSightings(gathered.sightings);
  const { case: subject, document } = resolveCase(options.case, gathered, calls, options.clock);
  const writes = deliveryCalls(calls, subject);
  const everywhere = collectDeliveries(subject, gathered, writes);
  const denied = deniedAttempts(writes);
  const configuration = configurationHistory(subject, document, calls, everywhere, denied, (bucket, prefix) =>
    listingScopes(subject, gathered, calls, everywhere).isListed(bucket, prefix),
  );
  const deliveries = everywhere.filter((delivery) => arrivedHome(delivery, subject, configuration));
  const listings = listingScopes(subject, gathered, calls, deliveries);
  const scope = scopeOf(subject, configuration, calls);
  const changes = calls.filter((call) => concerns(call, subject, scope));
  const { anchors, warnings } = anchorDocuments(gathered, subject.destinationBucket, scope);
  const evaluate = createLinkEvaluator({
    case: subject,
    home: homeOf(subject, configuration),
    isWatched: (bucket, prefix) => listings.coversPlace(bucket, prefix, subject.now),
    wasDaily: weeklyStates(configuration),
  });
  const replay = replayPath(subject, changes, anchors, configuration, evaluate);
  const steps = endRescheduling(replay.steps, deliveries);
  return {
    case: subject,
    changes,
    deliveries,
    denied,
    runs: expectedRuns({
      deliveries,
      denied,
      configuration,
      listings,
      failedExports: options.failedExports,
      graceMs: options.graceMs,
      now: subject.now,
    }),
    configuration,
    path: createPath(proveByDeliveries(steps, deliveries, subject.now)),
    worldAtNow: replay.worldAtNow,
    listings,
    scope,
    documentWarnings: [...warnings, ...unusedConfigurations(gathered, subject, document)],
    firstEvidence: firstEvidence(gathered, calls),
  };
}

/** After a move away from the case's destination, reports in the new bucket no longer count as delivered here. */
function arrivedHome(delivery: Delivery, subject: Case, configuration: ConfigurationHistory): boolean {
  const home = subject.destinationBucket;
  if (home === null || delivery.bucket === null || delivery.bucket === home) return true;
  return !configuration.steps.some(
    ({ from, state }) => state.destinationBucket === home && (from ?? 0) <= delivery.runTime,
  );
}

/** Where the reports went before any move: the case's bucket, and the first prefix known there. */
function homeOf(subject: Case, configuration: ConfigurationHistory): { bucket: string | null; prefix: string | null } {
  const bucket = subject.destinationBucket;
  const there = configuration.steps.filter(
    ({ state }) => state.destinationBucket === bucket && state.destinationPrefix !== null,
  );
  const wasThere = configuration.steps.some(({ state }) => state.destinationBucket === bucket);
  return { bucket: wasThere ? bucket : null, prefix: there[0]?.state.destinationPrefix ?? null };
}

/** Configuration documents of the case that contradict each other: none of them is used, and that is said. */
function unusedConfigurations(
  gathered: Gathered,
  subject: Case,
  document: InventoryConfiguration | null,
): AnchorResult['warnings'] {
  const mine = gathered.configurations.filter(({ value }) => value.id === subject.configurationId);
  if (document !== null || mine.length < 2) return [];
  return mine.map((source) => ({
    code: 'conflicting-documents',
    message: `the inventory configurations given for ${subject.configurationId ?? 'this case'} differ: none of them is used`,
    source,
  }));
}

function weeklyStates(configuration: ConfigurationHistory): (world: { configuration: unknown }) => boolean {
  const rescheduled = new Set<unknown>(
    configuration.steps.flatMap(({ state }, index) =>
      state.frequency === 'Weekly' && weeklySince(configuration.steps, index) !== null ? [state] : [],
    ),
  );
  const last = configuration.steps[configuration.steps.length - 1];
  if (configuration.unseenState?.frequency === 'Weekly' && last?.state.frequency === 'Daily')
    rescheduled.add(configuration.unseenState);
  return (world) => rescheduled.has(world.configuration);
}

/** A configuration made weekly withholds the daily reports until its first Sunday; from then on it is simply weekly. */
function endRescheduling(steps: readonly PathStep[], deliveries: readonly Delivery[]): PathStep[] {
  const last = deliveries[deliveries.length - 1];
  const timeOfDay = last === undefined ? HOUR : last.runTime - startOfUtcDay(last.runTime);
  const result: PathStep[] = [];
  let sunday: Instant | null = null;
  let wasRescheduled = false;
  for (const step of steps) {
    if (sunday !== null && step.from !== null && step.from >= sunday) {
      const before: PathStep | undefined = result[result.length - 1];
      if (before !== undefined)
        result.push(
          asWeekly({ ...before, from: sunday, call: null, touched: new Set(['configuration']), replaced: null }),
        );
      sunday = null;
    }
    const isRescheduled = step.links.configuration.decision === 'rescheduled';
    if (isRescheduled && !wasRescheduled && step.from !== null) sunday = firstSundayAfter(step.from, timeOfDay);
    if (!isRescheduled) sunday = null;
    wasRescheduled = isRescheduled;
    result.push(isRescheduled && sunday === null ? asWeekly(step) : step);
  }
  const tail = result[result.length - 1];
  if (sunday !== null && tail !== undefined)
    result.push(asWeekly({ ...tail, from: sunday, call: null, touched: new Set(['configuration']), replaced: null }));
  return result;
}

function asWeekly(step: PathStep): PathStep {
  return {
    ...step,
    links: { ...step.links, configuration: allowed('the inventory configuration is weekly and enabled', 'event') },
  };
}

function firstEvidence(gathered: Gathered, calls: readonly Call[]): Instant | null {
  const times = [...gathered.coverage.map(({ from }) => from), ...(calls[0] === undefined ? [] : [calls[0].time])];
  return times.length === 0 ? null : Math.min(...times);
}

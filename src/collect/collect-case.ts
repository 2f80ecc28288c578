import type { AwsAccess } from '../aws/access.ts';
import { createClients } from '../aws/clients.ts';
import type { CaseOptions } from '../case/case.ts';
import { formatDay, formatInstant, type Instant } from '../instant.ts';
import { collectAccessLogs } from './access-logs.ts';
import type { Callers } from './callers.ts';
import { subjectsOf, writeCases } from './cases.ts';
import { collectConfigHistory } from './config-history.ts';
import { collectDeliveries } from './deliveries.ts';
import type { Desk } from './desk.ts';
import { dryStore } from './dry-store.ts';
import { costLine, isTooMuch, tooMuchLine } from './fetch-cost.ts';
import type { FetchWatcher } from './fetch-objects.ts';
import { createFetchPlan } from './fetch-plan.ts';
import { namedPath } from './file-name.ts';
import { formerPlaces } from './former-places.ts';
import { bucketHistory, collectHistory, sourceHistory } from './history.ts';
import { noteLockouts } from './locked-out.ts';
import { collectLogGroups } from './log-groups.ts';
import { type LogPeriod, logPeriod } from './log-period.ts';
import { HISTORY_MS } from './look-up.ts';
import { openDesk } from './open-desk.ts';
import { collectSettings, type Settings } from './settings.ts';
import { openStore, type Store } from './store.ts';
import { collectTrails } from './trails.ts';

export interface CollectOptions {
  /** At least the source bucket or the destination; the rest is found out: all configurations that fit. */
  readonly case: CaseOptions;
  readonly access: AwsAccess;
  /** Where the files go: an empty directory, or one to go on with; null tells what would be done, and writes nothing. */
  readonly directory: string | null;
  readonly now: Instant;
  /** Start of the logs asked for; null is found out from the deliveries. */
  readonly since: Instant | null;
  readonly version: string;
  /** Where the organization has IAM Identity Center; null where nobody said. */
  readonly identityCenterRegion: string | null;
  /** A line for each thing that a dry run would do. */
  readonly tell: (line: string) => void;
  readonly watcher: FetchWatcher;
  /** Bytes of log files: where there are more, none is fetched. */
  readonly mostBytes: number;
  /** Whether the access logs of the sources are fetched, too. */
  readonly sourceAccessLog: boolean;
  /** Least time between two LookupEvents calls: AWS allows two a second. */
  readonly lookupIntervalMs: number;
}

export interface Collection {
  /** Configurations. */
  readonly cases: number;
  /** All files, those of earlier runs too. */
  readonly files: number;
  readonly resumed: number;
  /** What could not be had, a line each. */
  readonly problems: readonly string[];
  readonly notes: readonly string[];
}

/**
 * Asks AWS for the evidence of a case, or of every configuration that is meant, and writes it down: answers of calls as the AWS CLI prints them, log files
 * byte for byte, so that `investigate` reads it like any other evidence. What cannot be had is a problem told in a
 * line; the rest is collected all the same.
 *
 * @throws ForensicsError `usage` when no configuration is found, or the directory holds something else
 */
export async function collectCase(options: CollectOptions): Promise<Collection> {
  const store = await storeOf(options);
  const clients = createClients(options.access);
  try {
    const isDry = options.directory === null;
    const { desk, callers } = await openDesk({ clients, store, isDry, tell: options.tell });
    const cases = await collectAll(desk, callers, { ...options, now: Date.parse(store.startedAt) });
    const problems = [...desk.problems];
    await store.finish(problems);
    return { cases, files: store.counts.files, resumed: store.counts.resumed, problems, notes: [...desk.notes] };
  } finally {
    clients.destroy();
    store.close();
  }
}

async function storeOf({ directory, case: told, since, now, version }: CollectOptions): Promise<Store> {
  const startedAt = formatInstant(now);
  if (directory === null) return dryStore(startedAt);
  const { sourceBucket, destinationBucket, destinationPrefix, configurationId } = told;
  const period = since === null ? '' : `from ${formatDay(since)}`;
  const asked = [sourceBucket, configurationId, destinationBucket, destinationPrefix, period]
    .map((part) => part ?? '')
    .join(' ')
    .trim();
  return openStore({ directory, asked, startedAt, version, now: () => formatInstant(Date.now()) });
}

async function collectAll(desk: Desk, callers: Callers, options: CollectOptions): Promise<number> {
  const { now, since, watcher, identityCenterRegion } = options;
  const cases = await settingsOfAll(desk, callers, options);
  watcher.onBegin('event history', 'event');
  const history = {
    onEvents: watcher.onEvents,
    since: since ?? now - HISTORY_MS,
    now,
    intervalMs: options.lookupIntervalMs,
    identityCenterRegion,
  };
  await collectHistory(desk, callers, cases, history);
  noteLockouts(desk, (bucket) => bucketHistory(desk, bucket));
  watcher.onBegin('the listing of the reports');
  const period = await listAll(desk, cases, options);
  if (period.since < now - HISTORY_MS) {
    desk.notes.add(
      `the event history reaches back to ${formatDay(now - HISTORY_MS)} only: what came before is taken from the trail's files, or ask Athena (query evidence-cloudtrail)`,
    );
  }
  const until = period.until < now ? `to ${formatInstant(period.until)}` : 'on';
  desk.notes.add(`log files from ${formatInstant(period.since)} ${until}: ${period.reason}`);
  await collectConfigHistory(desk, cases, period.since);
  const plan = createFetchPlan(desk, watcher, options.mostBytes);
  await collectAccessLogs(desk, callers, cases, period, plan, options.sourceAccessLog ? 'planned' : 'named only');
  const groups = await collectTrails(desk, callers, cases, period, plan);
  const line = costLine(plan.amounts);
  if (desk.isDry) desk.tell(line);
  else watcher.onPlanned(line);
  if (isTooMuch(plan.amounts, options.mostBytes)) desk.problems.add(tooMuchLine(plan.amounts, options.mostBytes));
  else if (!desk.isDry) await plan.fetch();
  const closed = groups.filter(({ files }) => files === null || plan.failed.has(files));
  await collectLogGroups(desk, closed, cases, period);
  return cases.length;
}

/** The settings of each configuration that is meant, with the case of each written down. */
async function settingsOfAll(desk: Desk, callers: Callers, options: CollectOptions): Promise<readonly Settings[]> {
  const historian = { callers, now: options.now, lookupIntervalMs: options.lookupIntervalMs };
  const subjects = await subjectsOf(desk, historian, options);
  const cases: Settings[] = [];
  for (const subject of subjects) {
    cases.push(await collectSettings(desk, historian, subject, subjects.length === 1 ? 'alone' : 'others'));
  }
  if (desk.isDry && cases.length > 1) {
    for (const { told } of cases) desk.tell(`${told.sourceBucket}/${told.configurationId} to ${placeOf(told)}`);
  }
  await writeCases(
    desk,
    cases.map(({ told }) => told),
    options.now,
  );
  return cases;
}

/** Lists the reports of each case; from when on log files are needed follows from what arrived, and what did not. */
async function listAll(desk: Desk, cases: readonly Settings[], options: CollectOptions): Promise<LogPeriod> {
  const periods: LogPeriod[] = [];
  for (const settings of cases) {
    const { sourceBucket, configurationId, frequency = 'Daily' } = settings.told;
    const name = `${sourceBucket}/${configurationId}`;
    const folder = cases.length === 1 ? 'listing' : `listing/${namedPath([sourceBucket, configurationId])}`;
    const former = formerPlaces(sourceHistory(desk, settings), settings);
    const runs = await collectDeliveries(desk, settings, former, folder);
    const period = logPeriod(runs, frequency, { ...options, historyMs: HISTORY_MS });
    const isOfAll = cases.length === 1 || options.since !== null;
    periods.push(isOfAll ? period : { ...period, reason: `${period.reason} (${name})` });
  }
  if (desk.isDry) desk.tell('ListObjectsV2 for each place where, by these events, the reports were sent before');
  const earliest = periods.reduce((first, period) => (period.since < first.since ? period : first));
  return { ...earliest, until: Math.max(...periods.map(({ until }) => until)) };
}

function placeOf({ destinationBucket, destinationPrefix = '' }: CaseOptions): string {
  if (destinationBucket === undefined) return 'an unknown bucket';
  return `s3://${destinationBucket}${destinationPrefix === '' ? '' : `/${destinationPrefix}`}`;
}

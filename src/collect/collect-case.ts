import { type AwsAccess, createClients } from '../aws/clients.ts';
import type { CaseOptions } from '../case/case.ts';
import { formatDay, formatInstant, type Instant } from '../instant.ts';
import { collectAccessLogs } from './access-logs.ts';
import { collectDeliveries } from './deliveries.ts';
import { type Desk, textOf } from './desk.ts';
import { dryStore } from './dry-store.ts';
import type { FetchWatcher } from './fetch-objects.ts';
import { formerPlaces } from './former-places.ts';
import { collectHistory, HISTORY_MS, sourceHistory } from './history.ts';
import { logPeriod } from './log-period.ts';
import { openDesk } from './open-desk.ts';
import { collectSettings, type Settings } from './settings.ts';
import { openStore, type Store } from './store.ts';
import { type Callers, subjectOf } from './subject.ts';
import { collectTrails } from './trails.ts';

export interface CollectOptions {
  /** At least the source bucket, or the destination with its prefix; the rest is found out. */
  readonly case: CaseOptions;
  readonly access: AwsAccess;
  /** Where the files go: an empty directory, or one to go on with; null tells what would be done, and writes nothing. */
  readonly directory: string | null;
  readonly now: Instant;
  /** Start of the logs asked for; null is found out from the deliveries. */
  readonly since: Instant | null;
  readonly version: string;
  /** A line for each thing that a dry run would do. */
  readonly tell: (line: string) => void;
  readonly watcher: FetchWatcher;
  /** Least time between two LookupEvents calls: AWS allows two a second. */
  readonly lookupIntervalMs: number;
}

export interface Collection {
  /** All files, those of earlier runs too. */
  readonly files: number;
  readonly resumed: number;
  /** What could not be had, a line each. */
  readonly problems: readonly string[];
  readonly notes: readonly string[];
}

/**
 * Asks AWS for the evidence of one case and writes it down: answers of calls as the AWS CLI prints them, log files
 * byte for byte, so that `investigate` reads it like any other evidence. What cannot be had is a problem told in a
 * line; the rest is collected all the same.
 *
 * @throws ForensicsError `usage` when the case cannot be told apart from others, or the directory holds something else
 */
export async function collectCase(options: CollectOptions): Promise<Collection> {
  const clients = createClients(options.access);
  try {
    const store = await storeOf(options);
    const isDry = options.directory === null;
    const { desk, callers } = await openDesk({ clients, store, isDry, tell: options.tell });
    await collectAll(desk, callers, { ...options, now: Date.parse(store.startedAt) });
    const problems = [...desk.problems];
    await store.finish(problems);
    return { files: store.counts.files, resumed: store.counts.resumed, problems, notes: [...desk.notes] };
  } finally {
    clients.destroy();
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

async function collectAll(desk: Desk, callers: Callers, options: CollectOptions): Promise<void> {
  const { now, since, watcher } = options;
  const settings = await collectSettings(desk, callers, await subjectOf(desk, options.case));
  await writeCase(desk, settings, now);
  watcher.onBegin('event history');
  const history = { since: since ?? now - HISTORY_MS, now, intervalMs: options.lookupIntervalMs };
  await collectHistory(desk, callers, settings, history);
  watcher.onBegin('the listing of the reports');
  const runs = await collectDeliveries(desk, settings, formerPlaces(sourceHistory(desk, settings), settings));
  const frequency = settings.told.frequency ?? 'Daily';
  const period = logPeriod(runs ?? [], frequency, { since, now, historyMs: HISTORY_MS });
  if (period.since < now - HISTORY_MS) {
    desk.notes.add(
      `the event history reaches back to ${formatDay(now - HISTORY_MS)} only: what came before is taken from the trail's files, or ask Athena (query evidence-cloudtrail)`,
    );
  }
  desk.notes.add(`log files from ${formatInstant(period.since)} on: ${period.reason}`);
  await collectAccessLogs(desk, callers, settings, period, watcher);
  await collectTrails(desk, callers, settings, period, watcher);
}

async function writeCase(desk: Desk, { told }: Settings, now: Instant): Promise<void> {
  const document = { ...told, now: formatInstant(now) };
  const origin = { source: 'the command line and the configuration', etag: null, versionId: null, metadata: {} };
  await desk.store.write('case.json', [textOf(document)], () => ({ ...origin, caller: null }));
}

import { setTimeout as sleep } from 'node:timers/promises';
import { type CloudTrailClient, type Event, LookupEventsCommand } from '@aws-sdk/client-cloudtrail';
import type { AwsParty } from '../aws/clients.ts';
import { DAY, formatInstant, type Instant, MINUTE } from '../instant.ts';
import { isJsonObject, type JsonValue } from '../json.ts';
import type { Callers } from './callers.ts';
import type { Call, Desk } from './desk.ts';
import type { Settings } from './settings.ts';
import { jsonWithArray } from './write-document.ts';

/** https://docs.aws.amazon.com/awscloudtrail/latest/userguide/view-cloudtrail-events.html */
export const HISTORY_MS: number = 90 * DAY;
/** Events show in the history within this time. */
const DELAY_MS = 15 * MINUTE;
/** Longest chain of sessions followed back from a change. */
const LONGEST_CHAIN = 5;

interface Question {
  readonly name: string;
  readonly attribute: 'ResourceName' | 'EventName';
  readonly value: string;
  readonly party: AwsParty;
  readonly region: string | null;
}

/** Whether a time lies in the history, and how long to wait between two questions. */
export interface HistoryOptions {
  readonly since: Instant;
  readonly now: Instant;
  /** AWS answers two questions a second for each account and Region. */
  readonly intervalMs: number;
}

/**
 * Asks the event history for the changes of each source, destination and key, by its own name; for those of the
 * organization's policies by the names of the events; and then, for each session that made one of the changes, for
 * the event that issued its access key.
 * https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_LookupEvents.html
 */
export async function collectHistory(
  desk: Desk,
  callers: Callers,
  cases: readonly Settings[],
  options: HistoryOptions,
): Promise<void> {
  const named = (name: string, value: string, party: AwsParty, region: string | null): Question => ({
    name,
    attribute: 'ResourceName',
    value,
    party,
    region,
  });
  const ofCase = ({ told, sourceRegion, destinationRegion, key }: Settings): Question[] => [
    named(sourceName(told.sourceBucket), told.sourceBucket, 'source', sourceRegion),
    ...(told.destinationBucket === undefined
      ? []
      : [named(`destination-${told.destinationBucket}`, told.destinationBucket, 'destination', destinationRegion)]),
    ...(key === null ? [] : [named(cases.length === 1 ? 'key' : `key-${key.arn}`, key.arn, key.party, key.region)]),
  ];
  const questions: Question[] = [
    ...new Map(cases.flatMap(ofCase).map((question) => [question.name, question])).values(),
    ...ORGANIZATION_EVENTS.map(
      (value): Question => ({ name: value, attribute: 'EventName', value, party: 'destination', region: 'us-east-1' }),
    ),
  ];
  const issuers = new Set<string>();
  let sessions = await inTurn(questions);
  for (let step = 0; step < LONGEST_CHAIN && sessions.length > 0; step += 1) {
    const fresh = sessions.filter(({ value }) => !issuers.has(value));
    for (const { value } of fresh) issuers.add(value);
    sessions = await inTurn(fresh);
  }
  if (desk.isDry) desk.tell('LookupEvents ResourceName=ACCESS-KEY for each session that made one of the changes');

  async function inTurn(asked: readonly Question[]): Promise<Question[]> {
    const found: Question[] = [];
    for (const question of asked) found.push(...(await askHistory(desk, callers, question, options)));
    return found;
  }
}

/** The answer on the source bucket; null when there is none, as in a dry run. */
export function sourceHistory({ store }: Desk, { told }: Settings): JsonValue {
  const path = pathOf(sourceName(told.sourceBucket));
  return store.kept(path) === null ? null : (JSON.parse(store.text(path)) as JsonValue);
}

function sourceName(bucket: string): string {
  return `source-${bucket}`;
}

function pathOf(name: string): string {
  return `lookup-events/${name.replaceAll(/[^A-Za-z0-9._-]/g, '_')}.json`;
}

/** Recorded in us-east-1 of the management account only; the names are no other service's. */
const ORGANIZATION_EVENTS = ['AttachPolicy', 'DetachPolicy', 'UpdatePolicy'];

/** @returns the questions that the answer leads to: one for each session in it */
async function askHistory(
  desk: Desk,
  callers: Callers,
  question: Question,
  { since, now, intervalMs }: HistoryOptions,
): Promise<Question[]> {
  const { name, attribute, value, party, region } = question;
  const path = pathOf(name);
  const from = Math.max(since, now - HISTORY_MS);
  const call: Call = { service: 'cloudtrail', operation: 'LookupEvents', on: value, party };
  if (desk.isDry) {
    desk.tell(`LookupEvents ${attribute}=${value} in ${region ?? 'the default Region'}, from ${formatInstant(from)}`);
    return [];
  }
  if (desk.store.kept(path) === null) {
    const request = { attribute, value, from, until: now, intervalMs };
    const answer = await desk.ask(call, () =>
      desk.keep(
        path,
        call,
        jsonWithArray('Events', lookedUpPages(desk.clients.cloudtrail(party, region), request), () => ({
          LookupAttributes: [{ AttributeKey: attribute, AttributeValue: value }],
          StartTime: formatInstant(from),
          EndTime: formatInstant(Math.max(from, now - DELAY_MS)),
          AccountId: callers.accountOf(party),
          Region: region,
        })),
      ),
    );
    if (answer.state !== 'answered') return [];
  }
  return sessionsIn(JSON.parse(desk.store.text(path)) as JsonValue, question);
}

async function* lookedUpPages(
  client: CloudTrailClient,
  query: {
    readonly attribute: Question['attribute'];
    readonly value: string;
    readonly from: Instant;
    readonly until: Instant;
    readonly intervalMs: number;
  },
): AsyncGenerator<readonly Event[], void, undefined> {
  let token: string | undefined;
  const seen = new Set<string>();
  do {
    const page = await client.send(
      new LookupEventsCommand({
        LookupAttributes: [{ AttributeKey: query.attribute, AttributeValue: query.value }],
        StartTime: new Date(query.from),
        EndTime: new Date(query.until),
        NextToken: token,
      }),
    );
    yield page.Events ?? [];
    token = page.NextToken;
    if (token !== undefined && seen.has(token)) throw new Error('LookupEvents gives the same page again');
    if (token !== undefined) seen.add(token);
    await sleep(query.intervalMs);
  } while (token !== undefined);
}

/** Access keys of sessions that changed something: the event that issued one names it among its resources. */
function sessionsIn(answer: JsonValue, { party, region }: Question): Question[] {
  const events = isJsonObject(answer) && Array.isArray(answer['Events']) ? answer['Events'] : [];
  const keys = new Set<string>();
  for (const event of events) {
    if (!isJsonObject(event) || event['ReadOnly'] === 'true' || typeof event['CloudTrailEvent'] !== 'string') continue;
    for (const [, key] of event['CloudTrailEvent'].matchAll(/"accessKeyId":\s?"(ASIA[A-Z0-9]{12,124})"/g)) {
      if (key !== undefined) keys.add(key);
    }
  }
  return [...keys].flatMap((value) =>
    // Sessions of the global endpoint are recorded in us-east-1.
    [...new Set([region, 'us-east-1'])].map((place) => ({
      name: `session-${value}-${place ?? 'default'}`,
      attribute: 'ResourceName',
      value,
      party,
      region: place,
    })),
  );
}

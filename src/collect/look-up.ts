import { setTimeout as sleep } from 'node:timers/promises';
import { type CloudTrailClient, type Event, LookupEventsCommand } from '@aws-sdk/client-cloudtrail';
import type { AwsParty } from '../aws/access.ts';
import { DAY, formatInstant, type Instant, MINUTE } from '../instant.ts';
import { isJsonObject, type JsonValue } from '../json.ts';
import type { Callers } from './callers.ts';
import type { Call, Desk } from './desk.ts';
import { jsonWithArray } from './write-document.ts';

/** https://docs.aws.amazon.com/awscloudtrail/latest/userguide/view-cloudtrail-events.html */
export const HISTORY_MS: number = 90 * DAY;
/** AWS answers two questions a second for each account and Region. */
export const LOOKUP_INTERVAL_MS = 500;
/** Events show in the history within this time. */
const DELAY_MS = 15 * MINUTE;

/** One question to the event history, by one attribute. */
export interface Question {
  /** Of its document. */
  readonly name: string;
  readonly attribute: 'ResourceName' | 'EventName';
  readonly value: string;
  readonly party: AwsParty;
  /** null is the Region of the surroundings: the answer then covers nothing. */
  readonly region: string | null;
  /** About a session that IAM Identity Center issued. */
  readonly isOfIdentityCenter?: boolean;
}

/** Whether a time lies in the history, and how long to wait between two questions. */
export interface HistoryOptions {
  readonly since: Instant;
  readonly now: Instant;
  /** AWS answers two questions a second for each account and Region. */
  readonly intervalMs: number;
}

/**
 * Asks one question, of a dry run too: the answer as a document of the collection, null where there is none.
 * https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_LookupEvents.html
 */
export async function lookUp(
  desk: Desk,
  callers: Callers,
  { name, attribute, value, party, region }: Question,
  { since, now, intervalMs }: HistoryOptions,
): Promise<JsonValue> {
  const path = pathOf(name);
  const from = Math.max(since, now - HISTORY_MS);
  const call: Call = { service: 'cloudtrail', operation: 'LookupEvents', on: value, party, region };
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
    if (answer.state !== 'answered') return null;
  }
  return JSON.parse(desk.store.text(path)) as JsonValue;
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

/** The answer to a question, as it is kept; null when there is none. */
export function answerTo({ store }: Desk, name: string): JsonValue {
  const path = pathOf(name);
  return store.kept(path) === null ? null : (JSON.parse(store.text(path)) as JsonValue);
}

export function eventsIn(answer: JsonValue): readonly JsonValue[] {
  return isJsonObject(answer) && Array.isArray(answer['Events']) ? answer['Events'] : [];
}

function pathOf(name: string): string {
  return `lookup-events/${name.replaceAll(/[^A-Za-z0-9._-]/g, '_')}.json`;
}

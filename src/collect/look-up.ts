import {
  type CloudTrailClient,
  type Event,
  LookupEventsCommand,
  type LookupEventsCommandOutput,
} from '@aws-sdk/client-cloudtrail';
import type { AwsParty } from '../aws/access.ts';
import { UnusableAnswer } from '../aws/answers.ts';
import { count } from '../display/quantities.ts';
import { DAY, formatInstant, type Instant, MINUTE } from '../instant.ts';
import { isJsonObject, type JsonValue } from '../json.ts';
import type { Callers } from './callers.ts';
import { type Call, type Desk, documentAt } from './desk.ts';
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
  /** Sessions of events that hold one of these texts are followed; of all where there are none. */
  readonly about?: readonly string[];
  /** About a session that IAM Identity Center issued. */
  readonly isOfIdentityCenter?: boolean;
}

/** Whether a time lies in the history, and how long to wait between two questions. */
export interface HistoryOptions {
  readonly since: Instant;
  readonly now: Instant;
  /** AWS answers two questions a second for each account and Region. */
  readonly intervalMs: number;
  /** Told of each page how many events it has. */
  readonly onEvents?: (events: number) => void;
}

/** Pages of fifty events that stand in one document: so much is lost at most when a run is killed. */
const PAGES_A_DOCUMENT = 20;
/** Documents of one question: ten thousand events, a hundred seconds. */
const MOST_DOCUMENTS = 10;
const SECOND = 1_000;

/**
 * Asks one question, of a dry run too: the answer as a document of the collection, null where there is none. A long
 * answer is kept in several, from the newest events to the oldest: each says of which time it has all events, and the
 * next run goes on behind the last. What a bound or a refusal leaves out is told; what came before is kept.
 * https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_LookupEvents.html
 */
export async function lookUp(
  desk: Desk,
  callers: Callers,
  question: Question,
  options: HistoryOptions,
): Promise<JsonValue> {
  const { name, attribute, value, party, region } = question;
  const from = Math.max(options.since, options.now - HISTORY_MS);
  const call: Call = { service: 'cloudtrail', operation: 'LookupEvents', on: value, party, region };
  const place = `${callers.accountOf(party) ?? party} ${region ?? ''}`;
  let until = options.now;
  for (let document = 1; until > from; document += 1) {
    const path = pathOf(name, document);
    if (desk.store.kept(path) === null) {
      if (document > MOST_DOCUMENTS) {
        desk.notes.add(
          `LookupEvents ${attribute}=${value}: the newest ${count((document - 1) * PAGES_A_DOCUMENT * 50)} events, back to ${formatInstant(until)}; older ones were not asked for, and are in the files of trails only`,
        );
        break;
      }
      if (desk.lookups.isGivenUp(place)) break;
      if (!(await askFor(path, until))) break;
    }
    const reached = Date.parse(String(documentAt(desk, path)['StartTime']));
    until = Number.isNaN(reached) ? from : reached;
  }
  return answerTo(desk, name);

  async function askFor(path: string, before: Instant): Promise<boolean> {
    const reach: Reach = { oldest: before, isWhole: false, failure: null };
    const pages = lookedUpPages(
      desk.clients.cloudtrail(party, region),
      { attribute, value, from, until: before },
      reach,
      {
        turn: () => desk.lookups.turn(place, options.intervalMs),
        onEvents: options.onEvents ?? (() => {}),
      },
    );
    const answer = await desk.ask(call, async () => {
      await desk.keep(
        path,
        call,
        jsonWithArray('Events', pages, () => ({
          LookupAttributes: [{ AttributeKey: attribute, AttributeValue: value }],
          StartTime: formatInstant(reach.isWhole ? from : Math.min(before, reach.oldest + SECOND)),
          EndTime: formatInstant(Math.max(from, Math.min(before, options.now - DELAY_MS))),
          AccountId: callers.accountOf(party),
          Region: region,
        })),
      );
      if (reach.failure !== null) throw reach.failure;
    });
    if (answer.state === 'answered') return true;
    if (reach.failure !== null && isThrottled(reach.failure)) {
      desk.lookups.giveUp(place);
      desk.problems.add(
        `the event history in ${region ?? 'the default Region'} is asked by others, too, and AWS refuses more questions: what came is kept, run again on the same directory to ask for the rest`,
      );
    }
    return false;
  }
}

/** How far back an answer has come. */
interface Reach {
  oldest: Instant;
  isWhole: boolean;
  /** What ended it, behind the pages that came. */
  failure: Error | null;
}

/** @throws what ends an answer of which no page came */
async function* lookedUpPages(
  client: CloudTrailClient,
  query: Pick<Question, 'attribute' | 'value'> & { readonly from: Instant; readonly until: Instant },
  reach: Reach,
  { turn, onEvents }: { readonly turn: () => Promise<void>; readonly onEvents: (events: number) => void },
): AsyncGenerator<readonly Event[], void, undefined> {
  let token: string | undefined;
  const seen = new Set<string>();
  for (let pages = 0; ; ) {
    await turn();
    let page: LookupEventsCommandOutput;
    try {
      page = await client.send(
        new LookupEventsCommand({
          LookupAttributes: [{ AttributeKey: query.attribute, AttributeValue: query.value }],
          StartTime: new Date(query.from),
          EndTime: new Date(query.until),
          NextToken: token,
        }),
      );
    } catch (error) {
      reach.failure = error instanceof Error ? error : new Error(String(error));
      if (pages === 0) throw error;
      return;
    }
    const events = page.Events ?? [];
    pages += 1;
    onEvents(events.length);
    yield events;
    for (const { EventTime } of events) reach.oldest = Math.min(reach.oldest, EventTime?.getTime() ?? reach.oldest);
    token = page.NextToken;
    if (token === undefined) {
      reach.isWhole = true;
      return;
    }
    if (seen.has(token) || pages === MOST_PAGES) {
      reach.failure = new UnusableAnswer('the pages of the answer do not come to an end', false);
      return;
    }
    seen.add(token);
    // The next document begins within the second of the oldest event: it must be an earlier one than this began with.
    if (pages >= PAGES_A_DOCUMENT && reach.oldest + SECOND < query.until) return;
  }
}

/** Of one answer, where they all are of one second, or without events. */
const MOST_PAGES = 1_000;

function isThrottled({ name }: Error): boolean {
  return name === 'ThrottlingException' || name === 'Throttling' || name === 'TooManyRequestsException';
}

/** The answer to a question, as it is kept, all documents together; null when there is none. */
export function answerTo(desk: Desk, name: string): JsonValue {
  const events: JsonValue[] = [];
  for (let document = 1; ; document += 1) {
    const path = pathOf(name, document);
    if (desk.store.kept(path) === null) return document === 1 ? null : { Events: events };
    for (const event of eventsIn(documentAt(desk, path))) events.push(event);
  }
}

export function eventsIn(answer: JsonValue): readonly JsonValue[] {
  return isJsonObject(answer) && Array.isArray(answer['Events']) ? answer['Events'] : [];
}

function pathOf(name: string, document: number): string {
  const part = document === 1 ? '' : `.${document}`;
  return `lookup-events/${name.replaceAll(/[^A-Za-z0-9._-]/g, '_')}${part}.json`;
}

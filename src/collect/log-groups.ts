import type { Trail } from '@aws-sdk/client-cloudtrail';
import type { AwsParty } from '../aws/access.ts';
import { UnusableAnswer } from '../aws/answers.ts';
import { formatInstant, type Instant } from '../instant.ts';
import { isJsonObject, type JsonObject } from '../json.ts';
import type { Callers } from './callers.ts';
import { type Call, type Desk, documentAt } from './desk.ts';
import { namedPath } from './file-name.ts';
import { ORGANIZATION_EVENTS } from './history.ts';
import type { LogPeriod } from './log-period.ts';
import type { Settings } from './settings.ts';
import { jsonWithArray } from './write-document.ts';

/** A log group of CloudWatch Logs that a trail writes into. */
export interface LogGroup {
  readonly name: string;
  readonly region: string;
  readonly party: AwsParty;
  /** Of the trail. */
  readonly trail: string;
  /** What its files were planned as; null where there is none to fetch. */
  readonly files: string | null;
}

/** Pages that stand in one document: so much is lost at most when a run is killed. */
const PAGES_A_DOCUMENT = 50;
/** Documents of one question. A page has ten thousand events or a megabyte at most. */
const MOST_DOCUMENTS = 10;
/** Pages of one document, where they are empty or of one time. */
const MOST_PAGES = 500;
const MOST_SESSIONS = 50;

/** The log group of a trail, null where it has none. */
export function logGroupOf(trail: Trail, callers: Callers, party: AwsParty, files: string | null): LogGroup | null {
  const arn = /^arn:[^:]+:logs:([^:]+):(\d{12}):log-group:([^:]+)/.exec(trail.CloudWatchLogsLogGroupArn ?? '');
  const [, region, account, name] = arn ?? [];
  if (region === undefined || account === undefined || name === undefined) return null;
  return { name, region, party: callers.partyIn(account, party), trail: trail.Name ?? name, files };
}

/**
 * Asks log groups for the changes of a period, where the files of their trails could not be had: those of sources and
 * destinations, of keys, of the organization's policies, refused requests, and the events that issued the sessions of the
 * changes. What is found vouches for itself alone.
 * https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_FilterLogEvents.html
 */
export async function collectLogGroups(
  desk: Desk,
  groups: readonly LogGroup[],
  cases: readonly Settings[],
  period: LogPeriod,
): Promise<void> {
  const patterns = patternsOf(cases);
  for (const group of new Map(groups.map((one) => [`${one.region} ${one.name}`, one])).values()) {
    const { name, region, trail } = group;
    if (desk.isDry) {
      desk.tell(`FilterLogEvents in ${name} in ${region}, in place of the files of trail ${trail}`);
      continue;
    }
    const keys = new Set<string>();
    for (const [part, pattern] of patterns.entries()) {
      for (const message of await filtered(desk, group, `changes-${part + 1}`, pattern, period)) {
        for (const [, key] of message.matchAll(/"accessKeyId":\s?"(ASIA[A-Z0-9]{12,124})"/g)) keys.add(key ?? '');
      }
    }
    const issued = [...keys].slice(0, MOST_SESSIONS).map((key) => compared(ISSUED_KEY, key));
    for (const [part, pattern] of anyOf(issued).entries()) {
      await filtered(desk, group, `sessions-${part + 1}`, pattern, period);
    }
  }
}

const ISSUED_KEY = '$.responseElements.credentials.accessKeyId';

/** The messages that a question has, of this run or an earlier one. */
async function filtered(
  desk: Desk,
  group: LogGroup,
  part: string,
  filterPattern: string,
  { since, until }: LogPeriod,
): Promise<readonly string[]> {
  const { name, region, party, trail } = group;
  const call: Call = { service: 'logs', operation: 'FilterLogEvents', on: name, party, region, isContext: true };
  const messages: string[] = [];
  let from = since;
  for (let document = 1; from < until; document += 1) {
    const path = `log-events/${namedPath([region, name, part])}${document === 1 ? '' : `.${document}`}.json`;
    if (desk.store.kept(path) === null) {
      if (document > MOST_DOCUMENTS) {
        desk.notes.add(`FilterLogEvents in ${name}: asked up to ${formatInstant(from)}, and no further`);
        break;
      }
      const asked = { logGroupName: name, startTime: from, endTime: until, filterPattern };
      const reach: Reach = { until: from, failure: null };
      const answer = await desk.ask(call, async () => {
        const pages = filteredPages(desk, group, asked, reach);
        await desk.keep(
          path,
          call,
          jsonWithArray('events', pages, () => ({ ...asked, endTime: reach.until })),
        );
        if (reach.failure !== null) throw reach.failure;
      });
      if (answer.state === 'unset') desk.notes.add(`trail ${trail} writes into log group ${name}, which is not there`);
      if (answer.state !== 'answered') break;
    }
    const kept = documentAt(desk, path);
    for (const event of eventsIn(kept)) messages.push(String(event['message']));
    const reached = kept['endTime'];
    from = typeof reached === 'number' && reached > from ? reached : until;
  }
  return messages;
}

/** Up to when an answer has all events. */
interface Reach {
  until: Instant;
  /** What ended it, behind the pages that came. */
  failure: Error | null;
}

/** @throws what ends an answer of which no page came */
async function* filteredPages(
  desk: Desk,
  { party, region }: LogGroup,
  asked: { readonly startTime: Instant; readonly endTime: Instant } & JsonObject,
  reach: Reach,
): AsyncGenerator<readonly JsonObject[], void, undefined> {
  const client = desk.clients.other('logs', party, region);
  let page: JsonObject = {};
  // Of one time there may be several events: the next document begins with the time of the last, and so are these.
  let held: readonly JsonObject[] = [];
  for (let pages = 0; ; pages += 1) {
    const token = page['nextToken'];
    try {
      page = await client.send('FilterLogEvents', pages === 0 ? asked : { ...asked, nextToken: token ?? null });
    } catch (error) {
      if (reach.until === asked.startTime || !(error instanceof Error)) throw error;
      reach.failure = error;
      return;
    }
    const events = [...held, ...eventsIn(page)];
    if (page['nextToken'] == null) {
      yield events;
      reach.until = asked.endTime;
      return;
    }
    const last = timeOf(events.at(-1));
    held = events.filter((event) => timeOf(event) === last);
    yield events.filter((event) => timeOf(event) !== last);
    if (last !== null) reach.until = last;
    if (page['nextToken'] === token || pages === MOST_PAGES) {
      reach.failure = new UnusableAnswer('the pages of the answer do not come to an end', false);
      return;
    }
    if (pages + 1 >= PAGES_A_DOCUMENT && reach.until > asked.startTime) return;
  }
}

function eventsIn({ events }: JsonObject): readonly JsonObject[] {
  return Array.isArray(events) ? events.filter(isJsonObject) : [];
}

function timeOf(event: JsonObject | undefined): Instant | null {
  const time = event?.['timestamp'];
  return typeof time === 'number' ? time : null;
}

/** https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/FilterAndPatternSyntax.html */
function patternsOf(cases: readonly Settings[]): readonly string[] {
  const buckets = cases.flatMap(({ told }) => [told.destinationBucket ?? [], told.sourceBucket].flat());
  const keys = cases.flatMap(({ key }) => key?.arn ?? []);
  return [
    ...anyOf(
      [
        ...new Set([
          ...buckets.map((bucket) => compared('$.requestParameters.bucketName', bucket)),
          ...keys.map((arn) => compared('$.resources[0].ARN', arn)),
        ]),
      ],
      '(($.managementEvent IS TRUE) && ($.readOnly IS FALSE)) || ($.errorCode = "AccessDenied")',
    ),
    ...anyOf(
      ORGANIZATION_EVENTS.map((name) => compared('$.eventName', name)),
      '$.eventSource = "organizations.amazonaws.com"',
    ),
  ];
}

function compared(member: string, value: string): string {
  return `(${member} = ${JSON.stringify(value)})`;
}

/** Patterns that together find what one of the terms finds, and the condition too: a pattern has 1,024 characters. */
function anyOf(terms: readonly string[], condition: string | null = null): readonly string[] {
  const patterns: string[] = [];
  for (let at = 0; at < terms.length; at += TERMS_A_PATTERN) {
    const some = terms.slice(at, at + TERMS_A_PATTERN).join(' || ');
    patterns.push(condition === null ? `{ ${some} }` : `{ (${some}) && (${condition}) }`);
  }
  return patterns;
}

/** A term with the ARN of a key has some 120 characters. */
const TERMS_A_PATTERN = 6;

import type { AwsParty } from '../aws/access.ts';
import { count, counted } from '../display/quantities.ts';
import { formatInstant, HOUR } from '../instant.ts';
import { isJsonObject, type JsonValue } from '../json.ts';
import { globalRegionOf } from '../partition.ts';
import { KEY_EVENTS } from '../records/cloudtrail/events/kms.ts';
import { CLOUDFORMATION_EVENTS } from '../records/cloudtrail/events/sessions.ts';
import type { Callers } from './callers.ts';
import type { Desk } from './desk.ts';
import { answerTo, eventsIn, HISTORY_MS, type HistoryOptions, lookUp, type Question } from './look-up.ts';
import type { Settings } from './settings.ts';
import { changedByStack, collectStacks, type StackChange } from './stacks.ts';

/** Questions about sessions, in all: a few minutes of them. */
const MOST_SESSIONS = 400;
/** As long a stack operation may last, so far before a change it was ordered. */
const LONGEST_STACK_OPERATION = 12 * HOUR;
/** Longest chain of sessions followed back from a change. */
const LONGEST_CHAIN = 5;

/**
 * Asks the event history for the changes of each source and destination, by its own name; for those of keys and of the
 * organization's policies by the names of the events; and then, for each session that made one of the changes, for
 * the event that issued its access key. Of changes that CloudFormation made in a role of its own, the operations of the
 * stack come in between.
 *
 * @param options `identityCenterRegion` is where the organization has IAM Identity Center; null where nobody said
 */
export async function collectHistory(
  desk: Desk,
  callers: Callers,
  cases: readonly Settings[],
  options: HistoryOptions & { readonly identityCenterRegion: string | null },
): Promise<void> {
  const named = (name: string, value: string, party: AwsParty, region: string | null): Question => ({
    name,
    attribute: 'ResourceName',
    value,
    party,
    region,
  });
  const keys = cases.flatMap(({ key }) => key?.id ?? []);
  const ofCase = ({ told, sourceRegion, destinationRegion, key }: Settings): Question[] => [
    named(sourceName(told.sourceBucket), told.sourceBucket, 'source', sourceRegion),
    ...(told.destinationBucket === undefined
      ? []
      : [named(destinationName(told.destinationBucket), told.destinationBucket, 'destination', destinationRegion)]),
    // By its name a key has an event for each object that was written or read with it.
    ...(key === null ? [] : KEY_EVENTS.map((value) => eventQuestion(callers, value, value, key, keys))),
  ];
  const globalRegion = globalRegionOf(callers.partition);
  const regions = [globalRegion, ...(options.identityCenterRegion === null ? [] : [options.identityCenterRegion])];
  const questions: Question[] = [
    ...new Map(cases.flatMap(ofCase).map((question) => [question.name, question])).values(),
    ...ORGANIZATION_EVENTS.map(
      (value): Question => ({ name: value, attribute: 'EventName', value, party: 'destination', region: globalRegion }),
    ),
  ];
  const asked: Question[] = [];
  let sessions = await inTurn(questions);
  for (const { questions: ofStack, within } of desk.isDry ? [] : await stackQuestions(desk, callers, questions)) {
    sessions.push(...(await inTurn(ofStack, { ...options, ...within })));
  }
  for (let step = 0; step < LONGEST_CHAIN && sessions.length > 0; step += 1) {
    const known = new Set(asked.map(({ value }) => value));
    const unknown = sessions.filter(({ value }) => !known.has(value));
    const fresh = unknown.slice(0, Math.max(0, MOST_SESSIONS - asked.length));
    if (fresh.length < unknown.length) {
      desk.notes.add(
        `the event history was asked for the first ${count(MOST_SESSIONS)} sessions: who issued ${counted(unknown.length - fresh.length, 'other')} is in the files of trails only`,
      );
    }
    asked.push(...fresh);
    sessions = await inTurn(fresh);
  }
  if (desk.isDry) {
    desk.tell('LookupEvents ResourceName=ACCESS-KEY for each session that made one of the changes');
    desk.tell('DescribeStackResources, DescribeStackEvents for each of the changes that CloudFormation made');
  } else noteUnissued(desk, asked);

  async function inTurn(inOrder: readonly Question[], within: HistoryOptions = options): Promise<Question[]> {
    const found: Question[] = [];
    for (const question of inOrder) {
      found.push(...sessionsIn(await askHistory(desk, callers, question, within), question, regions));
    }
    return found;
  }
}

/** By the name of an event, whose questions of several accounts and Regions stand in documents of their own. */
function eventQuestion(
  callers: Callers,
  name: string,
  value: string,
  { party, region }: Pick<Question, 'party' | 'region'>,
  about: readonly string[],
): Question {
  const place = `${callers.accountOf(party) ?? party}-${region ?? 'default'}`;
  return { name: `${name}-${place}`, attribute: 'EventName', value, party, region, about };
}

/** What to ask of stacks that made a change in a role of their own: by their operations before it. */
async function stackQuestions(
  desk: Desk,
  callers: Callers,
  asked: readonly Question[],
): Promise<{ readonly questions: Question[]; readonly within: Pick<HistoryOptions, 'since' | 'now'> }[]> {
  const changes = new Map<string, StackChange>();
  for (const { name, attribute, value, party, region, about } of asked) {
    for (const id of about ?? (attribute === 'ResourceName' ? [value] : [])) {
      const change = changedByStack(answerTo(desk, name), { id, party, region });
      if (change === null) continue;
      const known = changes.get(`${id} ${region}`) ?? change;
      changes.set(`${id} ${region}`, {
        ...change,
        first: Math.min(known.first, change.first),
        last: Math.max(known.last, change.last),
        isInOwnRole: known.isInOwnRole || change.isInOwnRole,
      });
    }
  }
  const found = [];
  for (const change of changes.values()) {
    const { id, first, last, isInOwnRole } = change;
    const stacks = await collectStacks(desk, change);
    if (!isInOwnRole) continue;
    const questions = Object.keys(CLOUDFORMATION_EVENTS.events).map((value) =>
      eventQuestion(callers, `${value}-${id}`, value, change, stacks),
    );
    found.push({ questions, within: { since: first - LONGEST_STACK_OPERATION, now: last + HOUR } });
  }
  return found;
}

/** Sessions of Identity Center are issued in its own Region, which nothing else tells. */
function noteUnissued(desk: Desk, asked: readonly Question[]): void {
  const ofIdentityCenter = asked.filter(({ isOfIdentityCenter }) => isOfIdentityCenter === true);
  for (const key of new Set(ofIdentityCenter.map(({ value }) => value))) {
    const questions = ofIdentityCenter.filter(({ value }) => value === key);
    if (questions.some(({ name }) => eventsIn(answerTo(desk, name)).length > 0)) continue;
    const where = questions.map(({ region }) => region ?? 'the default Region').join(' and ');
    desk.notes.add(
      `who signed in for session ${key} of IAM Identity Center is not told in ${where}: name the Region of Identity Center with --identity-center-region`,
    );
  }
}

/** The answer on the source bucket; null when there is none, as in a dry run. */
export function sourceHistory(desk: Desk, { told }: Settings): JsonValue {
  return answerTo(desk, sourceName(told.sourceBucket));
}

/** All answers on a bucket, by its name. */
export function bucketHistory(desk: Desk, bucket: string): readonly JsonValue[] {
  return [sourceName(bucket), destinationName(bucket)].map((name) => answerTo(desk, name));
}

function destinationName(bucket: string): string {
  return `destination-${bucket}`;
}

function sourceName(bucket: string): string {
  return `source-${bucket}`;
}

/** Recorded in one Region of the management account only; the names are no other service's. */
export const ORGANIZATION_EVENTS: readonly string[] = ['AttachPolicy', 'DetachPolicy', 'UpdatePolicy'];

/** As `lookUp` does, but for a dry run, which only tells the question. */
async function askHistory(
  desk: Desk,
  callers: Callers,
  question: Question,
  options: HistoryOptions,
): Promise<JsonValue> {
  const { attribute, value, region } = question;
  if (desk.isDry) {
    const from = Math.max(options.since, options.now - HISTORY_MS);
    desk.tell(`LookupEvents ${attribute}=${value} in ${region ?? 'the default Region'}, from ${formatInstant(from)}`);
    return null;
  }
  return lookUp(desk, callers, question, options);
}

/** Access keys of sessions that changed something: the event that issued one names it among its resources. */
function sessionsIn(answer: JsonValue, { party, region, about }: Question, regions: readonly string[]): Question[] {
  const keys = new Map<string, boolean>();
  for (const event of eventsIn(answer)) {
    if (!isJsonObject(event) || event['ReadOnly'] === 'true' || typeof event['CloudTrailEvent'] !== 'string') continue;
    const text = event['CloudTrailEvent'];
    if (about?.some((part) => text.includes(part)) === false) continue;
    const isOfIdentityCenter = text.includes('/AWSReservedSSO_');
    for (const [, key] of text.matchAll(/"accessKeyId":\s?"(ASIA[A-Z0-9]{12,124})"/g)) {
      if (key !== undefined) keys.set(key, isOfIdentityCenter);
    }
  }
  return [...keys].flatMap(([value, isOfIdentityCenter]) =>
    // Sessions of the global endpoint are recorded in the Region of global services.
    [...new Set([region, ...regions])].map((place) => ({
      name: `session-${value}-${place ?? 'default'}`,
      attribute: 'ResourceName',
      value,
      party,
      region: place,
      isOfIdentityCenter,
    })),
  );
}

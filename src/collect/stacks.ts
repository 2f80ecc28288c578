import type { AwsParty } from '../aws/access.ts';
import { DAY, formatInstant, HOUR, type Instant } from '../instant.ts';
import { isJsonObject, type JsonObject, type JsonValue } from '../json.ts';
import { type Desk, documentAt } from './desk.ts';
import { namedPath } from './file-name.ts';
import { eventsIn } from './look-up.ts';
import { jsonWithArray } from './write-document.ts';

/** A bucket or key that CloudFormation changed, as the event history tells. */
export interface StackChange {
  /** Name of the bucket, or Id of the key. */
  readonly id: string;
  readonly party: AwsParty;
  readonly region: string | null;
  readonly first: Instant;
  readonly last: Instant;
  /** CloudFormation had a role for it: then the event does not tell who ordered it. */
  readonly isInOwnRole: boolean;
}

/** Pages of a stack's events; AWS gives a hundred at a time, from the newest on. */
const MOST_PAGES = 50;
/** A stack operation lasts no longer, so that what it did is told from its beginning. */
const LONGEST_OPERATION: number = DAY;

/** What CloudFormation changed, by the events of an answer; null where there is none. */
export function changedByStack(
  answer: JsonValue,
  { id, party, region }: Pick<StackChange, 'id' | 'party' | 'region'>,
): StackChange | null {
  let isInOwnRole = false;
  const times = eventsIn(answer).flatMap((event) => {
    if (!isJsonObject(event) || event['ReadOnly'] === 'true') return [];
    const text = String(event['CloudTrailEvent']);
    if (!text.includes(id) || !/"(?:invokedBy|userAgent)":\s?"cloudformation\.amazonaws\.com/.test(text)) return [];
    const time = Date.parse(String(event['EventTime']));
    isInOwnRole ||= /:assumed-role\/[^"]{1,200}\/AWSCloudFormation"/.test(text);
    return Number.isNaN(time) ? [] : [time];
  });
  if (times.length === 0) return null;
  return { id, party, region, first: Math.min(...times), last: Math.max(...times), isInOwnRole };
}

/**
 * Keeps what a stack did that made a change, and tells it: the stack is found by what belongs to it.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_DescribeStackEvents.html
 *
 * @returns the names of the stacks
 */
export async function collectStacks(desk: Desk, change: StackChange): Promise<readonly string[]> {
  const { id, party, region } = change;
  const asked = { service: 'cloudformation', party, region, isContext: true } as const;
  const found = await desk.setting(
    `cloudformation/resources-${namedPath([id])}.json`,
    { ...asked, operation: 'DescribeStackResources', on: id },
    async () => {
      try {
        const client = desk.clients.other('cloudformation', party, region);
        const answer = await client.send('DescribeStackResources', { PhysicalResourceId: id });
        return { StackResources: membersIn(answer, 'DescribeStackResources', 'StackResources') };
      } catch (error) {
        if (isNoStack(error)) return { StackResources: [] };
        throw error;
      }
    },
  );
  const resources = found.state === 'answered' ? listOf(found.value['StackResources']) : [];
  const stacks = new Map(resources.map(({ StackId, StackName }) => [String(StackId), String(StackName)]));
  for (const [stackId, name] of stacks) {
    const path = `cloudformation/events-${namedPath([name])}.json`;
    const call = { ...asked, operation: 'DescribeStackEvents', on: name };
    if (desk.store.kept(path) === null) {
      await desk.ask(call, () =>
        desk.keep(
          path,
          call,
          jsonWithArray('StackEvents', eventPages(desk, change, stackId), () => ({})),
        ),
      );
    }
    if (desk.store.kept(path) !== null) noteChange(desk, change, name, listOf(documentAt(desk, path)['StackEvents']));
  }
  return [...new Set(stacks.values())];
}

async function* eventPages(
  desk: Desk,
  { party, region, first }: StackChange,
  stackId: string,
): AsyncGenerator<readonly JsonObject[], void, undefined> {
  const client = desk.clients.other('cloudformation', party, region);
  let token: JsonValue = null;
  for (let pages = 0; pages < MOST_PAGES; pages += 1) {
    const input = { StackName: stackId, ...(token === null ? {} : { NextToken: token }) };
    const answer = await client.send('DescribeStackEvents', input);
    const events = membersIn(answer, 'DescribeStackEvents', 'StackEvents');
    yield events;
    const result = answer['DescribeStackEventsResult'];
    const next: JsonValue = (isJsonObject(result) ? result['NextToken'] : null) ?? null;
    if (next === null || next === token || timeOf(events.at(-1)) < first - LONGEST_OPERATION) return;
    token = next;
  }
  desk.notes.add(`stack ${stackId} has more than ${MOST_PAGES} pages of events: older ones were not asked for`);
}

/** Who ordered it, the events of the operation in CloudTrail tell; by its token, which of them it is. */
function noteChange(desk: Desk, { id, first, last }: StackChange, name: string, events: readonly JsonObject[]): void {
  const done = events.filter(
    (event) =>
      event['PhysicalResourceId'] === id &&
      /_COMPLETE$/.test(String(event['ResourceStatus'])) &&
      timeOf(event) >= first - HOUR &&
      timeOf(event) <= last + HOUR,
  );
  for (const event of done.slice(0, MOST_TOLD)) {
    const token = event['ClientRequestToken'];
    const by = typeof token === 'string' ? `, in the operation of token ${token}` : '';
    desk.notes.add(
      `stack ${name} changed ${id}: ${event['ResourceType']} ${event['LogicalResourceId']} ${event['ResourceStatus']} at ${formatInstant(timeOf(event))}${by}`,
    );
  }
}

const MOST_TOLD = 5;

function membersIn(answer: JsonObject, operation: string, list: string): readonly JsonObject[] {
  const result = answer[`${operation}Result`];
  const members = isJsonObject(result) && isJsonObject(result[list]) ? result[list]['member'] : undefined;
  return listOf(Array.isArray(members) ? members : [members ?? null]);
}

function listOf(value: JsonValue | undefined): readonly JsonObject[] {
  return Array.isArray(value) ? value.filter(isJsonObject) : [];
}

function timeOf(event: JsonObject | undefined): Instant {
  return Date.parse(String(event?.['Timestamp']));
}

/** What belongs to no stack is no failure, though AWS answers it as one. */
function isNoStack(error: unknown): boolean {
  return error instanceof Error && error.name === 'ValidationError' && /does not exist/.test(error.message);
}

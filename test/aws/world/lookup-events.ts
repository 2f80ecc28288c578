import { type Answer, jsonAnswer, refuse } from './answer.ts';
import type { Asked } from './asked.ts';
import { pageOf, type TokenFault } from './pages.ts';
import type { World, WorldEvent } from './world.ts';

const KEPT_MS = 90 * 24 * 60 * 60 * 1000;
const MOST_RESULTS = 50;

/**
 * Events of one account and Region that meet one attribute, newest first.
 * https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_LookupEvents.html
 */
export function lookupEvents(asked: Asked, world: World, account: string | null, fault: TokenFault): Answer {
  const { NextToken, ...parameters } = asked.input as unknown as LookupInput;
  const { LookupAttributes = [], StartTime, EndTime, MaxResults = MOST_RESULTS } = parameters;
  if (LookupAttributes.length > 1) return refusal('InvalidLookupAttributesException');
  if (MaxResults < 1 || MaxResults > MOST_RESULTS) return refusal('InvalidMaxResultsException');
  const kept = world.now === undefined ? Number.NEGATIVE_INFINITY : world.now.getTime() - KEPT_MS;
  const from = Math.max(StartTime === undefined ? kept : StartTime * 1000, kept);
  const to = EndTime === undefined ? Number.POSITIVE_INFINITY : EndTime * 1000;
  if (StartTime !== undefined && EndTime !== undefined && StartTime > EndTime)
    return refusal('InvalidTimeRangeException');
  const found = answeredEvents(world.events ?? [])
    .filter(({ record, event }) => {
      const here = record['awsRegion'] === undefined || asked.region === null || record['awsRegion'] === asked.region;
      const owner = record['recipientAccountId'];
      const ours = owner === undefined || account === null || owner === account;
      const at = event.EventTime.getTime();
      return here && ours && at >= from && at <= to && LookupAttributes.every((attribute) => meets(event, attribute));
    })
    .map(({ event }) => event)
    .sort((a, b) => b.EventTime.getTime() - a.EventTime.getTime());
  const same = JSON.stringify([account, asked.region, parameters]);
  const page = pageOf(found, { parameters: same, token: NextToken ?? null, size: MaxResults, fault });
  if (page === null) return refusal('InvalidNextTokenException');
  return jsonAnswer({ Events: page.items, NextToken: page.next });
}

interface LookupInput {
  readonly LookupAttributes?: readonly Attribute[];
  /** In seconds. */
  readonly StartTime?: number;
  readonly EndTime?: number;
  readonly MaxResults?: number;
  readonly NextToken?: string;
}

interface Attribute {
  readonly AttributeKey: string;
  readonly AttributeValue: string;
}

/** Made once for each world: there may be many, and a page is asked for often. */
function answeredEvents(events: readonly WorldEvent[]): ReturnType<typeof answeredEvent>[] {
  const known = answered.get(events) ?? events.map(answeredEvent);
  answered.set(events, known);
  return known;
}

const answered = new WeakMap<readonly WorldEvent[], ReturnType<typeof answeredEvent>[]>();

function answeredEvent({ record, resources = [], username }: WorldEvent) {
  const identity = (record['userIdentity'] ?? {}) as { readonly userName?: string; readonly accessKeyId?: string };
  const event = {
    EventId: String(record['eventID']),
    EventName: String(record['eventName']),
    ReadOnly: String(record['readOnly'] ?? false),
    AccessKeyId: identity.accessKeyId,
    EventTime: new Date(String(record['eventTime'])),
    EventSource: String(record['eventSource']),
    Username: username ?? identity.userName,
    Resources: resources,
    CloudTrailEvent: JSON.stringify(record),
  };
  return { record, event };
}

function meets(
  event: ReturnType<typeof answeredEvent>['event'],
  { AttributeKey: key, AttributeValue: value }: Attribute,
): boolean {
  switch (key) {
    case 'EventId':
    case 'EventName':
    case 'ReadOnly':
    case 'AccessKeyId':
    case 'EventSource':
    case 'Username':
      return event[key] === value;
    case 'ResourceName':
    case 'ResourceType':
      return event.Resources.some((resource) => resource[key] === value);
    default:
      return false;
  }
}

function refusal(code: string): Answer {
  return refuse('cloudtrail', { status: 400, code, message: 'The request is not valid' });
}

import { type Answer, jsonAnswer, refuse } from './answer.ts';
import type { Asked } from './asked.ts';
import { pageOf } from './pages.ts';
import type { World } from './world.ts';

/** So many records are looked at for a page, whether they match or not: pages without events have tokens too. */
const PAGE = 20;

/**
 * Records of a log group, oldest first, that hold one of the values that the pattern compares with; the rest of a pattern
 * is not evaluated.
 * https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_FilterLogEvents.html
 */
export function logEvents({ operation, input }: Asked, { logGroups = {} }: World): Answer | null {
  if (operation !== 'FilterLogEvents') return null;
  const records = logGroups[String(input['logGroupName'])];
  if (records === undefined) {
    const message = 'The specified log group does not exist.';
    return refuse('logs', { status: 400, code: 'ResourceNotFoundException', message });
  }
  const pattern = String(input['filterPattern']);
  if (pattern.length > 1_024) {
    return refuse('logs', { status: 400, code: 'InvalidParameterException', message: 'The pattern is too long' });
  }
  const values = [...pattern.matchAll(/"([^"]+)"/g)].map(([, value]) => value ?? '');
  const events = records.map((record, index) => ({
    eventId: String(index),
    logStreamName: 'trail',
    timestamp: Date.parse(String(record['eventTime'])),
    ingestionTime: Date.parse(String(record['eventTime'])) + 300_000,
    message: JSON.stringify(record),
  }));
  const [from, to] = [Number(input['startTime'] ?? 0), Number(input['endTime'] ?? Number.POSITIVE_INFINITY)];
  const inTime = events.filter(({ timestamp }) => timestamp >= from && timestamp < to);
  const { nextToken = null, ...same } = input as { readonly nextToken?: string };
  const page = pageOf(inTime, { parameters: JSON.stringify(same), token: nextToken, size: PAGE, fault: null });
  if (page === null) {
    return refuse('logs', { status: 400, code: 'InvalidParameterException', message: 'The token is not known' });
  }
  const found = page.items.filter(({ message }) => values.some((value) => message.includes(`"${value}"`)));
  return jsonAnswer({ events: found, searchedLogStreams: [], nextToken: page.next ?? undefined });
}

import type { CaseOptions } from '../case/case.ts';
import type { EventReport } from '../check/event/contract.ts';
import { eventDeliveries } from '../check/event/event-deliveries.ts';
import { judgeEvents } from '../check/event/judge-events.ts';
import { readChangeEvents } from '../check/event/read-change-events.ts';
import { type CheckQuestion, type Document, sourcesOf } from './check.ts';

/** What is known beside the event. The documents are those of the state before it. */
export interface EventQuestion extends Omit<CheckQuestion, 'policy' | 'case'> {
  /** The destination's bucket policy; null: it had none. Not known unless given. */
  readonly policy?: Document | null;
  /** The deliveries that are meant; those that the policies and the event itself speak of unless given. */
  readonly cases?: readonly CaseOptions[];
}

/**
 * Whether changes stop deliveries of S3 Inventory, from their CloudTrail events: of policies, keys, configurations,
 * encryption and buckets. A call that failed, was sent twice or is about something else stops none.
 *
 * @param event as it came, parsed or as text: from EventBridge, SNS or SQS, a log file, an answer of LookupEvents
 * @throws ForensicsError `unreadable-input` where it is no event; as {@link check} does
 */
export async function checkEvent(event: Document, question: EventQuestion = {}): Promise<EventReport> {
  const { cases = [], policy, ...rest } = question;
  const bytes = Buffer.from(typeof event === 'string' ? event : JSON.stringify(event));
  const events = await readChangeEvents([
    {
      kind: 'object',
      name: 'event',
      async *open() {
        yield bytes;
      },
    },
  ]);
  const sources = { ...sourcesOf({ ...rest, policy: policy ?? null }), noPolicy: policy === null };
  return judgeEvents(events, eventDeliveries(sources, cases, events));
}

import type { CheckDecision } from '../contract.ts';
import type { EventCheck, JudgedEvent } from './contract.ts';

/** The answer in one or two sentences; it leads with what is worst. */
export function summarizeEvents(
  events: readonly JudgedEvent[],
  checks: readonly EventCheck[],
  decision: CheckDecision,
): string {
  const stopped = checks.find(({ stops }) => stops === true);
  if (stopped !== undefined) {
    const event = events.find(({ eventId }) => eventId !== null && eventId === stopped.stoppedBy);
    return `${event === undefined ? 'The change' : wordsOf(event)} stops${more(checks)}. ${stopped.check.summary}`;
  }
  const denied = checks.find((one) => one.check.decision === 'denied');
  if (denied !== undefined) {
    const why =
      denied.before === 'denied'
        ? 'was stopped before, and still is'
        : `is stopped; whether by this is not known, since ${UNKNOWN}`;
    return `A delivery ${why}. ${denied.check.summary}`;
  }
  const open = checks.find((one) => one.check.decision === 'depends');
  if (open !== undefined) {
    return `Whether a delivery is stopped cannot be told. ${open.check.summary}`;
  }
  if (decision === 'depends') {
    const [unclear] = events.filter(({ concerned }) => concerned === null);
    return `Whether a delivery is concerned cannot be told: ${unclear?.reason ?? ''}.`;
  }
  if (checks.length > 0) return `No delivery is stopped. ${checks[0]?.check.summary ?? ''}`;
  const reasons = [...new Set(events.map((event) => `${event.eventName}: ${event.reason}`))];
  return `No delivery is concerned. ${reasons.slice(0, 3).join('; ')}${reasons.length > 3 ? ', and others' : ''}.`;
}

/** `PutBucketPolicy of 2026-02-09T14:00:00Z by arn:aws:iam::...`. */
function wordsOf({ eventName, time, actor }: JudgedEvent): string {
  return `${eventName} of ${time}${actor === null ? '' : `, with the credentials of ${actor},`}`;
}

function more(checks: readonly EventCheck[]): string {
  const others = checks.filter(({ stops }) => stops === true).length - 1;
  return others < 1 ? ' a delivery' : ` ${others + 1} deliveries`;
}

const UNKNOWN = 'the state before was not given (--policy and others)';

import { allowedCall } from '../aws/calls.ts';
import { counted } from '../display/quantities.ts';
import { groupedBy } from '../groups.ts';
import { formatInstant } from '../instant.ts';
import { isJsonObject, type JsonObject, type JsonValue } from '../json.ts';
import type { CloudTrailRecord } from '../records/cloudtrail/record.ts';
import { recordedValue } from '../records/recorded.ts';
import type { Desk } from './desk.ts';
import { eventsIn } from './look-up.ts';
import { pastCalls } from './past-calls.ts';

/**
 * Names the Deny that keeps whoever asks from a bucket, where the event history holds the last policy that was put there:
 * what locks the investigator out may be what stops the deliveries.
 *
 * @param historyOf answers of the event history that hold the calls on a bucket
 */
export function noteLockouts(desk: Desk, historyOf: (bucket: string) => readonly JsonValue[]): void {
  for (const [bucket, calls] of groupedBy(desk.lockouts, ({ on }) => on.split('/')[0] ?? '')) {
    const actions = [...new Set(calls.map(({ service, operation }) => allowedCall(service, operation)?.action ?? ''))];
    const last = lastPolicy(historyOf(bucket).flatMap(eventsIn), bucket);
    const names = last === null ? [] : denying(last.policy, actions);
    const what = `the policy of ${bucket} has a Deny that keeps you from ${actions.join(', ')}`;
    if (last === null || names.length === 0) {
      desk.notes.add(`${what}: whoever may change it is the owner's administrator, or its root user`);
      continue;
    }
    const { record } = last;
    const who = record.userIdentity.arn ?? record.userIdentity.principalId ?? 'somebody';
    desk.notes.add(
      `${what}: ${names.join(', ')} in the last policy that the event history holds, put by ${who} at ${formatInstant(record.eventTime)} (event ${record.eventID})`,
    );
  }
}

interface PastPolicy {
  readonly record: CloudTrailRecord;
  readonly policy: JsonValue;
}

function lastPolicy(events: readonly JsonValue[], bucket: string): PastPolicy | null {
  let last: PastPolicy | null = null;
  for (const { record, action } of pastCalls(events)) {
    if (action.kind !== 'put-bucket-policy' || action.bucket !== bucket) continue;
    const policy = recordedValue(action.policy);
    if (policy !== null && (last === null || record.eventTime > last.record.eventTime)) last = { record, policy };
  }
  return last;
}

/** The Deny statements that name one of the actions, or not all but these: conditions are left to the reader. */
function denying(policy: JsonValue, actions: readonly string[]): string[] {
  const statements = isJsonObject(policy) ? policy['Statement'] : null;
  const listed = Array.isArray(statements) ? statements : [statements];
  const found = listed.flatMap((statement, index) =>
    isJsonObject(statement) && statement['Effect'] === 'Deny' && actions.some((action) => covers(statement, action))
      ? [typeof statement['Sid'] === 'string' ? statement['Sid'] : `statement ${index + 1}`]
      : [],
  );
  return found.length > MOST_NAMED
    ? [...found.slice(0, MOST_NAMED), counted(found.length - MOST_NAMED, 'more')]
    : found;
}

function covers(statement: JsonObject, action: string): boolean {
  const named = textsIn(statement['Action']);
  if (named.length > 0) return named.some((pattern) => matches(pattern, action));
  const others = textsIn(statement['NotAction']);
  return others.length > 0 && !others.some((pattern) => matches(pattern, action));
}

function textsIn(value: JsonValue | undefined): string[] {
  return (Array.isArray(value) ? value : [value]).filter((text) => typeof text === 'string');
}

/** Patterns of actions know `*` and `?`, and no upper and lower case. Takes no longer than pattern times action. */
function matches(pattern: string, action: string): boolean {
  const [wanted, text] = [pattern.toLowerCase(), action.toLowerCase()];
  let [at, from, star, resume] = [0, 0, -1, 0];
  while (from < text.length) {
    if (wanted[at] === '*') {
      star = at;
      at += 1;
      resume = from;
    } else if (wanted[at] === '?' || wanted[at] === text[from]) {
      at += 1;
      from += 1;
    } else if (star !== -1) {
      resume += 1;
      at = star + 1;
      from = resume;
    } else return false;
  }
  return /^\**$/.test(wanted.slice(at));
}

const MOST_NAMED = 5;

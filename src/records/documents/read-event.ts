import type { JsonObject } from '../../json.ts';
import { isTrailEvent } from '../cloudtrail/is-trail-event.ts';
import { parseCloudTrailEvent } from '../cloudtrail/parse.ts';
import type { Scope } from '../envelope.ts';
import type { Reading } from './reading.ts';

/** A full CloudTrail event, out of a log file or whatever it was wrapped in. */
export function readCloudTrailEvent(value: JsonObject, _list: string | null, scope: Scope): Reading | null {
  if (!isTrailEvent(value)) return null;
  const parsed = parseCloudTrailEvent(value, scope);
  if (!parsed.ok) return { state: 'unreadable', kind: 'cloudtrail', reason: parsed.reason };
  const { record } = parsed;
  return { state: 'read', kind: 'cloudtrail', content: { kind: 'cloudtrail', record }, time: record.eventTime };
}

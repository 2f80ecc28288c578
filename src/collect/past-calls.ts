import type { JsonValue } from '../json.ts';
import type { Action } from '../records/action.ts';
import { interpretCloudTrail } from '../records/cloudtrail/interpret.ts';
import type { CloudTrailRecord } from '../records/cloudtrail/record.ts';
import { unwrap } from '../records/documents/unwrap.ts';

/** A call that the event history tells of, and what it did. */
export interface PastCall {
  readonly record: CloudTrailRecord;
  readonly action: Action;
}

/** The calls among events of the history that succeeded. */
export function pastCalls(events: readonly JsonValue[]): readonly PastCall[] {
  return events.flatMap((event) => {
    const [unwrapped] = unwrap(event, null);
    if (unwrapped?.reading.state !== 'read' || unwrapped.reading.content?.kind !== 'cloudtrail') return [];
    const { record } = unwrapped.reading.content;
    return record.errorCode === null ? [{ record, action: interpretCloudTrail(record) }] : [];
  });
}

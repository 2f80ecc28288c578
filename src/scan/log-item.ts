import type { EvidenceItem } from '../records/item.ts';

/** The evidence that `scan` is about: a line of an access log or an event of CloudTrail, and where it stands. */
export type LogItem = Extract<EvidenceItem, { readonly kind: 'access-log' | 'cloudtrail' }>;

export function isLogItem(item: EvidenceItem): item is LogItem {
  return item.kind === 'access-log' || item.kind === 'cloudtrail';
}

/** The log's own name for the call: the access log's operation or CloudTrail's event name. */
export function operationOf(item: LogItem): string | null {
  return item.kind === 'access-log' ? item.record.operation : item.record.eventName;
}

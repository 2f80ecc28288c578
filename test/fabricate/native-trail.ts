import { derivedAlphanumeric } from './derive.ts';
import type { TrailEvent } from './events/event.ts';
import { type EvidenceFile, gzippedRecordsFile } from './evidence-file.ts';

/**
 * CloudTrail's own layout in S3, one file a day, account and Region, each named for shortly after
 * its newest event.
 * https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-find-log-files.html
 */
export function nativeTrail(events: readonly TrailEvent[], root = ''): EvidenceFile[] {
  const days = new Map<string, TrailEvent[]>();
  for (const event of [...events].sort(byTime)) {
    const day = `${event.recipientAccountId}/CloudTrail/${event.awsRegion}/${event.eventTime.slice(0, 10).replaceAll('-', '/')}`;
    days.set(day, [...(days.get(day) ?? []), event]);
  }
  return [...days].map(([day, held]) => {
    const newest = held[held.length - 1];
    if (newest === undefined) throw new Error('a day without events has no file');
    const stamp = newest.eventTime.slice(0, 16).replaceAll(/[-:]/g, '');
    const name = `${newest.recipientAccountId}_CloudTrail_${newest.awsRegion}_${stamp}Z_${derivedAlphanumeric(16, 'trail file', day)}.json.gz`;
    return gzippedRecordsFile(`${root}AWSLogs/${day}/${name}`, held);
  });
}

/** In the order of time; equal times in the order of event ids, so that the result never depends on the input's order. */
function byTime(left: TrailEvent, right: TrailEvent): number {
  const a = `${left.eventTime} ${String(left['eventID'])}`;
  const b = `${right.eventTime} ${String(right['eventID'])}`;
  return a < b ? -1 : a > b ? 1 : 0;
}

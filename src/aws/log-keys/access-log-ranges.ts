import { DAY, SECOND } from '../../instant.ts';
import type { KeyRange } from '../objects/list-objects.ts';
import { LATE_DELIVERY_MS, type LogWindow, NAME_SLACK_MS } from './log-window.ts';
import { dayPath, secondName } from './utc-parts.ts';

/**
 * How the keys of access-log files are made: `[prefix]YYYY-MM-DD-hh-mm-ss-Unique`, or in folders
 * `[prefix]account/Region/bucket/YYYY/MM/DD/` by the time of the events or of the delivery.
 */
export type LogKeyFormat = 'simple' | 'event-time' | 'delivery-time';

/** Where a bucket's access logs go. No slash stands behind the prefix unless it is part of it. */
export interface AccessLogTarget {
  readonly prefix: string;
  readonly format: LogKeyFormat;
  /** Account and Region of the bucket that is logged; null where unknown. */
  readonly account: string | null;
  readonly region: string | null;
  /** The bucket that is logged. */
  readonly bucket: string;
}

/**
 * The keys of all access-log files that can hold lines of a window, UTC.
 *
 * Files named for their delivery are taken past the window's end, since late lines sit in later files; files of
 * events hold one day each and nothing else. Without account or Region the folders of days cannot be told, and the
 * range is wider than the window.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/ServerLogs.html
 */
export function accessLogRanges(target: AccessLogTarget, window: LogWindow): readonly KeyRange[] {
  const { prefix, format } = target;
  switch (format) {
    case 'simple':
      return [
        {
          prefix,
          startAfter: prefix + secondName(window.since - NAME_SLACK_MS),
          endBefore: prefix + secondName(window.until + LATE_DELIVERY_MS + SECOND),
        },
      ];
    case 'event-time':
      return [dayRange(target, window)];
    case 'delivery-time':
      return [dayRange(target, { since: window.since - NAME_SLACK_MS, until: window.until + LATE_DELIVERY_MS })];
    default:
      return format satisfies never;
  }
}

function dayRange({ prefix, account, region, bucket }: AccessLogTarget, days: LogWindow): KeyRange {
  if (account === null) return { prefix, startAfter: null, endBefore: null };
  if (region === null) return { prefix: `${prefix}${account}/`, startAfter: null, endBefore: null };
  const folder = `${prefix}${account}/${region}/${bucket}/`;
  return { prefix: folder, startAfter: folder + dayPath(days.since), endBefore: folder + dayPath(days.until + DAY) };
}

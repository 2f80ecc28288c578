import { DAY, type Instant, startOfUtcDay } from '../../instant.ts';
import { LATE_DELIVERY_MS, type LogWindow, NAME_SLACK_MS } from './log-window.ts';
import { dayPath, secondName } from './utc-parts.ts';

/** The key of a log file, taken apart at its time. Keys of one stem sort by their time. */
export type LogKey =
  /** `<stem>YYYY/MM/DD/...` by the time of delivery. */
  | { readonly kind: 'trail' | 'delivery-day'; readonly stem: string; readonly time: string }
  /** `<stem>YYYY/MM/DD/YYYY-MM-DD-00-00-00-Unique`: the day of the events, unless delivered at midnight. */
  | { readonly kind: 'event-day'; readonly stem: string; readonly time: string }
  /** `<stem>YYYY-MM-DD-hh-mm-ss-Unique` by the time of delivery. */
  | { readonly kind: 'second'; readonly stem: string; readonly time: string };

/**
 * Recognises the keys of CloudTrail and server access-log files; null for every other.
 * https://docs.aws.amazon.com/awscloudtrail/latest/userguide/get-and-view-cloudtrail-log-files.html
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/ServerLogs.html
 */
export function parseLogKey(key: string): LogKey | null {
  const trail = TRAIL.exec(key);
  if (trail !== null) return { kind: 'trail', stem: trail[1] ?? '', time: trail[2] ?? '' };
  const second = SECOND_NAME.exec(key);
  if (second === null) return null;
  const [, front = '', time = ''] = second;
  const day = DAY_FOLDER.exec(front);
  if (day === null || day[2]?.replaceAll('/', '-') !== time.slice(0, 10)) {
    return { kind: 'second', stem: front, time };
  }
  const kind = time.endsWith(MIDNIGHT) ? 'event-day' : 'delivery-day';
  return { kind, stem: day[1] ?? '', time: day[2] ?? '' };
}

const TRAIL =
  /^((?:.*\/)?AWSLogs\/(?:o-[a-z0-9]{10,32}\/)?\d{12}\/CloudTrail(?:-[A-Za-z]+)?\/[a-z0-9-]+\/)(\d{4}\/\d{2}\/\d{2})\/[^/]+$/;
const SECOND_NAME = /^(.*?)(\d{4}-\d{2}-\d{2}-\d{2}-\d{2}-\d{2})-[0-9A-Za-z]{8,64}$/;
const DAY_FOLDER = /^(.*\d{12}\/[a-z0-9-]+\/[a-z0-9.-]{3,63}\/)(\d{4}\/\d{2}\/\d{2})\/$/;
const MIDNIGHT = '-00-00-00';

/** The first and the last time, as keys write it, of files that can hold records of a window. */
export interface LogKeySpan {
  readonly first: string;
  readonly last: string;
}

export function logKeySpan(kind: LogKey['kind'], window: LogWindow): LogKeySpan {
  const since = Math.max(EARLIEST, window.since - NAME_SLACK_MS);
  const until = Math.min(LATEST, window.until + LATE_DELIVERY_MS);
  switch (kind) {
    case 'trail':
    case 'delivery-day':
      return { first: dayPath(since), last: dayPath(until) };
    case 'event-day':
      return { first: dayPath(Math.max(EARLIEST, window.since)), last: dayPath(Math.min(LATEST, window.until)) };
    case 'second':
      return { first: secondName(since), last: secondName(until) };
    default:
      return kind satisfies never;
  }
}

/** Years that keys can write. */
const EARLIEST: Instant = 0;
const LATEST: Instant = startOfUtcDay(Date.UTC(9999, 11, 31)) - DAY;

import { DAY, HOUR } from '../../instant.ts';
import type { KeyRange } from '../objects/list-objects.ts';
import { LATE_DELIVERY_MS, type LogWindow, NAME_SLACK_MS } from './log-window.ts';
import { dayPath } from './utc-parts.ts';

/** Where the files of a trail are that hold the events of an account in a Region. */
export interface TrailLocation {
  /** As the trail has it, without a slash at its end; null for none. */
  readonly prefix: string | null;
  /** `o-...` for a trail of an organization, whose files lie in a folder of that name. */
  readonly organizationId: string | null;
  readonly account: string;
  readonly region: string;
}

export type TrailFileKind = 'CloudTrail' | 'CloudTrail-Digest';

/** A digest covers an hour and is delivered in the next. */
const DIGEST_PERIOD_MS = 2 * HOUR;

/**
 * The keys of all files that can hold events of a window, UTC; of digests, those that cover such files. Files are named
 * for their delivery, so days behind the window's end are taken as well. Folders of days sort as the days follow each
 * other: it is one range however long the window.
 * https://docs.aws.amazon.com/awscloudtrail/latest/userguide/get-and-view-cloudtrail-log-files.html
 */
export function trailRange(trail: TrailLocation, kind: TrailFileKind, window: LogWindow): KeyRange {
  const parts = [trail.prefix, 'AWSLogs', trail.organizationId, trail.account, kind, trail.region];
  const prefix = `${parts.filter((part) => part !== null && part !== '').join('/')}/`;
  const until = window.until + LATE_DELIVERY_MS + (kind === 'CloudTrail-Digest' ? DIGEST_PERIOD_MS : 0);
  return {
    prefix,
    startAfter: prefix + dayPath(window.since - NAME_SLACK_MS),
    endBefore: prefix + dayPath(until + DAY),
  };
}

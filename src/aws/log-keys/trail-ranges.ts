import { DAY, HOUR } from '../../instant.ts';
import type { KeyRange } from '../objects/list-objects.ts';
import { LATE_DELIVERY_MS, type LogWindow, NAME_SLACK_MS } from './log-window.ts';
import { dayPath } from './utc-parts.ts';

/** Where the files of a trail are. */
export interface TrailLocation {
  /** As the trail has it, without a slash at its end; null for none. */
  readonly prefix: string | null;
  /** `o-...` for a trail of an organization, whose files lie in a folder of that name. */
  readonly organizationId: string | null;
  /** Accounts whose events are wanted; none stands for all. */
  readonly accounts: readonly string[];
  /** Regions whose events are wanted; none stands for all. */
  readonly regions: readonly string[];
}

export type TrailFileKind = 'CloudTrail' | 'CloudTrail-Digest';

/** A digest covers an hour and is delivered in the next. */
const DIGEST_PERIOD_MS = 2 * HOUR;

/**
 * The keys of all files of a trail that can hold events of a window, UTC; of digests, those that cover such files.
 * Files are named for their delivery, so days behind the window's end are taken as well.
 *
 * Folders of days sort as the days follow each other: each account and Region is one range however long the
 * window. Where accounts or Regions are not named, the days lie too deep to start from, and the range is wider than
 * the window.
 * https://docs.aws.amazon.com/awscloudtrail/latest/userguide/get-and-view-cloudtrail-log-files.html
 */
export function trailRanges(trail: TrailLocation, kind: TrailFileKind, window: LogWindow): readonly KeyRange[] {
  const parts = [trail.prefix, 'AWSLogs', trail.organizationId].filter((part) => part !== null && part !== '');
  const root = `${parts.join('/')}/`;
  if (trail.accounts.length === 0) return [{ prefix: root, startAfter: null, endBefore: null }];
  const until = window.until + LATE_DELIVERY_MS + (kind === 'CloudTrail-Digest' ? DIGEST_PERIOD_MS : 0);
  return [...new Set(trail.accounts)].flatMap((account): readonly KeyRange[] => {
    const files = `${root}${account}/${kind}/`;
    if (trail.regions.length === 0) return [{ prefix: files, startAfter: null, endBefore: null }];
    return [...new Set(trail.regions)].map((region): KeyRange => {
      const prefix = `${files}${region}/`;
      return {
        prefix,
        startAfter: prefix + dayPath(window.since - NAME_SLACK_MS),
        endBefore: prefix + dayPath(until + DAY),
      };
    });
  });
}

import { DAY, type Instant, MINUTE } from '../../instant.ts';

/** The time that is asked about; both ends belong to it. */
export interface LogWindow {
  readonly since: Instant;
  readonly until: Instant;
}

/**
 * How long behind its time a line is still looked for, in files that are named for their delivery. CloudTrail
 * delivers after about five minutes on average, access logs within a few hours; neither promises a limit, and this
 * much costs one more day of files.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/ServerLogs.html
 * https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-concepts.html
 */
export const LATE_DELIVERY_MS: number = DAY;

/** How far in front of the window files are taken as well: the clock in a file's name need not be that of its lines. */
export const NAME_SLACK_MS: number = 15 * MINUTE;

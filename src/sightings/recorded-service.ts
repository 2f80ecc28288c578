/**
 * Whose events a trail, or an extract of one, may leave out while it has all others: each is judged by itself.
 * `other` stands for every service that no link of a delivery path belongs to.
 * https://docs.aws.amazon.com/awscloudtrail/latest/userguide/logging-management-events-with-cloudtrail.html
 */
export const RECORDED_SERVICES = ['s3', 'kms', 'organizations', 'other'] as const;

export type RecordedService = (typeof RECORDED_SERVICES)[number];

/** @param eventSource as records have it, `s3.amazonaws.com`, in China also with `.cn`; null where a record lacks it. */
export function recordedService(eventSource: string | null): RecordedService {
  switch (eventSource?.replace(/\.com\.cn$/, '.com')) {
    case 's3.amazonaws.com':
      return 's3';
    case 'kms.amazonaws.com':
      return 'kms';
    case 'organizations.amazonaws.com':
      return 'organizations';
    default:
      return 'other';
  }
}

import type { JsonObject } from '../../json.ts';

/**
 * Whether an object is meant as a CloudTrail event, readable or not. S3 event notifications have a `Records` array as
 * well; their source, `aws:s3`, is none of CloudTrail's.
 * https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-record-contents.html
 */
export function isTrailEvent(value: JsonObject): boolean {
  const source = value['eventSource'];
  if (value['eventName'] === undefined && source === undefined) return false;
  return !(typeof source === 'string' && source.startsWith('aws:'));
}

import type { JsonObject } from '../../json.ts';
import type { Reading } from './reading.ts';

/**
 * A CloudTrail digest: it proves log files unchanged but holds no events.
 * https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-log-file-validation-digest-file-structure.html
 */
export function readDigest(value: JsonObject): Reading | null {
  if (value['digestStartTime'] === undefined || value['logFiles'] === undefined) return null;
  return { state: 'foreign', reason: 'CloudTrail digest: not used as events' };
}

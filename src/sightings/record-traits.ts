import type { JsonObject } from '../json.ts';
import { flagOf, textOf } from '../records/cloudtrail/members.ts';
import type { RecordTraits } from './log-coverage.ts';
import { recordedService } from './recorded-service.ts';

/**
 * What a management event says of the trail that holds it.
 * https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-record-contents.html
 */
export function recordTraits(event: JsonObject): RecordTraits {
  const [source, name] = [textOf(event['eventSource']), textOf(event['eventName']) ?? ''];
  return {
    service: recordedService(source),
    // Events before version 1.03 do not say.
    isWrite: !(flagOf(event['readOnly']) ?? READ.test(name)),
    altersTrail: source === 'cloudtrail.amazonaws.com' && ALTERING.has(name),
  };
}

const READ = /^(?:Get|List|Describe|Head|Lookup|AssumeRole|GenerateDataKey|Decrypt)/;
const ALTERING: ReadonlySet<string> = new Set(['StopLogging', 'DeleteTrail', 'UpdateTrail', 'PutEventSelectors']);

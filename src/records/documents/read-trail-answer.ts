import type { Instant } from '../../instant.ts';
import type { JsonObject, JsonValue } from '../../json.ts';
import { flagOf, textOf } from '../cloudtrail/members.ts';
import { trailSelection } from '../cloudtrail/selection.ts';
import { parseIsoInstant } from '../iso-time.ts';
import type { Reading } from './reading.ts';

/**
 * An answer of GetEventSelectors, which names its trail.
 * https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_GetEventSelectors.html
 */
export function readTrailSelectors(value: JsonObject): Reading | null {
  if (!Array.isArray(value['EventSelectors']) && !Array.isArray(value['AdvancedEventSelectors'])) return null;
  const content = {
    kind: 'trail-selectors',
    trail: textOf(value['TrailARN']),
    selection: trailSelection(value),
  } as const;
  return { state: 'read', kind: 'trail-selectors', content, time: null };
}

/**
 * An answer of GetTrailStatus. It does not name its trail, unless whoever saved it wrote `TrailARN` beside it, as
 * `collect` does.
 * https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_GetTrailStatus.html
 */
export function readTrailStatus(value: JsonObject): Reading | null {
  const isLogging = flagOf(value['IsLogging']);
  if (isLogging === null || !STATUS.some((member) => value[member] !== undefined)) return null;
  const error = textOf(value['LatestDeliveryError']);
  const status = {
    isLogging,
    stoppedAt: timeOf(value['StopLoggingTime']),
    startedAt: timeOf(value['StartLoggingTime']),
    lastDelivery: timeOf(value['LatestDeliveryTime']),
    error,
  };
  return {
    state: 'read',
    kind: 'trail-status',
    content: { kind: 'trail-status', trail: textOf(value['TrailARN']), status },
    time: null,
  };
}

const STATUS = ['StartLoggingTime', 'StopLoggingTime', 'LatestDeliveryTime', 'LatestDeliveryError'];

/** ISO text, as the AWS CLI prints it, or seconds since 1970, as the API answers. */
function timeOf(value: JsonValue | undefined): Instant | null {
  if (typeof value === 'number') return Number.isFinite(value) ? Math.round(value * 1000) : null;
  return typeof value === 'string' ? parseIsoInstant(value) : null;
}

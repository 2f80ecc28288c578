import type { Instant } from '../../instant.ts';
import type { Interval } from '../../interval.ts';
import type { JsonObject, JsonValue } from '../../json.ts';
import { parseIsoInstant } from '../iso-time.ts';
import { flagOf, textOf } from './members.ts';

/** Whether a trail is on. https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_GetTrailStatus.html */
export interface TrailStatus {
  readonly isLogging: boolean;
  /** The last stop and the last start; null where there was none. */
  readonly stoppedAt: Instant | null;
  readonly startedAt: Instant | null;
  readonly lastDelivery: Instant | null;
  /** Why its last delivery to its bucket failed; null when it did not. */
  readonly error: string | null;
}

/** An answer of GetTrailStatus; null for what is none. */
export function parseTrailStatus(value: JsonObject): TrailStatus | null {
  const isLogging = flagOf(value['IsLogging']);
  if (isLogging === null || !MEMBERS.some((member) => value[member] !== undefined)) return null;
  return {
    isLogging,
    stoppedAt: timeOf(value['StopLoggingTime']),
    startedAt: timeOf(value['StartLoggingTime']),
    lastDelivery: timeOf(value['LatestDeliveryTime']),
    error: textOf(value['LatestDeliveryError']),
  };
}

const MEMBERS = ['StartLoggingTime', 'StopLoggingTime', 'LatestDeliveryTime', 'LatestDeliveryError'];

/** The time in which the trail was stopped or could not deliver: the answer tells the last stop and the last start only. */
export function timeOff({ isLogging, stoppedAt, startedAt, lastDelivery, error }: TrailStatus): Interval[] {
  const end = Number.POSITIVE_INFINITY;
  const off: Interval[] = [];
  if (stoppedAt !== null) off.push({ from: stoppedAt, to: isLogging ? Math.max(startedAt ?? end, stoppedAt) : end });
  if (error !== null) off.push({ from: lastDelivery ?? Number.NEGATIVE_INFINITY, to: end });
  return off;
}

/** ISO text, as the AWS CLI prints it, or seconds since 1970, as the API answers. */
function timeOf(value: JsonValue | undefined): Instant | null {
  if (typeof value === 'number') return Number.isFinite(value) ? Math.round(value * 1000) : null;
  return typeof value === 'string' ? parseIsoInstant(value) : null;
}

import type { JsonObject } from '../../json.ts';
import { textOf } from '../cloudtrail/members.ts';
import { trailSelection } from '../cloudtrail/selection.ts';
import { parseTrailStatus } from '../cloudtrail/trail-status.ts';
import type { TrailName } from '../item.ts';
import type { Reading } from './reading.ts';

/**
 * An answer of GetEventSelectors, which names its trail.
 * https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_GetEventSelectors.html
 */
export function readTrailSelectors(value: JsonObject): Reading | null {
  if (!Array.isArray(value['EventSelectors']) && !Array.isArray(value['AdvancedEventSelectors'])) return null;
  const content = { kind: 'trail-selectors', ...nameIn(value), selection: trailSelection(value) } as const;
  return { state: 'read', kind: 'trail-selectors', content, time: null };
}

/**
 * An answer of GetTrailStatus. It does not name its trail, unless whoever saved it wrote `TrailARN` beside it, as
 * `collect` does.
 * https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_GetTrailStatus.html
 */
export function readTrailStatus(value: JsonObject): Reading | null {
  const status = parseTrailStatus(value);
  if (status === null) return null;
  const content = { kind: 'trail-status', ...nameIn(value), status } as const;
  return { state: 'read', kind: 'trail-status', content, time: null };
}

/** `collect` writes down, beside the name, whose events of which Region it took from the trail. */
function nameIn(value: JsonObject): TrailName {
  const [account, region] = [textOf(value['AccountId']), textOf(value['Region'])];
  return {
    trail: textOf(value['TrailARN']),
    takenFor: account === null || region === null ? null : { account, region },
  };
}

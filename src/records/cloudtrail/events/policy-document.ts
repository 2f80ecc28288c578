import type { JsonValue } from '../../../json.ts';
import { known, NOT_RECORDED, type Recorded } from '../../recorded.ts';

/**
 * A policy as an event carries it: S3 as an object, KMS and Organizations as a string of JSON, either
 * accepted from each. A string that is not JSON stays that string, so that a later stage can call the policy
 * malformed. Empty strings mark S3's query parameter (`"policy": ""`) and are no policy.
 *
 * @param holder what held the value: when the log dropped it, the policy was dropped with it.
 */
export function policyDocumentOf(value: JsonValue | undefined, holder: Recorded<unknown>): Recorded<JsonValue> {
  if (holder.state !== 'known') {
    return holder;
  }
  const single = Array.isArray(value) && value.length === 1 ? value[0] : value;
  if (single === undefined || single === null || single === '') {
    return NOT_RECORDED;
  }
  if (single === HIDDEN) {
    return { state: 'omitted', reason: 'hidden by CloudTrail' };
  }
  return known(typeof single === 'string' ? jsonIn(single) : single);
}

function jsonIn(text: string): JsonValue {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

const HIDDEN = 'HIDDEN_DUE_TO_SECURITY_REASONS';

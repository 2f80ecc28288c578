import type { Instant } from '../instant.ts';
import { isJsonObject, type JsonObject, type JsonValue } from '../json.ts';
import { looksAtClock } from '../policy/document/clock.ts';
import { parseMoment } from '../policy/document/literals.ts';

/**
 * The moments after which a policy may decide otherwise, as its conditions on `aws:CurrentTime` and `aws:EpochTime`
 * name them, in order: each the first millisecond behind a named date, where "after" and "from" have both begun.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html#condition-keys-currenttime
 */
export function turningMoments(policy: JsonValue | null): readonly Instant[] {
  if (!isJsonObject(policy)) return [];
  const found = KNOWN.get(policy) ?? momentsIn(policy);
  KNOWN.set(policy, found);
  return found;
}

/** Most policies are in force at many moments that are asked about. */
const KNOWN = new WeakMap<JsonObject, readonly Instant[]>();

function momentsIn(policy: JsonObject): Instant[] {
  if (!looksAtClock(JSON.stringify(policy))) return [];
  const moments = new Set<Instant>();
  const statements = policy['Statement'];
  for (const statement of Array.isArray(statements) ? statements : [statements]) {
    if (!isJsonObject(statement) || !isJsonObject(statement['Condition'])) continue;
    for (const operator of Object.values(statement['Condition'])) {
      if (!isJsonObject(operator)) continue;
      for (const [key, values] of Object.entries(operator)) {
        if (!looksAtClock(key)) continue;
        for (const value of Array.isArray(values) ? values : [values]) {
          const moment = parseMoment(String(value));
          if (moment !== null) moments.add(moment + 1);
        }
      }
    }
  }
  return [...moments].sort((a, b) => a - b);
}

import { ForensicsError } from '../../errors.ts';
import { formatInstant, type Instant } from '../../instant.ts';
import { resolveTime } from './resolve-time.ts';

/** Both ends belong to the period; null is open. */
export interface Period {
  readonly since: Instant | null;
  readonly until: Instant | null;
}

/**
 * `--since` and `--until`. Lengths of time count back from `now`.
 *
 * @throws ForensicsError `usage`, also when the period ends before it begins
 */
export function resolvePeriod(
  raw: { readonly since?: string | undefined; readonly until?: string | undefined },
  now: Instant,
): Period {
  const since = raw.since === undefined ? null : resolveTime('--since', raw.since, { edge: 'start', now });
  const until = raw.until === undefined ? null : resolveTime('--until', raw.until, { edge: 'end', now });
  if (since !== null && until !== null && since > until) {
    throw new ForensicsError(
      'usage',
      `--since (${formatInstant(since)}) is later than --until (${formatInstant(until)})`,
    );
  }
  return { since, until };
}

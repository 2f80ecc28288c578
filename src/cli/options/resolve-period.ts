import { ForensicsError } from '../../errors.ts';
import { formatInstant, type Instant } from '../../instant.ts';
import type { Flags } from '../command.ts';
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
  given: { readonly since?: Flags[string]; readonly until?: Flags[string] },
  now: Instant,
): Period {
  const since = typeof given.since === 'string' ? resolveTime('--since', given.since, { edge: 'start', now }) : null;
  const until = typeof given.until === 'string' ? resolveTime('--until', given.until, { edge: 'end', now }) : null;
  if (since !== null && until !== null && since > until) {
    throw new ForensicsError(
      'usage',
      `--since (${formatInstant(since)}) is later than --until (${formatInstant(until)})`,
    );
  }
  return { since, until };
}

import type { Case } from '../case/case.ts';
import { formatInstant, type Instant } from '../instant.ts';
import type { Position } from '../sources/tally.ts';

/** Evidence of a run that cannot be: keys and times are text that whoever writes into the bucket may choose. */
export interface Impossible {
  readonly what: string;
  readonly why: string;
  readonly at: readonly Position[];
}

/** Why a run cannot have been written at a moment, in a sentence fragment; null where it can. `time` null: it is not said when. */
export function whyImpossible(
  run: string,
  time: Instant | null,
  { profile, now }: Pick<Case, 'profile' | 'now'>,
): string | null {
  const folder = profile.keys.runTime(run);
  const { since } = profile.schedule;
  if (folder === null) return 'its name is no time';
  if (folder < since) return `no run is older than ${formatInstant(since)}, when ${profile.words.feature} began`;
  if (folder > now) return 'the run is later than now';
  if (time !== null && time > now) return `it is said to have been written ${formatInstant(time)}, later than now`;
  if (time !== null && time < folder) return 'it is said to have been written before the run began';
  return null;
}

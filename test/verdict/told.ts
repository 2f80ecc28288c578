import { DAY } from '../../src/instant.ts';
import { INVENTORY_PROFILE } from '../../src/profile/inventory/inventory.ts';
import type { Gathered } from '../../src/sightings/gather.ts';
import type { Sighting } from '../../src/sightings/sighting.ts';
import type { SourceTally } from '../../src/sources/tally.ts';
import { buildTimeline, type Timeline } from '../../src/timeline/build.ts';
import { writeChecklist } from '../../src/verdict/checklist/checklist.ts';
import type { Verdict } from '../../src/verdict/judged-incident.ts';
import { summarise } from '../../src/verdict/summary.ts';
import { reachVerdict } from '../../src/verdict/verdict.ts';
import { collectWarnings } from '../../src/verdict/warnings/collect.ts';
import { arrivals, CASE, evidence, SOURCE_TRAIL, TRAIL } from '../timeline/made-evidence.ts';

/** Reports of nine days, each ten hours under way; the next run is that of the 14th. */
export const UNTIL_13: Record<string, string> = arrivals(Array<number>(9).fill(10), '2026-02-14T01:00:00Z');

interface Told {
  readonly timeline: Timeline;
  readonly gathered: Gathered;
  readonly verdict: Verdict;
  readonly sentence: string;
  /** By their codes. */
  readonly warnings: (code: string, tallies?: readonly SourceTally[]) => readonly string[];
  /** What its warnings of a code cite. */
  readonly cites: (code: string) => readonly string[];
  readonly missing: ReturnType<typeof writeChecklist>['missing'];
}

/** All that is said of a story: both trails, and a whole listing of what came, unless something else is gathered. */
export function told(
  sightings: readonly Sighting[],
  came: Readonly<Record<string, string>> = UNTIL_13,
  of: Partial<Gathered> = {},
  basis: 'given' | 'evidence' | 'file-time' = 'given',
): Told {
  const gathered = { ...evidence(sightings, came, [TRAIL, SOURCE_TRAIL]), ...of };
  const [options = CASE] = gathered.cases;
  const timeline = buildTimeline(gathered, {
    profile: INVENTORY_PROFILE,
    case: options,
    asOf: { time: options.now ?? 0, basis },
    graceMs: 2 * DAY,
    failedExports: [],
  });
  const verdict = reachVerdict(timeline);
  const warned = (code: string, tallies: readonly SourceTally[] = []) =>
    collectWarnings({ timeline, verdict, gathered, tallies }).filter((it) => it.code === code);
  return {
    timeline,
    gathered,
    verdict,
    sentence: summarise(timeline, verdict, ({ actor }) => actor),
    warnings: (code, tallies) => warned(code, tallies).map(({ message }) => message),
    cites: (code) => warned(code).flatMap(({ evidence: cited }) => cited.map(({ source }) => source.source)),
    missing: writeChecklist({ timeline, verdict, gathered }).missing,
  };
}

/** The listing of a story, as much of it as is whole. */
export function listing(came: Readonly<Record<string, string>>, scope: object): Pick<Gathered, 'listings'> {
  const { listings } = evidence([], came);
  return { listings: listings.map((it) => ({ ...it, scope: { ...it.scope, ...scope } })) };
}

import { DAY } from '../../src/instant.ts';
import { INVENTORY_PROFILE as profile } from '../../src/profile/inventory/inventory.ts';
import { gather } from '../../src/sightings/gather.ts';
import { siftSources } from '../../src/sightings/sift-sources.ts';
import { expandInputs } from '../../src/sources/expand-inputs.ts';
import { createTally } from '../../src/sources/tally.ts';
import { buildTimeline } from '../../src/timeline/build.ts';
import type { Verdict } from '../../src/verdict/judged-incident.ts';
import { reachVerdict } from '../../src/verdict/verdict.ts';

/** The verdict on a folder that says its own `now`, for what no report tells of it. */
export async function judgeCase(folder: string): Promise<Verdict> {
  const inputs = await expandInputs([folder]);
  const tallies = inputs.map(({ name }) => createTally(name));
  const gathered = await gather(
    siftSources({ inputs, tallies, profile: 's3-inventory', listingTimezone: null }),
    null,
    profile,
  );
  const options = { profile, case: {}, clock: 0, graceMs: 2 * DAY, failedExports: [] };
  return reachVerdict(buildTimeline(gathered, options));
}

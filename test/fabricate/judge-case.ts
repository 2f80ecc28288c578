import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DAY } from '../../src/instant.ts';
import { INVENTORY_PROFILE } from '../../src/profile/inventory/inventory.ts';
import { gather } from '../../src/sightings/gather.ts';
import { siftSources } from '../../src/sightings/sift-sources.ts';
import { expandInputs } from '../../src/sources/expand-inputs.ts';
import { createTally } from '../../src/sources/tally.ts';
import { asOf } from '../../src/timeline/as-of.ts';
import { buildTimeline } from '../../src/timeline/build.ts';
import type { Verdict } from '../../src/verdict/judged-incident.ts';
import { reachVerdict } from '../../src/verdict/verdict.ts';
import type { ScenarioOptions } from './cases/scenario.ts';
import { parseOptions } from './expectation-schema.ts';

/** The verdict on the folder of a case, for what no report tells of it. */
export async function judgeCase(folder: string): Promise<Verdict> {
  const inputs = await expandInputs([join(folder, 'evidence')]);
  const options = await readFile(join(folder, 'options.json'), 'utf8').then(
    parseOptions,
    () => ({}) as ScenarioOptions,
  );
  const tallies = inputs.map(({ name }) => createTally(name));
  const gathered = await gather(
    siftSources({ inputs, tallies, listingTimezone: null, profile: 's3-inventory' }),
    null,
    INVENTORY_PROFILE,
  );
  if (options.savedAt !== undefined) for (const tally of tallies) tally.modified = Date.parse(options.savedAt);
  return reachVerdict(
    buildTimeline(gathered, {
      profile: INVENTORY_PROFILE,
      case: gathered.cases[0] ?? {},
      asOf: asOf(gathered.cases[0]?.now, tallies, Date.UTC(2027, 0)),
      graceMs: 2 * DAY,
      failedExports: [],
    }),
  );
}

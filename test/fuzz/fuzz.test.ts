import { describe, expect, it } from 'vitest';
import { faultsOf, tryOne } from './campaign.ts';
import { MUTATIONS } from './mutations/mutations.ts';
import { randomOf } from './random.ts';
import { regressionsOnDisk } from './regressions.ts';
import { subjectsOnDisk } from './subjects.ts';

const subjects = subjectsOnDisk();

describe('damaged evidence is answered, shows nothing hostile, keeps the schema and its bounds, and proves nothing wrong', () => {
  it.each(Object.keys(MUTATIONS).map((kind, index) => [kind, index] as const))('%s', async (kind, seed) => {
    expect((await tryOne(seed, subjects, [kind])).faults).toEqual([]);
  });

  it('several kinds at once', async () => {
    for (let seed = 1; seed <= 20; seed += 1) expect((await tryOne(seed, subjects)).faults).toEqual([]);
  });
});

describe('what was once answered wrongly is not any more', () => {
  it.each(regressionsOnDisk())('$name', async ({ subject: name, files, effect }) => {
    const subject = subjects.find((one) => one.name === name);
    expect(subject).toBeDefined();
    if (subject !== undefined) expect(await faultsOf(files, subject, effect, randomOf(1))).toEqual([]);
  });
});

import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { subjectsOnDisk, tryOne } from './campaign.ts';
import { type Effect, MUTATIONS } from './mutate.ts';

const subjects = subjectsOnDisk();
const PAGE = join(import.meta.dirname, '..', '..', 'docs', 'reliability.md');
/** Of every kind, at every run of the suite. */
const EACH = 3;

/** Seeds whose inputs were once answered wrongly are kept here. */
const REGRESSIONS: readonly number[] = [];

const OUTCOMES: Readonly<Record<Effect, string>> = {
  neutral: 'an answer, no other culprit proven',
  removes: 'an answer, no other culprit proven',
  any: 'an answer: what the evidence now says may be something else',
};

describe('damaged evidence is answered, shows nothing hostile, and keeps the schema', () => {
  it.each(Object.keys(MUTATIONS))('%s', async (kind) => {
    for (let seed = 1; seed <= EACH; seed += 1) expect((await tryOne(seed, subjects, [kind])).faults).toEqual([]);
  });

  it('several kinds at once, and what was once answered wrongly', async () => {
    for (const seed of [...REGRESSIONS, 1, 2, 3, 4, 5, 6]) expect((await tryOne(seed, subjects)).faults).toEqual([]);
  });

  it('is told on its page', () => {
    const rows = Object.entries(MUTATIONS).map(([kind, { effect }]) => `| ${kind} | ${EACH} | ${OUTCOMES[effect]} |`);
    const table = ['| fault | inputs in the suite | outcome |', '|---|---|---|', ...rows].join('\n');
    const page = readFileSync(PAGE, 'utf8');
    const [head = ''] = page.split('| fault |');
    const expected = `${head}${table}${page.slice(page.indexOf('\n\n', head.length))}`;
    if (process.env['REGENERATE'] !== undefined) writeFileSync(PAGE, expected);
    else expect(page).toBe(expected);
  });
});

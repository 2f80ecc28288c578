import { expect, it } from 'vitest';
import { type Kind, play } from '../worlds/play.ts';
import { count, emptyTally } from '../worlds/tally.ts';

const KINDS: readonly Kind[] = ['whole', 'degraded', 'captured'];
const WORLDS = KINDS.flatMap((kind) => Array.from({ length: 15 }, (_, index) => ({ kind, seed: index + 1 })));
const WRONG = /^crash|proven$|^false incident|^nobody named/;

/** What `test/worlds/worlds.test.ts` asks of each world by itself. */
it.each(WORLDS)('$kind $seed', async ({ kind, seed }) => {
  const tally = emptyTally();
  count(tally, await play(seed, kind), kind);
  expect(tally.misses.filter(({ what }) => what.match(WRONG))).toEqual([]);
});

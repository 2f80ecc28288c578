import { beforeAll, describe, expect, it } from 'vitest';
import { sampled } from '../property-runs.ts';
import { shiftChanges, spoiltByMore } from './metamorphic.ts';
import { type Kind, play } from './play.ts';
import { count, countCrash, emptyTally, STOPPED_TOO, type Tally } from './tally.ts';

/** How many of each kind: `WORLDS=150` plays more here, and `npm run worlds` any number, with every figure. */
const WORLDS = Number(process.env['WORLDS'] ?? '40');
const WHOLE_WORLDS = seeds(1, WORLDS);
const DEGRADED_WORLDS = seeds(151, 150 + WORLDS);

describe('made-up histories, judged against what truly happened in them', () => {
  describe('with whole evidence', () => judged('whole', WHOLE_WORLDS));
  describe('with degraded evidence', () => judged('degraded', DEGRADED_WORLDS));
  describe('with items of AWS Config beside it', () => judged('captured', DEGRADED_WORLDS));

  function judged(kind: Kind, worlds: readonly number[]): void {
    let tally: Tally = emptyTally();
    beforeAll(async () => {
      tally = await playAll(worlds, kind);
    }, 180_000);
    const missed = (what: RegExp): string[] =>
      tally.misses
        .filter((miss) => miss.what.match(what))
        .map((miss) => `seed ${miss.seed}, ${miss.what}: ${miss.detail}`);

    it('never fails', () => expect(missed(/^crash/)).toEqual([]));
    it('proves nobody wrongly', () => expect(missed(/proven$/)).toEqual([]));
    it('calls nobody probable who did not stop deliveries', () => {
      const named = missed(/(wrong|stray) probable$/);
      // Where a trail is missing, an earlier stop may be hidden behind one that is seen.
      expect(kind === 'whole' ? named : named.filter((miss) => !miss.includes(STOPPED_TOO))).toEqual([]);
    });
    it('invents no incident', () => expect(missed(/^false incident/)).toEqual([]));
    if (kind !== 'whole') return;
    it('names the breaker of every phase that has a definite run', () => expect(missed(/^nobody named/)).toEqual([]));
    it('is sure of nearly all of them', () => {
      const { proven, probable } = tally.phasesNamed;
      expect(missed(/^only possible/).length, missed(/^only possible/).join('\n')).toBeLessThanOrEqual(
        0.03 * tally.truePhases,
      );
      expect(proven + probable).toBeGreaterThanOrEqual(0.97 * tally.truePhases);
    });
  }
});

describe('what must not matter', () => {
  it('more true evidence spoils no right answer', async () => {
    const spoilt: string[] = [];
    for (const seed of seeds(301, 300 + 0.3 * WORLDS)) spoilt.push(...(await spoiltByMore(seed)));
    expect(spoilt).toEqual([]);
  }, 180_000);

  it.each(sampled(seeds(331, 350), 2, 0))('a world shifted in time is told the same, seed %i', async (seed) => {
    const { here, there } = await shiftChanges(seed);
    expect(there).toEqual(here);
  });
});

async function playAll(worlds: readonly number[], kind: Kind): Promise<Tally> {
  const tally = emptyTally();
  for (const seed of worlds) {
    try {
      count(tally, await play(seed, kind), kind);
    } catch (error) {
      countCrash(tally, seed, kind, error);
    }
  }
  return tally;
}

function seeds(first: number, last: number): number[] {
  return Array.from({ length: last - first + 1 }, (_, index) => first + index);
}

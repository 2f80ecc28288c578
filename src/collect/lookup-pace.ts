import { setTimeout as sleep } from 'node:timers/promises';

/** Keeps to what AWS answers of LookupEvents in an account and a Region, which is shared with everybody there. */
export interface LookupPace {
  /** Waits until the next question may be asked in a place. */
  turn(place: string, intervalMs: number): Promise<void>;
  /** A place in which AWS refuses for being asked too often, in spite of all patience, is asked no more. */
  giveUp(place: string): void;
  isGivenUp(place: string): boolean;
}

export function createLookupPace(): LookupPace {
  const nextAt = new Map<string, number>();
  const givenUp = new Set<string>();
  return {
    async turn(place, intervalMs) {
      const wait = (nextAt.get(place) ?? 0) - performance.now();
      if (wait > 0) await sleep(wait);
      nextAt.set(place, performance.now() + intervalMs);
    },
    giveUp: (place) => void givenUp.add(place),
    isGivenUp: (place) => givenUp.has(place),
  };
}

/** A source of chance that is the same for the same seed. */
export interface Random {
  /** An integer from 0 up to, without it, `below`. */
  readonly below: (below: number) => number;
  readonly pick: <T>(of: readonly T[]) => T;
}

/** mulberry32: small, fast, and good enough to choose by. */
export function randomOf(seed: number): Random {
  let state = seed >>> 0;
  const below = (limit: number): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32) * limit);
  };
  return { below, pick: (of) => of[below(of.length)] as (typeof of)[number] };
}

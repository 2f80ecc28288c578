/** Numbers that look random and are the same in every run. */
export interface Random {
  /** A whole number from 0 to `below` - 1. */
  int(below: number): number;
  pick<T>(choices: readonly T[]): T;
  /** `length` characters out of `alphabet`. */
  text(alphabet: string, length: number): string;
}

/** Mulberry32: short, fast, and good enough for logs that are only read. */
export function createRandom(seed: number): Random {
  let state = seed >>> 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return (mixed ^ (mixed >>> 14)) >>> 0;
  };
  const int = (below: number): number => next() % below;
  return {
    int,
    pick: (choices) => choices[int(choices.length)] as (typeof choices)[number],
    text(alphabet, length) {
      let text = '';
      for (let index = 0; index < length; index++) text += alphabet.charAt(int(alphabet.length));
      return text;
    },
  };
}

export const HEX = '0123456789ABCDEF';
export const BASE64 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';

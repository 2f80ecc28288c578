/** Chance that can be repeated: the same seed gives the same choices. */
export interface Random {
  /** From 0 up to, but not including, 1. */
  readonly next: () => number;
  readonly chance: (probability: number) => boolean;
  /** Whole numbers, both ends included. */
  readonly integer: (low: number, high: number) => number;
  readonly between: (low: number, high: number) => number;
  readonly pick: <T>(values: readonly T[]) => T;
  /** Picks by weight; weights of zero are never picked. */
  readonly weighted: <T>(choices: readonly (readonly [number, T])[]) => T;
  readonly shuffled: <T>(values: readonly T[]) => T[];
}

/** Mulberry32, started from a hash of the seed and a name, so that one use of chance never disturbs another. */
export function createRandom(seed: number, name: string): Random {
  let state = hash(`${seed} ${name}`);
  const next = (): number => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
  const integer = (low: number, high: number): number => low + Math.floor(next() * (high - low + 1));
  const pick = <T>(values: readonly T[]): T => {
    const value = values[integer(0, values.length - 1)];
    if (value === undefined) throw new RangeError('nothing to pick from');
    return value;
  };
  return {
    next,
    integer,
    pick,
    chance: (probability) => next() < probability,
    between: (low, high) => low + next() * (high - low),
    weighted: (choices) => {
      const total = choices.reduce((sum, [weight]) => sum + weight, 0);
      let left = next() * total;
      for (const [weight, value] of choices) {
        left -= weight;
        if (left < 0) return value;
      }
      throw new RangeError('nothing to pick from');
    },
    shuffled: (values) => {
      const result = [...values];
      for (let index = result.length - 1; index > 0; index--) {
        const other = integer(0, index);
        const held = result[index] as (typeof result)[number];
        result[index] = result[other] as (typeof result)[number];
        result[other] = held;
      }
      return result;
    },
  };
}

/** Hexadecimal digits that depend on the text alone. */
export function derivedHex(length: number, text: string): string {
  let digits = '';
  for (let block = 0; digits.length < length; block++) digits += hash(`${block} ${text}`).toString(16).padStart(8, '0');
  return digits.slice(0, length);
}

function hash(text: string): number {
  let value = 2166136261;
  for (let index = 0; index < text.length; index++) value = Math.imul(value ^ text.charCodeAt(index), 16777619);
  value = Math.imul(value ^ (value >>> 16), 2246822507);
  value = Math.imul(value ^ (value >>> 13), 3266489909);
  return (value ^ (value >>> 16)) >>> 0;
}

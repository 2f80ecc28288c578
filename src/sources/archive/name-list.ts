import { createHash } from 'node:crypto';

/** Knows names again without keeping them: a hundred thousand long ones would fill a thread's memory. */
export function createNameList(): { add(name: string): boolean } {
  const seen = new Set<number>();
  return {
    add(name) {
      const before = seen.size;
      seen.add(createHash('sha256').update(name).digest().readUIntBE(0, 6));
      return seen.size > before;
    },
  };
}

import { createHash } from 'node:crypto';
import type { WorldObject } from './world.ts';

/** Objects of a bucket in the order in which S3 lists them: that of their keys' UTF-8 bytes. */
export interface StoredObjects {
  readonly keys: readonly string[];
  get(key: string): WorldObject | undefined;
  /** Index of the first key at or past this one. */
  firstFrom(key: string): number;
}

export function storeObjects(objects: Iterable<WorldObject>): StoredObjects {
  const byKey = new Map<string, WorldObject>();
  for (const object of objects) byKey.set(object.key, object);
  const keys = [...byKey.keys()].sort(compareKeys);
  return {
    keys,
    get: (key) => byKey.get(key),
    firstFrom(key) {
      let [low, high] = [0, keys.length];
      while (low < high) {
        const middle = (low + high) >> 1;
        if (compareKeys(keys[middle] ?? '', key) < 0) low = middle + 1;
        else high = middle;
      }
      return low;
    },
  };
}

export function bodyOf({ body }: WorldObject): Buffer {
  if (body === undefined) return Buffer.alloc(0);
  return typeof body === 'function' ? body() : Buffer.from(body);
}

export function sizeOf(object: WorldObject): number {
  return object.size ?? bodyOf(object).length;
}

/** Without quotes. */
export function etagOf(object: WorldObject): string {
  return (
    object.etag ??
    createHash('md5')
      .update(`${object.key}\n${sizeOf(object)}`)
      .digest('hex')
  );
}

export function lastModifiedOf(object: WorldObject): Date {
  return object.lastModified ?? new Date(Date.UTC(2026, 1, 1));
}

/** Code units order surrogates before U+E000 to U+FFFF, bytes the other way round. */
function compareKeys(a: string, b: string): number {
  if (a === b) return 0;
  if (SURROGATE.test(a) || SURROGATE.test(b)) return Buffer.compare(Buffer.from(a), Buffer.from(b));
  return a < b ? -1 : 1;
}

const SURROGATE = /[\ud800-\udfff]/;

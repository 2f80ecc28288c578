import { setMaxListeners } from 'node:events';
import type { S3Client } from '@aws-sdk/client-s3';
import { createFlowLimit } from './flow-limit.ts';
import type { StoredObject } from './list-objects.ts';
import { readObject } from './read-object.ts';

/** Objects that are fetched before they are asked for. */
export interface ReadAhead {
  /** Lines an object up; what is returned gives its bytes, as `readObject` does. */
  add(object: StoredObject): () => AsyncGenerator<Buffer, void, undefined>;
  /** Ends everything that is under way. */
  close(): void;
}

export interface ReadAheadBounds {
  /** Requests under way at once. */
  readonly requests: number;
  /** Objects under way or held, and the bytes of all of them together. */
  readonly objects: number;
  readonly bytes: number;
  /** Larger objects are not held but streamed when their turn comes. */
  readonly objectBytes: number;
}

export const READ_AHEAD_BOUNDS: ReadAheadBounds = {
  requests: 32,
  objects: 64,
  bytes: 8 * 1024 ** 2,
  objectBytes: 2 * 1024 ** 2,
};

interface Entry {
  readonly object: StoredObject;
  /** null as long as nobody asked S3 for it. */
  fetched: Promise<Fetched> | null;
  isTaken: boolean;
}

interface Fetched {
  readonly chunks: readonly Buffer[];
  /** Thrown behind the chunks. */
  readonly failure: { readonly error: unknown } | null;
}

/**
 * Fetches objects in the order in which they are added, many at a time, ahead of whoever reads them one after the
 * other in that order. Another order is possible, and slower. When S3 asks to slow down, fewer are fetched at once.
 *
 * @param clientFor the client that reaches a bucket
 */
export function createReadAhead(
  clientFor: (bucket: string) => S3Client,
  bounds: ReadAheadBounds = READ_AHEAD_BOUNDS,
): ReadAhead {
  const entries: Entry[] = [];
  const called = new AbortController();
  // One for each request under way.
  setMaxListeners(0, called.signal);
  const flow = createFlowLimit(bounds.requests);
  /** The first entry that may still have to be fetched. */
  let next = 0;
  let underWay = 0;
  let held = 0;
  let heldBytes = 0;

  function fetchAhead(): void {
    while (underWay < flow.current && held < bounds.objects && !called.signal.aborted) {
      const entry = entries[next];
      if (entry === undefined) return;
      const { size } = entry.object;
      const isHeld = !entry.isTaken && entry.fetched === null && size <= bounds.objectBytes;
      if (isHeld && heldBytes + size > bounds.bytes) return;
      next += 1;
      if (!isHeld) continue;
      held += 1;
      heldBytes += size;
      entry.fetched = fetch(entry.object);
    }
  }

  async function fetch(object: StoredObject): Promise<Fetched> {
    const chunks: Buffer[] = [];
    const begun = flow.begin();
    let isWell = true;
    const onTrouble = () => {
      isWell = false;
      flow.went(begun, 'badly');
    };
    underWay += 1;
    let failure: Fetched['failure'] = null;
    try {
      const client = clientFor(object.bucket);
      for await (const chunk of readObject(client, object, { signal: called.signal, onTrouble })) chunks.push(chunk);
    } catch (error) {
      failure = { error };
    }
    underWay -= 1;
    if (isWell) flow.went(begun, 'well');
    fetchAhead();
    return { chunks, failure };
  }

  async function* take(entry: Entry, index: number): AsyncGenerator<Buffer, void, undefined> {
    const { object, fetched, isTaken } = entry;
    entry.isTaken = true;
    if (fetched === null || isTaken) {
      next = Math.max(next, index + 1);
      fetchAhead();
      yield* readObject(clientFor(object.bucket), object, { signal: called.signal });
      return;
    }
    try {
      const { chunks, failure } = await fetched;
      yield* chunks;
      if (failure !== null) throw failure.error;
    } finally {
      entry.fetched = null;
      held -= 1;
      heldBytes -= object.size;
      fetchAhead();
    }
  }

  return {
    add(object) {
      const entry: Entry = { object, fetched: null, isTaken: false };
      const index = entries.push(entry) - 1;
      fetchAhead();
      return () => take(entry, index);
    },
    close: () => called.abort(),
  };
}

/** Finds numbers again by the texts under which they were added. */
export interface TextIndex {
  add(text: string, entry: number): void;
  /** Every entry added under `text`, newest first; now and then (one pair of texts in four billion) one that was not. */
  entriesFor(text: string): readonly number[];
}

/**
 * An index that keeps hashes in place of texts: about 16 bytes an entry where a Map of strings takes 100.
 * A trail may hold a million events that issued sessions, each under three texts.
 */
export function createTextIndex(): TextIndex {
  let capacity = SMALLEST;
  let heads = new Int32Array(capacity).fill(NONE);
  let next = new Int32Array(capacity);
  let hashes = new Int32Array(capacity);
  let entries = new Int32Array(capacity);
  let size = 0;

  const link = (at: number): void => {
    const slot = (hashes[at] ?? 0) & (capacity - 1);
    next[at] = heads[slot] ?? NONE;
    heads[slot] = at;
  };

  const grow = (): void => {
    capacity *= 2;
    next = new Int32Array(capacity);
    hashes = extended(hashes, capacity);
    entries = extended(entries, capacity);
    heads = new Int32Array(capacity).fill(NONE);
    for (let at = 0; at < size; at++) link(at);
  };

  return {
    add(text, entry) {
      if (size === capacity) grow();
      hashes[size] = hashOf(text);
      entries[size] = entry;
      link(size);
      size++;
    },
    entriesFor(text) {
      const hash = hashOf(text);
      const found: number[] = [];
      for (let at = heads[hash & (capacity - 1)] ?? NONE; at !== NONE; at = next[at] ?? NONE) {
        if (hashes[at] === hash) found.push(entries[at] ?? 0);
      }
      return found;
    },
  };
}

/** FNV-1a over UTF-16 units, 32 bits. */
function hashOf(text: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  return hash | 0;
}

function extended(column: Int32Array<ArrayBuffer>, capacity: number): Int32Array<ArrayBuffer> {
  const longer = new Int32Array(capacity);
  longer.set(column);
  return longer;
}

const SMALLEST = 1024;
const NONE = -1;
